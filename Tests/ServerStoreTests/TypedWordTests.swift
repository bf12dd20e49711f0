import RecordStores
import StoreConformance
import TestNames
import Testing

/// Words of facts against columns of every type: one that the type has no value for is no row's, and never an error.
@Suite(.serialized) struct TypedWordTests {
  struct Column: Sendable, CustomTestStringConvertible {
    let engine: BenchEngine
    let type: String
    var setup: [String] = []
    /// The words that rows have.
    let values: [String]
    var testDescription: String { "\(engine.rawValue): \(type)" }
  }

  private static let identifier = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"

  private static let columns: [Column] = [
    Column(
      engine: .postgresql, type: "kind", setup: ["CREATE TYPE kind AS ENUM ('court', 'it''s', 'other')"],
      values: ["court", "it's", "other"]),
    Column(
      engine: .postgresql, type: "narrow",
      setup: ["CREATE TYPE kind AS ENUM ('court', 'other')", "CREATE DOMAIN narrow AS kind"],
      values: ["court", "other"]),
    Column(
      engine: .postgresql, type: "checked",
      setup: ["CREATE DOMAIN checked AS text CHECK (VALUE IN ('court', 'other'))"],
      values: ["court", "other"]),
    Column(
      engine: .postgresql, type: "positive", setup: ["CREATE DOMAIN positive AS int CHECK (VALUE > 0)"],
      values: ["1"]),
    Column(engine: .postgresql, type: "uuid", values: [identifier]),
    Column(engine: .postgresql, type: "smallint", values: ["0", "1"]),
    Column(engine: .postgresql, type: "int", values: ["0", "1"]),
    Column(engine: .postgresql, type: "bigint", values: ["0", "1"]),
    Column(engine: .postgresql, type: "numeric(8, 2)", values: ["0.00", "12.50"]),
    Column(engine: .postgresql, type: "float8", values: ["0", "12.5"]),
    Column(engine: .postgresql, type: "boolean", values: ["true", "false"]),
    Column(engine: .postgresql, type: "date", values: ["2021-02-28", "infinity"]),
    Column(engine: .postgresql, type: "timestamp", values: ["2021-02-28 00:00:00"]),
    Column(engine: .postgresql, type: "timestamptz", values: ["2021-02-28 00:00:00+00"]),
    Column(engine: .postgresql, type: "inet", values: ["10.0.0.1"]),
    Column(engine: .postgresql, type: "json", values: ["0", "\"court\""]),
    Column(engine: .postgresql, type: "jsonb", values: ["0", "\"court\""]),
    Column(
      engine: .mariadb, type: "enum('court', 'it''s', 'other') COLLATE utf8mb4_bin",
      values: ["court", "it's", "other"]),
    Column(
      engine: .mariadb, type: "set('court', 'other') COLLATE utf8mb4_bin", values: ["court", "court,other"]),
    Column(engine: .mariadb, type: "int", values: ["0", "1"]),
    Column(engine: .mariadb, type: "bigint unsigned", values: ["0", "1", "18446744073709551615"]),
    Column(engine: .mariadb, type: "decimal(8, 2)", values: ["0.00", "12.50"]),
    Column(engine: .mariadb, type: "double", values: ["0", "12.5"]),
    Column(engine: .mariadb, type: "date", values: ["2021-02-28"]),
    Column(engine: .mariadb, type: "datetime", values: ["2021-02-28 00:00:00"]),
    Column(engine: .mariadb, type: "timestamp", values: ["2021-02-28 00:00:00"]),
    Column(engine: .mariadb, type: "time", values: ["12:00:00"]),
    Column(engine: .mariadb, type: "year", values: ["2021"]),
    Column(engine: .mariadb, type: "inet6", values: ["::1"]),
    Column(engine: .mariadb, type: "uuid", values: [identifier]),
  ]

  /// What no column has but one.
  private static let words = [
    "", "abc", "COURT?", "court", "1", "10.0.0.1", identifier, "2021-02-28", "99999999999",
    "99999999999999999999999999999999999999999", "1e999999", "-", "0x1",
    "2021-02-30", "2021-02-28 25:00:00", "'; --", "\\", "{", "a0eebc99", "Court",
  ]

