import Foundation
import TestConfiguration
import Testing

/// Dependents of which not every row goes with its record: polymorphic references, and rows of a record set to which no rule applies.
@Suite struct ConditionalDependentTests {
  static let engines: [TestEngine?] = [nil] + TestEngine.allCases

  private static func person(_ dependents: String) -> String {
    """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
      "events": {"ended": {"column": "ended", "as": "date"}}, "dependents": [\(dependents)]}
    """
  }

  private static let people = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT);
    CREATE INDEX person_ended ON person (ended);
    INSERT INTO person VALUES (1, '0840588123401', 'old'), (2, '0840588123402', 'old'), (3, '0840588123403', 'old'),
      (4, '0840588123404', 'old'), (5, '0840588123405', 'old'), (6, '0840588123406', 'old'), (7, '0840588123407', 'new');
    """

  private func ids(_ small: SmallConfiguration, _ table: String) throws -> Set<String> {
    Set(try small.rows(of: table, columns: ["id"]).compactMap { $0[0] })
  }

  private func json(_ arguments: [String], _ small: SmallConfiguration) throws -> [String: Any] {
    let program = try Program(arguments + ["--json"] + small.files)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(program.output.utf8)) as? [String: Any],
      "\(program.output) \(program.errors)")
  }

  private func dependents(of report: [String: Any]) -> [String: Int] {
    (report["changed"] as? [[String: Any]] ?? []).compactMap { $0["dependents"] as? [String: Int] }
      .reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }.filter { $0.value > 0 }
  }

  // MARK: where

  /// Remarks on people and on orders; the number alone does not say on which.
  private static let remarks =
    people + """
      CREATE TABLE remark (id INTEGER PRIMARY KEY, record_type TEXT, record_id INTEGER, nir TEXT);
      CREATE INDEX remark_record ON remark (record_id);
      CREATE TABLE reply (id INTEGER PRIMARY KEY, remark INTEGER REFERENCES remark (id));
      CREATE INDEX reply_remark ON reply (remark);
      INSERT INTO remark VALUES (1, 'Person', 1, NULL), (2, 'Order', 1, NULL), (3, NULL, 2, NULL), (4, 'Person', 2, NULL),
        (5, 'Person', 7, NULL), (6, 'Person', 3, '0840588123499'), (7, 'Order', 4, '0840588123499'), (8, 'Order', NULL, NULL);
      INSERT INTO reply VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7);
      """

  private static func remark(_ members: String) -> String {
    person(
      #"{"table": "remark", "references": {"record_id": "id"}, "domain": "none", "reason": "kept with their person", "subject": "nir", \#(members)"dependents": [{"table": "reply", "references": {"remark": "id"}, "domain": "none", "reason": "kept with their remark"}]}"#
    )
  }

  private static let isPerson = #""where": {"column": "record_type", "equals": "Person"}, "#

  @Test(
    "Of rows that refer to people and to orders by one number a person's go with the person, and no others",
    arguments: engines)
  func polymorphic(engine: TestEngine?) throws {
    let small = try SmallConfiguration(
      content: Self.remarks, recordSets: Self.remark(Self.isPerson), on: engine)
    let hold = try Program(
      ["hold", "add", "--subject", "-", "--reference", "case 1", "--reason", "suit"] + small.files,
      input: "0840588123499\n")
    try #require(hold.exitCode == 0, "\(hold.errors)")
    let check = try Program(["check"] + small.files)
    #expect(
      check.output.contains(
        #""where" leaves out 3 rows of remark (1 of them have none in record_type): such rows stay"#),
      "\(check.output) \(check.errors)")
    #expect(!check.output.contains("stands beside"), "\(check.output)")
    let plan = try json(["plan"], small)
    #expect(plan["due"] as? Int == 5 && plan["dependents"] as? Int == 4, "\(plan)")
    #expect(try Program(["explain", "person", "3"] + small.files).output.contains("1 of remark"))
    let (run, report) = try small.purge()
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(dependents(of: report) == ["remark": 2, "reply": 2], "\(run.output)")
    #expect(try ids(small, "person") == ["3", "7"])
    #expect(try ids(small, "remark") == ["2", "3", "5", "6", "7", "8"])
    #expect(try ids(small, "reply") == ["2", "3", "5", "6", "7"])
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test(
    "A word in other letters is what the column's collation says, or what its bytes say", arguments: engines)
  func letters(engine: TestEngine?) throws {
    let changed = Self.remarks + "UPDATE remark SET record_type = 'PERSON' WHERE id = 4;"
    for isOne in [true, false] {
      let content =
        isOne && engine == nil
        ? changed.replacing("record_type TEXT", with: "record_type TEXT COLLATE NOCASE") : changed
      for (compare, goes) in [
        ("", isOne), (#""compare": "as-the-column", "#, isOne), (#""compare": "bytes", "#, false),
      ] {
        let small = try SmallConfiguration(
          content: content, recordSets: Self.remark(Self.isPerson + compare), on: engine,
          arrange: { if isOne, let engine { try Self.callAlike($0, engine) } })
        if compare.contains("bytes") {
          let check = try Program(["check"] + small.files).output
          #expect(
            check.contains("1 of them have a word that is the same to its column") == isOne, "\(check)")
        }
        #expect(try small.purge().program.exitCode == 0)
        #expect(try ids(small, "remark").contains("4") == !goes, "\(isOne), \(compare)")
        #expect(try ids(small, "reply").contains("4") == !goes, "\(isOne), \(compare)")
      }
    }
  }

  /// Has a server call the words alike that differ in capital letters.
  private static func callAlike(_ copy: CopiedDatabase, _ engine: TestEngine) throws {
    switch engine {
    case .mariadb:
      try copy.run("ALTER TABLE remark MODIFY record_type VARCHAR(40) COLLATE utf8mb4_general_ci")
    case .postgresql:
      try copy.run(
        "CREATE COLLATION alike (provider = icu, locale = 'und-u-ks-level2', deterministic = false)")
      try copy.run("ALTER TABLE remark ALTER record_type TYPE text COLLATE alike")
    }
  }

  @Test(
    "A column beside a reference that may say what it refers to is said, if its values differ",
    arguments: engines)
  func beside(engine: TestEngine?) throws {
    func check(_ content: String) throws -> String {
      let small = try SmallConfiguration(content: content, recordSets: Self.remark(""), on: engine)
      let check = try Program(["check"] + small.files)
      #expect(check.exitCode == 0, "a remark refuses nothing: \(check.output) \(check.errors)")
      return check.output
    }
    let said = try check(Self.remarks)
    #expect(said.contains("remark.record_type stands beside record_id, and its values differ"), "\(said)")
    #expect(
      said.contains(#"add "where": {"column": "record_type", "equals": …} to the dependent"#), "\(said)")
    let one = try check(Self.remarks + "UPDATE remark SET record_type = 'Person';")
    #expect(!one.contains("stands beside"), "\(one)")
  }

  // MARK: otherwise

  private static let rules = TestRules.file(
    TestRules.domain("rights", TestRules.rule("rights")),
    TestRules.domain(
      "billing", events: ["billed"], facts: #"{"kind": ["invoice", "note"]}"#,
      TestRules.rule(
        "invoices", trigger: "billed", when: #"{"kind": ["invoice"]}"#,
        bounds: TestRules.Bounds(minimum: "P10Y"), period: "P10Y")))

  /// Invoices, which are kept ten years, and notes, of which no rule says anything.
  private static let papers =
    people + """
      CREATE TABLE paper (id INTEGER PRIMARY KEY, person INTEGER REFERENCES person (id), nir TEXT, kind TEXT, billed TEXT);
      CREATE INDEX paper_person ON paper (person); CREATE INDEX paper_billed ON paper (billed);
      CREATE TABLE page (id INTEGER PRIMARY KEY, paper INTEGER REFERENCES paper (id));
      CREATE INDEX page_paper ON page (paper);
      INSERT INTO paper VALUES (1, 1, '0840588123401', 'note', NULL), (2, 2, '0840588123402', 'invoice', 'new'),
        (3, 3, '0840588123403', 'invoice', 'old'), (4, 3, '0840588123488', 'note', 'new'), (5, 4, NULL, NULL, 'old'),
        (6, 5, NULL, 'Note', 'old'), (7, 6, NULL, 'note', 'old'), (8, NULL, NULL, 'note', 'old');
      INSERT INTO page VALUES (11, 1), (21, 2), (31, 3), (41, 4), (51, 5), (61, 6), (71, 7);
      """

  private static func papers(_ otherwise: String) -> String {
    person(#"{"table": "paper", "references": {"person": "id"}\#(otherwise)}"#) + """
      , "paper": {"store": "main", "table": "paper", "domain": "billing", "key": ["id"], "subject": "nir",
        "conditions": {"kind": {"column": "kind"}}, "events": {"billed": {"column": "billed", "as": "date"}},
        "dependents": [{"table": "page", "references": {"paper": "id"}, "domain": "none", "reason": "kept with their paper"}]}
      """
  }

  private static let withRecord = #", "otherwise": "with-record""#

  @Test(
    "Rows to which no rule applies go with their record; those of a rule, those that may be of one and held ones keep it",
    arguments: engines)
  func otherwise(engine: TestEngine?) throws {
    let small = try SmallConfiguration(
      content: Self.papers, recordSets: Self.papers(Self.withRecord), on: engine, rules: Self.rules)
    let hold = try Program(
      ["hold", "add", "--record", "paper", "7", "--reference", "case 1", "--reason", "suit"] + small.files)
    try #require(hold.exitCode == 0, "\(hold.errors)")
    let check = try Program(["check"] + small.files)
    #expect(
      check.output.contains(#"2 rows of "paper" may be of a rule and may not"#),
      "\(check.output) \(check.errors)")
    #expect(!check.output.contains("are kept without end: add a rule"), "\(check.output)")
    #expect(
      try Program(["explain", "paper", "1"] + small.files).output.contains("so it goes with the record"))
    #expect(try json(["explain", "paper", "1"], small)["verdict"] as? String == "with record")
    for id in ["5", "8"] {
      #expect(try json(["explain", "paper", id], small)["verdict"] as? String == "no rule", "\(id)")
    }
    #expect(try json(["explain", "paper", "6"], small)["verdict"] as? String == "unmapped")
    for (id, count) in [("2", 1), ("4", 1), ("5", 1), ("6", 1)] {
      let output = try Program(["explain", "person", id] + small.files).output
      #expect(output.contains("blocked") && output.contains("\(count) of paper"), "\(id): \(output)")
    }
    let plan = try json(["plan"], small)
    #expect(plan["due"] as? Int == 3, "two people and an invoice: \(plan)")
    #expect(plan["dependents"] as? Int == 5, "two notes and three pages: \(plan)")
    let (run, report) = try small.purge()
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(dependents(of: report) == ["paper": 2, "page": 3], "\(run.output)")
    #expect(try ids(small, "person") == ["2", "4", "5", "6", "7"])
    #expect(try ids(small, "paper") == ["2", "5", "6", "7", "8"])
    #expect(try ids(small, "page") == ["21", "51", "61", "71"])
    // An invoice has evidence of its own; whom a note was about is found in the batch that it went with.
    #expect(try Program(["journal", "find", "paper", "3"] + small.files).exitCode == 0)
    let found = try Program(
      ["journal", "find", "--subject", "-"] + small.files, input: "0840588123488\n")
    #expect(found.exitCode == 0 && found.output.contains("paper"), "\(found.output) \(found.errors)")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
    // When the hold is released its record goes with it, and the next run says nothing else.
    let released = try Program(["hold", "lift", "--reference", "case 1", "--reason", "over"] + small.files)
    #expect(released.exitCode == 0, "\(released.errors)")
    #expect(try small.purge().program.exitCode == 0)
    #expect(try ids(small, "person") == ["2", "4", "5", "7"])
    #expect(try ids(small, "paper") == ["2", "5", "6", "8"])
  }

  @Test("Rows to which no rule applies keep their record for good, and check counts them", arguments: engines)
  func without(engine: TestEngine?) throws {
    let small = try SmallConfiguration(
      content: Self.papers, recordSets: Self.papers(""), on: engine, rules: Self.rules)
    let check = try Program(["check"] + small.files)
    #expect(
      check.output.contains(
        #"no rule applies to 5 rows of "paper", which keep the record that they refer to"#),
      "\(check.output) \(check.errors)")
    let (run, _) = try small.purge()
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try ids(small, "person") == ["1", "2", "3", "4", "5", "6", "7"])
    #expect(try ids(small, "paper") == ["1", "2", "4", "5", "6", "7", "8"])
  }

  // MARK: Mistakes

  static let wrong: [(member: String, paper: String, says: [String])] = [
    (
      #", "where": {"column": "nir", "isNull": false}"#,
      #", "pseudonymise": {"columns": {"nir": {"transform": "null"}}}"#,
      [
        "$.recordSets.person.dependents[0].where", "\"paper\" pseudonymises \"nir\"",
        "leave \"nir\" as it is",
      ]
    ),
    (
      #", "otherwise": "with-record""#,
      #", "dependents": [{"table": "paper", "references": {"before": "id"}}]"#,
      [
        "$.recordSets.person.dependents[0].otherwise", "rows of paper refer to each other",
        "a rule of their own",
      ]
    ),
    (
      #", "otherwise": "with-record", "dependents": [{"table": "page", "references": {"paper": "id"}, "domain": "none", "reason": "so"}]"#,
      "", ["paper belongs to record set paper, and has dependents here", "name them under paper"]
    ),
  ]

  @Test(
    "A file that contradicts itself is refused with its place, the cause and what to do", arguments: wrong)
  func refused(member: String, paper: String, says: [String]) throws {
    let small = try SmallConfiguration(
      content: Self.papers, recordSets: Self.papers(""), rules: Self.rules)
    let file = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    let own =
      #""dependents": [{"table": "page", "references": {"paper": "id"}, "domain": "none", "reason": "kept with their paper"}]}"#
    let changed = text.replacing(Self.papers(""), with: Self.papers(member))
      .replacing(", " + own, with: paper + "}").replacing(",\n  " + own, with: paper + "}")
    try Data(changed.utf8).write(to: file)
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 78, "\(check.output)")
    for words in says { #expect(check.errors.contains(words), "\(check.errors)") }
  }
}
