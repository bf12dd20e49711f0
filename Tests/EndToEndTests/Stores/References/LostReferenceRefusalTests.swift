import Foundation
import SQLite
import TestConfiguration
import TestServers
import Testing

/// What keeps rows from losing their reference: said by `check`, and heeded by every run.
@Suite struct LostReferenceRefusalTests {
  static let engines: [TestEngine?] = [nil] + TestEngine.allCases

  /// One way in which a column may not be lost.
  struct Mistake: CustomTestStringConvertible, Sendable {
    let what: String
    /// The table `line`, for SQLite and the servers alike.
    var table = "CREATE TABLE line (id INTEGER PRIMARY KEY, owner INTEGER, made TEXT, nir TEXT)"
    /// What else is there on an engine; nil where the engine has no such thing.
    var more: @Sendable (TestEngine?) -> [String]? = { _ in [] }
    /// The record set of the table, if it has one.
    var set: String?
    var references = #"{"owner": "id"}"#
    /// Other dependents of the person.
    var others = ""
    let said: String
    var isRefused = true

    var testDescription: String { what }
  }

  static let mistakes: [Mistake] = [
    Mistake(what: "nothing", said: "", isRefused: false),
    Mistake(
      what: "no column that may be null",
      table: "CREATE TABLE line (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL)",
      said: "owner may not be null, so that no row can stay"),
    Mistake(
      what: "several columns of which one may be null",
      table: "CREATE TABLE line (id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, owner INTEGER)",
      references: #"{"tenant": "tenant", "owner": "id"}"#, said: "", isRefused: false),
    Mistake(
      what: "a column of the primary key",
      table: "CREATE TABLE line (owner INTEGER, number INTEGER, PRIMARY KEY (owner, number))",
      said: "owner"),
    Mistake(
      what: "a CHECK that it is not null",
      more: { engine in
        engine == nil
          ? nil : ["ALTER TABLE line ADD CONSTRAINT owned CHECK (owner IS NOT NULL)"]
      }, said: "wants owner not to be null"),
    Mistake(
      what: "a CHECK that reads it",
      more: { engine in
        engine == nil ? nil : ["ALTER TABLE line ADD CONSTRAINT owned CHECK (owner > 0)"]
      }, said: "reads owner, and may refuse rows that lose their reference", isRefused: false),
    Mistake(
      what: "an index in which nulls are alike",
      more: {
        $0 == .postgresql ? ["CREATE UNIQUE INDEX alike ON line (owner) NULLS NOT DISTINCT"] : nil
      }, said: "owner is in the unique index"),
    Mistake(
      what: "a key of the record set",
      table:
        "CREATE TABLE line (id INTEGER PRIMARY KEY, owner INTEGER, made TEXT, nir TEXT); CREATE UNIQUE INDEX one ON line (owner)",
      set:
        #", "line": {"store": "main", "table": "line", "domain": "rights", "key": ["owner"], "events": {"ended": {"column": "made", "as": "date"}}}"#,
      said: "owner is in the key of record set line"),
    Mistake(
      what: "a date of the record set",
      set:
        #", "line": {"store": "main", "table": "line", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "owner", "as": "epoch-seconds"}}}"#,
      said: "owner dates ended of record set line"),
    Mistake(
      what: "another table that refers to it",
      more: { engine in
        [
          "CREATE UNIQUE INDEX line_one ON line (owner)",
          engine == nil
            ? "CREATE TABLE below (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES line (owner) ON UPDATE CASCADE)"
            : "CREATE TABLE below (id bigint PRIMARY KEY, owner bigint, FOREIGN KEY (owner) REFERENCES line (owner) ON UPDATE CASCADE)",
        ]
      }, said: "below refers to owner, and would have to change with it"),
    Mistake(
      what: "another dependent by the same column",
      others:
        #", {"table": "line", "references": {"owner": "number"}, "onDelete": "set-null", "domain": "none", "reason": "r"}"#,
      said: "owner refers to person, too"),
    Mistake(
      what: "a where of another dependent",
      others:
        #", {"table": "line", "references": {"made": "ended"}, "where": {"column": "owner", "equals": 5}, "onDelete": "set-null", "domain": "none", "reason": "r"}"#,
      said: "owner is asked for by \"where\" of a dependent"),
    Mistake(
      what: "a trigger on it", more: { Self.trigger($0, of: "owner") },
      said: "trigger noted runs on UPDATE of line"),
    Mistake(
      what: "a trigger on it where the table is a record set, reviewed or not",
      more: { Self.trigger($0, of: "owner") },
      set:
        #", "line": {"store": "main", "table": "line", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "made", "as": "date"}}}"#,
      said: "trigger noted runs when a row loses its reference, and could move a date"),
    Mistake(
      what: "a trigger on another column",
      more: { $0 == .mariadb ? nil : Self.trigger($0, of: "made") }, said: "", isRefused: false),
    Mistake(
      what: "a date that moves by itself",
      more: { engine in
        engine == .mariadb
          ? ["ALTER TABLE line ADD moved timestamp NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP"] : nil
      },
      set:
        #", "line": {"store": "main", "table": "line", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "moved", "as": "timestamp", "zone": "UTC"}}}"#,
      said: "moved dates ended of record set line, and is set anew with each change"),
    Mistake(
      what: "a generated date",
      more: { engine in
        switch engine {
        case nil: ["ALTER TABLE line ADD COLUMN day TEXT AS (CASE WHEN owner > 5 THEN made END)"]
        case .postgresql:
          ["ALTER TABLE line ADD day text GENERATED ALWAYS AS (CASE WHEN owner > 5 THEN made END) STORED"]
        case .mariadb: ["ALTER TABLE line ADD day varchar(180) AS (CASE WHEN owner > 5 THEN made END) STORED"]
        }
      },
      set:
        #", "line": {"store": "main", "table": "line", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "day", "as": "date"}}}"#,
      said: "day dates ended of record set line, and may be generated from owner"),
  ]

  private static func trigger(_ engine: TestEngine?, of column: String) -> [String]? {
    switch engine {
    case nil:
      [
        "CREATE TRIGGER noted AFTER UPDATE OF \(column) ON line BEGIN INSERT INTO person (id) VALUES (99); END"
      ]
    case .mariadb:
      ["CREATE TRIGGER noted AFTER UPDATE ON line FOR EACH ROW INSERT INTO person (id) VALUES (99)"]
    case .postgresql:
      [
        "CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        "CREATE TRIGGER noted AFTER UPDATE OF \(column) ON line FOR EACH ROW EXECUTE FUNCTION noted()",
      ]
    }
  }

  private static func make(_ mistake: Mistake, on engine: TestEngine?) throws -> SmallConfiguration? {
    guard let more = mistake.more(engine) else { return nil }
    let content = """
      CREATE TABLE person (id INTEGER PRIMARY KEY, tenant INTEGER, number INTEGER, nir TEXT, ended TEXT);
      CREATE INDEX person_ended ON person (ended);
      INSERT INTO person VALUES (1, 5, 1, '0840588123401', 'old'), (2, 5, 2, '0840588123402', 'new');
      \(mistake.table);
      CREATE INDEX line_owner ON line (owner);
      \(engine == nil ? more.joined(separator: ";") : "");
      """
    let end = mistake.set == nil ? #", "domain": "none", "reason": "r"}"# : "}"
    return try SmallConfiguration(
      content: content,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
          "events": {"ended": {"column": "ended", "as": "date"}}, "dependents": [
          {"table": "line", "references": \(mistake.references), "onDelete": "set-null"\(end)\(mistake.others)]}\(mistake.set ?? "")
        """, on: engine, arrange: { copy in for statement in more { try copy.run(statement) } })
  }

  @Test("What may not be lost refuses the record set, and nothing else does", arguments: engines, mistakes)
  func refused(engine: TestEngine?, mistake: Mistake) throws {
    guard let small = try Self.make(mistake, on: engine) else { return }
    let check = try Program(["check"] + small.files)
    let lines = check.output.components(separatedBy: "\n").filter { $0.hasPrefix("REFUSED person") }
    if !mistake.said.isEmpty {
      let said = mistake.isRefused ? lines.joined(separator: "\n") : check.output
      #expect(said.contains(mistake.said), "\(check.output) \(check.errors)")
    }
    #expect(lines.isEmpty == !mistake.isRefused, "\(check.output)")
    let purge = try small.purge().program
    let persons = try small.rows(of: "person", columns: ["id"])
    #expect(persons.contains(["1"]) == mistake.isRefused, "\(purge.output) \(purge.errors)")
  }

  @Test(
    "A reviewed trigger that puts the reference back ends the batch, and one that does not is counted",
    arguments: engines)
  func putBack(engine: TestEngine?) throws {
    for putsBack in [false, true] {
      let trigger: [String] =
        switch engine {
        case nil:
          [
            putsBack
              ? "CREATE TRIGGER noted AFTER UPDATE OF owner ON line WHEN NEW.owner IS NULL BEGIN UPDATE line SET owner = OLD.owner WHERE id = OLD.id; END"
              : "CREATE TRIGGER noted AFTER UPDATE OF owner ON line BEGIN INSERT INTO log (id, ended) VALUES (OLD.id, '2026-01-01'); END"
          ]
        case .mariadb:
          [
            putsBack
              ? "CREATE TRIGGER noted BEFORE UPDATE ON line FOR EACH ROW SET NEW.owner = OLD.owner"
              : "CREATE TRIGGER noted AFTER UPDATE ON line FOR EACH ROW INSERT INTO log (id, ended) VALUES (OLD.id, '2026-01-01')"
          ]
        case .postgresql:
          [
            "CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql SET search_path = SCHEMA, pg_temp AS $$ BEGIN "
              + (putsBack
                ? "NEW.owner = OLD.owner; RETURN NEW"
                : "INSERT INTO log (id, ended) VALUES (OLD.id, '2026-01-01'); RETURN NULL")
              + "; END $$",
            "CREATE TRIGGER noted \(putsBack ? "BEFORE" : "AFTER") UPDATE ON line FOR EACH ROW EXECUTE FUNCTION noted()",
          ]
        }
      let content = """
        CREATE TABLE person (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX person_ended ON person (ended);
        INSERT INTO person VALUES (1, 'old'), (2, 'new');
        CREATE TABLE line (id INTEGER PRIMARY KEY, owner INTEGER); CREATE INDEX line_owner ON line (owner);
        INSERT INTO line VALUES (11, 1), (12, 1), (21, 2);
        CREATE TABLE log (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX log_ended ON log (ended);
        \(engine == nil ? trigger.joined() : "");
        """
      let small = try SmallConfiguration(
        content: content,
        recordSets: """
          "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
            "events": {"ended": {"column": "ended", "as": "date"}}, "dependents": [
            {"table": "line", "references": {"owner": "id"}, "onDelete": "set-null", "domain": "none", "reason": "r"}]},
          "log": {"store": "main", "table": "log", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "ended", "as": "date"}}}
          """, on: engine,
        arrange: { copy in
          for statement in trigger { try copy.run(statement.replacing("SCHEMA", with: copy.name)) }
        })
      let check = try Program(["check"] + small.files)
      let entry = try #require(
        check.output.firstMatch(
          of: #/\{"table": "line", "name": "noted", "sha256": "[0-9a-f]{64}", "writes": \[\]\}/#),
        "\(check.output) \(check.errors)")
      let file = small.folder.appending(path: "stores.json")
      let reviewed = String(entry.0).replacing("[]", with: putsBack ? "[]" : "[\"log\"]")
      let text = try String(contentsOf: file, encoding: .utf8)
      try Data(text.replacing("\"main\": {", with: "\"main\": {\"triggers\": [\(reviewed)], ").utf8).write(
        to: file)
      let plan = try Program(["plan", "--format", "json"] + small.files)
      let digest = try #require(
        plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#), "\(plan.errors)"
      ).1
      #expect(try Program(["approve", String(digest)] + small.files).exitCode == 0)
      let (purge, _) = try small.purge()
      let lines = try small.rows(of: "line", columns: ["id", "owner"])
      if putsBack {
        #expect(purge.exitCode != 0, "\(purge.output)")
        #expect(lines == [["11", "1"], ["12", "1"], ["21", "2"]])
        #expect(try small.rows(of: "person", columns: ["id"]).count == 2)
      } else {
        #expect(purge.exitCode == 0, "\(purge.output) \(purge.errors)")
        #expect(lines == [["11", nil], ["12", nil], ["21", "2"]])
        #expect(try small.rows(of: "log", columns: ["id"]) == [["11"], ["12"]])
        #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
      }
    }
  }

  @Test(
    "What `grants` prints is enough to take references, by the columns of the reference",
    arguments: TestEngine.allCases)
  func rights(engine: TestEngine) throws {
    let content = """
      CREATE TABLE person (id INTEGER PRIMARY KEY, tenant INTEGER, ended TEXT); CREATE INDEX person_ended ON person (ended);
      INSERT INTO person VALUES (1, 5, 'old'), (2, 5, 'new');
      CREATE TABLE line (id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, owner INTEGER, what TEXT); CREATE INDEX line_owner ON line (tenant, owner);
      INSERT INTO line VALUES (11, 5, 1, 'x'), (12, 6, 1, 'x'), (21, 5, 2, 'x'), (31, 5, NULL, 'x');
      """
    let small = try SmallConfiguration(
      content: content,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}, "dependents": [
          {"table": "line", "references": {"tenant": "tenant", "owner": "id"}, "onDelete": "set-null", "domain": "none", "reason": "r"}]}
        """, on: engine)
    let copy = try #require(small.copy)
    let account = "a_" + copy.name
    try copy.run(
      engine == .postgresql ? "CREATE ROLE \(account) LOGIN" : "CREATE USER \(account)@localhost")
    defer {
      try? copy.run(
        engine == .postgresql
          ? "DROP OWNED BY \(account); DROP ROLE \(account)" : "DROP USER \(account)@localhost")
    }
    let grants = try Program(["grants", "--changer", account, "--reader", account] + small.files)
    let statements = grants.output.split(separator: "\n").map(String.init).filter { $0.hasPrefix("GRANT") }
    let update = try #require(
      statements.first { $0.contains("UPDATE") && $0.contains("line") }, "\(grants.output)")
    #expect(update.contains("owner") && !update.contains("DELETE") && !update.contains("what"), "\(update)")
    for statement in statements where statement != update { try copy.run(statement) }
    let file = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacing(#/"user": "\w+"/#, with: "\"user\": \"\(account)\"").utf8).write(to: file)
    let check = try Program(["check"] + small.files)
    #expect(check.output.contains("UPDATE") && !check.output.contains("tenant)"), "\(check.output)")
    // The column that may not be null need not be written.
    let table = engine == .postgresql ? "\"\(copy.name)\".\"line\"" : "`\(copy.name)`.`line`"
    let grantee = engine == .postgresql ? account : "\(account)@localhost"
    try copy.run(
      "GRANT SELECT, UPDATE (owner)\(engine == .mariadb ? ", TRIGGER" : "") ON \(table) TO \(grantee)")
    let plan = try Program(["plan", "--format", "json"] + small.files)
    let digest = try #require(
      plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#), "\(plan.errors)"
    ).1
    #expect(try Program(["approve", String(digest)] + small.files).exitCode == 0)
    let (purge, _) = try small.purge()
    #expect(purge.exitCode == 0, "\(purge.output) \(purge.errors)")
    #expect(
      try small.rows(of: "line", columns: ["id", "tenant", "owner"]) == [
        ["11", "5", nil], ["12", "6", "1"], ["21", "5", "2"], ["31", "5", nil],
      ])
  }
}
