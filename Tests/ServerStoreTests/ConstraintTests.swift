import MariaDB
import PostgreSQL
import RecordStores
import StoreConformance
import TestNames
import Testing

/// What of a table can refuse the rows that a change writes is known before a run.
@Suite struct ConstraintTests {
  enum Outcome { case refused, warned, silent }

  /// How the column `c` is changed.
  enum Way: CaseIterable {
    case alike, apart, null

    var change: ChangedColumn {
      switch self {
      case .alike: ChangedColumn(column: "c", merges: true)
      case .apart: ChangedColumn(column: "c", length: 36)
      case .null: ChangedColumn(column: "c", isNulled: true)
      }
    }
  }

  /// What the server has about the table `person` with the columns `id`, `c` and `d`, and what comes of each way.
  typealias Case = (definition: String, outcomes: [Way: Outcome])

  private static let distinct: [Way: Outcome] = [.alike: .refused, .apart: .warned, .null: .warned]
  private static let condition: [Way: Outcome] = [.alike: .warned, .apart: .warned, .null: .warned]
  private static let notNull: [Way: Outcome] = [.alike: .warned, .apart: .warned, .null: .refused]
  private static let nothing: [Way: Outcome] = [.alike: .silent, .apart: .silent, .null: .silent]

  private static let postgresCases: [Case] = [
    ("CREATE UNIQUE INDEX u ON person (lower(c))", distinct),
    ("CREATE UNIQUE INDEX u ON person (c) WHERE d > 0", distinct),
    ("CREATE UNIQUE INDEX u ON person (d) WHERE c <> ''", distinct),
    ("CREATE UNIQUE INDEX u ON person (d) WHERE d > 0", nothing),
    ("CREATE UNIQUE INDEX u ON person (lower(d::text))", nothing),
    ("ALTER TABLE person ADD UNIQUE (c) DEFERRABLE", distinct),
    (
      "CREATE UNIQUE INDEX u ON person (c) NULLS NOT DISTINCT",
      [.alike: .refused, .apart: .warned, .null: .refused]
    ),
    ("ALTER TABLE person ADD EXCLUDE USING btree (c WITH =)", distinct),
    ("ALTER TABLE person ADD EXCLUDE USING btree (d WITH =)", nothing),
    ("ALTER TABLE person ADD CHECK (length(c) > 2)", condition),
    ("ALTER TABLE person ADD CHECK (d > 2)", nothing),
    ("ALTER TABLE person ADD CHECK (c IS NOT NULL)", notNull),
    ("CREATE DOMAIN full_text AS text NOT NULL; ALTER TABLE person ALTER c TYPE full_text", notNull),
    (
      "CREATE DOMAIN long_text AS text CHECK (length(VALUE) > 2); ALTER TABLE person ALTER c TYPE long_text",
      condition
    ),
    ("ALTER TABLE person ADD g text GENERATED ALWAYS AS (lower(c)) STORED UNIQUE", distinct),
    ("ALTER TABLE person ADD g int GENERATED ALWAYS AS (d + 1) STORED UNIQUE", nothing),
    (
      "ALTER TABLE person DROP c, ADD c int GENERATED ALWAYS AS IDENTITY",
      [.alike: .refused, .apart: .refused, .null: .refused]
    ),
    ("SELECT 1", nothing),
  ]

  private static let mariaDBCases: [Case] = [
    ("CREATE UNIQUE INDEX u ON person (c(5))", distinct),
    ("ALTER TABLE person MODIFY c longtext, ADD UNIQUE (c)", distinct),
    ("CREATE UNIQUE INDEX u ON person (d)", nothing),
    ("ALTER TABLE person ADD CHECK (length(c) > 2)", condition),
    ("ALTER TABLE person MODIFY c varchar(50) CHECK (c <> 'x')", condition),
    ("ALTER TABLE person ADD CHECK (d > 2)", nothing),
    ("ALTER TABLE person ADD CHECK (c IS NOT NULL)", notNull),
    ("ALTER TABLE person ADD g varchar(50) AS (lower(c)) STORED, ADD UNIQUE (g)", distinct),
    ("ALTER TABLE person ADD g int AS (d + 1) STORED, ADD UNIQUE (g)", nothing),
    ("SELECT 1", nothing),
  ]

  /// - Parameter make: a store, and what keeps its tables for as long.
  private func expect(
    _ cases: [Case], _ make: (String) throws -> (store: any RecordStore, harness: AnyObject)
  ) throws {
    let person = RecordSet(name: "person", store: "main", table: "person", key: ["id"])
    for (definition, outcomes) in cases {
      let (store, harness) = try make(definition)
      defer { withExtendedLifetime(harness) {} }
      for way in Way.allCases {
        let use = SchemaUse(
          deletes: false, changedColumns: [way.change], archive: nil, readColumns: ["id"], events: [])
        let found = try store.describe(person, use: use)
        let outcome: Outcome =
          !found.refusals.isEmpty ? .refused : !found.warnings.isEmpty ? .warned : .silent
        #expect(
          outcome == outcomes[way], "\(definition), \(way): \(found.refusals) \(found.warnings)")
      }
    }
  }

  @Test(
    "PostgreSQL: unique by expression, of some rows, deferred, exclusion, CHECK, domains, generated, identity"
  )
  func postgres() throws {
    try expect(Self.postgresCases) { definition in
      let harness = try PostgresHarness()
      try harness.application("main").run(
        script: "CREATE TABLE person (id int PRIMARY KEY, c text, d int); \(definition)")
      return (try harness.open("main"), harness)
    }
  }

  @Test("MariaDB: unique by the first characters, by a hash, CHECK, generated")
  func mariaDB() throws {
    try expect(Self.mariaDBCases) { definition in
      let harness = try MariaDBHarness()
      let application = try harness.application("main")
      try application.run("CREATE TABLE person (id int PRIMARY KEY, c varchar(50), d int)")
      try application.run(definition)
      return (try harness.open("main"), harness)
    }
  }

  @Test("An archive's own unique indexes and conditions are remarks, and none of the table's are")
  func archive() throws {
    let postgres = try PostgresHarness()
    try postgres.application("main").run(
      script: """
        CREATE TABLE person (id int PRIMARY KEY, c text, d int, CHECK (d > 0));
        CREATE TABLE cold (id int PRIMARY KEY, c text UNIQUE, d int, CHECK (d > 5), EXCLUDE USING btree (d WITH =));
        CREATE UNIQUE INDEX ON cold (lower(c))
        """)
    let mariaDB = try MariaDBHarness()
    let application = try mariaDB.application("main")
    try application.run("CREATE TABLE person (id int PRIMARY KEY, c varchar(50), d int, CHECK (d > 0))")
    try application.run(
      "CREATE TABLE cold (id int PRIMARY KEY, c varchar(50) UNIQUE, d int, CHECK (d > 5), UNIQUE (c(5)))")
    for (store, count) in [(try postgres.open("main"), 4), (try mariaDB.open("main"), 3)] {
      let found = try store.describe(
        RecordSet(name: "person", store: "main", table: "person", key: ["id"]),
        use: SchemaUse(
          deletes: true, changedColumns: [],
          archive: RecordSet(name: "cold", store: "main", table: "cold", key: ["id"]), readColumns: ["id"],
          events: []))
      #expect(found.refusals == [] && found.warnings.count == count, "\(found.refusals) \(found.warnings)")
      #expect(found.warnings.allSatisfy { "\($0)".hasPrefix("cold: ") }, "\(found.warnings)")
    }
  }
}
