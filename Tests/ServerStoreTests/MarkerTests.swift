import RecordStores
import StoreConformance
import TestNames
import Testing

/// Which columns can say that a row is done, as each engine's own catalogue tells.
@Suite struct MarkerTests {
  private func refusals(
    _ engine: BenchEngine, _ column: String, changing change: ChangedColumn? = nil
  ) throws -> [String] {
    let bench = try ArchiveBench(engine)
    try bench.run("CREATE TABLE person (id int NOT NULL PRIMARY KEY, done \(column))")
    let set = RecordSet(
      name: "person", store: "main", table: "person", key: ["id"],
      marker: change == nil ? Marker(column: "done", content: .flag) : nil)
    let use = SchemaUse(
      deletes: false, changedColumns: change.map { [$0] } ?? [], archive: nil, readColumns: [], events: [])
    return try bench.open("main").describe(set, use: use).refusals.map { "\($0)" }
  }

  @Test(
    "A marker that has a value before its row is done is refused, and one that is null is not",
    arguments: BenchEngine.allCases)
  func marker(engine: BenchEngine) throws {
    for column in ["int", "int DEFAULT NULL", "varchar(10)", "date"] {
      #expect(try refusals(engine, column).isEmpty, "\(column)")
    }
    for (column, words) in [
      ("int NOT NULL DEFAULT 0", "is NOT NULL"), ("int DEFAULT 0", "has a default"),
      ("varchar(10) DEFAULT ''", "has a default"),
    ] {
      let found = try refusals(engine, column)
      #expect(found.count == 1 && found[0].contains(words), "\(column): \(found)")
    }
  }

  @Test(
    "An identifier that keeps its form goes into no decimal column of a server",
    arguments: [BenchEngine.postgresql, .mariadb])
  func decimal(engine: BenchEngine) throws {
    let change = ChangedColumn(column: "done", content: .identifier)
    #expect(try refusals(engine, "bigint", changing: change).isEmpty)
    #expect(try refusals(engine, "decimal(15,0)", changing: change).count == 1)
  }
}
