import CivilTime
import Foundation
import MariaDB
import PostgreSQL
import RecordStores
import StoreConformance
import TestNames
import Testing

/// What a server's SQL says of a value, and what Swift says of it.
@Suite struct ServerDateTests {
  private static let zones = ["Europe/Paris", "Australia/Lord_Howe", "America/Asuncion"]

  @Test("PostgreSQL and Swift give one answer to every text, in every type of text")
  func postgresTexts() throws {
    let values = Self.texts(4_000)
    let harness = try PostgresHarness()
    let application = try harness.application("main")
    try application.run(
      script:
        "CREATE TABLE t (id bigint PRIMARY KEY, v text, c char(40), w varchar(60)); CREATE INDEX ON t (v); CREATE INDEX ON t (c)"
    )
    try application.execute(
      "INSERT INTO t (id, v, w) SELECT o - 1, v, v FROM unnest($1::text[]) WITH ORDINALITY AS u(v, o)",
      [Self.array(values)])
    try application.run(script: "UPDATE t SET c = v WHERE length(v) <= 40")
    let store = try harness.open("main")
    for column in ["v", "w"] { try compare(store, values, column) }
    // A column of a fixed length has no blanks of its own at the end.
    try compare(store, values.map(Self.withoutBlanks), "c") {
      $0.utf8.count <= 40 || $0.unicodeScalars.count <= 40
    }
  }

  @Test("MariaDB and Swift give one answer to every text, in every type of text and by every collation")
  func mariaTexts() throws {
    let values = Self.texts(4_000)
    let harness = try MariaDBHarness()
    let application = try harness.application("main")
    try application.run(
      """
      CREATE TABLE t (id bigint PRIMARY KEY, v varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
        c char(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci, w text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, INDEX (v), INDEX (c))
      """)
    for start in stride(from: 0, to: values.count, by: 500) {
      let page = values[start..<min(start + 500, values.count)]
      try application.execute(
        "INSERT INTO t VALUES " + page.map { _ in "(?, ?, NULL, ?)" }.joined(separator: ", "),
        page.indices.flatMap { place -> [MariaDBConnection.Value] in
          let text = MariaDBConnection.Value.bytes(Array(values[place].utf8), isText: true)
          return [.integer(Int64(place)), text, text]
        })
    }
    try application.run("UPDATE t SET c = v WHERE char_length(v) <= 40")
    let store = try harness.open("main")
    for column in ["v", "w"] { try compare(store, values, column) }
    try compare(store, values.map(Self.withoutBlanks), "c") { $0.unicodeScalars.count <= 40 }
  }

  @Test("Servers and Swift give one answer to numbers of every type")
  func numbers() throws {
    let values = Self.numbers
    let postgres = try PostgresHarness()
    try postgres.application("main").run(
      script: "CREATE TABLE t (id bigint PRIMARY KEY, d numeric, f float8, i bigint)")
    for (place, value) in (values + ["NaN", "Infinity", "-Infinity"]).enumerated() {
      let whole = value.wholeMatch(of: /-?[0-9]{1,18}/) != nil ? value : nil
      try postgres.application("main").execute(
        "INSERT INTO t VALUES ($1, $2, $3, $4)", [String(place), value, value, whole])
    }
    let maria = try MariaDBHarness()
    try maria.application("main").run(
      "CREATE TABLE t (id bigint PRIMARY KEY, d decimal(40, 10), f double, i bigint, u bigint unsigned)")
    for (place, value) in values.enumerated() {
      let whole = value.wholeMatch(of: /-?[0-9]{1,18}/) != nil ? value : "NULL"
      let natural = whole.hasPrefix("-") ? "18446744073709551615" : whole
      try maria.application("main").run(
        "INSERT INTO t VALUES (\(place), \(value), \(value)e0, \(whole), \(natural))")
    }
    let set = RecordSet(name: "t", store: "main", table: "t", key: ["id"])
    let own = NoDate(days: [], numbers: [1_600_000_000], texts: ["never"])
    for (store, columns, count) in [
      (try postgres.open("main"), ["d", "f", "i"], values.count + 3),
      (try maria.open("main"), ["d", "f", "i", "u"], values.count),
    ] {
      for column in columns {
        let counts: [EventColumn.Encoding] =
          EpochUnit.allCases.map { .epoch($0) } + DayNumber.allCases.map { .dayNumber($0) }
        let digits: [EventColumn.Encoding] = [
          .compactDate, .month(.year), .month(.compact), .textTimestamp(.compact, zone: .utc),
        ]
        let encodings = counts + ("iu".contains(column) ? digits : [])
        try compare(store, set, encodings.flatMap { events(column, $0, own) }, count: count)
      }
    }
  }

