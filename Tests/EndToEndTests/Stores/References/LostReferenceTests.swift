import Foundation
import TestConfiguration
import Testing

/// Rows that stay when their record goes, and lose their reference: `"onDelete": "set-null"`.
@Suite struct LostReferenceTests {
  static let engines: [TestEngine?] = [nil] + TestEngine.allCases

  /// What the store itself does with the rows when their record goes; nil where no foreign key binds them.
  static let keys: [String?] = [nil, "SET NULL", "NO ACTION", "RESTRICT", "CASCADE"]

  struct Way: Sendable {
    let key: String?
    /// Tells if the lines have periods of their own.
    let isRecordSet: Bool
  }

  static let ways = keys.flatMap { key in [false, true].map { Way(key: key, isRecordSet: $0) } }

  static let rules = TestRules.file(
    TestRules.domain("rights", TestRules.rule("rights")),
    TestRules.domain("log", events: ["logged"], TestRules.rule("log", trigger: "logged", period: "P10Y")))

  static let person = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT);
    CREATE INDEX person_ended ON person (ended);
    INSERT INTO person VALUES (1, '0840588123401', 'old'), (2, '0840588123402', 'old'), (3, '0840588123403', 'old'),
      (4, '0840588123404', 'old'), (7, '0840588123407', 'new');
    CREATE TABLE memo (id INTEGER PRIMARY KEY, person INTEGER);
    CREATE INDEX memo_person ON memo (person);
    INSERT INTO memo VALUES (1, 1), (2, 7);

    """

  /// Lines of the first (two), the second, the fourth and the seventh, one of nobody; the third's names the fourth, too.
  static func lines(_ engine: TestEngine?, key: String?) -> String {
    let own = engine == nil ? key.map { " REFERENCES person (id) ON DELETE \($0)" } ?? "" : ""
    return person + """
      CREATE TABLE audit_line (id INTEGER PRIMARY KEY, user_id INTEGER\(own), editor_id INTEGER\(own), logged TEXT, nir TEXT);
      CREATE INDEX audit_user ON audit_line (user_id);
      CREATE INDEX audit_editor ON audit_line (editor_id);
      CREATE INDEX audit_logged ON audit_line (logged);
      INSERT INTO audit_line VALUES (11, 1, NULL, 'new', NULL), (12, 1, 1, 'new', NULL), (21, 2, 7, 'new', NULL), (31, 3, 4, 'new', NULL),
        (71, 7, 1, 'new', NULL), (90, NULL, NULL, 'new', NULL);
      """
  }

  static func arrange(key: String?) -> (CopiedDatabase) throws -> Void {
    { copy in
      guard let key else { return }
      for column in ["user_id", "editor_id"] {
        try copy.run(
          "ALTER TABLE audit_line ADD FOREIGN KEY (\(column)) REFERENCES person (id) ON DELETE \(key)")
      }
    }
  }

  static let noDomain = #", "domain": "none", "reason": "what was done stays"}"#

  static func set(_ dependents: String) -> String {
    """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
      "events": {"ended": {"column": "ended", "as": "date"}}, "dependents": [
      {"table": "memo", "references": {"person": "id"}, "domain": "rights"},
      \(dependents)]}
    """
  }

  static func losing(_ end: String) -> String {
    ["user_id", "editor_id"].map {
      #"{"table": "audit_line", "references": {"\#($0)": "id"}, "onDelete": "set-null"\#(end)"#
    }.joined(separator: ", ")
  }

  static let lineSet =
    #", "line": {"store": "main", "table": "audit_line", "domain": "log", "key": ["id"], "subject": "nir", "events": {"logged": {"column": "logged", "as": "date"}}}"#

  static func hold(_ arguments: [String], input: String = "", _ small: SmallConfiguration) throws {
    let hold = try Program(
      ["hold", "add"] + arguments + ["--reference", "case 1", "--reason", "suit"] + small.files,
      input: input)
    try #require(hold.exitCode == 0, "\(hold.errors)")
  }

  func json(_ arguments: [String], _ small: SmallConfiguration) throws -> [String: Any] {
    let program = try Program(arguments + ["--json"] + small.files)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(program.output.utf8)) as? [String: Any],
      "\(program.output) \(program.errors)")
  }

  /// What a report, or a plan's stages, count by table.
  func counts(_ member: String, _ lines: [[String: Any]]) -> [String: Int] {
    lines.compactMap { $0[member] as? [String: Int] }.reduce(into: [:]) {
      $0.merge($1, uniquingKeysWith: +)
    }.filter { $0.value > 0 }
  }

  @Test("A line loses its reference and nothing else: a time that MariaDB sets at each change stays")
  func timed() throws {
    let small = try SmallConfiguration(
      content: Self.lines(.mariadb, key: nil), recordSets: Self.set(Self.losing(Self.noDomain)), on: .mariadb,
      rules: Self.rules,
      arrange: { copy in
        try copy.run(
          "ALTER TABLE audit_line ADD changed datetime(6) DEFAULT '2020-01-01' ON UPDATE CURRENT_TIMESTAMP(6)"
        )
      })
    #expect(try Program(["check"] + small.files).exitCode == 0)
    #expect(try small.purge().program.exitCode == 0)
    let lines = try small.rows(of: "audit_line", columns: ["user_id", "changed"])
    #expect(
      lines == [
        [nil, "2020-01-01 00:00:00.000000"], ["7", "2020-01-01 00:00:00.000000"],
      ], "\(lines)")
  }

  @Test(
    "Lines whose primary key is null, as SQLite lets one of text be, are each listed",
    arguments: [true, false])
  func nullKeys(stays: Bool) throws {
    let end = stays ? #""onDelete": "set-null", "# : ""
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); CREATE INDEX person_ended ON person (ended);
        INSERT INTO person VALUES (1, '0840588123401', 'old');
        CREATE TABLE line (a TEXT PRIMARY KEY, user_id INTEGER, nir TEXT); CREATE INDEX line_user ON line (user_id);
        INSERT INTO line VALUES (NULL, 1, '0840588123411'), (NULL, 1, '0840588123412'), ('x', 1, '0840588123413');
        """,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
          "events": {"ended": {"column": "ended", "as": "date"}}, "dependents": [
          {"table": "line", "references": {"user_id": "id"}, \(end)"subject": "nir", "domain": "none", "reason": "r"}]}
        """)
    let (purge, report) = try small.purge()
    #expect(purge.exitCode == 0, "\(purge.output) \(purge.errors)")
    let counted = counts(
      stays ? "withoutReference" : "dependents", report["changed"] as? [[String: Any]] ?? [])
    #expect(counted == ["line": 3], "\(purge.output)")
    for person in ["0840588123411", "0840588123412", "0840588123413"] {
      let found = try Program(["journal", "find", "--subject", "-"] + small.files, input: person + "\n")
      #expect(found.exitCode == 0, "\(person): \(found.output) \(found.errors)")
    }
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test(
    "Lines stay without their person, listed, whatever the foreign key says", arguments: engines, ways)
  func stay(engine: TestEngine?, way: Way) throws {
    let (key, isRecordSet) = (way.key, way.isRecordSet)
    let small = try SmallConfiguration(
      content: Self.lines(engine, key: key),
      recordSets: Self.set(Self.losing(isRecordSet ? "}" : Self.noDomain))
        + (isRecordSet ? Self.lineSet : ""),
      on: engine, rules: Self.rules, arrange: Self.arrange(key: key))
    try Self.hold(["--subject", "-"], input: "0840588123403\n", small)
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 0, "\(check.output) \(check.errors)")
    let plan = try json(["plan"], small)
    let stages = (plan["recordSets"] as? [[String: Any]] ?? []).flatMap {
      ($0["rules"] as? [[String: Any]] ?? []).flatMap { $0["stages"] as? [[String: Any]] ?? [] }
    }
    // A hold on the third keeps the line of the third, which depends on it, and so the fourth.
    #expect(plan["due"] as? Int == 2 && counts("withoutReference", stages) == ["audit_line": 4], "\(plan)")
    #expect(counts("dependents", stages) == ["memo": 1], "\(plan)")
    let page = try Program(["plan"] + small.files).output
    #expect(page.contains("audit_line 4 without reference"), "\(page)")
    #expect(page.contains("and 4 rows that stay and lose their reference"), "\(page)")
    let explained = try Program(["explain", "person", "1"] + small.files).output
    #expect(
      explained.contains("When it goes, these rows stay and lose their reference: audit_line 3"),
      "\(explained)")
    if isRecordSet {
      let line = try Program(["explain", "line", "11"] + small.files).output
      #expect(
        line.contains("It refers to person by user_id: when that goes, it stays and loses the reference"),
        "\(line)")
    }
    let (run, report) = try small.purge()
    #expect(run.exitCode == 0, "\(run.output) \(run.errors)")
    let changed = report["changed"] as? [[String: Any]] ?? []
    #expect(counts("withoutReference", changed) == ["audit_line": 4], "\(run.output)")
    #expect(counts("dependents", changed) == ["memo": 1], "\(run.output)")
    #expect(Set(try small.rows(of: "person", columns: ["id"]).compactMap { $0[0] }) == ["3", "4", "7"])
    #expect(
      try small.rows(of: "audit_line", columns: ["id", "user_id", "editor_id"]) == [
        ["11", nil, nil], ["12", nil, nil], ["21", nil, "7"], ["31", "3", "4"], ["71", "7", nil],
        ["90", nil, nil],
      ])
    try expectEvidence(small)
  }

  private func expectEvidence(_ small: SmallConfiguration) throws {
    let verified = try Program(["journal", "verify"] + small.files)
    #expect(verified.exitCode == 0, "\(verified.output) \(verified.errors)")
    let folder = small.folder.appending(path: "export").path
    let exported = try Program(["journal", "export", "--to", folder] + small.files)
    #expect(exported.exitCode == 0, "\(exported.output) \(exported.errors)")
    let found = try Program(
      ["journal", "find", "--subject", "-"] + small.files, input: "0840588123401\n")
    #expect(
      found.output.contains(
        "1 of dependent memo, 3 of dependent audit_line, which stayed and lost their reference"),
      "\(found.output) \(found.errors)")
    let intents = try Program(["journal", "show", "--type", "batch.prepared"] + small.files)
    #expect(intents.output.contains("withoutReference"), "\(intents.output) \(intents.errors)")
    for (language, words) in [
      ("en", "kept, without their reference"), ("fr", "conservées, sans leur référence"),
    ] {
      let page = try Program(["journal", "certificate", "--language", language] + small.files)
      #expect(page.output.contains("audit_line: 4 (\(words))"), "\(page.output.suffix(3_000)) \(page.errors)")
    }
  }

  @Test(
    "A hold on a line keeps the record that it refers to, by its person, its key and its record set",
    arguments: engines)
  func held(engine: TestEngine?) throws {
    let content = Self.lines(engine, key: "SET NULL").replacing(
      "(21, 2, 7, 'new', NULL)", with: "(21, 2, 7, 'new', '0840588123499')")
    for (arguments, input, kept) in [
      (["--subject", "-"], "0840588123499\n", ["2", "7"]),
      (["--record-set", "line"], "", ["1", "2", "3", "4", "7"]),
      (["--record", "line", "21"], "", ["2", "7"]),
    ] as [([String], String, Set<String>)] {
      let small = try SmallConfiguration(
        content: content, recordSets: Self.set(Self.losing("}")) + Self.lineSet, on: engine,
        rules: Self.rules, arrange: Self.arrange(key: "SET NULL"))
      try Self.hold(arguments, input: input, small)
      let (run, _) = try small.purge()
      #expect(run.exitCode <= 1, "\(run.errors)")
      #expect(
        Set(try small.rows(of: "person", columns: ["id"]).compactMap { $0[0] }) == kept, "\(arguments)")
      #expect(try small.rows(of: "audit_line", columns: ["id", "user_id"]).contains(["21", "2"]))
      #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
    }
  }

  @Test(
    "Of lines that refer to people and to orders by one number those of people lose it", arguments: engines)
  func polymorphic(engine: TestEngine?) throws {
    let content =
      Self.person + """
        CREATE TABLE audit_line (id INTEGER PRIMARY KEY, kind TEXT, user_id INTEGER);
        CREATE INDEX audit_user ON audit_line (user_id);
        INSERT INTO audit_line VALUES (1, 'Person', 1), (2, 'Order', 1), (3, NULL, 1), (4, 'Person', 7);
        """
    let small = try SmallConfiguration(
      content: content,
      recordSets: Self.set(
        #"{"table": "audit_line", "references": {"user_id": "id"}, "onDelete": "set-null", "where": {"column": "kind", "equals": "Person"}\#(Self.noDomain)"#
      ), on: engine, rules: Self.rules)
    let (run, report) = try small.purge()
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(
      counts("withoutReference", report["changed"] as? [[String: Any]] ?? []) == ["audit_line": 1],
      "\(run.output)")
    #expect(
      try small.rows(of: "audit_line", columns: ["id", "user_id"]) == [
        ["1", nil], ["2", "1"], ["3", "1"], ["4", "7"],
      ])
  }

  @Test("An undeclared key that sets to null is refused with the word that declares it", arguments: engines)
  func undeclared(engine: TestEngine?) throws {
    for (key, word) in [("SET NULL", true), ("CASCADE", false)] {
      let small = try SmallConfiguration(
        content: Self.lines(engine, key: key),
        recordSets:
          #""person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir", "events": {"ended": {"column": "ended", "as": "date"}}}"#,
        on: engine, rules: Self.rules, arrange: Self.arrange(key: key))
      let check = try Program(["check"] + small.files)
      #expect(check.output.contains("rows of audit_line refer to person (ON DELETE \(key))"))
      #expect(check.output.contains(#"add "onDelete": "set-null""#) == word, "\(check.output)")
    }
  }

  @Test("Whatever moment a run is killed at, the journal says which lines lost their person")
  func killed() throws {
    var kills = 0
    for number in 1...60 {
      let small = try SmallConfiguration(
        content: Self.lines(nil, key: "SET NULL"), recordSets: Self.set(Self.losing(Self.noDomain)),
        rules: Self.rules)
      guard try Program.isKilled(atSync: number, ["purge"] + small.files) else { break }
      kills += 1
      let (run, _) = try small.purge()
      #expect(run.exitCode == 0, "\(number): \(run.errors)")
      let verified = try Program(["journal", "verify"] + small.files)
      #expect(verified.exitCode == 0, "\(number): \(verified.output)")
      #expect(
        try small.rows(of: "audit_line", columns: ["id", "user_id", "editor_id"]) == [
          ["11", nil, nil], ["12", nil, nil], ["21", nil, "7"], ["31", nil, nil], ["71", "7", nil],
          ["90", nil, nil],
        ], "\(number)")
      let found = try Program(
        ["journal", "find", "--subject", "-"] + small.files, input: "0840588123401\n")
      #expect(
        found.output.contains("3 of dependent audit_line, which stayed and lost their reference"),
        "\(number): \(found.output)")
    }
    #expect(kills > 3, "\(kills)")
  }
}
