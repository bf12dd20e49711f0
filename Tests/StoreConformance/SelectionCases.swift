internal import CivilTime
internal import RecordStores

extension ConformanceCase {
  /// What is due, what is not, and what is no date.
  static let selection: [ConformanceCase] =
    encodings.map { name, encoding, write in
      ConformanceCase(
        "\(name): due up to the cutoff and not a day later; what is missing or no date is told apart"
      ) { harness in
        let table = ConformanceTable(
          "events", [("id", .integer), ("ended", .text)], key: ["id"], indexed: ["ended"])
        let numeric = ConformanceTable(
          "events", [("id", .integer), ("ended", .integer)], key: ["id"], indexed: ["ended"])
        let cutoff = today.adding(days: -100)
        let days = [
          cutoff.adding(days: -1), cutoff, cutoff.adding(days: 1), today.adding(days: 1),
          today.adding(months: 1_201),
        ]
        let values = days.map(write)
        try harness.makeTable(values[0].isNumber ? numeric : table, in: "main")
        let odd: [ColumnValue] =
          values[0].isNumber
          ? [.null] : [.null, .text(""), .text("garbage"), .text("0000-00-00"), .text("2021-02-30")]
        try harness.insert(
          (values + odd).enumerated().map { [.integer(Int64($0 + 1)), $1] }, into: "events", in: "main")
        let store = try harness.open("main")
        let event = EventColumn(column: "ended", encoding: encoding)
        let plausible = ConformanceCase.days(of: event)
        let matching = { (test: EventTest) throws -> Int in
          try count(store, set(table), .event(event, test))
        }
        try expect(try matching(.reached(.day(cutoff), plausible, zone: zone)) == 2, "two rows are due")
        try expect(try matching(.missing) == (values[0].isNumber ? 1 : 2), "null and empty are missing")
        try expect(
          try matching(.implausible(plausible)) == (values[0].isNumber ? 1 : 4),
          "what is more than a hundred years ahead or no date is implausible")
        try expect(try matching(.plausible(plausible)) == 4, "four dates can be meant")
      }
    } + [
      ConformanceCase("A comparison with null is false, and its negation is true") { harness in
        try harness.makeTable(people, in: "main")
        try harness.insert(
          [[.integer(1), .null, .null, .null, .null], [.integer(2), .text("a"), .null, .null, .null]],
          into: "people",
          in: "main")
        let store = try harness.open("main")
        let count = { (predicate: Predicate) throws -> Int in try Self.count(store, set(people), predicate) }
        let equal = Predicate.compare(column: "nir", .equal, .text("a"))
        try expect(try count(equal) == 1 && count(.not(equal)) == 1, "equal")
        let list = Predicate.isOneOf(column: "nir", [.text("b"), .null])
        try expect(try count(list) == 0 && count(.not(list)) == 2, "list")
        try expect(
          try count(.compare(column: "nir", .notEqual, .text("b"))) == 1, "not equal is false on null, too")
      },
      ConformanceCase("A number is compared with a text by its digits: what is no number is not 0") {
        harness in
        try harness.makeTable(people, in: "main")
        try harness.insert(
          [.text("N"), .text(""), .text("x"), .text("0"), .text("00"), .null].enumerated().map {
            [.integer(Int64($0 + 1)), $1, .null, .null, .null]
          }, into: "people", in: "main")
        let store = try harness.open("main")
        let count = { (predicate: Predicate) throws -> Int in try Self.count(store, set(people), predicate) }
        try expect(try count(.compare(column: "nir", .equal, .integer(0))) == 1, "equal")
        try expect(try count(.compare(column: "nir", .notEqual, .integer(0))) == 4, "not equal")
        try expect(try count(.isOneOf(column: "nir", [.integer(0), .integer(7)])) == 1, "list")
      },
      ConformanceCase("A held person's rows are counted as held, and no batch takes them") { harness in
        try tenPeople(harness)
        let store = try harness.open("main")
        var held = KeyList()
        held.append(.integer(3))
        held.endKey()
        let holds = ListedHolds(subjects: ["person 1"], keys: [Array(held[0])])
        let selection = Selection(
          recordSet: set(people, subject: "nir"), predicate: due(by: today.adding(days: -5)),
          orderedBy: byDate)
        let tally = try store.tally(selection, holds: holds)
        try expect(tally.count == 5 && tally.held == 2, "five due, two of them held")
        try expect(tally.oldest == today.adding(days: -9), "the oldest is the first")
        let keys = try commit(store.begin(.delete, on: selection, limit: BatchLimit(), holds: holds))
        try expect(ids(keys) == [2, 4, 5], "the others go")
        try expect(try harness.rows(of: people, in: "main").count == 7, "and only they")
      },
    ]

  static func count(_ store: any RecordStore, _ recordSet: RecordSet, _ predicate: Predicate) throws -> Int {
    try store.tally(Selection(recordSet: recordSet, predicate: predicate), holds: NoHolds()).count
  }

  private static let encodings: [(String, EventColumn.Encoding, @Sendable (CivilDate) -> ColumnValue)] = [
    ("date", .date, { .text($0.description) }),
    ("compact date as text", .compactDate, { .text(String($0.description.filter { $0 != "-" })) }),
    (
      "compact date as a number", .compactDate,
      { .integer(Int64(String($0.description.filter { $0 != "-" })) ?? 0) }
    ),
    (
      "date as day, month and year", .textDate(.dayMonthYearSlashes),
      { day in .text(day.description.split(separator: "-").reversed().joined(separator: "/")) }
    ),
    ("timestamp", .timestamp(zone: .utc), { .text("\($0) 23:59:59") }),
    ("timestamp with T and a fraction", .timestamp(zone: .utc), { .text("\($0)T00:00:00.250") }),
    ("seconds since the epoch", .epochSeconds, { .integer(Int64($0.daysSinceEpoch * 86_400 + 86_399)) }),
    ("milliseconds since the epoch", .epochMilliseconds, { .integer(Int64($0.daysSinceEpoch) * 86_400_000) }),
  ]
}

extension ColumnValue {
  var isNumber: Bool { if case .integer = self { true } else { false } }
}
