import CivilTime
import RecordStores
import StoreConformance
import TestNames
import Testing

/// Pseudonymising that would move what rules, holds or the key read, although no transform names it.
@Suite struct MovedColumnTests {
  /// Writes one date.
  private struct Dating: ColumnTransform {
    func apply(_ value: ColumnValue, subject: ColumnValue) -> ColumnValue { .text("2001-01-01") }
    func isOutput(_ value: ColumnValue) -> Bool? { nil }
  }

  /// A table with a column that moves, and which column that is.
  struct Table: Sendable, CustomTestStringConvertible {
    let engine: BenchEngine
    /// What the column is to the record set.
    let use: String
    let kind: String
    let column: String
    var testDescription: String { "\(engine.rawValue), \(use): \(kind)" }
  }

  private static let uses = ["event", "fact", "key", "subject"]

  /// What is generated from the column that is transformed; SQLite and MariaDB know two kinds, and columns generated from such columns.
  private static let generated: [Table] = BenchEngine.allCases.flatMap { engine in
    let kinds =
      engine == .postgresql
      ? ["STORED": "at date GENERATED ALWAYS AS (base) STORED"]
      : [
        "STORED": "at date GENERATED ALWAYS AS (base) STORED",
        "VIRTUAL": "at date GENERATED ALWAYS AS (base) VIRTUAL",
        "indirect": "mid date GENERATED ALWAYS AS (base) VIRTUAL, at date GENERATED ALWAYS AS (mid) VIRTUAL",
      ]
    return kinds.sorted { $0.key < $1.key }.flatMap { kind, column in
      // A key is unique and not null, which a virtual column of MariaDB cannot be.
      uses.filter { $0 != "key" || kind == "STORED" }.map {
        Table(engine: engine, use: $0, kind: kind, column: column)
      }
    }
  }

  /// What MariaDB sets anew with each change of its row.
  private static let updated: [Table] = uses.map {
    Table(
      engine: .mariadb, use: $0, kind: "ON UPDATE",
      column: "at timestamp NOT NULL DEFAULT '2020-02-02' ON UPDATE current_timestamp")
  }

  private func filled(_ table: Table) throws -> (bench: ArchiveBench, set: RecordSet, selection: Selection) {
    let bench = try ArchiveBench(table.engine)
    let unique = table.use == "key" ? ", CONSTRAINT one UNIQUE (at)" : ""
    let column =
      table.use == "key" && table.engine == .postgresql
      ? table.column.replacing("at date", with: "at date NOT NULL") : table.column
    try bench.run(
      "CREATE TABLE person (id int NOT NULL PRIMARY KEY, base date, done int, \(column)\(unique))",
      "INSERT INTO person (id, base) VALUES (1, '2020-02-02')")
    let set = RecordSet(
      name: "person", store: "main", table: "person", key: table.use == "key" ? ["at"] : ["id"],
      subject: table.use == "subject" ? "at" : nil, marker: Marker(column: "done", content: .flag))
    let predicate: Predicate =
      switch table.use {
      case "event":
        .event(
          EventColumn(
            column: "at", encoding: table.kind == "ON UPDATE" ? .timestamp(zone: .utc) : .date),
          .plausible(PlausibleDays(first: Self.first, last: Self.last, zone: .utc)))
      case "fact": .not(.isNull(column: "at"))
      default: .always
      }
    return (bench, set, Selection(recordSet: set, predicate: predicate, pseudonymising: Self.changes))
  }

  private static let first = CivilDate(daysSinceEpoch: 0)
  private static let last = CivilDate(daysSinceEpoch: 40_000)
  private static let changes = [ColumnChange(column: "base", transform: Dating())]

  @Test("A column that pseudonymising would move is refused before a run", arguments: generated + updated)
  func refused(table: Table) throws {
    let (bench, set, selection) = try filled(table)
    let event = EventColumn(
      column: "at", encoding: table.kind == "ON UPDATE" ? .timestamp(zone: .utc) : .date)
    var use = SchemaUse(
      deletes: false, changedColumns: [ChangedColumn(column: "base")], archive: nil,
      readColumns: selection.predicate.columns.union(set.key).union(set.subject.map { [$0] } ?? []),
      events: table.use == "event" ? [event] : [])
    let refusals = try bench.open("main").describe(set, use: use).refusals.map { "\($0)" }
    #expect(refusals.contains { $0.contains("at is generated") || $0.contains("ON UPDATE") }, "\(refusals)")
    // What nothing is transformed of may be generated, where the catalogue says from what.
    use.changedColumns = [ChangedColumn(column: "done")]
    let other = try bench.open("main").describe(set, use: use).refusals.map { "\($0)" }
    #expect(
      other.contains { $0.contains("at is generated") || $0.contains("ON UPDATE") }
        == (table.engine == .sqlite || table.kind == "ON UPDATE"), "\(other)")
  }

  @Test(
    "A change that moves such a column all the same is undone, and names it", arguments: generated + updated)
  func undone(table: Table) throws {
    let (bench, _, selection) = try filled(table)
    let store = try bench.open("main")
    #expect(throws: StoreError.moved(store: "main", recordSet: "person", column: "at")) {
      try store.begin(
        .pseudonymise(Self.changes, markerValue: .integer(1)), on: selection, limit: BatchLimit(),
        holds: NoHolds())
    }
    #expect(try bench.text("SELECT base FROM person WHERE done IS NULL") == "2020-02-02")
  }

  @Test("A subject that a transform names may change", arguments: BenchEngine.allCases)
  func transformedSubject(engine: BenchEngine) throws {
    let bench = try ArchiveBench(engine)
    try bench.run(
      "CREATE TABLE person (id int NOT NULL PRIMARY KEY, base date, done int)",
      "INSERT INTO person VALUES (1, '2020-02-02', NULL)")
    let set = RecordSet(
      name: "person", store: "main", table: "person", key: ["id"], subject: "base",
      marker: Marker(column: "done", content: .flag))
    let batch = try bench.open("main").begin(
      .pseudonymise(Self.changes, markerValue: .integer(1)),
      on: Selection(recordSet: set, predicate: .always, pseudonymising: Self.changes), limit: BatchLimit(),
      holds: NoHolds())
    try batch?.commit()
    #expect(try bench.text("SELECT base FROM person WHERE done = 1") == "2001-01-01")
  }
}
