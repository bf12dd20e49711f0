import AuditJournal
import Foundation
import Purging
import TestConfiguration
import Testing
import Words

@testable import retentiond

/// Payments whose contract says whether they were made on the web or in the shop.
@Suite struct ParentFactTests {
  private static let engines = [TestEngine?.none] + TestEngine.allCases

  private static let web = TestRules.rule("web", when: #"{"channel": ["online"]}"#)
  private static let shop = TestRules.rule("shop", when: #"{"channel": ["counter"]}"#, period: "P60Y")

  private static func rules(_ rules: String) -> String {
    TestRules.file(
      TestRules.domain("rights", facts: #"{"channel": ["online", "counter"]}"#, rules))
  }

  private static let content = """
    CREATE TABLE contract (id INTEGER PRIMARY KEY, kind TEXT, ended TEXT, number INTEGER);
    CREATE TABLE payment (id INTEGER PRIMARY KEY, contract_id INTEGER REFERENCES contract (id), kind TEXT, ended TEXT);
    CREATE INDEX payment_ended ON payment (ended); CREATE INDEX payment_contract ON payment (contract_id);
    INSERT INTO contract VALUES (1, 'web', 'new', 1), (2, 'shop', 'old', 2), (3, 'fax', 'old', 3), (4, NULL, 'old', 4), (5, 'WEB', 'old', 5);
    INSERT INTO payment VALUES (1, 1, 'shop', 'old'), (2, 2, 'web', 'old'), (3, 3, 'web', 'old'), (4, 4, 'web', 'old'), (5, NULL, 'web', 'old'),
      (6, 1, 'web', 'new'), (7, 5, 'web', 'old'), (8, 1, 'shop', 'old');
    """

  private static let verdicts = [
    1: "due", 2: "keep", 3: "unmapped", 4: "no rule", 5: "no rule", 6: "keep", 7: "unmapped", 8: "due",
  ]

  private static let reference = #""table": "contract", "references": {"contract_id": "id"}"#
  private static let byWords =
    #"{\#(reference), "column": "kind", "values": {"online": ["web"], "counter": ["shop"]}}"#
  private static let byCases =
    #"{\#(reference), "where": {"online": {"column": "kind", "equals": "web"}, "counter": {"column": "kind", "equals": "shop"}}}"#

  private static func recordSets(_ parent: String = byWords, more: String = "") -> String {
    """
    "payment": {"store": "main", "table": "payment", "domain": "rights", "key": ["id"], "warnAt": {"unmapped": 1, "withoutRule": 1},
      "events": {"ended": {"column": "ended", "as": "date"}}, "conditions": {"channel": {"parent": \(parent)}}}\(more)
    """
  }

  private func make(
    on engine: TestEngine?, _ parent: String = byWords, content: String = content,
    rules: String = rules("\(web), \(shop)"), more: String = ""
  ) throws -> SmallConfiguration {
    try SmallConfiguration(
      content: content, recordSets: Self.recordSets(parent, more: more), on: engine, rules: rules)
  }

  private func json(_ arguments: [String], _ small: SmallConfiguration) throws -> [String: Any] {
    let program = try Program(arguments + ["--json"] + small.files)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(program.output.utf8)) as? [String: Any],
      "\(program.output) \(program.errors)")
  }

  private func run(_ sql: String, _ small: SmallConfiguration) throws {
    if let copy = small.copy { try copy.run(sql) } else { try SmallConfiguration.fill(small.path, sql) }
  }

  private func left(_ small: SmallConfiguration) throws -> Set<String> {
    Set(try small.rows(of: "payment", columns: ["id"]).flatMap(\.self).compactMap(\.self))
  }

  @Test("The contract's word decides, for explain, check, plan, run and reconcile", arguments: engines)
  func words(engine: TestEngine?) throws {
    let small = try make(on: engine)
    for (id, verdict) in Self.verdicts {
      let explained = try json(["explain", "payment", "\(id)"], small)
      #expect(explained["verdict"] as? String == verdict, "\(id): \(explained)")
    }
    for (id, line) in [
      (1, #"channel (contract.kind): "web", which is online; by its parent contract 1"#),
      (3, #"channel (contract.kind): "fax", which is mapped to no value; by its parent contract 3"#),
      (4, "channel (contract.kind): null, which is no word; by its parent contract 4"),
      (5, "channel (contract.kind): the record refers to no row of contract"),
    ] {
      let text = try Program(["explain", "payment", "\(id)"] + small.files).output
      #expect(text.contains(line), "\(text)")
    }
    let fact = try #require(
      (try json(["explain", "payment", "1"], small)["facts"] as? [[String: Any]])?.first)
    #expect(fact["words"] as? [String] == ["web"] && fact["values"] as? [String] == ["online"], "\(fact)")
    #expect(fact["table"] as? String == "contract" && fact["key"] as? [String] == ["1"], "\(fact)")
    let check = try Program(["check", "--data"] + small.files)
    #expect(check.exitCode == 0, "\(check.output) \(check.errors)")
    #expect(
      check.output.contains("fact channel, column contract.kind:")
        && check.output.contains(#""fax" 1 (NOT MAPPED)"#) && check.output.contains(#""web" 3,"#),
      "\(check.output)")
    #expect(check.output.contains("of no rule 2, with unmapped words 2"), "\(check.output)")
    let due = Set(Self.verdicts.filter { $0.value == "due" }.map { "\($0.key)" })
    let plan = try Program(["plan", "--json"] + small.files)
    #expect(plan.output.contains("\"due\": \(due.count)"), "\(plan.output) \(plan.errors)")
    let (purge, report) = try small.purge()
    #expect(report["status"] as? String == "complete", "\(purge.output) \(purge.errors)")
    #expect(try left(small) == Set(Self.verdicts.keys.map { "\($0)" }).subtracting(due))
    #expect(try small.rows(of: "contract", columns: ["id"]).count == 5)
    let verified = try ServerRuns.session(of: small).verifyJournal(verifierKey: nil, authorities: []).result
    #expect(verified.findings == [] && verified.rows == due.count)
    // Of two that a restore brings back one has another word now, and would not have gone.
    try run("INSERT INTO payment VALUES (1, 1, 'shop', '2015-01-01'), (8, 2, 'shop', '2015-01-01')", small)
    let found = try #require(try json(["reconcile"], small)["found"] as? [[String: Any]])
    func sum(_ member: String) -> Int { found.reduce(0) { $0 + ($1[member] as? Int ?? 0) } }
    #expect(sum("again") == 1 && sum("kept") == 1, "\(found)")
    #expect(try Program(["reconcile", "--purge"] + small.files).exitCode == 0)
    #expect(try left(small) == ["2", "3", "4", "5", "6", "7", "8"])
  }

  @Test(
    "A predicate on the contract's columns, and its words as the column compares them", arguments: engines)
  func predicates(engine: TestEngine?) throws {
    let cases = try make(on: engine, Self.byCases)
    #expect(try cases.purge().program.exitCode == 0)
    #expect(try left(cases) == ["2", "3", "4", "5", "6", "7"])
    let compared = try make(on: engine, Self.byWords.dropLast() + #", "compare": "as-the-column"}"#)
    #expect(try compared.purge().program.exitCode == 0)
    let text = try Program(["explain", "payment", "7"] + compared.files)
    // Only some collations call WEB web.
    #expect(try left(compared).contains("7") == text.output.contains("Verdict: unmapped"), "\(text)")
    #expect(try left(compared).subtracting(["7"]) == ["2", "3", "4", "5", "6"])
  }

  @Test("A longer rule that asks the contract's word keeps a payment from a shorter one", arguments: engines)
  func rivals(engine: TestEngine?) throws {
    let all = TestRules.rule("all", period: "P1Y")
    let small = try make(on: engine, rules: Self.rules("\(all), \(Self.shop)"))
    let explained = try json(["explain", "payment", "2"], small)
    // Past the one period, and kept by the other.
    #expect(explained["verdict"] as? String == "conflict", "\(explained)")
    #expect(try small.purge().program.exitCode == 0)
    #expect(try left(small) == ["2", "6"])
  }

  @Test(
    "A contract that comes between a batch's intent and its commit keeps its payment",
    arguments: TestEngine.allCases)
  func late(engine: TestEngine) throws {
    let content = Self.content.replacing(" REFERENCES contract (id)", with: "").replacing(
      "(8, 1, 'shop', 'old')", with: "(8, 99, 'shop', 'old')")
    let all = TestRules.rule("all", period: "P1Y")
    let small = try make(on: engine, content: content, rules: Self.rules("\(all), \(Self.shop)"))
    let application = try #require(small.copy).another()
    let session = try ServerRuns.session(of: small)
    let report = try ServerRuns.purge(session) {
      try? application.run("INSERT INTO contract VALUES (99, 'shop', NULL, 99)")
    }
    #expect(report.status == .complete, "\(report.refused)")
    #expect(try left(small) == ["2", "6", "8"])
    let verified = try session.verifyJournal(verifierKey: nil, authorities: []).result
    #expect(verified.findings == [] && verified.openBatches == 0)
  }

  @Test(
    "A contract's word cannot change between the look at it and the commit, and one that changed before keeps its payments",
    arguments: TestEngine.allCases)
  func race(engine: TestEngine) throws {
    for isEarly in [true, false] {
      let small = try make(on: engine)
      let application = try #require(small.copy).another()
      try application.run(
        engine == .postgresql ? "SET lock_timeout = '50ms'" : "SET innodb_lock_wait_timeout = 0")
      var isDone: Bool?
      func change() {
        guard isDone == nil else { return }
        isDone = (try? application.run("UPDATE contract SET kind = 'shop' WHERE id = 1")) != nil
      }
      let session = try ServerRuns.session(of: small)
      let context = try session.purgingContext()
      var started = false
      let report = try Purger(context).purge(
        clock: {
          if started, !isEarly { change() }
          return SystemClock.now()
        },
        observe: {
          guard case .started = $0 else { return }
          started = true
          if isEarly { change() }
        })
      #expect(isDone == isEarly && report.status == .complete, "\(isEarly): \(report.refused)")
      #expect(
        try left(small) == (isEarly ? Set((1...8).map(String.init)) : ["2", "3", "4", "5", "6", "7"]),
        "\(isEarly)")
    }
  }

  @Test("What is wrong with the contract's table refuses its record set", arguments: engines)
  func refusals(engine: TestEngine?) throws {
    let small = try make(on: engine)
    let file = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    for (old, new, said) in [
      (#""column": "kind""#, #""column": "sort""#, "sort"),
      (#""table": "contract""#, #""table": "contracts""#, "contracts"),
      (#"{"contract_id": "id"}"#, #"{"contract_id": "number"}"#, "several words of one fact"),
      (#"{"contract_id": "id"}"#, #"{"contract_id": "kind"}"#, "a value that is written otherwise"),
      (#"{"contract_id": "id"}"#, #"{"contract": "id"}"#, "contract"),
    ] {
      #expect(text.contains(old))
      try Data(text.replacing(old, with: new).utf8).write(to: file)
      let check = try Program(["check"] + small.files)
      #expect(
        check.exitCode != 0 && (check.output + check.errors).contains(said),
        "\(new): \(check.output) \(check.errors)")
    }
  }

  @Test("A word that the contract's column cannot have is said", arguments: TestEngine.allCases)
  func lackedWords(engine: TestEngine) throws {
    let small = try make(
      on: engine,
      #"{\#(Self.reference), "column": "number", "values": {"online": [1], "counter": ["two"]}}"#)
    let check = try Program(["check"] + small.files)
    #expect(
      check.output.contains("column number is of type") && check.output.contains(#"no value "two""#),
      "\(check.output) \(check.errors)")
  }
}
