import AuditJournal
import Foundation
import TestConfiguration
import TestServers
import Testing

@testable import retentiond

/// Rules that keep something for good: what a run does once, and never again.
@Suite struct RemainderCommandTests {
  private static let kept =
    #""kept": {"what": {"en": "the article"}, "why": {"en": "it is published"}, "until": {"en": "it is withdrawn"}}"#

  private static let articles = TestRules.domain(
    "articles", events: ["sent"],
    TestRules.rule(
      "articles", trigger: "sent", period: "P1Y", #"{"action": "pseudonymise", "at": "period"}"#
    ).replacing(#""source": "test""#, with: #""source": "test", \#(kept)"#))
  private static let rules = TestRules.file(articles)

  private static let content = """
    CREATE TABLE article (id INTEGER PRIMARY KEY, sent TEXT, ip TEXT, done TEXT, words TEXT); CREATE INDEX article_sent ON article (sent);
    CREATE TABLE comment (id INTEGER PRIMARY KEY, article INTEGER REFERENCES article (id));
    INSERT INTO article VALUES (1, 'old', '192.0.2.1', NULL, 'a'), (2, 'new', '192.0.2.2', NULL, 'b'), (3, 'old', NULL, NULL, 'c'),
      (4, NULL, '192.0.2.4', NULL, 'd');
    INSERT INTO comment VALUES (1, 1), (2, 2);
    """

  private static func recordSets(_ pseudonymise: String) -> String {
    """
    "article": {"store": "main", "table": "article", "domain": "articles", "key": ["id"],
      "events": {"sent": {"column": "sent", "as": "date"}}, "pseudonymise": {\(pseudonymise)}}
    """
  }

  @Test(
    "Named columns go at the period's end, the rest stays for good, and nothing is due or overdue after that",
    arguments: [TestEngine?.none] + TestEngine.allCases,
    [
      #""effect": "minimised", "columns": {"ip": {"transform": "null"}}"#,
      #""effect": "minimised", "marker": {"column": "done", "as": "date"}, "columns": {"ip": {"transform": "constant", "value": "0"}}"#,
    ])
  func minimised(engine: TestEngine?, pseudonymise: String) throws {
    // A foreign key that nobody declares matters where rows go, and here none goes.
    let small = try SmallConfiguration(
      content: Self.content, recordSets: Self.recordSets(pseudonymise), on: engine, rules: Self.rules)
    #expect(try Program(["check"] + small.files).exitCode == 0)
    let removed: String? = pseudonymise.contains("constant") ? "0" : nil
    for round in 1...2 {
      let (purge, report) = try small.purge()
      #expect(purge.exitCode == 0, "\(round): \(purge.output) \(purge.errors)")
      #expect((report["overdue"] as? [Any])?.isEmpty ?? true, "\(round): \(report)")
      let rows = try small.rows(of: "article", columns: ["id", "ip", "words"]).sorted {
        ($0[0] ?? "") < ($1[0] ?? "")
      }
      // A row without an address is done already, unless a marker says which are.
      let third = pseudonymise.contains("constant") ? removed : nil
      #expect(
        rows == [
          ["1", removed, "a"], ["2", "192.0.2.2", "b"], ["3", third, "c"], ["4", "192.0.2.4", "d"],
        ], "\(round)")
    }
    let plan = try Program(["plan", "--json"] + small.files)
    #expect(plan.exitCode == 0 && !plan.output.contains(#""due": 1"#), "\(plan.output)")
    let explained = try Program(["explain", "article", "1"] + small.files).output
    #expect(
      explained.contains("kept for good: the article, because it is published; until it is withdrawn"),
      "\(explained)")
    let verified = try ServerRuns.session(of: small).verifyJournal(verifierKey: nil, authorities: []).result
    #expect(verified.findings == [])
  }

