import Foundation
import RecordStores
import Testing

/// `String(decoding:)` and `String(cString:)` replace what is no UTF-8, and say nothing: a row's text, a key or a file's name would be another's.
@Suite struct RepairingDecoderTests {
  /// Where the bytes are no store's value and no file's name, and why, with how many places there are. What reads a value or a name has `ColumnValue.text(of:)`, or
  /// `String(validating:)` and an answer for bytes that are none.
  private static let places: [(reason: String, files: [String: Int])] = [
    (
      "what the system or a library says of an error, for people to read",
      [
        "AuditJournal/EpochKeys.swift": 1,
        "AuditJournal/FileIdentity.swift": 1,
        "AuditJournal/RunLock.swift": 3,
        "DocumentTree/DocumentRoot.swift": 1, "Anchors/HTTPClient.swift": 1,
        "JournalDirectory/DirectoryError.swift": 1,
        "MariaDB/MariaDBConnection.swift": 2, "MariaDB/PreparedStatement.swift": 2,
        "PostgreSQL/PostgresConnection.swift": 9,
        "Files/FileTrust.swift": 1, "Files/RegularFile.swift": 1, "SQLite/Connection.swift": 2,
        "Systemd/JournalSendError.swift": 1,
        "retentiond/StandardInput.swift": 3,
        "Anchors/ResponseHandle.swift": 1, "retentiond/FileAccess.swift": 2, "Transforms/KeyFile.swift": 1,
      ]
    ),
    (
      "what the program itself wrote or chose byte by byte, or has just found to be ASCII",
      [
        "CivilTime/Instant+Text.swift": 1, "CivilTime/ZoneFooterParser.swift": 1,
        "CivilTime/ZoneRules+TZif.swift": 1,
        "Identifiers/HeldSpelling.swift": 1, "Identifiers/SubjectForm.swift": 2,
        "Identifiers/WrittenNumber.swift": 1,
        "JSONText/JSONParser.swift": 2, "JSONText/JSONValue.swift": 1, "MariaDB/MariaDBRow.swift": 1,
        "MariaDBStore/MariaDBDialect.swift": 1, "PostgreSQLStore/PostgresEngine.swift": 1,
        "Transforms/Base32.swift": 1,
        "Transforms/FormatPreserving.swift": 1, "Transforms/Surrogate.swift": 1,
        "Transforms/WrittenDate.swift": 3,
        "Purging/Configuration+BindingDigest.swift": 2, "RecordStores/DocumentNaming.swift": 1,
        "Purging/SubjectPseudonyms.swift": 1,
        "Words/SelectList.swift": 1, "Files/String+FolderPath.swift": 1,
        "Words/Base64.swift": 1, "Words/Hexadecimal.swift": 1,
        "AuditJournal/HoldRow.swift": 1,
        "retentiond/EntryView.swift": 2,
      ]
    ),
    (
      "signed or hashed by its bytes, so that a repaired text fits no signature",
      [
        "Anchors/WitnessAnchor.swift": 2, "AuditJournal/AnchorCheck.swift": 1,
        "AuditJournal/AuditJournal+People.swift": 1,
        "AuditJournal/EntryType.swift": 1, "AuditJournal/CheckedEntry.swift": 1,
        "AuditJournal/EntryMembers.swift": 1,
        "AuditJournal/IntentMemo.swift": 1,
        "JournalDirectory/DirectoryExport.swift": 1,
        "JournalDirectory/DirectoryLayout.swift": 1,
        "JournalDirectory/DirectoryVerifier.swift": 1, "JournalDirectory/JournalDirectory+Kept.swift": 1,
        "JournalDirectory/JournalDirectory.swift": 2, "retentiond/JournalCommand.swift": 1,
        "retentiond/JournalCommand+Verify.swift": 1,
        "retentiond/Session+Anchors.swift": 1, "retentiond/Session+History.swift": 1,
      ]
    ),
    (
      "names of a catalogue and texts of ours, which a statement then uses: a repaired one names nothing",
      [
        "MariaDBStore/MariaDBCatalogue.swift": 1, "SQLite/Statement.swift": 1,
        "SQLiteStore/TriggerEvents.swift": 1,
      ]
    ),
    (
      "the environment, the terminal and the account, which name no record",
      [
        "Systemd/ServiceEnvironment.swift": 1, "retentiond/Account.swift": 3,
        "retentiond/SystemClock.swift": 1, "retentiond/Caller.swift": 1, "retentiond/CallersProcess.swift": 1,
        "retentiond/RelayCommand.swift": 1,
      ]
    ),
    (
      "names of files that the program gave itself; another's is none of them",
      [
        "retentiond/FolderWatch.swift": 1,
        "AuditJournal/EpochKeys.swift": 1, "JournalDirectory/Folder.swift": 1,
      ]
    ),
  ]

  @Test("Nothing that a store or a file says is repaired on the way in: every other decoder has its reason")
  func decoders() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
    var allowed: [String: Int] = [:]
    for place in Self.places { allowed.merge(place.files, uniquingKeysWith: +) }
    let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter {
      $0.hasSuffix(".swift")
    }
    #expect(files.count > 300)
    for file in files {
      let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
      // A room and a file's name: the floor, and the folder in the room, may change.
      let path = file.split(separator: "/")
      let name = "\(path[1])/\(path[path.count - 1])"
      let found = text.matches(of: /(?:String|Substring)(?:\.init)?\((?:decoding|cString|decodingCString):/)
        .count
      #expect(
        found == allowed[name] ?? 0,
        "\(file) has \(found) decoders that repair bytes: use ColumnValue.text(of:) or String(validating:as:), or give the reason here"
      )
      #expect(
        !text.contains(/String\((?:data|bytes):[^)]*encoding:/), "\(file): use String(validating:as:)")
    }
  }

  @Test("A text is one of two values by its bytes, and a key keeps either as it is")
  func values() {
    let raw: [[UInt8]] = [
      [0xE9], [0x52, 0xE9], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x61, 0x00, 0x80],
    ]
    let whole: [[UInt8]] = [
      [], [0x61, 0x00, 0x62], Array("é".utf8), Array("e\u{301}".utf8), Array("\u{FFFD}".utf8),
    ]
    var keys = KeyList()
    for bytes in raw + whole {
      let value = ColumnValue.text(of: bytes)
      if case .rawText(let kept) = value {
        #expect(kept == bytes && raw.contains(bytes))
      } else {
        #expect(whole.contains(bytes))
      }
      #expect(value.byteCount == bytes.count && value != .blob(bytes))
      keys.append(key: [value, .integer(1)])
    }
    for (place, bytes) in (raw + whole).enumerated() {
      #expect(keys.values(at: place) == [.text(of: bytes), .integer(1)])
    }
    #expect(Set((raw + whole).map { ColumnValue.text(of: $0) }).count == raw.count + whole.count)
  }
}
