import Foundation
import SQLite
import TestConfiguration
import Testing

/// A configuration that uses keys of every kind: pseudonyms of two versions, of which one has two holders, and a hierarchy. Its first run pseudonymises two of three persons.
struct KeyFixture {
  let small: SmallConfiguration
  var folder: URL { small.folder }

  static let places = "75056;75\n13055;13\n"
  private static let digest = "26eecca039fbbd04ebb534cfb418c2970c4c6347502a96abd3006ae2e350197b"
  static let pseudonymKeys =
    #"[{"version": 1, "file": "one.key"}, {"version": 2, "file": "two.key", "second": {"file": "second.key"}}]"#

  private static let rules = TestRules.file(
    TestRules.domain("rights", TestRules.rule("rights", period: "P30Y", TestRules.pseudonymiseAtOnce)))

  init(on engine: TestEngine? = nil) throws {
    small = try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, commune TEXT, ended TEXT, done TEXT);
        CREATE INDEX person_ended ON person (ended);
        INSERT INTO person VALUES (1, '0840588123401', '75056', 'old', NULL), (2, '0840588123402', '13055', 'old', NULL);
        """,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
          "events": {"ended": {"column": "ended", "as": "date"}},
          "pseudonymise": {"marker": {"column": "done", "as": "date"}, "columns": {
            "nir": {"transform": "pseudonym", "normalise": "nir13"},
            "commune": {"transform": "hierarchy", "file": "places.csv", "level": 1, "sha256": "\(Self.digest)"}}}}
        """, on: engine, rules: Self.rules, pseudonymKeys: Self.pseudonymKeys
    ) { try Data(Self.places.utf8).write(to: $0.appending(path: "places.csv")) }
  }

  func run(_ arguments: [String], within seconds: Double? = nil) throws -> Program {
    try Program(arguments + small.files, within: seconds)
  }

  func path(_ name: String) -> URL { folder.appending(path: name) }

  func key(_ name: String) throws -> Data { try Data(contentsOf: path(name)) }

  /// Puts bytes into a key's file, as its owner could.
  func write(_ bytes: some Sequence<UInt8>, to name: String) throws { try Data(bytes).write(to: path(name)) }

  func change(_ text: String, to other: String) throws {
    let stores = path("stores.json")
    let before = try String(contentsOf: stores, encoding: .utf8)
    try #require(before.contains(text), "\(text)")
    try before.replacing(text, with: other).write(to: stores, atomically: true, encoding: .utf8)
  }

  func approve() throws -> Program {
    let plan = try run(["plan", "--format", "json"])
    let digest = try #require(
      plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#), "\(plan.output)\(plan.errors)"
    ).1
    return try run(["approve", String(digest)])
  }

  /// The entries that the journal has, without the key of anything.
  func entries() throws -> [String] {
    let query = try Connection(path: path("journal.sqlite").path, mode: .readOnly, busySeconds: 5).prepare(
      "SELECT CAST(bytes AS TEXT) FROM entry ORDER BY idx")
    var entries: [String] = []
    while try query.step() { entries.append(query.text(0) ?? "") }
    return entries
  }

  func rows() throws -> Set<[String?]> {
    try small.rows(of: "person", columns: ["id", "nir", "commune", "ended", "done"])
  }
}
