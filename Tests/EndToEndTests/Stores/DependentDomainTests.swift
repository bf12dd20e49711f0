import Foundation
import TestConfiguration
import TestNames
import Testing

/// Rows that other records refer to are kept by the periods of a domain, and say which.
@Suite struct DependentDomainTests {
  /// Clients go five years after their end, invoices ten years after their date and never before.
  private static let rules = TestRules.file(
    TestRules.domain("rights", TestRules.rule("rights")),
    TestRules.domain(
      "billing", events: ["billed"],
      TestRules.rule("invoices", trigger: "billed", bounds: TestRules.Bounds(minimum: "P10Y"), period: "P10Y")
    ))

  private static let content = """
    CREATE TABLE client (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT);
    CREATE INDEX client_ended ON client (ended);
    CREATE TABLE invoice (id INTEGER PRIMARY KEY, client INTEGER REFERENCES client (id), billed TEXT);
    CREATE INDEX invoice_client ON invoice (client); CREATE INDEX invoice_billed ON invoice (billed);
    CREATE TABLE line (id INTEGER PRIMARY KEY, invoice INTEGER REFERENCES invoice (id));
    CREATE INDEX line_invoice ON line (invoice);
    INSERT INTO client VALUES (1, '0840588123401', 'old'), (2, '0840588123402', 'old'), (3, '0840588123403', 'old');
    INSERT INTO invoice VALUES (11, 1, 'new'), (12, 1, 'old'), (21, 2, 'old');
    INSERT INTO line VALUES (111, 11), (121, 12), (211, 21), (212, 21);
    """

  private static func client(_ dependents: String) -> String {
    """
    "client": {"store": "main", "table": "client", "domain": "rights", "key": ["id"], "subject": "nir",
      "events": {"ended": {"column": "ended", "as": "date"}}, "dependents": [\(dependents)]}
    """
  }

  private static let invoices = """
    , "invoice": {"store": "main", "table": "invoice", "domain": "billing", "key": ["id"], "subject": {"parent": "client"},
      "events": {"billed": {"column": "billed", "as": "date"}},
      "dependents": [{"table": "line", "references": {"invoice": "id"}, "domain": "none", "reason": "an invoice's lines stay as long as it"}]}
    """

  private static let right = client(#"{"table": "invoice", "references": {"client": "id"}}"#) + invoices

  @Test(
    "An invoice that is short of its ten years keeps its client; one that is past them goes first, and then its client",
    arguments: [nil] + TestEngine.allCases)
  func minimum(engine: TestEngine?) throws {
    let small = try SmallConfiguration(
      content: Self.content, recordSets: Self.right, on: engine, rules: Self.rules)
    let plan = try Program(["plan", "--format", "json"] + small.files).output
    let (run, report) = try small.purge()
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try small.rows(of: "client", columns: ["id"]) == [["1"]])
    #expect(try small.rows(of: "invoice", columns: ["id"]) == [["11"]])
    #expect(try small.rows(of: "line", columns: ["id"]) == [["111"]])
    #expect(try Program(["explain", "client", "1"] + small.files).output.contains("1 of invoice"))
    let lines = (report["changed"] as? [[String: Any]] ?? []).compactMap {
      $0["dependents"] as? [String: Int]
    }
    #expect(lines.reduce(0) { $0 + $1.values.reduce(0, +) } == 3, "\(report)")
    let planned = try JSONSerialization.jsonObject(with: Data(plan.utf8)) as? [String: Any]
    #expect(planned?["due"] as? Int == 4 && planned?["dependents"] as? Int == 3, "\(plan)")
  }

