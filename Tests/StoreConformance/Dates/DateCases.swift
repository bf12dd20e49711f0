internal import CivilTime
internal import RecordStores

/// One value of a date column, and what it is on 2026-11-27 under a rule.
struct DateCase {
  enum Answer: String {
    case missing, implausible, due, kept
  }

  let number: Int
  let encoding: EventColumn.Encoding
  let value: ColumnValue
  let cutoff: Cutoff
  let answer: Answer
}

extension ConformanceCase {
  /// Small inputs that were judged wrongly, each with what else is of its kind; the same on every engine.
  static let dates: [ConformanceCase] = [
    ConformanceCase("What stands for never is a missing date, in every form and every unit; case 1") {
      harness in
      let never: [(EventColumn.Encoding, [ColumnValue])] = [
        (.date, ["1970-01-01", "1900-01-01", "1899-12-30", "1904-01-01", "0", "-1", ""].map { .text($0) }),
        (.compactDate, ["19700101", "19000101", "18991230", "19040101", "0"].map { .text($0) }),
        (.textDate(.dayMonthYearDots), ["01.01.1970", "30.12.1899", "-1"].map { .text($0) }),
        (
          .timestamp(zone: try paris),
          ["1970-01-01 00:00:00", "1970-01-01T23:59:59.999999", "1900-01-01 12:00:00", "0"].map { .text($0) }
        ),
        (
          .rfc3339,
          [
            "1970-01-01T00:00:00Z", "1970-01-01t23:59:59.999999999z", "1970-01-02T00:30:00+01:00",
            "1970-01-01T00:00:00+01:00", "0",
          ].map { .text($0) }
        ),
        (.epochSeconds, [0, -1, 1, 86_399].map { .integer($0) }),
        (.epochMilliseconds, [0, -1, 1, 86_399_999].map { .integer($0) }),
        (.compactDate, [.integer(0), .integer(19_700_101)]),
      ]
      try judge(
        harness,
        never.flatMap { encoding, values in values.map { DateCase(1, encoding, $0, years(2), .missing) } })
    },
    ConformanceCase(
      "An epoch of 0 that was written as a time of the column's own zone is a missing date; case 8"
    ) {
      harness in
      let written: [(String, missing: [String], dates: [String])] = [
        (
          "America/New_York", ["1969-12-31 19:00:00", "1969-12-31T23:59:59.5", "1970-01-01 23:59:59"],
          ["1969-12-31 18:59:59", "1970-01-02 00:00:00"]
        ),
        ("America/St_Johns", ["1969-12-31 20:30:00", "1970-01-01 00:00:00"], ["1969-12-31 20:29:59"]),
        (
          "Europe/Paris", ["1970-01-01 01:00:00", "1970-01-02 00:30:00"],
          ["1969-12-31 23:59:59", "1970-01-02 01:00:00"]
        ),
        (
          "Asia/Tokyo", ["1970-01-01 09:00:00", "1970-01-02 08:59:59"],
          ["1970-01-02 09:00:00", "1969-12-31 23:59:59"]
        ),
        ("UTC", ["1970-01-01 00:00:00"], ["1969-12-31 23:59:59", "1970-01-02 00:00:00"]),
      ]
      try judge(
        harness,
        written.flatMap { zone, missing, dates throws in
          let encoding = EventColumn.Encoding.timestamp(zone: try TimeZone(identifier: zone))
          return missing.map { DateCase(8, encoding, .text($0), years(2), .missing) }
            + dates.map { DateCase(8, encoding, .text($0), years(2), .due) }
        })
    },
    ConformanceCase("Counts of the other unit cannot be meant, and nothing of them is due; cases 2 and 3") {
      harness in
      let young = Int64(1_793_000_000)
      try judge(
        harness,
        [
          DateCase(2, .epochMilliseconds, .integer(young), years(1), .implausible),
          DateCase(2, .epochMilliseconds, .integer(631_152_000), years(1), .implausible),
          DateCase(3, .epochSeconds, .integer(young * 1_000), years(1), .implausible),
          DateCase(3, .epochSeconds, .integer(.max), years(1), .implausible),
          DateCase(3, .epochMilliseconds, .integer(.min), years(1), .implausible),
          DateCase(3, .date, .text("2020-01-01 00:00:00"), years(1), .implausible),
          DateCase(3, .textDate(.dayMonthYearDashes), .text("01/02/2020"), years(1), .implausible),
          DateCase(3, .textDate(.dayMonthYearDashes), .text("2020-02-01"), years(1), .implausible),
          DateCase(3, .timestamp(zone: try paris), .text("2020-01-01T00:00:00Z"), years(1), .implausible),
        ])
    },
    ConformanceCase("A text with an offset is a date as RFC 3339 and in no other form; case 4") { harness in
      let value = ColumnValue.text("2023-11-26T23:30:00+00:00")
      let inParis = ColumnValue.text("2023-11-26T23:30:00+01:00")
      try judge(
        harness,
        [
          DateCase(4, .timestamp(zone: try paris), value, years(3), .implausible),
          DateCase(4, .timestamp(zone: .utc), value, years(3), .implausible),
          DateCase(4, .timestamp(zone: .utc), .text("2023-11-26T23:30:00Z"), years(3), .kept),
          // After midnight in Paris, so that the period ends a day later.
          DateCase(4, .rfc3339, value, years(3), .kept), DateCase(4, .rfc3339, inParis, years(3), .due),
          DateCase(4, .rfc3339, .text("2023-11-26 22:59:59.999999z"), years(3), .due),
          DateCase(4, .rfc3339, .text("2023-11-26T22:59:59.9999991Z"), years(3), .kept),
          DateCase(4, .rfc3339, .text("2023-11-26T23:30:00"), years(3), .implausible),
          DateCase(4, .rfc3339, .text("2023-11-26T23:30:00+24:00"), years(3), .implausible),
        ])
    },
    ConformanceCase(
      "A fraction of any length is read to its end, and the later microsecond counts; cases 5 and 6"
    ) {
      harness in
      let due = ["", ".9", ".9995", ".999999", ".999999000", ".0", ".123456789", ".000000001"]
      let implausible = [".", ".1234567890", ".12a", ",5", ".5 "]
      let zone = try paris
      try judge(
        harness,
        due.map { DateCase(5, .timestamp(zone: zone), .text("2020-05-05 23:59:59" + $0), years(1), .due) }
          + implausible.map {
            DateCase(6, .timestamp(zone: zone), .text("2020-05-05 23:59:59" + $0), years(1), .implausible)
          } + [
            DateCase(5, .timestamp(zone: zone), .text("2025-11-26 23:59:59.999999"), years(1), .due),
            DateCase(6, .timestamp(zone: zone), .text("2025-11-26 23:59:59.999999001"), years(1), .kept),
            DateCase(5, .timestamp(zone: zone), .text("2020-05-05 23:59:60"), years(1), .implausible),
            DateCase(5, .timestamp(zone: zone), .text("2020-05-05 24:00:00"), years(1), .implausible),
          ])
    },
    ConformanceCase("A time that clocks show twice is the later one, and one that they skip, too; case 7") {
      harness in
      let zone = try paris
      func wall(_ text: String, at now: String, _ answer: DateCase.Answer) -> DateCase {
        let cutoff = Instant(iso8601: now).map { Cutoff.instant($0.adding(seconds: -1_800)) }
        return DateCase(7, .timestamp(zone: zone), .text(text), cutoff ?? years(1), answer)
      }
      try judge(
        harness,
        [
          wall("2026-10-25 02:10:00", at: "2026-10-25T01:15:00Z", .kept),
          wall("2026-10-25 02:10:00", at: "2026-10-25T01:39:59.999999Z", .kept),
          wall("2026-10-25 02:10:00", at: "2026-10-25T01:40:00Z", .due),
          wall("2026-10-25 01:59:59", at: "2026-10-25T01:15:00Z", .due),
          wall("2026-03-29 02:50:00", at: "2026-03-29T02:00:00Z", .kept),
          wall("2026-03-29 03:10:00", at: "2026-03-29T02:00:00Z", .due),
          wall("2026-03-29 02:50:00", at: "2026-03-29T02:20:00Z", .due),
          wall("2026-03-29 01:50:00", at: "2026-03-29T02:00:00Z", .due),
        ])
    },
  ]

