import Foundation
import RecordStores
import StoreConformance
import TestNames
import Testing
import Words

/// Tables of hundreds of columns, and rows of a hundred megabytes.
@Suite(.serialized) struct WideRowTests {
  private let live = RecordSet(
    name: "live", store: "main", table: "live", key: ["id"], marker: Marker(column: "done", content: .flag))
  private let cold = RecordSet(name: "cold", store: "cold", table: "cold", key: ["id"])

  private struct Hidden: ColumnTransform {
    func apply(_ value: ColumnValue, subject: ColumnValue) -> ColumnValue { .text("x") }
    func isOutput(_ value: ColumnValue) -> Bool? { value == .text("x") }
  }

  @Test(
    "Two hundred columns are counted, pseudonymised, moved within a store, and moved to another",
    arguments: BenchEngine.allCases)
  func columns(engine: BenchEngine) throws {
    let names = (1...200).map { "c\($0)" }
    let definition =
      "(id int NOT NULL PRIMARY KEY, done int, \(names.map { "\($0) varchar(9)" }.joined(separator: ", ")))"
    let values = "(1, NULL, \(names.map { "'v \($0)'" }.joined(separator: ", ")))"
    for other in BenchEngine.allCases where other != engine {
      let (source, target) = try (ArchiveBench(engine), ArchiveBench(other))
      try source.run(
        "CREATE TABLE live \(definition)", "CREATE TABLE cold \(definition)",
        "INSERT INTO live VALUES \(values)",
        "INSERT INTO live VALUES \(values.replacing("(1,", with: "(2,"))")
      try target.run("CREATE TABLE cold \(definition)")
      let (from, to) = try (source.open("main"), target.open("cold"))
      let one = Selection(recordSet: live, predicate: .compare(column: "id", .equal, .integer(1)))
      let within = try from.begin(
        .archive(into: RecordSet(name: "c", store: "main", table: "cold", key: ["id"])), on: one,
        limit: BatchLimit(), holds: NoHolds())
      #expect(within?.keys.count == 1)
      try within?.commit()
      let changes = names.map { ColumnChange(column: $0, transform: Hidden()) }
      let all = Selection(recordSet: live, predicate: .always, pseudonymising: changes)
      let hidden = try from.begin(
        .pseudonymise(changes, markerValue: .integer(1)), on: all, limit: BatchLimit(), holds: NoHolds())
      #expect(hidden?.keys.count == 1)
      try hidden?.commit()
      #expect(try source.text("SELECT c200 FROM live") == "x")
      let receiving = try to.beginReceiving(into: cold)
      let moved = try from.begin(
        .archiveElsewhere(receiving), on: Selection(recordSet: live, predicate: .always), limit: BatchLimit(),
        holds: NoHolds())
      try receiving.commit()
      try moved?.commit()
      #expect(try target.text("SELECT c200 FROM cold WHERE id = 2") == "x")
    }
  }

  /// Memory that the process has had at most since the last look, in bytes.
  private func peak(of body: () throws -> Void) throws -> Int {
    try Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
    func status(_ name: String) throws -> Int {
      let line = try String(contentsOfFile: "/proc/self/status", encoding: .utf8).split(separator: "\n").first
      { $0.hasPrefix(name) }
      return (line?.split(whereSeparator: { !$0.isNumber }).first).flatMap { Int($0) } ?? 0
    }
    let before = try status("VmRSS")
    try body()
    return try (status("VmHWM") - before) * 1_024
  }

  private static let megabytes = 100

  private func filled(_ engine: BenchEngine, rows: Int) throws -> ArchiveBench {
    let bench = try ArchiveBench(engine)
    let size = Self.megabytes << 20
    try bench.run(
      "CREATE TABLE live (id int NOT NULL PRIMARY KEY, done int, name varchar(20), large \(engine == .mariadb ? "longtext" : "text"))"
    )
    for row in 1...rows {
      switch engine {
      case .sqlite:
        try bench.run(
          "INSERT INTO live VALUES (\(row), NULL, 'n', replace(hex(zeroblob(\(size / 2))), '0', 'x'))")
      case .postgresql: try bench.run("INSERT INTO live VALUES (\(row), NULL, 'n', repeat('x', \(size)))")
      case .mariadb: try bench.run("INSERT INTO live VALUES (\(row), NULL, 'n', REPEAT('x', \(size)))")
      }
    }
    return bench
  }

  @Test(
    "A row of a hundred megabytes is pseudonymised in another column and deleted without being read",
    arguments: [BenchEngine.sqlite, .postgresql])
  func unread(engine: BenchEngine) throws {
    let bench = try filled(engine, rows: 2)
    let store = try bench.open("main")
    let changes = [ColumnChange(column: "name", transform: Hidden())]
    let used = try peak {
      let hidden = try store.begin(
        .pseudonymise(changes, markerValue: .integer(1)),
        on: Selection(recordSet: live, predicate: .always, pseudonymising: changes),
        limit: BatchLimit(seconds: 60), holds: AskedHolds.nobody())
      #expect(hidden?.keys.count == 2)
      try hidden?.commit()
      let deleted = try store.begin(
        .delete, on: Selection(recordSet: live, predicate: .always), limit: BatchLimit(seconds: 60),
        holds: AskedHolds.nobody())
      #expect(deleted?.keys.count == 2)
      try deleted?.commit()
    }
    // SQLite writes a row of its own anew to change a column of it.
    if engine != .sqlite { #expect(used < 50 << 20, "\(used >> 20) MiB") }
  }

  private struct Emptied: ColumnTransform {
    var isNulling: Bool { true }
    func apply(_ value: ColumnValue, subject: ColumnValue) -> ColumnValue { .null }
    func isOutput(_ value: ColumnValue) -> Bool? { value == .null }
  }

  @Test(
    "A column of a hundred megabytes becomes null without being read, with a marker and without one",
    arguments: [BenchEngine.postgresql, .mariadb])
  func nulled(engine: BenchEngine) throws {
    let bench = try filled(engine, rows: 2)
    let store = try bench.open("main")
    let changes = [
      ColumnChange(column: "name", transform: Hidden()), ColumnChange(column: "large", transform: Emptied()),
    ]
    let unmarked = RecordSet(name: "live", store: "main", table: "live", key: ["id"])
    let selection = Selection(recordSet: unmarked, predicate: .always, pseudonymising: changes)
    let change = Change.pseudonymise(changes, markerValue: .null)
    let used = try peak {
      #expect(try store.tally(selection, holds: NoHolds()).count == 2)
      let hidden = try store.begin(
        change, on: selection, limit: BatchLimit(seconds: 60), holds: AskedHolds.nobody())
      #expect(hidden?.keys.count == 2)
      try hidden?.commit()
      if let hidden { #expect(try store.fate(of: change, on: unmarked, keys: hidden.keys) == .committed) }
    }
    #expect(used < 50 << 20, "\(used >> 20) MiB")
    #expect(try store.tally(selection, holds: NoHolds()).count == 0)
    try bench.run("UPDATE live SET large = 'x' WHERE id = 1")
    #expect(try store.tally(selection, holds: NoHolds()).count == 1)
    let again = try store.begin(change, on: selection, limit: BatchLimit(), holds: NoHolds())
    #expect(again?.keys.count == 1)
    try again?.commit()
    #expect(try bench.text("SELECT count(*) FROM live WHERE large IS NULL AND name = 'x'") == "2")
  }

  @Test(
    "Rows of a hundred megabytes move one a batch, in the memory of a few of them",
    arguments: [(BenchEngine.sqlite, BenchEngine.postgresql), (.postgresql, .sqlite)])
  func moved(from: BenchEngine, to: BenchEngine) throws {
    let (source, target) = try (filled(from, rows: 3), ArchiveBench(to))
    try target.run("CREATE TABLE cold (id int NOT NULL PRIMARY KEY, done int, name varchar(20), large text)")
    let (store, archive) = try (source.open("main"), target.open("cold"))
    var counts: [Int] = []
    let used = try peak {
      while true {
        let receiving = try archive.beginReceiving(into: cold)
        guard
          let batch = try store.begin(
            .archiveElsewhere(receiving), on: Selection(recordSet: live, predicate: .always),
            limit: BatchLimit(seconds: 60),
            holds: NoHolds())
        else { return receiving.rollback() }
        try receiving.commit()
        try batch.commit()
        counts.append(batch.keys.count)
      }
    }
    #expect(counts == [1, 1, 1])
    #expect(try target.text("SELECT sum(length(large)) FROM cold") == String(3 * Self.megabytes << 20))
    #expect(used < 12 * Self.megabytes << 20, "\(used >> 20) MiB")
  }

  @Test("What is more than MariaDB takes at once stays, and the setting is named that would let it pass")
  func packet() throws {
    let (source, target) = try (filled(.sqlite, rows: 1), ArchiveBench(.mariadb))
    try target.run(
      "CREATE TABLE cold (id int NOT NULL PRIMARY KEY, done int, name varchar(20), large longtext)")
    let (store, archive) = try (source.open("main"), target.open("cold"))
    let receiving = try archive.beginReceiving(into: cold)
    #expect {
      _ = try store.begin(
        .archiveElsewhere(receiving), on: Selection(recordSet: live, predicate: .always),
        limit: BatchLimit(seconds: 60), holds: NoHolds())
    } throws: { error in
      guard case StoreError.row = error else { return false }
      return "\(error)".contains("raise max_allowed_packet")
    }
    receiving.rollback()
    #expect(try archive.rowCount(of: cold) == 0)
  }
}