  @Test("Servers and Swift give one answer to dates and times of the servers' own types")
  func types() throws {
    let walls = try Self.walls()
    let postgres = try PostgresHarness()
    let maria = try MariaDBHarness()
    try postgres.application("main").run(
      script: "CREATE TABLE t (id bigint PRIMARY KEY, t timestamp, z timestamptz, d date)")
    let script = (walls + ["infinity", "-infinity", "0044-03-15 12:00:00 BC"]).enumerated().map {
      place, wall in
      "INSERT INTO t VALUES (\(place), '\(wall)', '\(wall)+00', '\(wall)');"
    }
    try postgres.application("main").run(
      script: script.joined().replacing("infinity+00", with: "infinity").replacing(" BC+00", with: "+00 BC"))
    let application = try maria.application("main")
    try application.run("SET SESSION sql_mode = '', SESSION time_zone = '+00:00'")
    try application.run(
      "CREATE TABLE t (id bigint PRIMARY KEY, t datetime(6), z timestamp(6) NULL, d date, s datetime)")
    let odd = ["0000-00-00 00:00:00", "2020-00-10 00:00:00", "2020-02-00 00:00:00"]
    for (place, wall) in (walls + odd).enumerated() {
      try application.run("INSERT INTO t VALUES (\(place), '\(wall)', '\(wall)', '\(wall)', '\(wall)')")
    }
    let set = RecordSet(name: "t", store: "main", table: "t", key: ["id"])
    let own = NoDate(
      days: ["0001-01-01", "2026-10-25", "9999-12-31"].compactMap { CivilDate($0) }, numbers: [],
      texts: ["infinity", "0000-00-00", "0000-00-00 00:00:00.000000"])
    for (store, columns) in [
      (try postgres.open("main"), ["t", "z", "d"]), (try maria.open("main"), ["t", "z", "d", "s"]),
    ] {
      for column in columns {
        let encodings: [EventColumn.Encoding] =
          column == "d"
          ? [.date] : try Self.zones.map { .timestamp(zone: try CivilTime.TimeZone(identifier: $0)) }
        try compare(store, set, encodings.flatMap { events(column, $0, own) }, count: walls.count + 3)
      }
    }
  }

