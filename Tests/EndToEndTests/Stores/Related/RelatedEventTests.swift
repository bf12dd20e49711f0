import AuditJournal
import Foundation
import Purging
import TestConfiguration
import Testing
import Words

@testable import retentiond

/// Customers go five years after the last order, which lies in another table whose columns have the same names.
@Suite struct RelatedEventTests {
  private static let rules = TestRules.file(
    TestRules.domain("rights", events: ["last-order"], TestRules.rule("rights", trigger: "last-order")))

  private static let content = """
    CREATE TABLE customer (id INTEGER PRIMARY KEY, nir TEXT, date TEXT, created TEXT, state TEXT);
    CREATE TABLE invoice (number INTEGER PRIMARY KEY, id INTEGER REFERENCES customer (id), date TEXT, created TEXT, state TEXT);
    CREATE INDEX invoice_id ON invoice (id, date);
    INSERT INTO customer VALUES (1, 'a', 'new', 'new', 'draft'), (2, 'b', 'old', 'old', 'paid'), (3, 'c', 'new', 'old', 'paid'),
      (4, 'd', 'old', 'new', 'paid'), (5, 'e', 'old', 'old', 'paid'), (6, 'f', 'old', 'old', 'paid'), (7, 'g', 'old', 'old', 'paid'),
      (8, 'h', 'old', 'old', 'paid'), (9, 'i', 'new', 'new', 'paid'), (10, 'j', 'old', NULL, 'paid'), (11, 'k', 'old', 'old', 'paid');
    INSERT INTO invoice VALUES (11, 1, '2014-01-01', 'new', 'paid'), (12, 1, 'old', 'new', 'paid'), (21, 2, 'old', 'old', 'paid'),
      (22, 2, 'new', 'old', 'paid'), (51, 5, 'old', 'old', 'paid'), (52, 5, NULL, 'old', 'paid'), (61, 6, 'old', 'old', 'paid'),
      (62, 6, '1700-01-01', 'old', 'paid'), (71, 7, 'old', 'old', 'paid'), (72, 7, 'new', 'old', 'draft'),
      (81, 8, 'old', 'old', 'paid'), (82, 8, '2090-01-01', 'old', 'paid'), (91, 9, 'old', 'new', 'paid'), (99, NULL, 'new', 'new', 'paid'),
      (111, 11, 'old', 'old', 'paid'), (112, 11, 'new', 'old', NULL);
    """

  private static let verdicts = [
    1: "due", 2: "keep", 3: "due", 4: "keep", 5: "undated", 6: "implausible", 7: "due", 8: "not begun",
    9: "due",
    10: "undated", 11: "keep",
  ]

