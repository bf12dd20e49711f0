import RecordStores
import SQLite
import Testing

@testable import SQLiteStore

/// What of a SQLite table can refuse the rows that a change writes is known before a run.
@Suite struct ConstraintTests {
  @Test(
    "Unique by expression, of some rows, CHECK and generated columns",
    arguments: [
      ("CREATE UNIQUE INDEX u ON person (lower(c))", true, true),
      ("CREATE UNIQUE INDEX u ON person (d) WHERE \"C\" > 0", true, true),
      ("CREATE UNIQUE INDEX u ON person (d) WHERE d <> 'c' -- c", false, false),
      ("CREATE UNIQUE INDEX c_c ON person (lower(d))", false, false),
      ("CHECK (length(c) > 2)", false, true), ("CHECK (d > 2)", false, false),
      ("check /* c */ ([C] <> ')')", false, true), ("SELECT 1", false, false),
    ])
  func constraints(definition: String, isRefused: Bool, isSaid: Bool) throws {
    let harness = try SQLiteHarness(journalMode: "wal")
    let isCheck = definition.lowercased().hasPrefix("check")
    try harness.run(
      "CREATE TABLE person (id INTEGER PRIMARY KEY, c TEXT, d TEXT\(isCheck ? ", " + definition : ""))",
      in: "main")
    if !isCheck { try harness.run(definition, in: "main") }
    let store = try harness.open("main")
    for merges in [true, false] {
      let found = try store.describe(
        RecordSet(name: "person", store: "main", table: "person", key: ["id"]),
        use: SchemaUse(
          deletes: false, changedColumns: [ChangedColumn(column: "c", merges: merges)], archive: nil,
          readColumns: ["id"], events: []))
      #expect(!found.refusals.isEmpty == (isRefused && merges), "\(merges): \(found.refusals)")
      #expect(!(found.refusals + found.warnings).isEmpty == isSaid, "\(merges): \(found.warnings)")
    }
  }

  @Test("A condition that a column is not null refuses a transform that gives null")
  func notNull() throws {
    let harness = try SQLiteHarness(journalMode: "wal")
    try harness.run("CREATE TABLE person (id INTEGER PRIMARY KEY, c TEXT CHECK (c IS NOT NULL))", in: "main")
    let found = try harness.open("main").describe(
      RecordSet(name: "person", store: "main", table: "person", key: ["id"]),
      use: SchemaUse(
        deletes: false, changedColumns: [ChangedColumn(column: "c", isNulled: true)], archive: nil,
        readColumns: ["id"], events: []))
    #expect(found.refusals == [.notNullable(table: "person", column: "c")])
  }
}