  static let wrong: [(dependent: String, sets: String, says: [String])] = [
    (#""references": {"client": "id"}"#, "", ["nobody says whose periods", #""domain": "none" with a"#]),
    (
      #""references": {"client": "id"}, "domain": "billing""#, "",
      ["at least P10Y (rule invoices)", "add a record set of domain billing"]
    ),
    (#""references": {"client": "id"}, "domain": "bills""#, "", ["no domain \"bills\""]),
    (#""references": {"client": "id"}, "domain": "none""#, "", ["no reason", "add \"reason\""]),
    (#""references": {"client": "id"}, "domain": "none", "reason": " ""#, "", ["no reason", "say why"]),
    (#""references": {"client": "id"}, "domain": "rights", "reason": "so""#, "", ["a reason, and a domain"]),
    (#""references": {"client": "id"}, "reason": "so""#, "", ["a reason, and no domain"]),
    (
      #""references": {"client": "id"}, "domain": "rights""#, invoices,
      ["of domain rights here, and of billing"]
    ),
    (
      #""references": {"client": "id"}, "domain": "none", "reason": "so""#, invoices,
      ["of no domain here, and of billing"]
    ),
    (
      #""references": {"client": "id"}, "domain": "rights", "dependents": [{"table": "line", "references": {"invoice": "id"}}]"#,
      "",
      ["dependents[0].dependents[0]", "line: nobody says"]
    ),
    (
      #""references": {"client": "id"}, "domain": "rights", "subject": {"parent": "clients"}"#, "",
      ["not among the dependents of a record set \"clients\""]
    ),
  ]

  @Test(
    "A dependent without a domain, or of one that it cannot keep, is refused with what to write; files that were approved before load, and their record sets are refused",
    arguments: wrong)
  func refused(dependent: String, sets: String, says: [String]) throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.right, rules: Self.rules)
    let file = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    let wrong = Self.client("{\"table\": \"invoice\", \(dependent)}") + sets
    try Data(text.replacing(Self.right, with: wrong).utf8).write(to: file)
    for command in [["check"], ["plan"], ["hold", "list"], ["purge"]] {
      let program = try Program(command + small.files)
      #expect(program.exitCode == 78, "\(command): \(program.output)")
      for words in says { #expect(program.errors.contains(words), "\(program.errors)") }
    }
  }

  @Test(
    "Files that were approved before dependents had domains: holds and settling work, and nothing is purged")
  func approvedBefore() throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.right, rules: Self.rules)
    let file = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    let before =
      Self.client(
        #"{"table": "invoice", "references": {"client": "id"}, "dependents": [{"table": "line", "references": {"invoice": "id"}}]}"#
      )
    try Data(text.replacing(Self.right, with: before).utf8).write(to: file)
    let journal = try SmallJournal(small)
    try journal.approveAsBefore()
    _ = try journal.openBatch(recordSet: "client", store: "main")
    let hold = try Program(
      ["hold", "add", "--subject", "-", "--reference", "case 1", "--reason", "suit"] + small.files,
      input: "0840588123403\n")
    #expect(hold.exitCode == 0, "\(hold.errors)")
    let purge = try Program(["purge", "--json"] + small.files)
    #expect(purge.exitCode == 1, "\(purge.errors)")
    #expect(purge.output.contains("nobody says whose periods"), "\(purge.output)")
    #expect(try journal.pendingBatches().isEmpty, "what a crash left is settled")
    #expect(try small.rows(of: "client", columns: ["id"]).count == 3)
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 78 && check.errors.contains("nobody says whose periods"), "\(check.errors)")
    // Completed, they are other files, and the batches of the ones before can still be settled.
    let open = try journal.openBatch(recordSet: "client", store: "main")
    try Data(text.utf8).write(to: file)
    let plan = try Program(["plan", "--format", "json"] + small.files).output
    let digest = try #require(plan.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)).1
    #expect(try Program(["approve", String(digest)] + small.files).exitCode == 0)
    #expect(try small.purge().program.exitCode == 0)
    #expect(try !journal.pendingBatches().contains(open))
    #expect(try small.rows(of: "client", columns: ["id"]) == [["1"], ["3"]])
  }
}
