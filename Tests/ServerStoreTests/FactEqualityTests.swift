import CivilTime
import RecordStores
import StoreConformance
import TestNames
import Testing

/// Facts compare bytes, whatever a column's type and collation call equal.
// One after the other: a database has each extension once.
@Suite(.serialized) struct FactEqualityTests {
  struct Column: Sendable, CustomTestStringConvertible {
    let engine: BenchEngine
    let type: String
    /// What is made before the table.
    var setup: [String] = []
    /// Tells if the column fills its values with blanks, which are not theirs.
    var isPadded = false
    var testDescription: String { "\(engine.rawValue): \(type)" }
  }

  private static let columns: [Column] = [
    Column(engine: .sqlite, type: "TEXT"), Column(engine: .sqlite, type: "TEXT COLLATE NOCASE"),
    Column(engine: .sqlite, type: "TEXT COLLATE RTRIM"), Column(engine: .sqlite, type: "COLLATE NOCASE"),
    Column(engine: .postgresql, type: "text"), Column(engine: .postgresql, type: "varchar(20)"),
    Column(engine: .postgresql, type: "char(20)", isPadded: true),
    Column(engine: .postgresql, type: "citext", setup: ["CREATE EXTENSION citext"]),
    Column(
      engine: .postgresql, type: "text COLLATE loose",
      setup: [
        "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false)"
      ]),
    Column(engine: .postgresql, type: "kind", setup: ["CREATE DOMAIN kind AS text"]),
    Column(engine: .mariadb, type: "varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"),
    Column(engine: .mariadb, type: "varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"),
    Column(engine: .mariadb, type: "varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"),
    Column(engine: .mariadb, type: "varchar(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci"),
    Column(
      engine: .mariadb, type: "char(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci", isPadded: true),
    Column(engine: .mariadb, type: "text CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"),
    Column(
      engine: .mariadb, type: "enum('court', 'coùrt', 'other') CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"),
  ]

  /// The spellings that a collation takes for one, and what is another word.
  private static let words = ["court", "COURT", "court ", "coùrt", "other", ""]

  /// Fills a table with the words that its column takes.
  ///
  /// - Returns: the words as they are in the column, by the row's number.
  private func filled(_ column: Column) throws -> (
    bench: ArchiveBench, store: any RecordStore, words: [Int64: String]
  ) {
    let bench = try ArchiveBench(column.engine)
    for statement in column.setup { try bench.run(statement) }
    try bench.run(
      "CREATE TABLE t (id int NOT NULL PRIMARY KEY, kind \(column.type))", "CREATE INDEX t_kind ON t (kind)")
    try bench.run("INSERT INTO t (id, kind) VALUES (0, NULL)")
    var words: [Int64: String] = [:]
    for (place, word) in Self.words.enumerated() {
      // An enumeration takes its own words alone.
      guard (try? bench.run("INSERT INTO t (id, kind) VALUES (\(place + 1), '\(word)')")) != nil else {
        continue
      }
      words[Int64(place + 1)] = column.isPadded && word == "court " ? "court" : word
      // An enumeration may take another word for one of its own.
      if column.type.contains("enum") {
        words[Int64(place + 1)] = try bench.text("SELECT kind FROM t WHERE id = \(place + 1)")
      }
    }
    return (bench, try bench.open("main"), words)
  }

  private static let set = RecordSet(name: "t", store: "main", table: "t", key: ["id"])

  private func ids(_ store: any RecordStore, _ predicate: Predicate) throws -> [Int64] {
    let keys = try store.nextKeys(
      of: .delete, on: Selection(recordSet: Self.set, predicate: predicate), count: 20, holds: NoHolds())
    return (0..<keys.count).compactMap { place in
      if case .integer(let number)? = keys.values(at: place)?.first { number } else { nil }
    }.sorted()
  }

  @Test("A fact's word matches the rows that have its bytes, and no other spelling", arguments: columns)
  func bytes(column: Column) throws {
    let (bench, store, words) = try filled(column)
    defer { withExtendedLifetime(bench) {} }
    for word in Self.words {
      let same = words.filter { $0.value.utf8.elementsEqual(word.utf8) }.keys.sorted()
      let others = words.keys.filter { !same.contains($0) }.sorted()
      #expect(try ids(store, .compare(column: "kind", .equal, .text(word))) == same, "'\(word)'")
      #expect(try ids(store, .isOneOf(column: "kind", [.text(word)])) == same, "'\(word)' in a list")
      #expect(try ids(store, .compare(column: "kind", .notEqual, .text(word))) == others, "not '\(word)'")
      #expect(
        try ids(store, .not(.compare(column: "kind", .equal, .text(word)))) == ([0] + others).sorted(),
        "anything but '\(word)'")
      // The judge must not contradict the store: it says the same of each row, or that it cannot tell.
      for (id, value) in words {
        let row = JudgedRow(events: [], values: [.text(value)])
        let answer = Predicate.compare(column: "kind", .equal, .text(word)).answer(
          about: row, columns: ["kind"])
        #expect(answer == same.contains(id), "'\(value)' and '\(word)'")
      }
    }
    #expect(
      try ids(store, .isOneOf(column: "kind", [.text("court"), .text("other")]))
        == words.filter { ["court", "other"].contains($0.value) }.keys.sorted())
  }

  @Test("Where the binding says so, words compare as the column does", arguments: columns)
  func asTheColumn(column: Column) throws {
    let (bench, store, words) = try filled(column)
    defer { withExtendedLifetime(bench) {} }
    let found = try ids(store, .isOneOf(column: "kind", [.text("court")], by: .asTheColumn))
    let exact = words.filter { $0.value == "court" }.keys.sorted()
    let loose = try ids(
      store,
      .all([
        .compare(column: "kind", .equal, .text("court"), by: .asTheColumn),
        .not(.compare(column: "kind", .equal, .text("court"))),
      ]))
    #expect(Set(found) == Set(exact + loose) && Set(exact).isDisjoint(with: loose))
    let isLoose = ["NOCASE", "RTRIM", "citext", "loose", "_ci", "utf8mb4_bin"].contains {
      column.type.contains($0)
    }
    #expect(loose.isEmpty == (!isLoose || column.type.contains("enum")), "\(loose)")
    let row = JudgedRow(events: [], values: [.text("COURT")])
    #expect(
      Predicate.compare(column: "kind", .equal, .text("court"), by: .asTheColumn)
        .answer(about: row, columns: ["kind"]) == nil, "only the store can tell")
  }
}
