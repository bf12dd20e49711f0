import Foundation
import SQLite
import TestConfiguration
import Testing

/// Holds that are placed on a person whose rows have been pseudonymised.
@Suite struct HeldPseudonymTests {
  private static let rules = TestRules.file(
    TestRules.domain("rights", TestRules.rule("rights", TestRules.first("pseudonymise", after: "P3Y"))))

  private static let oneKey = #"[{"version": 1, "file": "one.key"}]"#
  private static let others = ["2990578006084", "1650578006084"]

  /// A table whose rows were pseudonymised, and are to be deleted by the next run.
  private func pseudonymised(
    _ spellings: [String], _ transform: String, type: String = "TEXT", keys: String = oneKey
  ) throws -> SmallConfiguration {
    let fourYears = String(
      ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: -4 * 365.25 * 86_400)).prefix(10))
    let rows = (spellings + Self.others).enumerated().map {
      "(\($0.offset), '\($0.element)', '\(fourYears)', NULL)"
    }
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, nir \(type), ended TEXT, done TEXT);
        INSERT INTO person VALUES \(rows.joined(separator: ", "));
        """,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
          "events": {"ended": {"column": "ended", "as": "date"}},
          "pseudonymise": {"marker": {"column": "done", "as": "date"}, "columns": {"nir": \(transform)}}}
        """, rules: Self.rules, pseudonymKeys: keys)
    let (program, _) = try small.purge()
    try #require(program.exitCode == 0, "\(program.output)\(program.errors)")
    let left = try small.rows(of: "person", columns: ["nir"])
    #expect(left.isDisjoint(with: Set(spellings.map { [$0] })), "every row is pseudonymised: \(left)")
    try Connection(path: small.path, mode: .readWrite, busySeconds: 5).execute(
      "UPDATE person SET ended = '2015-01-01'")
    return small
  }

  private func hold(_ small: SmallConfiguration, _ identifier: String) throws -> Program {
    try Program(
      ["hold", "add", "--subject", identifier, "--reference", "A", "--reason", "suit"] + small.files)
  }

  @Test(
    "A row that was pseudonymised stays with its person's hold, whichever of the usual spellings row and hold have",
    arguments: [
      (
        #"{"transform": "pseudonym", "normalise": "nir13"}"#, "TEXT",
        ["1850578006084", "185057800608491", "1 85 05 78 006 084"]
      ),
      (#"{"transform": "pseudonym"}"#, "TEXT", ["1850578006084", "185057800608491"]),
      (#"{"transform": "pseudonym", "normalise": "number"}"#, "TEXT", ["1850578006084"]),
      (#"{"transform": "nir"}"#, "TEXT", ["1850578006084", "185057800608491", "1 85 05 78 006 084"]),
      (#"{"transform": "nir", "by": "ff1"}"#, "TEXT", ["1850578006084", "185057800608491"]),
      (#"{"transform": "ff1", "alphabet": "digits"}"#, "TEXT", ["1850578006084", "185057800608491"]),
      (#"{"transform": "ff1", "alphabet": "digits"}"#, "INTEGER", ["1850578006084", "185057800608491"]),
    ] as [(String, String, [String])], ["1850578006084", "185057800608491", "1 85 05 78 006 084 91"])
  func held(_ transform: (String, String, [String]), identifier: String) throws {
    let small = try pseudonymised(transform.2, transform.0, type: transform.1)
    let placed = try hold(small, identifier)
    #expect(placed.exitCode == 0, "\(placed.output)\(placed.errors)")
    #expect(placed.output.contains("reached under rights version 1"), "\(placed.output)")
    #expect(placed.output.contains("It keeps \(transform.2.count) record"), "\(placed.output)")
    _ = try small.purge()
    let left = try small.rows(of: "person", columns: ["id"])
    #expect(left == Set(transform.2.indices.map { [String($0)] }))
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test(
    "E-mail addresses are reached in capitals and small letters",
    arguments: ["Jean.Martin@example.org", "jean.martin@example.org"])
  func email(identifier: String) throws {
    for form in ["email", "text"] {
      let small = try pseudonymised(
        ["jean.martin@example.org"], #"{"transform": "pseudonym", "normalise": "\#(form)"}"#)
      #expect(try hold(small, identifier).output.contains("It keeps 1 record"))
    }
  }

  @Test(
    "Every key version that is at hand counts, and one that is gone is named; the hold is placed all the same"
  )
  func versions() throws {
    let small = try pseudonymised(["1850578006084"], #"{"transform": "pseudonym", "normalise": "nir13"}"#)
    let stores = small.folder.appending(path: "stores.json")
    try String(contentsOf: stores, encoding: .utf8).replacing(
      Self.oneKey, with: #"[{"version": 1, "file": "one.key"}, {"version": 2, "file": "two.key"}]"#
    ).write(to: stores, atomically: true, encoding: .utf8)
    _ = try Program(["keys", "generate", small.folder.appending(path: "two.key").path])
    let both = try hold(small, "1850578006084")
    #expect(
      both.exitCode == 0 && both.output.contains("rights version 1, rights version 2"), "\(both.output)")
    #expect(try Program(["hold", "list", "--json"] + small.files).output.contains(#""version": 2"#))
    _ = try Program(["hold", "lift", "1", "--reason", "x"] + small.files)
    try FileManager.default.removeItem(at: small.folder.appending(path: "one.key"))
    let second = try hold(small, "1850578006084")
    #expect(second.output.contains("Hold 2 is in force."))
    #expect(
      second.exitCode == 3 && second.output.contains("under rights version 1 are not reached"),
      "\(second.output)")
  }

  @Test(
    "What is no pseudonym of one person's is named as not reached",
    arguments: [#"{"transform": "null"}"#, #"{"transform": "mask"}"#])
  func lost(transform: String) throws {
    let small = try pseudonymised(["1850578006084"], transform)
    let placed = try hold(small, "1850578006084")
    #expect(
      placed.exitCode == 3
        && placed.output.contains("Rows of person that are pseudonymised already name no person"))
  }

  @Test(
    "A person is found in batches that deleted pseudonymised rows, under every transform; a key that is missing is named",
    arguments: [
      #"{"transform": "pseudonym", "normalise": "nir13"}"#, #"{"transform": "nir", "by": "ff1"}"#,
      #"{"transform": "ff1", "alphabet": "digits"}"#,
    ])
  func foundInEvidence(transform: String) throws {
    let small = try pseudonymised(["1850578006084"], transform)
    let (run, _) = try small.purge()
    try #require(try run.exitCode == 0 && small.rows(of: "person", columns: ["id"]).isEmpty, "\(run.errors)")
    func find(_ identifier: String) throws -> Program {
      try Program(["journal", "find", "--subject", "-"] + small.files, input: identifier + "\n")
    }
    let found = try find("1 85 05 78 006 084 91")
    #expect(
      found.output.contains("Pseudonymised at ") && found.output.contains("Deleted at "), "\(found.output)")
    #expect(
      found.output.contains("The person's pseudonyms under rights version 1 were asked for, too."),
      "\(found.output)")
    let other = try find("1850578006085")
    #expect(other.exitCode == 66 && !other.output.contains("Deleted at "), "\(other.output)")
    try FileManager.default.removeItem(at: small.folder.appending(path: "one.key"))
    let without = try find("1850578006084")
    #expect(
      without.output.contains("Pseudonymised at ") && !without.output.contains("Deleted at "),
      "\(without.output)")
    #expect(
      without.output.contains(
        "Rows that were pseudonymised under rights version 1 before they were purged are not found"),
      "\(without.output)")
  }
}
