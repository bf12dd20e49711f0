import RecordStores
import StoreConformance
import TestNames
import Testing
import Words

/// Relations that are no ordinary tables, wherever stores.json may name a table.
@Suite(.serialized) struct TableKindTests {
  struct Kind: Sendable, CustomTestStringConvertible {
    let engine: BenchEngine
    /// What makes `odd`, with the columns id and parent where it can have them.
    let statements: [String]
    /// What it is called.
    let name: String
    var testDescription: String { "\(engine.rawValue): \(name)" }
  }

  private static let columns = "(id int NOT NULL PRIMARY KEY, parent int NOT NULL)"

  static let all: [Kind] = [
    Kind(
      engine: .mariadb,
      statements: ["CREATE TABLE plain \(columns)", "CREATE VIEW odd AS SELECT * FROM plain"],
      name: "a view"),
    Kind(
      engine: .mariadb, statements: ["CREATE TABLE odd \(columns) ENGINE = Aria TRANSACTIONAL = 1"],
      name: "a table of the engine Aria, which has no transactions"),
    Kind(
      engine: .mariadb, statements: ["CREATE TABLE odd \(columns) WITH SYSTEM VERSIONING"],
      name: "a system-versioned table, in which every deleted row stays as history"),
    Kind(
      engine: .mariadb,
      statements: [
        "CREATE TABLE odd (id int NOT NULL PRIMARY KEY, parent int NOT NULL WITH SYSTEM VERSIONING)"
      ], name: "a system-versioned table, in which every deleted row stays as history"),
    Kind(
      engine: .mariadb,
      statements: [
        "CREATE TABLE odd (id int NOT NULL, parent int NOT NULL) ENGINE = MyISAM PARTITION BY HASH (id) PARTITIONS 2"
      ], name: "a table of the engine MyISAM, which has no transactions"),
    Kind(engine: .mariadb, statements: ["CREATE SEQUENCE odd"], name: "a sequence"),
    Kind(
      engine: .postgresql,
      statements: ["CREATE TABLE plain \(columns)", "CREATE VIEW odd AS SELECT * FROM plain"],
      name: "a view"),
    Kind(
      engine: .postgresql,
      statements: ["CREATE TABLE plain \(columns)", "CREATE MATERIALIZED VIEW odd AS SELECT * FROM plain"],
      name: "a materialized view"),
    Kind(
      engine: .postgresql, statements: ["CREATE UNLOGGED TABLE odd \(columns)"],
      name: "a table that is unlogged, and empty after a crash"),
    Kind(
      engine: .postgresql,
      statements: [
        "CREATE TABLE odd \(columns) PARTITION BY RANGE (id)",
        "CREATE UNLOGGED TABLE leaf PARTITION OF odd FOR VALUES FROM (0) TO (9)",
      ], name: "a table with a part that is unlogged, and empty after a crash"),
    Kind(
      engine: .postgresql,
      statements: ["CREATE TABLE odd \(columns)", "CREATE UNLOGGED TABLE heir () INHERITS (odd)"],
      name: "a table with a part that is unlogged, and empty after a crash"),
    Kind(
      engine: .postgresql,
      statements: ["CREATE TABLE odd \(columns)", "CREATE TABLE heir () INHERITS (odd)"],
      name: "a table that others inherit from, whose keys can be those of several rows"),
    Kind(
      engine: .postgresql,
      statements: [
        "DROP FOREIGN DATA WRAPPER IF EXISTS nowhere CASCADE", "CREATE FOREIGN DATA WRAPPER nowhere",
        "CREATE SERVER far FOREIGN DATA WRAPPER nowhere",
        "CREATE FOREIGN TABLE odd (id int NOT NULL, parent int NOT NULL) SERVER far",
      ], name: "a foreign table"),
    Kind(
      engine: .postgresql,
      statements: [
        "DROP FOREIGN DATA WRAPPER IF EXISTS nowhere CASCADE", "CREATE FOREIGN DATA WRAPPER nowhere",
        "CREATE SERVER far FOREIGN DATA WRAPPER nowhere",
        "CREATE TABLE odd (id int NOT NULL, parent int NOT NULL) PARTITION BY RANGE (id)",
        "CREATE FOREIGN TABLE leaf PARTITION OF odd FOR VALUES FROM (0) TO (9) SERVER far",
      ], name: "a table with a foreign table for a part, whose rows another server has"),
    Kind(engine: .postgresql, statements: ["CREATE SEQUENCE odd"], name: "a sequence"),
    Kind(
      engine: .sqlite,
      statements: ["CREATE TABLE plain \(columns)", "CREATE VIEW odd AS SELECT * FROM plain"],
      name: "a view"),
    Kind(
      engine: .sqlite, statements: ["CREATE VIRTUAL TABLE odd USING fts5 (id, parent)"], name: "a virtual"),
  ]

  @Test(
    "What is no ordinary table is called what it is, as record set, dependent, archive and ledger",
    arguments: Self.all)
  func refused(kind: Kind) throws {
    let bench = try ArchiveBench(kind.engine)
    defer { withExtendedLifetime(bench) {} }
    try bench.run("CREATE TABLE person (id int NOT NULL PRIMARY KEY, parent int)")
    for statement in kind.statements { try bench.run(statement) }
    let store = try bench.open("main")
    func set(_ table: String, _ dependents: [Dependent] = []) -> RecordSet {
      RecordSet(name: RecordSetName(table), store: "main", table: table, key: ["id"], dependents: dependents)
    }
    let odd = Dependent(table: "odd", references: [.init(column: "parent", parentColumn: "id")])
    let nested = Dependent(
      table: "plain", references: [.init(column: "parent", parentColumn: "id")], dependents: [odd])
    var places: [(RecordSet, RecordSet?)] = [
      (set("odd"), nil), (set("person", [odd]), nil), (set("person"), set("odd")),
    ]
    if kind.statements.first?.hasPrefix("CREATE TABLE plain") ?? false {
      places.append((set("person", [nested]), nil))
    }
    for (recordSet, archive) in places {
      let use = SchemaUse(deletes: true, changedColumns: [], archive: archive, readColumns: [], events: [])
      let refusals = try store.describe(recordSet, use: use).refusals.map(\.description)
      #expect(
        refusals.contains { $0.hasPrefix("odd is \(kind.name)") },
        "\(recordSet.table) \(archive?.table ?? ""): \(refusals)")
      #expect(!refusals.contains { $0.contains("there is no table odd") })
    }
    let ledger = try store.review(Ledger(table: "odd", journal: "j")).map(\.description)
    #expect(ledger.contains { $0.contains("it is \(kind.name)") }, "\(ledger)")
  }
}
