import Foundation
import Identifiers
import JSONText
import OutsideOracles
import RecordStores
import TestNames
import Testing
import Words

@testable import StoreBindings
@testable import Transforms

/// Transforms as the stores file writes them, and what it must not say of them.
@Suite struct TransformFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "hierarchy-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  /// The documented file with one column's transform replaced.
  private static func file(_ transform: String, of column: String = "name") throws -> String {
    let right = try StoresFileTests.example()
    let text = right.replacing(#""name": {"transform": "null"}"#, with: "\"\(column)\": \(transform)")
    try #require(text != right)
    return text
  }

  private static func specification(_ transform: String) throws -> TransformSpecification? {
    let loaded = try StoresFileTests.load(file(transform))
    #expect(loaded.problems.isEmpty, "\(loaded.problems.map(\.description))")
    return loaded.bindings?.recordSets.first { $0.recordSet.name == "invitation" }?.changes
      .first { $0.column == "name" }?.transform
  }

  static let accepted: [(String, TransformSpecification)] = [
    (#"{"transform": "ff1", "alphabet": "capitals-and-digits"}"#, .ff1(.capitalsAndDigits)),
    (#"{"transform": "nir", "by": "ff1", "key": "invalid"}"#, .nir(.ff1, hasValidKey: false)),
    (#"{"transform": "nir"}"#, .nir(.hmac, hasValidKey: true)),
    (#"{"transform": "age-band", "width": 5}"#, .ageBand(width: 5, topCode: 90, result: .date)),
    (
      #"{"transform": "age-band", "width": 20, "topCode": 80, "as": "age"}"#,
      .ageBand(width: 20, topCode: 80, result: .age)
    ),
    (
      #"{"transform": "date-shift", "maximumDays": 180, "normalise": "nir13"}"#,
      .dateShift(maximumDays: 180, .nir)
    ),
    (#"{"transform": "text", "keepFirst": 0}"#, .truncated(keepFirst: 0)),
    (#"{"transform": "text", "scrub": ["nir", "email"]}"#, .redacted([.nir, .email])),
    (#"{"transform": "surrogate"}"#, .surrogate(isConsistentInBatch: false)),
    (#"{"transform": "surrogate", "consistentInBatch": true}"#, .surrogate(isConsistentInBatch: true)),
  ]

  @Test("Each transform is read as it is written, and the schema accepts it", arguments: accepted)
  func read(text: String, specification: TransformSpecification) throws {
    #expect(try Self.specification(text) == specification)
    #expect(try JSONSchema.accepts([Self.file(text)], under: "stores.schema.json") == [true])
  }

  static let mistakes:
    [(transform: String, path: String, cause: String, remedy: String, isSchemaMatter: Bool)] = [
      (#"{"transform": "ff1"}"#, "name", "no \"alphabet\"", "add it", true),
      (
        #"{"transform": "ff1", "alphabet": "emoji"}"#, "name.alphabet", "no \"emoji\"",
        "digits, capitals-and-digits", true
      ),
      (#"{"transform": "nir", "by": "aes"}"#, "name.by", "no \"aes\"", "hmac, ff1", true),
      (#"{"transform": "nir", "key": "none"}"#, "name.key", "no \"none\"", "valid or invalid", true),
      (#"{"transform": "age-band", "width": 0}"#, "name.width", "a width of 0", "1 or more", true),
      (#"{"transform": "age-band", "width": 7}"#, "name.width", "do not end at 90", "topCode", false),
      (
        #"{"transform": "age-band", "width": 5, "topCode": 88}"#, "name.topCode", "do not end at 88",
        "multiple", false
      ),
      (#"{"transform": "date-shift", "maximumDays": 0}"#, "name.maximumDays", "0 days", "1 to 36500", true),
      (
        #"{"transform": "mask", "keepFirst": 9223372036854775807, "keepLast": 1}"#, "name.keepFirst",
        "too large", "1000000 or less", true
      ),
      (#"{"transform": "mask", "keepLast": -1}"#, "name.keepLast", "-1 characters", "0 or more", true),
      (#"{"transform": "bucket", "width": 9007199254740992}"#, "name.width", "too large", "or less", true),
      (#"{"transform": "age-band", "width": 1001}"#, "name.width", "too large", "1000 or less", true),
      (
        #"{"transform": "age-band", "width": 1, "topCode": 1001}"#, "name.topCode", "too large",
        "1000 or less", true
      ),
      (#"{"transform": "text"}"#, "name", "not clear", "either", true),
      (#"{"transform": "text", "keepFirst": 1, "scrub": ["nir"]}"#, "name", "not clear", "either", true),
      (#"{"transform": "text", "scrub": []}"#, "name.scrub", "nothing to look for", "nir, iban", true),
      (#"{"transform": "text", "scrub": ["name"]}"#, "name.scrub[0]", "no \"name\"", "nir, iban", true),
      (
        #"{"transform": "surrogate", "consistentInBatch": "yes"}"#, "name.consistentInBatch", "true or false",
        "true or false", true
      ),
      (
        #"{"transform": "hierarchy", "file": "no.csv", "level": 1}"#, "name.file", "cannot be read",
        "may read", true
      ),
      (#"{"transform": "hierarchy", "file": "no.csv", "level": 0}"#, "name.level", "level 0", "from 1", true),
    ]

  @Test(
    "A mistake in a transform is refused with its place, its cause and its remedy",
    arguments: mistakes.indices)
  func refused(index: Int) throws {
    let mistake = Self.mistakes[index]
    let text = try Self.file(mistake.transform)
    let problems = try StoresFileTests.load(text).problems
    let found = problems.contains {
      $0.path == "$.recordSets.invitation.pseudonymise.columns." + mistake.path
        && "\($0.cause) \($0.remedy)".contains(mistake.cause) && $0.remedy.contains(mistake.remedy)
    }
    #expect(found, "\(problems.map(\.description))")
    if mistake.isSchemaMatter {
      #expect(try JSONSchema.accepts([text], under: "stores.schema.json") == [false])
    }
  }

  @Test("Dates cannot be moved by subject where none is named, nor in two ways in one domain")
  func dateShift() throws {
    let shift = #"{"transform": "date-shift", "maximumDays": 30}"#
    let text = try Self.file(shift)
    let nobody = try StoresFileTests.load(
      text.replacing(
        #""key": ["campaign", "nir_key"],\#n      "subject": "nir","#,
        with: #""key": ["campaign", "nir_key"],"#))
    #expect(
      nobody.problems.contains { $0.cause.contains("names no subject") && $0.remedy.contains("\"subject\"") })
    let set = try #require(text.firstMatch(of: #/"invitation": (\{[\s\S]*\})\s*\}\s*\}\s*$/#)).output.1
    func twice(_ days: Int) throws -> [DocumentProblem] {
      let other = String(set).replacing("\"maximumDays\": 30", with: "\"maximumDays\": \(days)")
        .replacing("\"table\": \"invitation\"", with: "\"table\": \"reminder\"")
      return try StoresFileTests.load(
        text.replacing("\"invitation\": \(set)", with: "\"invitation\": \(set), \"reminder\": \(other)")
      ).problems
    }
    #expect(try twice(30).isEmpty)
    #expect(try twice(31).contains { $0.path.contains("reminder") && $0.cause.contains("in another way") })
  }

  // MARK: Keys

  private static let key = #"{"version": 1, "file": "keys/pseudonyms-prevention-1.key"}"#

  @Test("A version can have a second key, which is none of the others")
  func secondKey() throws {
    let text = try StoresFileTests.example()
    let two = text.replacing(
      Self.key,
      with:
        #"{"version": 1, "file": "keys/pseudonyms-prevention-1.key", "second": {"file": "/media/key/second"}}"#
    )
    let loaded = try StoresFileTests.load(two)
    #expect(loaded.problems.isEmpty)
    #expect(loaded.bindings?.keys.pseudonyms["prevention"]?.first?.second == .file("/media/key/second"))
    #expect(try JSONSchema.accepts([text, two], under: "stores.schema.json") == [true, true])
    let same = two.replacing(#"{"file": "/media/key/second"}"#, with: #"{"file": "keys/evidence.key"}"#)
    #expect(try StoresFileTests.load(same).problems.contains { $0.cause.contains("one key for two uses") })
    let neither = text.replacing(Self.key, with: #"{"version": 1, "second": {"credential": "x"}}"#)
    #expect(try !StoresFileTests.load(neither).problems.isEmpty)
    #expect(try JSONSchema.accepts([neither], under: "stores.schema.json") == [false])
  }

  // MARK: Hierarchies

  private func hierarchy(
    _ content: [UInt8], level: Int = 1, digest: String? = nil, companions: CompanionFiles = .read
  ) throws -> (
    values: TransformSpecification?, problems: [DocumentProblem]
  ) {
    let path = folder.appending(path: "places.csv").path
    try Data(content).write(to: URL(filePath: path))
    func loaded(_ digest: String) throws -> (TransformSpecification?, [DocumentProblem]) {
      let text = try Self.file(
        #"{"transform": "hierarchy", "file": "\#(path)", "level": \#(level), "sha256": "\#(digest)"}"#)
      let loaded = try StoresFileTests.load(text, companions: companions)
      return (
        loaded.bindings?.recordSets.first { $0.recordSet.name == "invitation" }?.changes
          .first { $0.column == "name" }?.transform, loaded.problems
      )
    }
    if let digest { return try loaded(digest) }
    // What the loader says would be right is right.
    let first = try loaded(String(repeating: "0", count: 64)).1
    let remedy = try #require(first.first { $0.cause.contains("something else") }?.remedy)
    return try loaded(String(try #require(remedy.firstMatch(of: #/[0-9a-f]{64}/#)).output))
  }

  @Test("A hierarchy is read with quotes, a byte order mark and either end of line, and applied at its level")
  func hierarchyRead() throws {
    let content = "\u{FEFF}75056;75;\"Île; \"\"de\"\" France\"\r\n\"13055\";13;PACA\r\n"
    let read = try hierarchy(Array(content.utf8), level: 2)
    #expect(read.problems.isEmpty, "\(read.problems.map(\.description))")
    guard case .hierarchy(let table)? = read.values else {
      Issue.record("no hierarchy")
      return
    }
    let expected = Hierarchy(
      digest: table.digest, level: 2, otherwise: nil,
      values: ["75056": "Île; \"de\" France", "13055": "PACA"])
    #expect(table == expected && table.values == expected.values)
  }

  static let brokenFiles: [(content: [UInt8], line: Int, cause: String)] = [
    (Array("a;b\nc;d;e\n".utf8), 2, "3 parts, where line 1 has 2"),
    (Array("a;b\n\nc;d\n".utf8), 2, "1 parts"),
    (Array("a\n".utf8), 1, "one part alone"), (Array("a;b\nc;\n".utf8), 2, "an empty part"),
    (Array("a;b\nc;d\na;e\n".utf8), 3, "the value of line 1 again"),
    (Array("a;\"b\nc;d\n".utf8), 1, "a quote"),
    (Array("a;b\nc;\"d\"e\n".utf8), 2, "a quote"),
    (Array("a;b\n".utf8) + [0xC3, 0x28, 0x0A], 2, "not UTF-8"), ([], 1, "no line"),
  ]

  @Test(
    "What is wrong in a hierarchy is said with its line and without its values",
    arguments: brokenFiles.indices)
  func broken(index: Int) throws {
    let (content, line, cause) = Self.brokenFiles[index]
    let problems = try hierarchy(content).problems
    #expect(
      problems.contains {
        $0.path.hasSuffix(".name.file") && $0.cause.hasPrefix("line \(line): ") && $0.cause.contains(cause)
      },
      "\(problems.map(\.description))")
  }

  @Test("A hierarchy that changed since it was approved, or a level that it lacks, is refused")
  func pinned() throws {
    #expect(
      try hierarchy(Array("a;b\n".utf8), digest: String(repeating: "1", count: 64)).problems.contains {
        $0.path.hasSuffix(".sha256") && $0.cause.contains("something else")
      })
    #expect(
      try hierarchy(Array("a;b\n".utf8), level: 2).problems.contains {
        $0.path.hasSuffix(".level") && $0.remedy == "it has 1"
      })
  }

  @Test("An earlier configuration, whose hierarchy is gone, can be read to settle its batches")
  func skipped() throws {
    let text = try Self.file(
      #"{"transform": "hierarchy", "file": "/nowhere/places.csv", "level": 1, "sha256": "\#(String(repeating: "1", count: 64))"}"#
    )
    #expect(try StoresFileTests.load(text, companions: .skip).problems.isEmpty)
    #expect(try !StoresFileTests.load(text).problems.isEmpty)
  }
}
