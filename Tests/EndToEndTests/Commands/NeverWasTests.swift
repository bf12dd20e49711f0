import AuditJournal
import Foundation
import TestConfiguration
import TestServers
import Testing

@testable import retentiond

/// A file is kept until the later of two ends. One of them never was where the row says so; an empty column does not say it.
@Suite struct NeverWasTests {
  private static let rules = TestRules.file(
    TestRules.domain(
      "rights", events: ["action", "accompaniment"],
      TestRules.rule("rights", trigger: #"{"latestOf": ["action", "accompaniment"]}"#)))

  /// A file by its two ends and what it says of its accompaniment.
  private struct SocialFile {
    let action: String
    let accompaniment: String
    let kind: String
    let verdict: String
  }

  private static let social: [SocialFile] = [
    SocialFile(action: "'old'", accompaniment: "NULL", kind: "'action only'", verdict: "due"),
    SocialFile(action: "'old'", accompaniment: "NULL", kind: "'both'", verdict: "undated"),
    SocialFile(action: "'old'", accompaniment: "NULL", kind: "NULL", verdict: "undated"),
    SocialFile(action: "'old'", accompaniment: "'1970-01-01'", kind: "'action only'", verdict: "due"),
    SocialFile(action: "'old'", accompaniment: "'1970-01-01'", kind: "'both'", verdict: "undated"),
    SocialFile(action: "'old'", accompaniment: "'old'", kind: "'both'", verdict: "due"),
    // It has a date all the same, and the date counts.
    SocialFile(action: "'old'", accompaniment: "'new'", kind: "'action only'", verdict: "keep"),
    SocialFile(action: "'old'", accompaniment: "'1700-01-01'", kind: "'action only'", verdict: "implausible"),
    SocialFile(action: "'new'", accompaniment: "NULL", kind: "'action only'", verdict: "keep"),
    SocialFile(action: "NULL", accompaniment: "NULL", kind: "'action only'", verdict: "undated"),
    // A word is a word to the byte.
    SocialFile(action: "'old'", accompaniment: "NULL", kind: "'Action only'", verdict: "undated"),
  ]

  private static func recordSets(_ neverWas: String) -> String {
    """
    "file": {"store": "main", "table": "file", "domain": "rights", "key": ["id"], "batch": {"rows": 2}, "events": {
      "action": {"column": "action", "as": "date"},
      "accompaniment": {"column": "accompaniment", "as": "date", "neverWas": \(neverWas)}}}
    """
  }

  private func make(on engine: TestEngine?, neverWas: String) throws -> SmallConfiguration {
    let rows = Self.social.enumerated().map { place, file in
      "(\(place + 1), \(file.action), \(file.accompaniment), \(file.kind))"
    }
    return try SmallConfiguration(
      content: """
        CREATE TABLE file (id INTEGER PRIMARY KEY, action TEXT, accompaniment TEXT, kind TEXT);
        CREATE INDEX file_action ON file (action);
        INSERT INTO file VALUES \(rows.joined(separator: ", "));
        """,
      recordSets: Self.recordSets(neverWas), on: engine, rules: Self.rules)
  }

  @Test(
    "An event that never was is ignored where the row says so, and a date that is missing keeps the record",
    arguments: [TestEngine?.none] + TestEngine.allCases)
  func ends(engine: TestEngine?) throws {
    let small = try make(on: engine, neverWas: #"{"column": "kind", "equals": "action only"}"#)
    for (place, file) in Self.social.enumerated() {
      let explained = try Program(["explain", "file", "\(place + 1)", "--json"] + small.files)
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(explained.output.utf8)) as? [String: Any],
        "\(explained.errors)")
      #expect(object["verdict"] as? String == file.verdict, "\(file): \(explained.output)")
      let events = try #require(object["events"] as? [[String: Any]])
      let isNever = events.first { $0["event"] as? String == "accompaniment" }?["neverWas"] as? Bool
      let isMissing = ["NULL", "'1970-01-01'"].contains(file.accompaniment)
      #expect(isNever == (isMissing && file.kind == "'action only'"), "\(file)")
    }
    let text = try Program(["explain", "file", "1"] + small.files).output
    #expect(text.contains("accompaniment (accompaniment): never was"), "\(text)")
    let (purge, _) = try small.purge()
    #expect(purge.exitCode == 0, "\(purge.output) \(purge.errors)")
    let left = try small.rows(of: "file", columns: ["id"]).flatMap(\.self)
    let kept = Self.social.indices.filter { Self.social[$0].verdict != "due" }.map { "\($0 + 1)" }
    #expect(Set(left) == Set(kept))
    let verified = try ServerRuns.session(of: small).verifyJournal(verifierKey: nil, authorities: []).result
    #expect(verified.findings == [] && verified.rows == Self.social.count - kept.count)
  }

  /// What a column has in it, and whether the row then says that the event never was, by a predicate that asks for everything but `yes` or 1.
  @Test(
    "A column that is empty says nothing, whatever a negation makes of it, and one answer counts for plan, run and explain",
    arguments: [TestEngine?.none] + TestEngine.allCases)
  func negated(engine: TestEngine?) throws {
    var words: [(column: String, word: String, values: [(String, Bool)])] = [
      (
        "kind TEXT", #""yes""#,
        [("'no'", true), ("'yes'", false), ("NULL", false), ("''", false), ("' '", true)]
      ),
      ("kind INTEGER", "1", [("0", true), ("1", false), ("NULL", false)]),
    ]
    // A column without a type is SQLite's alone; there a text may stand beside numbers.
    if engine == nil {
      let mixed = [
        ("0", true), ("1", false), ("'1'", false), ("NULL", false), ("''", false), ("x''", false),
        ("'01'", true),
      ]
      words.append(("kind", "1", mixed))
      words.append(("kind", #""1""#, mixed))
    }
    for (column, word, values) in words {
      for neverWas in [
        #"{"not": {"column": "kind", "equals": \#(word)}}"#, #"{"column": "kind", "notEquals": \#(word)}"#,
        #"{"not": {"any": [{"column": "kind", "in": [\#(word)]}, false]}}"#,
      ] {
        let rows = values.enumerated().map { "(\($0 + 1), 'old', NULL, \($1.0))" }
        let small = try SmallConfiguration(
          content: """
            CREATE TABLE file (id INTEGER PRIMARY KEY, action TEXT, accompaniment TEXT, \(column));
            CREATE INDEX file_action ON file (action);
            INSERT INTO file VALUES \(rows.joined(separator: ", "));
            """, recordSets: Self.recordSets(neverWas), on: engine, rules: Self.rules)
        let (purge, _) = try small.purge()
        #expect(purge.exitCode == 0, "\(column), \(neverWas): \(purge.output) \(purge.errors)")
        let left = try small.rows(of: "file", columns: ["id"]).flatMap(\.self)
        let kept = values.indices.filter { !values[$0].1 }.map { "\($0 + 1)" }
        #expect(Set(left) == Set(kept), "\(column), \(neverWas)")
        for id in kept {
          let explained = try Program(["explain", "file", id] + small.files).output
          #expect(explained.contains("Verdict: undated"), "\(column), \(neverWas), \(id): \(explained)")
        }
      }
    }
  }

  @Test(
    "What says nothing of the row does not say that an event never was",
    arguments: [
      (#"{"column": "accompaniment", "isNull": true}"#, "a date that is missing does not say"),
      (#"{"column": "kind", "isNull": true}"#, "an empty column does not say"),
      (#"{"column": "kind", "equals": ""}"#, "an empty column does not say"),
      (#"{"column": "kind", "in": ["x", ""]}"#, "an empty column does not say"),
      (
        #"{"any": [{"column": "kind", "equals": "x"}, {"not": {"column": "kind", "isNull": false}}]}"#,
        "an empty column does not say"
      ),
      (
        #"{"column": "action", "notEquals": "2020-01-01"}"#,
        #""action" is another event's date or of the key"#
      ),
      (#"{"column": "id", "greater": 0}"#, #""id" is another event's date or of the key"#),
      (
        #"{"any": [{"column": "kind", "equals": "x"}, {"column": "accompaniment", "equals": "1970-01-01"}]}"#,
        "a date that is missing does not say"
      ),
      ("true", "true or false of every row"), ("false", "true or false of every row"),
      (#"{"all": []}"#, "without conditions"), (#"{"column": "kind"}"#, "a column without a test"),
    ])
  func mistaken(neverWas: String, cause: String) throws {
    let small = try make(on: nil, neverWas: #"{"column": "kind", "equals": "x"}"#)
    let file = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacing(#"{"column": "kind", "equals": "x"}"#, with: neverWas).utf8).write(to: file)
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 78 && check.errors.contains(cause), "\(check.output) \(check.errors)")
    #expect(check.errors.contains("$.recordSets.file.events.accompaniment.neverWas"), "\(check.errors)")
  }
}
