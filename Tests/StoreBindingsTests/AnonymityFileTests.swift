import JSONText
import OutsideOracles
import RecordStores
import TestNames
import Testing
import Words

@testable import StoreBindings

/// What the stores file must say, and must not, of rows that are anonymised.
@Suite struct AnonymityFileTests {
  private static let columns = """
    "columns": {
              "nir": {"transform": "null"}, "name": {"transform": "null"},
              "birth_date": {"transform": "age-band", "width": 5},
              "postal_code": {"transform": "department"}
            }
    """

  /// The documented file with another `pseudonymise`.
  private static func file(_ settings: String, columns: String = columns) throws -> String {
    let right = try StoresFileTests.example()
    let block = try #require(right.firstMatch(of: #/"columns": \{[\s\S]*?\n {8}\}/#)).output
    let text = right.replacing(String(block), with: settings + columns)
    try #require(text != right)
    return text
  }

  private static let right = #""effect": "anonymised", "quasiIdentifiers": ["birth_date", "postal_code"], "#

  @Test("Quasi-identifiers and k are read, and k is ten if nobody says otherwise")
  func read() throws {
    for (text, k) in [(Self.right, 10), (Self.right + #""k": 3, "#, 3)] {
      let file = try Self.file(text)
      let loaded = try StoresFileTests.load(file)
      #expect(loaded.problems.isEmpty, "\(loaded.problems.map(\.description))")
      #expect(
        loaded.bindings?.recordSets.first { $0.recordSet.name == "invitation" }?.anonymity
          == Anonymity(quasiIdentifiers: ["birth_date", "postal_code"], k: k))
      #expect(try JSONSchema.accepts([file], under: "stores.schema.json") == [true])
    }
    let plain = try StoresFileTests.load(Self.file(#""effect": "pseudonymised", "#))
    #expect(plain.problems.isEmpty && plain.bindings?.recordSets.allSatisfy { $0.anonymity == nil } == true)
  }

  @Test(
    "Whatever may lead back to a person is refused beside anonymised, with the reason and a way out",
    arguments: [
      (#"{"transform": "pseudonym"}"#, "the same value"), (#"{"transform": "nir"}"#, "the same value"),
      (#"{"transform": "nir", "by": "ff1"}"#, "turn it back"),
      (#"{"transform": "ff1", "alphabet": "digits"}"#, "turn it back"),
      (#"{"transform": "mask"}"#, "a part of the value"),
      (#"{"transform": "text", "keepFirst": 3}"#, "not found for certain"),
      (#"{"transform": "text", "scrub": ["nir"]}"#, "not found for certain"),
      (#"{"transform": "date-shift", "maximumDays": 3}"#, "close to the real ones"),
      (#"{"transform": "surrogate", "consistentInBatch": true}"#, "within a batch"),
    ])
  func linkable(transform: String, reason: String) throws {
    let columns = Self.columns.replacing(#""name": {"transform": "null"}"#, with: #""name": \#(transform)"#)
    let problems = try StoresFileTests.load(Self.file(Self.right, columns: columns)).problems
    #expect(
      problems.contains {
        $0.path == "$.recordSets.invitation.pseudonymise.columns.name" && $0.cause.contains(reason)
          && $0.remedy.contains("\"effect\": \"pseudonymised\"")
      }, "\(problems.map(\.description))")
  }

  static let mistakes: [(settings: String, path: String, cause: String, isSchemaMatter: Bool)] = [
    (#""effect": "anonymous", "#, ".effect", "no \"anonymous\"", true),
    (#""effect": "anonymised", "#, "", "no \"quasiIdentifiers\"", true),
    (#""effect": "anonymised", "quasiIdentifiers": [], "#, ".quasiIdentifiers", "no column", true),
    (
      #""effect": "anonymised", "quasiIdentifiers": ["birth_date", "birth_date"], "#, ".quasiIdentifiers",
      "one twice", true
    ),
    (
      #""effect": "anonymised", "quasiIdentifiers": ["pseudonymised_on"], "#, ".quasiIdentifiers[0]",
      "the marker", false
    ),
    (right + #""k": 1, "#, ".k", "classes of 1", true),
    (right + #""k": 9007199254740992, "#, ".k", "too large", true),
    (#""k": 5, "#, ".k", "no use without", true),
    (#""quasiIdentifiers": ["birth_date"], "#, ".quasiIdentifiers", "no use without", true),
  ]

  @Test("A mistake beside anonymised is refused with its place and its cause", arguments: mistakes.indices)
  func refused(index: Int) throws {
    let mistake = Self.mistakes[index]
    let text = try Self.file(mistake.settings)
    let problems = try StoresFileTests.load(text).problems
    #expect(
      problems.contains {
        $0.path == "$.recordSets.invitation.pseudonymise" + mistake.path && $0.cause.contains(mistake.cause)
      }, "\(problems.map(\.description))")
    if mistake.isSchemaMatter {
      #expect(try JSONSchema.accepts([text], under: "stores.schema.json") == [false])
    }
  }

  @Test(
    "The subject may not stay, a surrogate tells rows apart, and without a marker nobody knows which to count"
  )
  func more() throws {
    func causes(_ text: String) throws -> [String] { try StoresFileTests.load(text).problems.map(\.cause) }
    let staying = Self.columns.replacing(#""nir": {"transform": "null"}, "#, with: "")
    #expect(
      try causes(Self.file(Self.right, columns: staying)).contains { $0.contains("\"nir\" would stay") })
    let random = Self.columns.replacing(#"{"transform": "department"}"#, with: #"{"transform": "surrogate"}"#)
    #expect(
      try causes(Self.file(Self.right, columns: random)).contains { $0.contains("another in each row") })
    let unmarked = try Self.file(Self.right).replacing(
      #""marker": {"column": "pseudonymised_on", "as": "date"},"#, with: "")
    #expect(try causes(unmarked).contains { $0.contains("nothing says which they are") })
  }
}