  private static let recordSets = #"""
    "customer": {"store": "main", "table": "customer", "domain": "rights", "key": ["id"], "subject": "nir", "batch": {"rows": 2},
      "events": {"last-order": {
        "latest": {"table": "invoice", "references": {"id": "id"}, "column": "date", "as": "date", "where": {"column": "state", "notEquals": "draft"}},
        "ifNone": {"column": "created", "as": "date"}}},
      "dependents": [{"table": "invoice", "references": {"id": "id"}, "domain": "none", "reason": "kept with their customer"}]}
    """#

  private func make(on engine: TestEngine?) throws -> SmallConfiguration {
    try SmallConfiguration(content: Self.content, recordSets: Self.recordSets, on: engine, rules: Self.rules)
  }

  private func json(_ arguments: [String], _ small: SmallConfiguration) throws -> [String: Any] {
    let program = try Program(arguments + ["--json"] + small.files)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(program.output.utf8)) as? [String: Any],
      "\(program.output) \(program.errors)")
  }

  @Test(
    "The last order decides, for explain, plan, forecast, run, and what is overdue",
    arguments: [TestEngine?.none] + TestEngine.allCases)
  func lastOrder(engine: TestEngine?) throws {
    let small = try make(on: engine)
    for (id, verdict) in Self.verdicts {
      let explained = try json(["explain", "customer", "\(id)"], small)
      #expect(explained["verdict"] as? String == verdict, "\(id): \(explained)")
    }
    let text = try Program(["explain", "customer", "1"] + small.files).output
    #expect(text.contains("last-order (invoice.date): 2015-01-01; by invoice 12, the latest of 2"), "\(text)")
    let none = try Program(["explain", "customer", "3"] + small.files).output
    #expect(none.contains("last-order (created): 2015-01-01; no row of invoice counts"), "\(none)")
    let draft = try Program(["explain", "customer", "7"] + small.files).output
    #expect(draft.contains("by invoice 71, the latest of 1, 1 other does not count"), "\(draft)")
    let due = Set(Self.verdicts.filter { $0.value == "due" }.map { "\($0.key)" })
    let plan = try Program(["plan", "--json"] + small.files)
    #expect(plan.output.contains("\"due\": \(due.count)"), "\(plan.output) \(plan.errors)")
    let (purge, report) = try small.purge()
    #expect(purge.exitCode == 0, "\(purge.output) \(purge.errors)")
    #expect(report["status"] as? String == "complete", "\(purge.output)")
    let left = Set(try small.rows(of: "customer", columns: ["id"]).flatMap(\.self).compactMap(\.self))
    #expect(left == Set(Self.verdicts.keys.map { "\($0)" }).subtracting(due))
    let invoices = Set(try small.rows(of: "invoice", columns: ["number"]).flatMap(\.self).compactMap(\.self))
    #expect(
      invoices == ["21", "22", "51", "52", "61", "62", "81", "82", "99", "111", "112"],
      "the others went with their customers")
    let verified = try ServerRuns.session(of: small).verifyJournal(verifierKey: nil, authorities: []).result
    #expect(verified.findings == [] && verified.rows == due.count)
    let again = try small.purge()
    let leftAgain = try small.rows(of: "customer", columns: ["id"])
    #expect(again.program.exitCode == 0 && leftAgain.count == left.count)
  }

  @Test(
    "A customer that a restore brought back is the same by its orders of then, and another one with a later order",
    arguments: [TestEngine?.none] + TestEngine.allCases)
  func restored(engine: TestEngine?) throws {
    let small = try make(on: engine)
    _ = try small.purge()
    let rows = """
      INSERT INTO customer VALUES (1, 'a', '2026-01-01', '2026-01-01', 'draft'), (7, 'g', '2015-01-01', '2015-01-01', 'paid'), (9, 'i', '2026-01-01', '2026-01-01', 'paid');
      INSERT INTO invoice VALUES (11, 1, '2014-01-01', '2026-01-01', 'paid'), (12, 1, '2015-01-01', '2026-01-01', 'paid'),
        (71, 7, '2015-01-01', '2015-01-01', 'paid'), (73, 7, '2099-01-01', '2015-01-01', 'draft'),
        (91, 9, '2015-01-01', '2026-01-01', 'paid'), (92, 9, NULL, '2026-01-01', 'paid')
      """
    for statement in rows.split(separator: ";") {
      if let copy = small.copy {
        try copy.run(String(statement))
      } else {
        try SmallConfiguration.fill(small.path, String(statement))
      }
    }
    let found = try #require(try json(["reconcile"], small)["found"] as? [[String: Any]])
    // One as it was; one of another life, which a draft of after the purge shows; one that would not have been due then.
    func sum(_ member: String) -> Int { found.reduce(0) { $0 + ($1[member] as? Int ?? 0) } }
    #expect(sum("again") == 1 && sum("new") == 1 && sum("kept") == 1, "\(found)")
    let purged = try Program(["reconcile", "--purge", "--include-kept"] + small.files)
    #expect(purged.exitCode == 0, "\(purged.output) \(purged.errors)")
    let left = Set(try small.rows(of: "customer", columns: ["id"]).flatMap(\.self).compactMap(\.self))
    #expect(left.contains("7") && !left.contains("1") && !left.contains("9"), "\(left)")
  }

  private static let members = """
    CREATE TABLE contract (id INTEGER PRIMARY KEY, ended TEXT);
    CREATE TABLE member (id INTEGER PRIMARY KEY, nir TEXT, contract_id INTEGER REFERENCES contract (id), ended TEXT, calls TEXT);
    CREATE TABLE visit (id INTEGER PRIMARY KEY, member INTEGER REFERENCES member (id), ended TEXT);
    CREATE TABLE call (id INTEGER PRIMARY KEY, member INTEGER REFERENCES member (id), ended INTEGER);
    CREATE INDEX visit_member ON visit (member); CREATE INDEX call_member ON call (member);
    CREATE INDEX member_contract ON member (contract_id);
    INSERT INTO contract VALUES (1, 'old'), (2, 'new'), (3, NULL);
    INSERT INTO member VALUES (1, 'a', 1, 'new', 'some'), (2, 'b', 2, 'old', 'some'), (3, 'c', 3, 'old', 'some'), (4, 'd', NULL, 'old', 'some'),
      (5, 'e', 1, 'old', 'never'), (6, 'f', 1, 'old', 'some'), (7, 'g', 1, 'old', 'some'), (8, 'h', 1, 'old', 'never'), (9, 'i', 1, 'new', 'never');
    INSERT INTO visit VALUES (1, 1, 'old'), (2, 2, 'old'), (3, 3, 'old'), (4, 4, 'old'), (7, 7, 'old'), (8, 8, 'old');
    INSERT INTO call VALUES (1, 1, 1420070400), (2, 2, 1420070400), (3, 3, 1420070400), (4, 4, 1420070400), (7, 7, NOW), (8, 8, NULL);
    CREATE TABLE lead (id INTEGER PRIMARY KEY, nir TEXT);
    CREATE TABLE letter (id INTEGER PRIMARY KEY, lead INTEGER REFERENCES lead (id), ended TEXT); CREATE INDEX letter_lead ON letter (lead);
    INSERT INTO lead VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e');
    INSERT INTO letter VALUES (1, 1, 'old'), (2, 1, 'new'), (3, 2, 'new'), (4, 3, NULL), (5, 3, 'old'), (6, 4, NULL);
    """

  private static let memberSets = #"""
    "member": {"store": "main", "table": "member", "domain": "members", "key": ["id"], "subject": "nir", "events": {
      "contract": {"parent": {"table": "contract", "references": {"contract_id": "id"}, "column": "ended", "as": "date"}},
      "visit": {"latest": {"table": "visit", "references": {"member": "id"}, "column": "ended", "as": "date"}, "ifNone": {"column": "ended", "as": "date"}},
      "call": {"latest": {"table": "call", "references": {"member": "id"}, "column": "ended", "as": "epoch-seconds"},
        "neverWas": {"column": "calls", "equals": "never"}}},
      "dependents": [{"table": "visit", "references": {"member": "id"}, "domain": "none", "reason": "r"},
        {"table": "call", "references": {"member": "id"}, "domain": "none", "reason": "r"}]},
    "lead": {"store": "main", "table": "lead", "domain": "leads", "key": ["id"], "subject": "nir", "events": {
      "letter": {"earliest": {"table": "letter", "references": {"lead": "id"}, "column": "ended", "as": "date"}}},
      "dependents": [{"table": "letter", "references": {"lead": "id"}, "domain": "none", "reason": "r"}]}
    """#

  @Test(
    "A parent, several tables joined, and the earliest of one, each by its own form of dates",
    arguments: [TestEngine?.none] + TestEngine.allCases)
  func joined(engine: TestEngine?) throws {
    let now = Int(Date(timeIntervalSinceNow: -86_400).timeIntervalSince1970)
    let small = try SmallConfiguration(
      content: Self.members.replacing("NOW", with: "\(now)"), recordSets: Self.memberSets, on: engine,
      rules: TestRules.file(
        TestRules.domain(
          "members", events: ["contract", "visit", "call"],
          TestRules.rule("members", trigger: #"{"latestOf": ["contract", "visit", "call"]}"#)),
        TestRules.domain("leads", events: ["letter"], TestRules.rule("leads", trigger: "letter"))))
    let expected: [(String, [String])] = [
      ("member", ["due", "keep", "undated", "undated", "due", "undated", "keep", "undated", "keep"]),
      ("lead", ["due", "keep", "due", "undated", "undated"]),
    ]
    for (set, verdicts) in expected {
      for (place, verdict) in verdicts.enumerated() {
        let explained = try json(["explain", set, "\(place + 1)"], small)
        #expect(explained["verdict"] as? String == verdict, "\(set) \(place + 1): \(explained)")
      }
    }
    let (purge, _) = try small.purge()
    #expect(purge.exitCode == 0, "\(purge.output) \(purge.errors)")
    for (set, verdicts) in expected {
      let left = Set(try small.rows(of: set, columns: ["id"]).flatMap(\.self).compactMap(\.self))
      #expect(left == Set(verdicts.indices.filter { verdicts[$0] != "due" }.map { "\($0 + 1)" }), "\(set)")
    }
  }

  @Test("check says where nothing keeps a row from coming, and names the index that is missing")
  func warnings() throws {
    for engine in [TestEngine?.none] + TestEngine.allCases {
      let content = Self.content.replacing(" REFERENCES customer (id)", with: "").replacing(
        "CREATE INDEX invoice_id ON invoice (id, date);", with: "")
      let small = try SmallConfiguration(
        content: content, recordSets: Self.recordSets, on: engine, rules: Self.rules)
      let check = try Program(["check"] + small.files)
      // The statement is run as it is printed.
      let index = try #require(
        check.output.firstMatch(of: #/CREATE INDEX [^\n]*/#), "\(check.output) \(check.errors)"
      ).0
      if let copy = small.copy {
        try copy.run(String(index))
      } else {
        try SmallConfiguration.fill(small.path, String(index))
      }
      #expect(try !Program(["check"] + small.files).output.contains("CREATE INDEX"))
      #expect(
        check.output.contains("no foreign key on id keeps a row from coming") == (engine != nil),
        "\(check.output)")
      let kept = try Program(["check"] + (try make(on: engine)).files).output
      #expect(!kept.contains("no foreign key") && !kept.contains("CREATE INDEX"), "\(kept)")
    }
  }

  @Test(
    "A column of the other table that is not there, or has no dates, refuses its record set",
    arguments: [TestEngine?.none] + TestEngine.allCases)
  func refusals(engine: TestEngine?) throws {
    let small = try make(on: engine)
    let file = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    for (old, new, said) in [
      (
        #""table": "invoice", "references": {"id": "id"}, "column": "date""#,
        #""table": "invoice", "references": {"id": "id"}, "column": "day""#, "day"
      ),
      (
        #""table": "invoice", "references": {"id": "id"}, "column""#,
        #""table": "bill", "references": {"id": "id"}, "column""#, "bill"
      ),
      (
        #"{"column": "state", "notEquals": "draft"}"#, #"{"column": "status", "notEquals": "draft"}"#,
        "status"
      ),
    ] {
      #expect(text.contains(old))
      try Data(text.replacing(old, with: new).utf8).write(to: file)
      let check = try Program(["check"] + small.files)
      #expect(
        check.exitCode != 0 && (check.output + check.errors).contains(said),
        "\(new): \(check.output) \(check.errors)")
    }
  }

  @Test(
    "Records with more rows than a batch reads are taken one by one, and none is left for having many",
    arguments: [TestEngine?.none] + TestEngine.allCases)
  func manyRows(engine: TestEngine?) throws {
    let doubled = (0..<15).map { step in
      "INSERT INTO invoice SELECT number + \(1_000 << step), id, date, created, state FROM invoice;"
    }
    let content = """
      CREATE TABLE customer (id INTEGER PRIMARY KEY, nir TEXT, date TEXT, created TEXT, state TEXT);
      CREATE TABLE invoice (number INTEGER PRIMARY KEY, id INTEGER, date TEXT, created TEXT, state TEXT);
      CREATE INDEX invoice_id ON invoice (id, date);
      INSERT INTO customer VALUES (1, 'a', 'new', 'new', 'paid'), (2, 'b', 'new', 'new', 'paid'), (3, 'c', 'new', 'new', 'paid');
      INSERT INTO invoice VALUES (1, 1, 'old', NULL, 'paid'), (2, 1, 'old', NULL, 'paid'), (3, 2, 'old', NULL, 'paid'),
        (4, 2, 'old', NULL, 'paid'), (5, 3, 'old', NULL, 'paid'), (6, 3, 'old', NULL, 'paid');
      \(doubled.joined(separator: "\n"))
      """
    let recordSets = Self.recordSets.replacing(#/,\s*"dependents": \[.*\]/#, with: "").replacing(
      #""rows": 2"#, with: #""rows": 10"#)
    let small = try SmallConfiguration(
      content: content, recordSets: recordSets, on: engine, rules: Self.rules)
    let purge = try Program(["purge"] + small.files)
    #expect(purge.exitCode == 0, "\(purge.output) \(purge.errors)")
    #expect(try small.rows(of: "customer", columns: ["id"]) == [])
    let shown = try Program(["journal", "show", "--type", "batch.prepared"] + small.files).output
    #expect(shown.split(separator: "\n").count == 3, "a batch for each: \(shown)")
  }

  @Test(
    "A row that comes between a batch's intent and its commit rolls the batch back, the journal says why, and its record stays",
    arguments: TestEngine.allCases)
  func late(engine: TestEngine) throws {
    let content = Self.content.replacing(" REFERENCES customer (id)", with: "")
    let small = try SmallConfiguration(
      content: content, recordSets: Self.recordSets, on: engine, rules: Self.rules)
    let copy = try #require(small.copy)
    let application = try copy.another()
    let session = try ServerRuns.session(of: small)
    let report = try ServerRuns.purge(session) {
      try? application.run(
        "INSERT INTO invoice VALUES (900, 1, '\(SmallConfiguration.yesterday)', NULL, 'paid')")
    }
    #expect(report.status == .complete, "\(report.refused)")
    let left = Set(try small.rows(of: "customer", columns: ["id"]).flatMap(\.self).compactMap(\.self))
    #expect(left == ["1", "2", "4", "5", "6", "8", "10", "11"], "\(left)")
    let invoices = Set(try small.rows(of: "invoice", columns: ["number"]).flatMap(\.self).compactMap(\.self))
    #expect(invoices.isSuperset(of: ["11", "12", "900"]), "\(invoices)")
    let verified = try session.verifyJournal(verifierKey: nil, authorities: []).result
    #expect(verified.findings == [] && verified.rows == 3 && verified.openBatches == 0)
    let shown = try Program(["journal", "show"] + small.files).output
    #expect(shown.contains("a row came that dates one of its records"), "\(shown)")
  }
}