  private static let set = RecordSet(name: "t", store: "main", table: "t", key: ["id"])

  @Test(
    "A word that the column's type lacks matches no row, and no statement fails of it", arguments: columns)
  func matches(column: Column) throws {
    let bench = try ArchiveBench(column.engine)
    defer { withExtendedLifetime(bench) {} }
    for statement in column.setup { try bench.run(statement) }
    try bench.run("CREATE TABLE t (id int NOT NULL PRIMARY KEY, kind \(column.type))")
    for (place, value) in column.values.enumerated() {
      try bench.run("INSERT INTO t (id, kind) VALUES (\(place), '\(value.replacing("'", with: "''"))')")
    }
    let store = try bench.open("main")
    func ids(_ predicate: Predicate, changes: Bool = false) throws -> [Int] {
      let selection = Selection(recordSet: Self.set, predicate: predicate)
      let keys = try store.nextKeys(of: .delete, on: selection, count: 20, holds: NoHolds())
      // What a statement that changes rows makes of it, too: a server may be stricter there.
      if changes {
        let batch = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: NoHolds())
        #expect(batch?.keys.count ?? 0 == keys.count)
        batch?.rollback()
      }
      return (0..<keys.count).compactMap { place in
        if case .integer(let number)? = keys.values(at: place)?.first { Int(number) } else { nil }
      }.sorted()
    }
    let words = Set(Self.words + column.values).sorted()
    for word in words {
      let found = try ids(.compare(column: "kind", .equal, .text(word)))
      // A type may have several spellings of one value; what it lacks is none of them.
      let same = column.values.indices.filter { column.values[$0] == word }
      #expect(Set(found).isSuperset(of: same), "'\(word)'")
      if !same.isEmpty || word.allSatisfy({ !$0.isNumber }) {
        let spellings: Set = ["json", "jsonb", "boolean"]
        #expect(found == same || spellings.contains(column.type), "'\(word)': \(found)")
      }
      let others = try ids(.compare(column: "kind", .notEqual, .text(word)))
      #expect((found + others).sorted() == Array(column.values.indices), "'\(word)' and its contrary")
    }
    let all = try ids(.isOneOf(column: "kind", words.map { .text($0) }), changes: true)
    #expect(all == Array(column.values.indices), "all words in one list")
    for word in ["abc", "", "99999999999999999999999999999999999999999", "2021-02-30"] {
      try #expect(ids(.compare(column: "kind", .equal, .text(word)), changes: true) == [], "'\(word)'")
    }
    try #expect(ids(.isOneOf(column: "kind", [.integer(77), .text("abc")])) == [])
  }

  @Test("A check names the column and the word that its type lacks, and no other", arguments: columns)
  func warnings(column: Column) throws {
    let bench = try ArchiveBench(column.engine)
    defer { withExtendedLifetime(bench) {} }
    for statement in column.setup { try bench.run(statement) }
    try bench.run("CREATE TABLE t (id int NOT NULL PRIMARY KEY, kind \(column.type))")
    var use = SchemaUse(deletes: true, changedColumns: [], archive: nil, readColumns: ["kind"], events: [])
    use.words = (column.values + ["no-such-word"]).map {
      BoundWord(fact: "case", column: "kind", word: .value(.text($0)), isExact: true)
    }
    let warnings = try bench.open("main").describe(Self.set, use: use).warnings.map(\.description).filter {
      $0.contains("column kind")
    }
    // A text holds any word, and of other types only the server knows what it reads.
    let isOpen =
      ["checked", "date", "timestamp", "timestamptz", "json", "jsonb", "datetime"]
      .contains(column.type) || ["time"].contains(column.type)
    #expect(warnings.count == (isOpen ? 0 : 1), "\(warnings)")
    #expect(warnings.allSatisfy { $0.contains("\"no-such-word\"") && $0.contains("case") })
  }
}
