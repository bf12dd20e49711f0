import RecordStores
import StoreConformance
import TestNames
import Testing

/// What of reviewed triggers is one engine's own.
@Suite struct TriggerEngineTests {
  private static let noting = "INSERT INTO audit VALUES (OLD.id, 'gone');"

  @Test(
    "PostgreSQL: what a trigger puts off to the commit is done, and counted, before the batch is written down"
  )
  func deferred() throws {
    let bench = try TriggerBench(.postgresql)
    let schema = try bench.bench.text("SELECT current_schema()") ?? ""
    try bench.bench.run(
      """
      CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql SET search_path = \(schema), pg_temp
      AS $$ BEGIN INSERT INTO other VALUES (1, 'late'); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER late AFTER DELETE ON person DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION late()
      """)
    let place = TableChange(table: "other", event: .insert)
    #expect(
      throws: StoreError.unlistedChanges(
        store: "main", recordSet: "person", listed: 0, changed: 3, place: place)
    ) { try bench.begin(.delete, bench.set([try bench.review("late", writes: [])])) }
    let batch = try bench.begin(.delete, bench.set([try bench.review("late", writes: ["other"])]))
    try batch?.commit()
    #expect(try bench.count("other") == "5")
  }

  @Test("PostgreSQL: a function without a search_path is told with the statement that gives it one")
  func searchPath() throws {
    let bench = try TriggerBench(.postgresql)
    try bench.bench.run(
      "CREATE FUNCTION \"No ted\"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO audit VALUES (OLD.id); RETURN OLD; END'",
      "CREATE TRIGGER noted AFTER DELETE ON person FOR EACH ROW EXECUTE FUNCTION \"No ted\"()")
    func warnings(_ set: RecordSet) throws -> [String] {
      try bench.bench.open("main").describe(set, use: TriggerBench.use(.delete)).warnings.map { "\($0)" }
    }
    let review = try bench.review(writes: ["audit"])
    for set in [bench.set(), bench.set([review])] {
      let warning = try #require(try warnings(set).first { $0.contains("search_path") })
      let statement = try #require(warning.firstMatch(of: #/ALTER FUNCTION .* pg_temp/#)).0
      #expect(statement.contains("\"No ted\""))
    }
    // Without it the batch fails, and says the same.
    #expect { try bench.begin(.delete, bench.set([review])) } throws: { "\($0)".contains("ALTER FUNCTION") }
    let warning = try warnings(bench.set()).first { $0.contains("search_path") } ?? ""
    try bench.bench.run(String(try #require(warning.firstMatch(of: #/ALTER FUNCTION .* pg_temp/#)).0))
    #expect(try !warnings(bench.set()).contains { $0.contains("search_path") })
    let set = bench.set([try bench.review(writes: ["audit"])])
    #expect(try bench.begin(.delete, set)?.keys.count == 3)
  }

  @Test("PostgreSQL: a function that is replaced while a batch is open ends it")
  func replacedInBatch() throws {
    let bench = try TriggerBench(.postgresql)
    try bench.make(Self.noting)
    let schema = try bench.bench.text("SELECT current_schema()") ?? ""
    // The trigger itself lets another replace it, as somebody could by chance between two looks.
    try bench.bench.run(
      """
      CREATE OR REPLACE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql SET search_path = \(schema), pg_temp
      AS $$ BEGIN EXECUTE 'ALTER FUNCTION noted() COST ' || 7 + OLD.id; EXECUTE 'ALTER FUNCTION noted() SET work_mem = ''2MB'''; RETURN OLD; END $$
      """)
    let set = bench.set([try bench.review(writes: [])])
    let store = try bench.bench.open("main")
    #expect(try store.describe(set, use: TriggerBench.use(.delete)).refusals.isEmpty)
    #expect(throws: StoreError.schemaChanged(store: "main", recordSet: "person")) {
      try bench.begin(.delete, set, at: store)
    }
  }

  @Test(
    "PostgreSQL and MariaDB: rows of a partitioned table are counted as rows",
    arguments: [BenchEngine.postgresql, .mariadb])
  func partitioned(engine: BenchEngine) throws {
    let bench = try TriggerBench(engine)
    switch engine {
    case .mariadb: try bench.bench.run("ALTER TABLE person PARTITION BY HASH (id) PARTITIONS 2")
    case .postgresql:
      try bench.bench.run(
        "CREATE TABLE parts (LIKE person INCLUDING ALL) PARTITION BY HASH (id)",
        "CREATE TABLE part0 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
        "CREATE TABLE part1 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
        "INSERT INTO parts SELECT * FROM person", "DROP TABLE person", "ALTER TABLE parts RENAME TO person")
    case .sqlite: break
    }
    try bench.make(Self.noting)
    let set = bench.set([try bench.review(writes: ["audit"])])
    #expect(try bench.refusals(set).isEmpty)
    try bench.begin(.delete, set)?.commit()
    #expect(try bench.count("person") == "0")
    #expect(try bench.count("audit", "said = 'gone'") == "3")
  }

  @Test("MariaDB: a trigger that leaves a setting of the session otherwise ends the batch and the session")
  func sessionSetting() throws {
    let bench = try TriggerBench(.mariadb)
    try bench.make("SET SESSION time_zone = '+03:00';")
    let set = bench.set([try bench.review(writes: [])])
    let store = try bench.bench.open("main")
    for _ in 0..<2 {
      #expect { try bench.begin(.delete, set, at: store) } throws: {
        if case StoreError.engine(_, "settings", _) = $0 { true } else { false }
      }
    }
    #expect(try bench.count("person") == "3")
  }

  @Test("SQLite: a table without rowids can be a record set's, and no trigger may write to one")
  func withoutRowids() throws {
    let bench = try TriggerBench(.sqlite, person: " WITHOUT ROWID")
    try bench.make(Self.noting)
    let set = bench.set([try bench.review(writes: ["audit"])], dependents: [TriggerBench.letters])
    #expect(try bench.refusals(set).isEmpty)
    try bench.begin(.delete, set)?.commit()
    #expect(try bench.count("audit") == "4")
    let other = try TriggerBench(.sqlite)
    try other.bench.run("CREATE TABLE tight (id int NOT NULL PRIMARY KEY) WITHOUT ROWID")
    try other.make("INSERT INTO tight VALUES (OLD.id);")
    let found = try other.refusals(other.set([try other.review(writes: ["tight"])]))
    #expect(found.contains { "\($0)".contains("WITHOUT ROWID") }, "\(found)")
    // Who declares another table does not get past it.
    #expect(throws: StoreError.self) {
      try other.begin(.delete, other.set([try other.review(writes: ["audit"])]))
    }
  }
}
