package import CivilTime
package import RecordStores

/// What a column is asked, and what Swift answers: every test of one event with cutoffs on both sides of changes of clocks.
package struct DateQuestions {
  package let event: EventColumn
  package let tests: [(name: String, test: EventTest)]

  package init(_ event: EventColumn, zone: TimeZone) throws {
    self.event = event
    let today = CivilDate(daysSinceEpoch: 20_784)
    let days = PlausibleDays(of: event, today: today, zone: zone)
    var cutoffs: [Cutoff] = ["2026-10-24", "2026-03-29", "2019-12-31"].compactMap { CivilDate($0) }.map(
      Cutoff.day)
    if event.hasTimeOfDay {
      cutoffs += [
        "2026-10-25T00:15:00Z", "2026-10-25T01:15:00.000001Z", "2026-03-29T01:15:00Z",
        "2026-11-27T00:59:59.999999Z",
      ].compactMap { Instant(iso8601: $0) }.map(Cutoff.instant)
    }
    tests =
      [("missing", .missing), ("implausible", .implausible(days)), ("plausible", .plausible(days))]
      + cutoffs.map { ("reached \($0)", .reached($0, days, zone: zone)) }
  }

  /// The places of the values for which a test's answer is yes, test by test.
  package func places(of values: [ColumnValue], as read: (ColumnValue) -> EventValue) -> [[Int64]] {
    let ranges = tests.map { _, test -> EventRange? in
      switch test {
      case .missing: nil
      case .implausible(let days), .plausible(let days): EventRange(days, of: event)
      case .reached(let cutoff, let days, let zone): EventRange(days, upTo: cutoff, zone: zone, of: event)
      }
    }
    var places = tests.map { _ in [Int64]() }
    for (place, stored) in values.enumerated() {
      let value = read(stored)
      for (index, test) in tests.enumerated() {
        let isInside = ranges[index]?.contains(value) ?? false
        let answer =
          switch test.test {
          case .missing: value == .missing
          case .implausible: value != .missing && !isInside
          case .plausible, .reached: isInside
          }
        if answer { places[index].append(Int64(place)) }
      }
    }
    return places
  }

  /// The usual ways in which a column of text can hold a date, each with its own list of what stands for "never".
  package static func ofTexts(
    _ column: String, zones: [TimeZone], numbers: [EventColumn.Encoding] = [.epochSeconds]
  ) throws -> [DateQuestions] {
    let own = NoDate(
      days: ["0001-01-01", "2024-02-29", "9999-12-31"].compactMap { CivilDate($0) }, numbers: [5, 0],
      texts: ["never", "n\u{E9}ant", "01/01/1970"])
    let encodings: [EventColumn.Encoding] =
      [
        .date, .compactDate, .rfc3339, .timestamp(zone: .utc), .textDate(.dayMonthYearSlashes),
        .textDate(.dayMonthYearDots),
      ]
      + numbers
    let events =
      encodings.flatMap { encoding in
        [NoDate.builtIn, own, .none].map {
          EventColumn(column: column, encoding: encoding, noDate: $0)
        }
      } + zones.map { EventColumn(column: column, encoding: .timestamp(zone: $0)) }
    return try events.map { try DateQuestions($0, zone: zones.first ?? .utc) }
  }
}
