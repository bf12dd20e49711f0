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

  private static let rules = TestRules.file(
    TestRules.domain(
      "articles", events: ["sent"],
      TestRules.rule(
        "articles", trigger: "sent", period: "P1Y", #"{"action": "pseudonymise", "at": "period"}"#
      ).replacing(#""source": "test""#, with: #""source": "test", \#(kept)"#)))

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
}
