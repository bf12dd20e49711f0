package import CivilTime
internal import JSONText
package import RecordStores
internal import SQLite
package import TransparencyLog
package import Words

/// Proves that a record is in its batch: its locator, and the hashes from there to the root that the intent has.
package struct RowProof: Hashable, Sendable {
  package let locator: [UInt8]
  package let inclusion: InclusionProof
  /// How many rows of the batch have the locator: of rows without a key, as many as were equal.
  package let count: Int

  /// The place in canonical JSON, for a proof's extra line.
  package var bytes: [UInt8] {
    JSONValue.object([
      "locator": .string(Hexadecimal.encode(locator)), "row": .integer(inclusion.index),
      "rows": .integer(inclusion.size),
      "path": .array(inclusion.hashes.map { .string(Hexadecimal.encode($0.bytes)) }),
    ]).canonical
  }
}

/// What the journal says of one record: one batch that listed it.
package struct RecordEvidence: Sendable {
  package let batch: BatchName
  package let intent: BatchIntent
  /// The entry with the intent, and when it was made durable.
  package let prepared: (entry: Int, time: Instant)
  /// What became of the batch, where that stands, and when; nil while nothing says it.
  package let outcome: BatchEnd?
  /// The person who agreed to the configuration last before the batch's run began, and the entry that says so.
  package let approval: (by: String, entry: Int)?
  package let proof: RowProof

  package var isCommitted: Bool { outcome?.outcome == .committed }
}

/// A record as batches may name it: a name of its record set, and the key in each encoding that it may have had.
package struct SoughtRecord: Hashable, Sendable {
  /// Nil for whatever store a batch of the record set was in.
  package let store: StoreName?
  package let recordSet: RecordSetName
  package let keys: [[UInt8]]

  package init(store: StoreName? = nil, recordSet: RecordSetName, keys: [[UInt8]]) {
    self.store = store
    self.recordSet = recordSet
    self.keys = keys
  }
}

/// What a question for a record found, and how far it could know.
package struct RecordAnswer: Sendable {
  /// The batches that list it, the first first.
  package internal(set) var found: [RecordEvidence] = []
  /// The names of a record set in a store.
  package struct Name: Hashable, Sendable {
    package let store: StoreName
    package let recordSet: RecordSetName

    package init(store: StoreName, recordSet: RecordSetName) {
      self.store = store
      self.recordSet = recordSet
    }
  }

  /// How many batches of each name that was sought were asked; each of them is proven to be the one that was signed.
  package internal(set) var asked: [Name: Int] = [:]
  /// How many batches of the sought names were made under another evidence key, by its id: nobody can ask them without it.
  package internal(set) var underOtherKeys: [String: Int] = [:]
  /// How many batches the journal has of each other record set.
  package internal(set) var others: [Name: Int] = [:]
  /// How many entries were read, all of them proven.
  package internal(set) var entries = 0
  /// The id of the evidence key that was asked with.
  package internal(set) var evidenceKey = ""
}

extension AuditJournal {
  /// Every batch that listed a record under any of the names that it may have had, and how far the journal can know. Only the holder of the evidence
  /// key can ask.
  package func evidence(of sought: [SoughtRecord]) throws -> RecordAnswer {
    var wanted: [RecordAnswer.Name: Set<[UInt8]>] = [:]
    func locators(of name: RecordAnswer.Name) -> Set<[UInt8]> {
      if let known = wanted[name] { return known }
      let records = sought.filter {
        $0.recordSet == name.recordSet && ($0.store == nil || $0.store == name.store)
      }
      let made = Set(
        records.flatMap(\.keys).flatMap { key in
          // A locator under one key is nobody's under another: each batch can be asked under all that are at hand.
          evidenceTurns.known.map { $0.locator(store: name.store, recordSet: name.recordSet, key: key) }
        })
      wanted[name] = made
      return made
    }
    return try snapshot {
      var answer = RecordAnswer()
      answer.entries = size
      answer.evidenceKey = evidenceKey.id
      let reading = try BatchReading<RowProof>(of: self) { index, intent, data in
        let name = RecordAnswer.Name(store: intent.store, recordSet: intent.recordSet)
        let locators = locators(of: name)
        guard !locators.isEmpty else {
          answer.others[name, default: 0] += 1
          return nil
        }
        let key = data["evidenceKey"]?.stringValue ?? evidenceTurns.first
        guard evidenceTurns.key(key) != nil else {
          answer.underOtherKeys[key, default: 0] += 1
          return nil
        }
        answer.asked[name, default: 0] += 1
        // A "no" is an answer only if the evidence is the one that was signed.
        let evidence = try provenEvidence(ofBatchAt: index, intent, data).locators
        return try Self.place(of: locators, in: evidence)
      }
      answer.found = reading.batches.map { batch in
        RecordEvidence(
          batch: BatchName(entry: batch.index), intent: batch.intent, prepared: (batch.index, batch.time),
          outcome: batch.end, approval: reading.approval(of: batch), proof: batch.answer)
      }
      return answer
    }
  }

  /// The first row of a batch's evidence that has one of the locators, with the hashes from there to the root.
  private static func place(of wanted: Set<[UInt8]>, in evidence: [UInt8]) throws -> RowProof? {
    let rows = unsafe evidence.withUnsafeBytes { bytes in
      (0..<bytes.count / RowEvidence.width).filter { row in
        let start = row * RowEvidence.width
        let locator = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<start + RowEvidence.width])
        return wanted.contains { unsafe locator.elementsEqual($0) }
      }
    }
    guard let row = rows.first else { return nil }
    return RowProof(
      locator: Array(evidence[row * RowEvidence.width..<(row + 1) * RowEvidence.width]),
      inclusion: try RowEvidence.proof(of: row, in: RowEvidence.leaves(of: evidence)), count: rows.count)
  }

  /// The proof that an entry is in the journal, with a record's place in its batch as what is added.
  package func proof(of evidence: RecordEvidence) throws -> LogProof {
    let proof = try proof(of: evidence.prepared.entry)
    return LogProof(inclusion: proof.inclusion, note: proof.note, extra: evidence.proof.bytes)
  }
}

extension KeyList {
  /// The encodings that a key may have, by its parts as a person types them. The hexadecimal digits of a row's digest may be typed without `0x` before them.
  package static func candidates(_ parts: [String]) -> [[UInt8]] {
    if parts.count == 1, let bytes = Hexadecimal.decode(parts[0].lowercased()), bytes.count == RowDigest.width
    {
      var list = KeyList()
      list.append(blob: bytes)
      return [list.bytes] + values(parts)
    }
    return values(parts)
  }

  private static func values(_ parts: [String]) -> [[UInt8]] {
    parts.reduce(into: [KeyList()]) { lists, part in
      lists = lists.flatMap { list in
        ColumnValue.candidates(part).map { value in
          var list = list
          list.append(value)
          return list
        }
      }
    }.map(\.bytes)
  }
}

extension ColumnValue {
  /// The values that somebody may mean who types this: the text; a number, where it is the number's own spelling; bytes, where it is `0x` and their digits.
  package static func candidates(_ typed: String) -> [ColumnValue] {
    var values: [ColumnValue] = [.text(typed)]
    if let number = Int64(typed), String(number) == typed { values.append(.integer(number)) }
    if Int64(typed) == nil, let number = Double(typed), number.description == typed {
      values.append(.real(number))
    }
    if typed.hasPrefix("0x"), let bytes = Hexadecimal.decode(String(typed.dropFirst(2))) {
      values.append(.blob(bytes))
    }
    return values
  }
}
