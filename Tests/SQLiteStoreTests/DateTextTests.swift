import CivilTime
import Foundation
import RecordStores
import SQLite
import SQLiteStore
import StoreConformance
import TestNames
import Testing

/// What SQL says of a value, and what Swift says of it.
@Suite struct DateTextTests {
  @Test("SQLite and Swift give one answer to every text, whatever it is")
  func texts() throws {
    var dates = DirtyDates(seed: 13)
    let count = DirtyDates.count(20_000, environment: ProcessInfo.processInfo.environment)
    let values = (0..<count).map { _ in ColumnValue.text(dates.text()) }
    try compare(values, type: "TEXT")
  }

  @Test("SQLite and Swift give one answer to texts with a NUL and texts of no encoding at all")
  func bytes() throws {
    var dates = DirtyDates(seed: 14)
    let values = (0..<2_000).map { _ -> ColumnValue in
      var bytes = Array(dates.text().utf8)
      bytes.insert(
        [0, 0x80, 0xC3, 0xFF][Int(dates.next() % 4)], at: Int(dates.next() % UInt64(bytes.count + 1)))
      return .blob(bytes)
    }
    // A text of these bytes, and not the bytes.
    try compare(values, type: "TEXT", written: "CAST(? AS TEXT)") { value in
      guard case .blob(let bytes) = value else { return value }
      return .text(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test(
    "SQLite and Swift give one answer to numbers, texts, bytes and nulls in a column of no type or of a number's"
  )
  func mixed() throws {
    for type in ["", "INTEGER", "REAL", "NUMERIC", "TEXT COLLATE NOCASE"] {
      var dates = DirtyDates(seed: 15)
      let values = (0..<1_500).map { _ -> ColumnValue in
        switch dates.next() % 8 {
        case 0: .null
        case 1: .blob(Array(dates.text().utf8))
        case 2:
          .real([Double.infinity, -.infinity, -0.0, 0.5, 1e300, -1e18, 20_200_101][Int(dates.next() % 7)])
        case 3: .real(Double(dates.number()) / 1_000_000)
        case 4: .real(Double.random(in: 600_000_000...1_900_000_000, using: &dates))
        case 5, 6: .integer(dates.number())
        default: .text(dates.text())
        }
      }
      try compare(values, type: type)
    }
  }

  @Test("A number that lies one bit from a cutoff is on its own side of it")
  func neighbours() throws {
    let cutoffs = ["2026-10-25T01:15:00.000001Z", "2026-11-27T00:59:59.999999Z", "2026-10-25T00:15:00Z"]
      .compactMap { Instant(iso8601: $0) }
    var values: [ColumnValue] = []
    for cutoff in cutoffs {
      for unit in EpochUnit.allCases {
        var number = unit.real(atMost: cutoff)
        for _ in 0..<8 { number = number.nextDown }
        for _ in 0..<17 {
          values += [.real(number), .integer(Int64(number))]
          number = number.nextUp
        }
      }
    }
    try compare(values, type: "", numbers: EpochUnit.allCases.map { .epoch($0) })
  }

  @Test("Days as numbers of any kind of number are told apart to the last bit")
  func dayNumbers() throws {
    let days = ["2026-10-24", "2019-12-31", "1970-01-01", "1990-01-01", "2126-11-27"].compactMap {
      CivilDate($0)
    }
    let values = days.flatMap { day in
      DayNumber.allCases.flatMap { count -> [ColumnValue] in
        let number = count.number(of: day)
        return [.integer(number), .integer(number + 1), .text(String(number))]
          + [Double(number), Double(number).nextUp, Double(number).nextDown, Double(number) + 0.5].map {
            .real($0)
          }
      }
    }
    let odd: [ColumnValue] = [
      .real(1e300), .real(-.infinity), .integer(.max), .integer(.min), .real(0.5), .blob([1]),
    ]
    for type in ["", "REAL", "NUMERIC", "TEXT"] {
      try compare(
        values + odd, type: type, numbers: DayNumber.allCases.map { .dayNumber($0) } + [.epoch(.julianDate)])
    }
  }

  /// - Parameter shown: what an application's value is to the column, if the column does not keep it as it is.
  private func compare(
    _ values: [ColumnValue], type: String, written: String = "?",
    numbers: [EventColumn.Encoding] = [.epochSeconds], shown: ((ColumnValue) -> ColumnValue)? = nil
  ) throws {
    let harness = try SQLiteHarness(journalMode: "wal")
    let application = try harness.application("main")
    try application.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v \(type)); CREATE INDEX i ON t (v)")
    try application.execute("BEGIN")
    let insert = try application.prepare("INSERT INTO t VALUES (?, \(written))")
    for (place, value) in values.enumerated() {
      insert.bind(1, Int64(place))
      SQLiteHarness.bind(value, to: 2, of: insert)
      try insert.run()
    }
    try application.execute("COMMIT")
    let kept = try shown.map { values.map($0) } ?? kept(by: application)
    let store = try harness.open("main")
    let set = RecordSet(name: "t", store: "main", table: "t", key: ["id"])
    let zones = try ["Europe/Paris", "Australia/Lord_Howe", "America/Asuncion"].map {
      try CivilTime.TimeZone(identifier: $0)
    }
    for questions in try DateQuestions.ofTexts("v", zones: zones, numbers: numbers) {
      let expected = questions.places(of: kept) { questions.event.value(of: $0) }
      for (asked, places) in zip(questions.tests, expected) {
        let keys = try store.nextKeys(
          of: .delete, on: Selection(recordSet: set, predicate: .event(questions.event, asked.test)),
          count: Int(Int32.max), holds: NoHolds())
        let found = Set(keys.integers)
        let difference = found.symmetricDifference(places)
        #expect(
          difference.isEmpty,
          "\(type) \(questions.event.encoding) \(asked.name): \(difference.prefix(5).map { (kept[Int($0)], found.contains($0)) })"
        )
      }
    }
  }

  /// The values as the column has them.
  private func kept(by application: Connection) throws -> [ColumnValue] {
    var kept: [ColumnValue] = []
    let query = try application.prepare("SELECT v FROM t ORDER BY id")
    while try query.step() { kept.append(SQLiteHarness.value(0, of: query)) }
    return kept
  }
}