  private static var paris: TimeZone { get throws { try TimeZone(identifier: "Europe/Paris") } }

  private static let day = CivilDate(daysSinceEpoch: 20_784)

  /// The cutoff of so many years on 2026-11-27.
  private static func years(_ count: Int) -> Cutoff { .day(day.adding(months: -12 * count).adding(days: -1)) }

  /// Each value in a table of its own kind, as first, middle and last row among rows that are kept; and what `examine` reads of it agrees.
  private static func judge(_ harness: any ConformanceHarness, _ cases: [DateCase]) throws {
    let zone = try paris
    for (isNumber, name) in [(true, "numbers"), (false, "texts")] {
      let values = cases.filter { $0.value.isNumber == isNumber }
      guard !values.isEmpty else { continue }
      let table = ConformanceTable(
        name, [("id", .integer), ("at", isNumber ? .integer : .text)], key: ["id"], indexed: ["at"])
      try harness.makeTable(table, in: "main")
      try harness.insert(
        values.enumerated().map { [.integer(Int64($0)), $1.value] }, into: name, in: "main")
      let store = try harness.open("main")
      for (place, judged) in values.enumerated() {
        let event = EventColumn(column: "at", encoding: judged.encoding)
        let days = PlausibleDays(of: event, today: day, zone: zone)
        let tests: [EventTest] = [.missing, .implausible(days), .reached(judged.cutoff, days, zone: zone)]
        let seen = try store.examine(
          set(table), key: [String(place)], predicates: tests.map { .event(event, $0) }, events: [event],
          holds: NoHolds())
        let expected = [judged.answer == .missing, judged.answer == .implausible, judged.answer == .due]
        try expect(
          seen?.answers == expected,
          "case \(judged.number): \(judged.value) as \(judged.encoding) is \(judged.answer), and not \(String(describing: seen?.answers))"
        )
        let read = tests.map { test in
          Predicate.event(event, test).isMet { $0 == "at" ? judged.value : .null }
        }
        try expect(read == expected, "case \(judged.number): Swift reads \(judged.value) as the engine does")
      }
    }
  }
}

extension DateCase {
  init(
    _ number: Int, _ encoding: EventColumn.Encoding, _ value: ColumnValue, _ cutoff: Cutoff, _ answer: Answer
  ) {
    self.init(number: number, encoding: encoding, value: value, cutoff: cutoff, answer: answer)
  }
}
