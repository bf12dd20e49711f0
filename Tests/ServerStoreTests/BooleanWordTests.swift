import RecordStores
import StoreConformance
import TestNames
import Testing
import Words

/// Columns that say yes or no, by each engine's own type: `true` and `false` of stores.json are 1 and 0 to the seam.
@Suite(.serialized) struct BooleanWordTests {
  struct Column: Sendable, CustomTestStringConvertible {
    let engine: BenchEngine
    let type: String
    var isTrue = "1"
    var isFalse = "0"
    /// A value that is neither, if the column takes one.
    var other: String?
    var testDescription: String { "\(engine.rawValue): \(type)" }
  }

  private static let columns: [Column] = [
    Column(engine: .sqlite, type: "BOOLEAN", other: "2"),
    Column(engine: .sqlite, type: "INTEGER", other: "'x'"),
    Column(engine: .sqlite, type: "", isTrue: "TRUE", isFalse: "FALSE", other: "'true'"),
    Column(engine: .sqlite, type: "TEXT", isTrue: "'1'", isFalse: "'0'", other: "'t'"),
    Column(engine: .postgresql, type: "boolean", isTrue: "TRUE", isFalse: "FALSE"),
    Column(engine: .postgresql, type: "smallint", other: "2"),
    Column(engine: .mariadb, type: "boolean", isTrue: "TRUE", isFalse: "FALSE", other: "2"),
    Column(engine: .mariadb, type: "tinyint(1)", other: "-1"),
    Column(engine: .mariadb, type: "bit(1)", isTrue: "b'1'", isFalse: "b'0'"),
    Column(engine: .mariadb, type: "bit(8)", other: "b'10'"),
  ]

  private static let set = RecordSet(name: "t", store: "main", table: "t", key: ["id"])

  @Test(
    "True finds the rows that say so, false those that say no, and neither finds null or anything else",
    arguments: columns)
  func answers(column: Column) throws {
    let bench = try ArchiveBench(column.engine)
    defer { withExtendedLifetime(bench) {} }
    try bench.run("CREATE TABLE t (id int NOT NULL PRIMARY KEY, flag \(column.type))")
    for (place, value) in [column.isTrue, column.isFalse, "NULL", column.other].enumerated() {
      if let value { try bench.run("INSERT INTO t (id, flag) VALUES (\(place), \(value))") }
    }
    let all = column.other == nil ? [0, 1, 2] : [0, 1, 2, 3]
    let store = try bench.open("main")
    let (yes, no) = (
      Predicate.compare(column: "flag", .equal, .integer(1)),
      Predicate.compare(column: "flag", .equal, .integer(0))
    )
    for (predicate, ids) in [
      (yes, [0]), (no, [1]), (.isOneOf(column: "flag", [.integer(1), .integer(0)]), [0, 1]),
      (.not(yes), all.filter { $0 != 0 }),
      (.compare(column: "flag", .notEqual, .integer(1)), all.filter { ![0, 2].contains($0) }),
    ] as [(Predicate, [Int])] {
      let judge = StoredAnswer(predicate)
      var selection = Selection(recordSet: Self.set, predicate: predicate)
      let keys = try store.nextKeys(of: .delete, on: selection, count: 20, holds: NoHolds())
      #expect(keys.integers.map(Int.init).sorted() == ids, "\(predicate)")
      // What a statement that changes rows makes of it, and that the second judgement does not contradict.
      selection.judge = judge
      let batch = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: NoHolds())
      #expect(batch?.keys.integers.map(Int.init).sorted() == ids, "\(predicate) in a batch")
      batch?.rollback()
    }
    for word in [FactWord.value(.integer(1)), .value(.integer(0))] {
      var use = SchemaUse(deletes: true, changedColumns: [], archive: nil, readColumns: ["flag"], events: [])
      use.words = [BoundWord(fact: "f", column: "flag", word: word, isExact: true)]
      let warnings = try store.describe(Self.set, use: use).warnings.map(\.description)
      #expect(!warnings.contains { $0.contains("column flag") }, "\(warnings)")
    }
  }

  @Test("A prefix is looked for in texts alone, and check names the column that has none", arguments: columns)
  func prefixes(column: Column) throws {
    guard column.engine != .sqlite else { return }
    let bench = try ArchiveBench(column.engine)
    defer { withExtendedLifetime(bench) {} }
    try bench.run(
      "CREATE TABLE t (id int NOT NULL PRIMARY KEY, flag \(column.type))",
      "INSERT INTO t (id, flag) VALUES (0, \(column.isTrue))")
    let store = try bench.open("main")
    for prefix in ["1", "t", ""] {
      let keys = try store.nextKeys(
        of: .delete, on: Selection(recordSet: Self.set, predicate: .startsWith(column: "flag", prefix)),
        count: 9, holds: NoHolds())
      #expect(keys.count == 0)
    }
    var use = SchemaUse(deletes: true, changedColumns: [], archive: nil, readColumns: ["flag"], events: [])
    use.words = [BoundWord(fact: "f", column: "flag", word: .prefix("t"), isExact: true)]
    let warnings = try store.describe(Self.set, use: use).warnings.map(\.description)
    #expect(
      warnings.contains { $0.contains("column flag") && $0.contains(#"begins with "t""#) }, "\(warnings)")
  }
}

/// A judge that answers by Swift's own reading, as a run's does.
private struct StoredAnswer: RowJudge {
  let predicate: Predicate
  var events: [EventColumn] { [] }
  var columns: [String] { ["flag"] }

  init(_ predicate: Predicate) { self.predicate = predicate }

  func disagreement(_ row: JudgedRow) -> RuleID? {
    predicate.answer(about: row, columns: columns) == false ? RuleID("Swift says no to \(row.values)") : nil
  }
}
