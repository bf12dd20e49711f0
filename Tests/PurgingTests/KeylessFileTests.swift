import Purging
import TestConfiguration
import Testing

/// What stores.json may not say of a table without a key.
@Suite struct KeylessFileTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Members that the log has beside its own.
    var members = ""
    /// Other record sets.
    var others = ""
    var ledger = #", "ledger": "batches""#
    var stages = TestRules.delete
    let path: String
    let cause: String
  }

  private static func stores(
    _ mistake: Mistake?, events: String = #""ended": {"column": "ended", "as": "date"}"#
  )
    -> String
  {
    TestStores(
      stores:
        #""main": {"engine": "sqlite", "path": "main.sqlite"\#(mistake?.ledger ?? #", "ledger": "batches""#)}"#,
      recordSets: """
        "log": {"store": "main", "table": "log", "domain": "rights", "key": [], "events": {\(events)}\(mistake?.members ?? "")}
        \(mistake?.others ?? "")
        """
    ).text
  }

  private static func load(_ stores: String, stages: String = TestRules.delete) throws {
    let rules = TestRules.file(TestRules.domain("rights", TestRules.rule("rights", stages)))
    _ = try Configuration.load(
      rules: Array(rules.utf8), rulesFile: "rules", stores: Array(stores.utf8), storesFile: "stores",
      baseDirectory: "/srv")
  }

  private static func other(_ members: String) -> String {
    """
    , "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}, \(members)}
    """
  }

  private static let mistakes: [Mistake] = [
    Mistake(testDescription: "a store without a ledger", ledger: "", path: "log.key", cause: "no ledger"),
    Mistake(
      testDescription: "rules that pseudonymise",
      members: #", "pseudonymise": {"columns": {"who": {"transform": "null"}}}"#,
      stages: TestRules.pseudonymiseAtOnce, path: "log.key", cause: "stage pseudonymise"),
    Mistake(
      testDescription: "what pseudonymising does",
      members:
        #", "pseudonymise": {"marker": {"column": "done", "as": "date"}, "columns": {"who": {"transform": "null"}}}"#,
      path: "log.pseudonymise", cause: "found again"),
    Mistake(
      testDescription: "rules that archive", members: #", "archive": {"to": "person"}"#,
      others: other(#""guard": {}"#), stages: TestRules.archiveAtOnce, path: "log.archive",
      cause: "told from others"),
    Mistake(
      testDescription: "files", members: #", "files": [{"column": "path", "root": "/srv/files"}]"#,
      path: "log.files", cause: "equal one"),
    Mistake(
      testDescription: "dependents",
      members:
        #", "dependents": [{"table": "detail", "references": {"log": "id"}, "domain": "none", "reason": "x"}]"#,
      path: "log.dependents", cause: "nothing can refer"),
    Mistake(
      testDescription: "partitions that go whole", members: #", "partitions": "drop""#,
      path: "log.partitions",
      cause: "one statement"),
    Mistake(
      testDescription: "an archive without a key", others: other(#""archive": {"to": "log"}"#),
      stages: TestRules.archiveAtOnce, path: "person.archive", cause: "could not be repeated"),
    Mistake(
      testDescription: "whom rows are about, told by a log", others: other(#""subject": {"parent": "log"}"#),
      path: "person.subject", cause: "no row can refer"),
    Mistake(
      testDescription: "a column twice", members: "", path: "person.key", cause: "a column twice"),
  ]

  @Test(
    "A table without a key is read, and each member that names single rows is refused, with what to do",
    arguments: mistakes)
  func refused(mistake: Mistake) throws {
    try Self.load(Self.stores(nil))
    var stores = Self.stores(mistake)
    if mistake.path == "person.key" {
      stores = Self.stores(
        Mistake(
          testDescription: "",
          others: Self.other(#""guard": {}"#).replacing(#"["id"]"#, with: #"["id", "id"]"#),
          path: "", cause: ""))
    }
    #expect {
      try Self.load(stores, stages: mistake.stages)
    } throws: { error in
      let text = "\(error)"
      return text.contains("$.recordSets.\(mistake.path)") && text.contains(mistake.cause)
    }
  }

  @Test("A date in another table is refused")
  func related() throws {
    let related =
      #""ended": {"latest": {"table": "order", "references": {"log": "id"}, "column": "at", "as": "date"}}"#
    #expect { try Self.load(Self.stores(nil, events: related)) } throws: {
      "\($0)".contains("$.recordSets.log.events.ended")
        && "\($0)".contains("looked at again by its record's key")
    }
  }
}
