package import CivilTime
package import RecordStores

/// Tests of one event column.
///
/// Which ranges of days or of instants a test is about, and what is left out of them, is the same for every engine and stands here. How a range is
/// compared with the column's values, so that an index serves, is each engine's own. A range is true or false of every row, and false of null.
package protocol EventConditions {
  var event: EventColumn { get }
  var dialect: any SQLDialect { get }
  /// The column's name as the statement knows it.
  var name: SQLText { get }
  /// The value that rows are ordered by, and of which the oldest is shown; `EventColumn.ordered` reads it.
  var orderExpression: SQLText { get }

  /// Tells if a value that is not null stands for "never": conditions of which one is enough.
  var missingValues: [SQLText] { get }
  /// Tells if a value within a range stands for "never": conditions of which one is enough.
  func excluded(within range: EventRange) -> [SQLText]

  // Values within a range, both ends included. Each is asked for encodings of its kind alone.

  /// Days, months and years that are written as the encoding's form has them, or that the engine's own type has.
  func isDay(_ first: CivilDate, _ last: CivilDate) -> SQLText
  func isDayNumber(_ first: CivilDate, _ last: CivilDate, _ count: DayNumber) -> SQLText
  /// Times of a wall clock of the zone.
  func isTimestamp(_ first: Instant, _ last: Instant, zone: TimeZone) -> SQLText
  func isMoment(_ first: Instant, _ last: Instant) -> SQLText
  func isCount(_ first: Instant, _ last: Instant, _ unit: EpochUnit) -> SQLText
  /// Counts whose digits are a text.
  func isCountText(_ first: Instant, _ last: Instant, _ unit: EpochUnit) -> SQLText
}

extension EventConditions {
  package func condition(_ test: EventTest) -> SQLText {
    switch test {
    case .missing: missing
    case .plausible(let days): dated(EventRange(days, of: event))
    case .implausible(let days): "(NOT \(missing) AND NOT \(within(EventRange(days, of: event))))"
    case .reached(let cutoff, let days, let zone):
      dated(EventRange(days, upTo: cutoff, zone: zone, of: event))
    }
  }

  /// Tells if the value is null or stands for "never".
  package var missing: SQLText { "(\(SQLText.join(["\(name) IS NULL"] + missingValues, " OR ")))" }

  /// Tells if the value is within a range and does not stand for "never".
  private func dated(_ range: EventRange) -> SQLText {
    let parts = excluded(within: range)
    guard !parts.isEmpty else { return within(range) }
    return "(\(within(range)) AND NOT (\(SQLText.join(parts, " OR "))))"
  }

  package func within(_ range: EventRange) -> SQLText {
    switch (range, event.encoding) {
    case (.days(let first, let last), .date), (.days(let first, let last), .compactDate),
      (.days(let first, let last), .textDate), (.days(let first, let last), .month):
      isDay(first, last)
    case (.days(let first, let last), .dayNumber(let count)): isDayNumber(first, last, count)
    case (.instants(let first, let last), .timestamp(let zone)),
      (.instants(let first, let last), .textTimestamp(_, let zone)):
      isTimestamp(first, last, zone: zone)
    case (.instants(let first, let last), .rfc3339), (.instants(let first, let last), .offsetTimestamp):
      isMoment(first, last)
    case (.instants(let first, let last), .epoch(let unit)): isCount(first, last, unit)
    case (.instants(let first, let last), .epochText(let unit)): isCountText(first, last, unit)
    case (.nothing, _), (.days, .timestamp), (.days, .textTimestamp), (.days, .rfc3339),
      (.days, .offsetTimestamp),
      (.days, .epoch), (.days, .epochText), (.instants, .date), (.instants, .compactDate),
      (.instants, .textDate),
      (.instants, .month), (.instants, .dayNumber):
      dialect.truth(false)
    }
  }

  /// Asks of early values only: what usually stands for "never" is long ago, so that most rows are done with one comparison.
  ///
  /// - Parameter isEarly: tells of a value that is within a range if it may be on that day or before; nil if the column's values have no such order.
  package func early(_ parts: [SQLText], _ days: [CivilDate], isEarly: (CivilDate) -> SQLText?) -> [SQLText] {
    guard let last = days.max(), !parts.isEmpty else { return [] }
    guard let isEarly = isEarly(last) else { return parts }
    return ["(\(isEarly) AND (\(SQLText.join(parts, " OR "))))"]
  }
}