  @Test(
    "A binding by which somebody can still be found is refused, with the effects that there are",
    arguments: [
      (#""columns": {"ip": {"transform": "null"}}"#, "somebody can still tell whom they are about"),
      (
        #""effect": "pseudonymised", "columns": {"ip": {"transform": "null"}}"#,
        "somebody can still tell whom they are about"
      ),
      (
        #""effect": "minimised", "marker": {"column": "done", "as": "date"}, "columns": {"ip": {"transform": "mask", "keepFirst": 3}}"#,
        "mask leaves a person in it: a part of the value stays"
      ),
      (
        #""effect": "minimised", "k": 5, "columns": {"ip": {"transform": "null"}}"#,
        #"no use without "effect": "anonymised""#
      ),
      (#""effect": "less", "columns": {"ip": {"transform": "null"}}"#, "minimised"),
    ])
  func refused(pseudonymise: String, cause: String) throws {
    let small = try SmallConfiguration(
      content: Self.content,
      recordSets: Self.recordSets(#""effect": "minimised", "columns": {"ip": {"transform": "null"}}"#),
      rules: Self.rules)
    let file = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: file, encoding: .utf8).replacing(
      #""effect": "minimised", "columns": {"ip": {"transform": "null"}}"#, with: pseudonymise)
    try Data(text.utf8).write(to: file)
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 78 && check.errors.contains(cause), "\(check.errors)")
  }

  /// Domains whose rules keep and delete, with a fact that tells them apart or does not.
  private static func mixed(_ first: String, _ second: String, when: [String] = ["", ""]) -> String {
    let keeps = #""stages": [{"action": "pseudonymise", "at": "period"}], \#(kept)"#
    let deletes = #""stages": [{"action": "delete", "at": "period"}]"#
    let rules = zip([first, second], when).enumerated().map { place, rule in
      let when = rule.1.isEmpty ? "" : #""when": {"kind": ["\#(rule.1)"]}, "#
      return
        #"{"id": "r\#(place)", "title": {"en": "R"}, "source": "test", "trigger": "e\#(place)", \#(when)"period": "P1Y", \#(rule.0 == "keep" ? keeps : deletes)}"#
    }
    let facts = when[0].isEmpty ? "" : #""facts": {"kind": ["a", "b"]}, "#
    return
      #"{"timeZone": "Europe/Paris", "domains": [{"id": "articles", "title": {"en": "A"}, \#(facts)"events": {"e0": {"en": "E"}, "e1": {"en": "E"}}, "rules": [\#(rules.joined(separator: ", "))]}]}"#
  }

  @Test(
    "A record that one rule keeps is under no other rule: what another one deletes is not kept",
    arguments: [("keep", "delete"), ("delete", "keep"), ("keep", "keep")])
  func overlapping(first: String, second: String) throws {
    let content = """
      CREATE TABLE article (id INTEGER PRIMARY KEY, a TEXT, b TEXT, ip TEXT, kind TEXT); CREATE INDEX article_a ON article (a);
      INSERT INTO article VALUES (1, 'old', 'old', 'x', 'a'), (2, 'old', 'old', 'x', 'b'), (3, 'new', 'new', 'x', 'a'), (4, 'old', 'old', 'x', NULL);
      """
    func recordSets(_ conditions: String) -> String {
      """
      "article": {"store": "main", "table": "article", "domain": "articles", "key": ["id"],
        "events": {"e0": {"column": "a", "as": "date"}, "e1": {"column": "b", "as": "date"}}, \(conditions)
        "pseudonymise": {"effect": "minimised", "columns": {"ip": {"transform": "null"}}}}
      """
    }
    let small = try SmallConfiguration(
      content: content, recordSets: recordSets(#""conditions": {"kind": {"column": "kind"}},"#),
      rules: Self.mixed(first, second, when: ["a", "b"]))
    for _ in 1...2 {
      let (purge, report) = try small.purge()
      #expect(purge.exitCode == 0, "\(purge.output) \(purge.errors)")
      #expect((report["overdue"] as? [Any])?.isEmpty ?? true, "\(report)")
    }
    let rows = try small.rows(of: "article", columns: ["id", "ip"]).sorted { ($0[0] ?? "") < ($1[0] ?? "") }
    let left = [(first, "1"), (second, "2")].filter { $0.0 == "keep" }.map { [$0.1, nil] }
    #expect(rows == (left + [["3", "x"], ["4", "x"]]), "\(rows)")
    for (rule, id) in [(first, "1"), (second, "2")] where rule == "keep" {
      let explained = try Program(["explain", "article", id] + small.files).output
      #expect(explained.contains("no stage is left"), "\(explained)")
    }
    // Without a fact both rules can apply to one row.
    let rules = small.folder.appending(path: "retention-rules.json")
    try Data(Self.mixed(first, second).utf8).write(to: rules)
    let stores = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: stores, encoding: .utf8)
    try Data(text.replacing(#""conditions": {"kind": {"column": "kind"}},"#, with: "").utf8).write(to: stores)
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 78 && check.errors.contains("can apply to the same record"), "\(check.errors)")
  }

  @Test("Rows that are kept go with no record, and what they refer to is told to stay")
  func dependents() throws {
    let rules = TestRules.file(Self.articles, TestRules.domain("rights", TestRules.rule("rights")))
    func recordSets(_ dependent: String, _ more: String) -> String {
      """
      "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "ended", "as": "date"}},
        "dependents": [{"table": "article", "references": {"person": "id"}\(dependent)}]}\(more)
      """
    }
    let content = """
      CREATE TABLE person (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX person_ended ON person (ended);
      CREATE TABLE article (id INTEGER PRIMARY KEY, person INTEGER REFERENCES person (id), sent TEXT, ip TEXT);
      CREATE INDEX article_sent ON article (sent); CREATE INDEX article_person ON article (person);
      INSERT INTO person VALUES (1, 'old'), (2, 'old'), (3, 'new'); INSERT INTO article VALUES (1, 1, 'old', 'x'), (2, 3, 'new', 'x');
      """
    let own = """
      , "article": {"store": "main", "table": "article", "domain": "articles", "key": ["id"], "events": {"sent": {"column": "sent", "as": "date"}},
        "pseudonymise": {"effect": "minimised", "columns": {COLUMNS}}}
      """
    for (columns, isWarned) in [
      (#""ip": {"transform": "null"}"#, true),
      (#""ip": {"transform": "null"}, "person": {"transform": "null"}"#, false),
    ] {
      let small = try SmallConfiguration(
        content: content, recordSets: recordSets("", own.replacing("COLUMNS", with: columns)), rules: rules)
      let check = try Program(["check"] + small.files)
      #expect(check.output.contains("what they refer to is never deleted") == isWarned, "\(check.output)")
      #expect(check.exitCode == (isWarned ? 2 : 0), "\(check.output)")
      _ = try small.purge()
      _ = try small.purge()
      let left = try small.rows(of: "person", columns: ["id"]).flatMap(\.self)
      #expect(Set(left) == (isWarned ? ["1", "3"] : ["3"]), "\(columns): \(left)")
      #expect(try small.rows(of: "article", columns: ["id"]).count == 2)
      let file = small.folder.appending(path: "stores.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      let bound = text.replacing(own.replacing("COLUMNS", with: columns), with: "").replacing(
        #""references": {"person": "id"}"#, with: #""references": {"person": "id"}, "domain": "articles""#)
      try Data(bound.utf8).write(to: file)
      let refused = try Program(["check"] + small.files)
      #expect(
        refused.exitCode != 0
          && (refused.output + refused.errors).contains("keeps something of them for good"),
        "\(refused.output) \(refused.errors)")
    }
  }
}