  @Test(
    "The blanks that char(n) fills a date up with are no part of it, and those of other types are; case 11")
  func paddedDates() throws {
    let rows: [(text: String, value: EventValue)] = [
      ("2020-01-01", try .day(#require(CivilDate("2020-01-01")))), ("2020-02-30", .malformed),
      ("1970-01-01", .missing),
      ("", .missing), ("0", .missing),
    ]
    let postgres = try PostgresHarness()
    let maria = try MariaDBHarness()
    try postgres.application("main").run(
      script: "CREATE TABLE t (id bigint PRIMARY KEY, c char(14), v varchar(14))")
    try maria.application("main").run("CREATE TABLE t (id bigint PRIMARY KEY, c char(14), v varchar(14))")
    for (place, row) in rows.enumerated() {
      let values: [ColumnValue] = [.integer(Int64(place)), .text(row.text), .text(row.text + "  ")]
      try postgres.insert([values], into: "t", in: "main")
      try maria.insert([values], into: "t", in: "main")
    }
    let set = RecordSet(name: "t", store: "main", table: "t", key: ["id"])
    let today = try #require(CivilDate("2026-11-27"))
    for harness in [postgres, maria] as [any ConformanceHarness] {
      let store = try harness.open("main")
      for (column, isPadded) in [("c", true), ("v", false)] {
        let event = EventColumn(column: column, encoding: .date)
        let days = PlausibleDays(of: event, today: today, zone: .utc)
        let due = RecordStores.Predicate.event(event, .reached(.day(today), days, zone: .utc))
        for (place, row) in rows.enumerated() {
          let seen = try store.examine(
            set, key: [String(place)], predicates: [due, .event(event, .missing)], events: [event],
            holds: NoHolds())
          let value = isPadded ? row.value : .malformed
          #expect(seen?.events == [value], "\(column) \(row.text)")
          #expect(seen?.answers == [value.shownDay != nil, value == .missing], "\(column) \(row.text)")
        }
        let oldest = try store.tally(
          Selection(recordSet: set, predicate: due, orderedBy: event), holds: NoHolds()
        ).oldest
        #expect(oldest == (isPadded ? rows[0].value.shownDay : nil))
      }
    }
  }

  // MARK: Values

  private static func texts(_ usual: Int) -> [String] {
    var dates = DirtyDates(seed: 16)
    let count = DirtyDates.count(usual, environment: ProcessInfo.processInfo.environment)
    return (0..<count).map { _ in dates.text() }
  }

  private static func withoutBlanks(_ text: String) -> String {
    var scalars = text.unicodeScalars
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }

  private static func array(_ texts: [String]) -> String {
    "{"
      + texts.map { text in
        var quoted = "\"".unicodeScalars
        for scalar in text.unicodeScalars {
          if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
          quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted)
      }.joined(separator: ",") + "}"
  }

  /// Around cutoffs, with more digits than an instant has, and beyond everything.
  private static let numbers: [String] =
    [
      "0", "-1", "1", "-0.0000001", "0.0000001", "5", "99999999999999999.999", "-99999999999", "631151999",
      "631152000",
      "631151999.9999991", "86399", "86400", "-3600", "20200101", "20200230", "19700101", "1600000000",
      "1600000000.5",
      "2147483647", "4294967296", "20000", "46000.5", "2461371", "2461371.25", "2461370.916666666666666667",
      "202611", "2026",
      "20261024235959", "20261025000000", "1792887300000001001", "1792887300000001", "9200000000000000000",
      "1000000000000000000", "-1000000000000000000",
    ]
    + ["1792887300", "1792890900", "1792890900.000001", "1795741199.999999", "1577833199"].flatMap { base in
      let number = Decimal(string: base) ?? 0
      return ["0", "0.0000001", "-0.0000001", "0.000001", "-0.000001", "0.0000000001", "1", "-1"].flatMap {
        step in
        [1, 1_000].map { "\((number + (Decimal(string: step) ?? 0)) * Decimal($0))" }
      }
    }

  /// Every quarter of an hour around changes of clocks, with the microseconds beside it.
  private static func walls() throws -> [String] {
    let changes = [
      "2026-10-25T01:00:00Z", "2026-03-29T01:00:00Z", "2026-04-04T15:00:00Z", "2026-10-04T00:00:00Z",
      "2020-01-01T00:00:00Z",
    ]
    let around = try changes.flatMap { text in
      let change = try #require(Instant(iso8601: text))
      return stride(from: -720, through: 720, by: 30).map { change.adding(seconds: $0 * 60) }
        .flatMap { [$0.previous, $0] }
    }
    return around.map { CivilTime.TimeZone.utc.timestamp(of: $0) } + [
      "1969-12-31 19:59:59.999999", "1969-12-31 20:00:00", "1969-12-31 23:00:00", "1970-01-01 20:00:00",
      "1970-01-02 00:00:00", "1970-01-02 09:59:59", "1970-01-02 13:30:00", "1971-01-01 00:00:00",
      "2037-12-31 12:00:00",
    ]
  }

  // MARK: Comparing

  private func compare(
    _ store: any RecordStore, _ values: [String], _ column: String,
    where isKept: (String) -> Bool = { _ in true }
  ) throws {
    let set = RecordSet(name: "t", store: "main", table: "t", key: ["id"])
    let zones = try Self.zones.map { try CivilTime.TimeZone(identifier: $0) }
    let kept = values.map { isKept($0) ? ColumnValue.text($0) : .null }
    for questions in try DateQuestions.ofTexts(column, zones: zones)
    where questions.event.encoding != .epochSeconds {
      try expect(store, set, questions, kept) { questions.event.value(of: $0) }
    }
  }

  /// What an examination reads of each row is what the store's tests go by.
  private func compare(_ store: any RecordStore, _ set: RecordSet, _ events: [EventColumn], count: Int) throws
  {
    var read: [[EventValue]] = []
    for place in 0..<count {
      let seen = try store.examine(
        set, key: [String(place)], predicates: [], events: events, holds: NoHolds())
      read.append(try #require(seen?.events))
    }
    let places = (0..<count).map { ColumnValue.integer(Int64($0)) }
    for (number, event) in events.enumerated() {
      let questions = try DateQuestions(event, zone: CivilTime.TimeZone(identifier: "Europe/Paris"))
      try expect(store, set, questions, places) { place in
        if case .integer(let place) = place { read[Int(place)][number] } else { .malformed }
      }
    }
  }

  private func events(_ column: String, _ encoding: EventColumn.Encoding, _ own: NoDate) -> [EventColumn] {
    [NoDate.builtIn, own, .none].map { EventColumn(column: column, encoding: encoding, noDate: $0) }
  }

  private func expect(
    _ store: any RecordStore, _ set: RecordSet, _ questions: DateQuestions, _ values: [ColumnValue],
    as read: (ColumnValue) -> EventValue
  ) throws {
    for (asked, places) in zip(questions.tests, questions.places(of: values, as: read)) {
      let selection = Selection(recordSet: set, predicate: .event(questions.event, asked.test))
      let keys = try store.nextKeys(of: .delete, on: selection, count: Int(Int32.max), holds: NoHolds())
      let found = Set(keys.integers)
      let difference = found.symmetricDifference(places)
      #expect(
        difference.isEmpty,
        "\(questions.event.column) \(questions.event.encoding) \(questions.event.noDate) \(asked.name): \(difference.sorted().prefix(5).map { ($0, values[Int($0)], found.contains($0)) })"
      )
    }
  }
}
