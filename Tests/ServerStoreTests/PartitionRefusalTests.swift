import MariaDB
import MariaDBStore
import PostgreSQL
import PostgreSQLStore
import RecordStores
import ServerStores
import TestNames
import Testing
import Words

/// Where a partition cannot go in one step, the check says why, and what to do.
@Suite struct PartitionRefusalTests {
  private let person = RecordSet(
    name: "person", store: "main", table: "person", key: ["id", "ended"], dropsPartitions: true)

  private func refusals(
    _ store: any RecordStore, _ set: RecordSet? = nil, hasLedger: Bool = false
  ) throws -> [String] {
    let use = SchemaUse(
      deletes: true, changedColumns: [], archive: nil, readColumns: ["id"], events: [], hasLedger: hasLedger)
    return try store.describe(set ?? person, use: use).refusals.map(\.description)
  }

  @Test("PostgreSQL: another's table, another's partition, and subscribers")
  func postgres() throws {
    let server = try PartitionServer.postgresql.make()
    let harness = try #require(server.postgres)
    try server.makePeople()
    #expect(try refusals(server.open(), hasLedger: true) == [])
    try server.run(
      """
      DO $$ BEGIN CREATE ROLE stranger LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      GRANT USAGE ON SCHEMA \(harness.schema("main")) TO stranger; GRANT ALL ON person TO stranger;
      CREATE SCHEMA \(harness.schema("closed")); CREATE TABLE \(harness.schema("closed")).other ();
      CREATE PUBLICATION \(harness.schema("closed")) FOR TABLE \(harness.schema("closed")).other
      """)
    // What is published from a schema that the account may not look into says nothing of this one.
    defer {
      try? server.run(
        "DROP PUBLICATION \(harness.schema("closed")); DROP SCHEMA \(harness.schema("closed")) CASCADE")
    }
    var parameters = harness.settings("main").parameters
    parameters["user"] = "stranger"
    let stranger = PostgreSQLStore.open(
      name: "main",
      settings: PostgresSettings(parameters: parameters, schema: harness.schema("main"), busySeconds: 1),
      isReadOnly: true)
    #expect(try refusals(stranger).first?.contains("is not this account's own") ?? false)
    try server.run("ALTER TABLE person OWNER TO stranger")
    #expect(
      try refusals(stranger).first?.contains("partitions are not this account's own (later, p1, p2, p3)")
        ?? false)
    try server.run("CREATE PUBLICATION \(harness.schema("main")) FOR TABLE person")
    #expect(
      try refusals(server.open()).first?.contains("it is published (\(harness.schema("main")))") ?? false)
    try server.run("DROP PUBLICATION \(harness.schema("main"))")
  }

  @Test("MariaDB: a ledger, and an account that may not")
  func mariaDB() throws {
    let server = try PartitionServer.mariadb.make()
    let harness = try #require(server.mariaDB)
    try server.makePeople()
    #expect(try refusals(server.open()) == [])
    #expect(try refusals(server.open(), hasLedger: true).first?.contains("the store has a ledger") ?? false)
    let database = harness.database("main")
    try server.run("CREATE USER IF NOT EXISTS weak@localhost")
    try server.run("GRANT SELECT, DELETE, ALTER, TRIGGER ON \(database).person TO weak@localhost")
    try server.run("GRANT PROCESS ON *.* TO weak@localhost")
    var address = harness.address(database)
    address.user = "weak"
    let weak = MariaDBStore.open(
      name: "main", settings: MariaDBSettings(busySeconds: 1, isReadOnly: false, journal: "test")
    ) { () throws(StoreError) in [address] }
    #expect(try refusals(weak).first?.contains("the account lacks DROP, LOCK TABLES") ?? false)
    try server.run("GRANT DROP ON \(database).person TO weak@localhost")
    try server.run("GRANT LOCK TABLES ON \(database).* TO weak@localhost")
    #expect(try refusals(weak) == [])
  }

  @Test("What goes with its rows is found row by row", arguments: PartitionServer.allCases)
  func company(kind: PartitionServer) throws {
    let server = try kind.make()
    try server.makePeople()
    try server.run("CREATE TABLE letter (person int)")
    let dependent = Dependent(
      table: "letter", references: [Dependent.Reference(column: "person", parentColumn: "id")])
    let withLetters = RecordSet(
      name: "person", store: "main", table: "person", key: ["id", "ended"], dependents: [dependent],
      dropsPartitions: true)
    #expect(
      try refusals(server.open(), withLetters).contains {
        $0.contains("rows of other tables go with its rows")
      })
    let withFiles = RecordSet(
      name: "person", store: "main", table: "person", key: ["id", "ended"],
      files: [OwnedFiles(column: "nir", root: "/srv", goWhenPseudonymised: false)], dropsPartitions: true)
    #expect(try refusals(server.open(), withFiles).contains { $0.contains("files go with its rows") })
  }

  @Test("PostgreSQL: a partition that something depends on, or that has a trigger, goes by rows")
  func dependedOn() throws {
    let server = try PartitionServer.postgresql.make()
    try server.makePeople()
    try server.run(
      """
      CREATE VIEW first AS SELECT * FROM p1;
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
      CREATE TRIGGER noted BEFORE DELETE ON p2 FOR EACH ROW EXECUTE FUNCTION f()
      """)
    let store = try server.open()
    var taken: [String?] = []
    let selection = Selection(
      recordSet: person, predicate: .compare(column: "id", .lessOrEqual, .integer(330)))
    while let batch = try store.begin(.delete, on: selection, limit: BatchLimit(rows: 100), holds: NoHolds())
    {
      try batch.commit()
      taken.append(batch.partition)
    }
    #expect(taken == ["p3", nil])
    #expect(try server.ids() == Array(501...510))
  }

  @Test("MariaDB: a step that the server refuses leaves everything, and the rows go one by one")
  func failingStep() throws {
    let server = try PartitionServer.mariadb.make()
    let harness = try #require(server.mariaDB)
    try server.makePeople()
    let database = harness.database("main")
    try server.run("CREATE USER IF NOT EXISTS lesser@localhost")
    try server.run("GRANT SELECT, DELETE, UPDATE ON \(database).person TO lesser@localhost")
    try server.run("GRANT LOCK TABLES ON \(database).* TO lesser@localhost")
    var address = harness.address(database)
    address.user = "lesser"
    let store = MariaDBStore.open(
      name: "main", settings: MariaDBSettings(busySeconds: 1, isReadOnly: false, journal: "test")
    ) { () throws(StoreError) in [address] }
    let selection = Selection(
      recordSet: person, predicate: .compare(column: "id", .lessOrEqual, .integer(130)))
    let batch = try #require(try store.begin(.delete, on: selection, limit: BatchLimit(), holds: NoHolds()))
    #expect(batch.partition == "p1")
    #expect { try batch.commit() } throws: { error in
      (error as? StoreError)?.isTransient ?? false
        && "\(error)".contains("partition p1 could not go in one step")
    }
    batch.rollback()
    #expect(try server.ids().count == 100)
    #expect(try store.fate(of: .delete, on: person, keys: batch.keys) == .notCommitted)
    let rows = try #require(try store.begin(.delete, on: selection, limit: BatchLimit(), holds: NoHolds()))
    #expect(rows.partition == nil && rows.keys.count == 30)
    try rows.commit()
    #expect(try server.partitions() == ["later", "p1", "p2", "p3"])
  }
}
