import Foundation
import TestConfiguration
import Testing

/// Changed files must not let go what a hold keeps.
@Suite struct ReleasedHoldTests {
  private static let content = """
    CREATE TABLE p (id INTEGER PRIMARY KEY, nir TEXT, other TEXT, ended TEXT); CREATE INDEX p_ended ON p (ended);
    CREATE TABLE q (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); CREATE INDEX q_ended ON q (ended);
    INSERT INTO p VALUES (1, '0840588123401', 'x', 'old'); INSERT INTO q VALUES (1, '0840588123402', 'old');
    """

  /// Two domains of the same event and period.
  private static let rules = TestRules.file(
    TestRules.domain("rights", TestRules.rule("rights")),
    TestRules.domain("letters", TestRules.rule("letters")))

  private static func set(_ name: String, _ table: String, subject: String = "nir", domain: String = "rights")
    -> String
  {
    """
    "\(name)": {"store": "main", "table": "\(table)", "domain": "\(domain)", "key": ["id"], "subject": "\(subject)",
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """
  }

  /// A hold, the record sets of the changed file, and how their approval ends.
  struct Case: Sendable {
    let scope: [String]
    let changed: String
    let code: Int32
  }

  private static let cases: [Case] = [
    Case(
      scope: ["--domain", "rights"], changed: set("p", "p", domain: "letters") + "," + set("q", "q"), code: 78
    ),
    Case(scope: ["--record-set", "p"], changed: set("p", "q") + "," + set("q", "p"), code: 78),
    Case(scope: ["--record", "p", "1"], changed: set("p", "q") + "," + set("q", "p"), code: 78),
    Case(
      scope: ["--subject", "0840588123401"], changed: set("p", "p", subject: "other") + "," + set("q", "q"),
      code: 0),
    Case(
      scope: ["--record-set", "p"], changed: set("p", "p", subject: "other") + "," + set("q", "q"), code: 0),
    Case(scope: ["--store", "main"], changed: set("q", "q"), code: 0),
  ]

  @Test(
    "Files under which a hold would no longer keep a table are not approved, and check says so; another subject is warned of",
    arguments: cases)
  func released(test: Case) throws {
    let (scope, changed, code) = (test.scope, test.changed, test.code)
    let small = try SmallConfiguration(
      content: Self.content, recordSets: Self.set("p", "p") + "," + Self.set("q", "q"), rules: Self.rules)
    let hold = try Program(["hold", "add", "--reference", "A", "--reason", "suit"] + scope + small.files)
    try #require(hold.exitCode == 0, "\(hold.errors)")
    let path = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: path, encoding: .utf8)
    let start = try #require(text.range(of: "\"recordSets\": {")).upperBound
    try Data((text[..<start] + changed + "}}").utf8).write(to: path)
    let check = try Program(["check"] + small.files)
    let plan = try Program(["plan", "--format", "json"] + small.files)
    let digest = try #require(plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)).1
    let approval = try Program(["approve", String(digest)] + small.files)
    #expect(approval.exitCode == code, "\(approval.errors)")
    #expect(check.output.contains("REFUSED hold 1 keeps rows") == (code == 78), "\(check.output)")
    let isWarned = scope[0] == "--subject"
    #expect(check.output.contains("warning hold 1 is on persons") == isWarned, "\(check.output)")
    let purge = try Program(["purge"] + small.files)
    if code == 78 { #expect(try small.rows(of: "p", columns: ["id"]) == [["1"]], "\(purge.output)") }
  }
}
