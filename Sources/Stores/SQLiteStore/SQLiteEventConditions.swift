internal import CivilTime
internal import RecordStores
internal import SQLWords

/// Tests of an event column of a SQLite file: ranges of its own values, so that an index serves, and then what `RowFunctions.date` reads in it.
///
/// The reader is Swift's own, so that a text means the same here as in an explanation.
struct SQLiteEventConditions: EventConditions {
  let event: EventColumn
  let name: SQLText

  init(_ event: EventColumn) {
    self.event = event
    name = SQLText(sqlite.quoted(event.column))
  }

  var dialect: any SQLDialect { sqlite }

  var orderExpression: SQLText {
    guard case .textDate = event.encoding, let form = event.encoding.form else { return name }
    let parts = form.dayPlaces.map { place -> SQLText in "substr(\(name), \(place.start), \(place.length))" }
    return SQLText.join(parts, " || '-' || ")
  }

  // MARK: Ranges

  func isDate(_ first: CivilDate, _ last: CivilDate) -> SQLText {
    "((\(isText(first, last))) AND \(isDay(first, last)))"
  }

  func isCompactDate(_ first: CivilDate, _ last: CivilDate) -> SQLText {
    let numbers: SQLText =
      "\(name) >= \(value: .integer(Self.compactNumber(first))) AND \(name) <= \(value: .integer(Self.compactNumber(last)))"
    return "((\(isText(first, last)) OR \(numbers)) AND \(isDay(first, last)))"
  }

  func isTextDate(_ first: CivilDate, _ last: CivilDate) -> SQLText { isDay(first, last) }

  func isTimestamp(_ first: Instant, _ last: Instant, zone: TimeZone) -> SQLText {
    read(zone.wallTimes(from: first, through: last))
  }

  func isMoment(_ first: Instant, _ last: Instant) -> SQLText {
    first <= last ? read([first...last], aroundDays: 1) : sqlite.truth(false)
  }

  /// Behind the microsecond before the first: a count that lies between two microseconds is the later one. Any text is greater than any number.
  func isCount(_ first: Instant, _ last: Instant, _ unit: EpochUnit) -> SQLText {
    """
    (typeof(\(name)) IN ('integer', 'real') AND \(name) > \(value: .real(unit.real(atMost: first.previous))) \
    AND \(name) <= \(value: .real(unit.real(atMost: last))))
    """
  }

  private func isText(_ first: CivilDate, _ last: CivilDate) -> SQLText {
    func text(_ day: CivilDate) -> ColumnValue { .text(event.encoding.form?.text(of: day) ?? "") }
    return "\(name) >= \(value: text(first)) AND \(name) <= \(value: text(last))"
  }

  private func isDay(_ first: CivilDate, _ last: CivilDate) -> SQLText {
    "\(date) BETWEEN \(value: .integer(Int64(first.daysSinceEpoch))) AND \(value: .integer(Int64(last.daysSinceEpoch)))"
  }

  /// The day's part of the text can use the index. What the text says, as microseconds, decides.
  private func read(_ ranges: [ClosedRange<Instant>], aroundDays margin: Int = 0) -> SQLText {
    guard let first = ranges.first?.lowerBound, let last = ranges.last?.upperBound else {
      return sqlite.truth(false)
    }
    let start = TimeZone.utc.civilDate(at: first).adding(days: -margin).asTextBound
    let end = TimeZone.utc.civilDate(at: last).adding(days: 1 + margin).asTextBound
    return
      "(\(name) >= \(value: .text(start)) AND \(name) < \(value: .text(end)) AND (\(SQLText.join(ranges.map(isBetween), " OR "))))"
  }

  // MARK: What stands for "never"

  var missingValues: [SQLText] {
    let noDate = event.noDate
    let numbers = noDate.numbers.flatMap { [ColumnValue.integer($0), .text(String($0))] }
    return [isOneOf([.text("")] + numbers)] + isWrittenDay(noDate.days)
      + (noDate.texts.isEmpty ? [] : [isText(noDate.texts)]) + noDate.days.compactMap(isTime)
  }

  /// Tells if the value is one of the days, in a column of days.
  private func isWrittenDay(_ days: [CivilDate]) -> [SQLText] {
    guard !event.hasTimeOfDay, !days.isEmpty, let form = event.encoding.form else { return [] }
    let isText = isOneOf(days.map { .text(form.text(of: $0)) })
    guard event.encoding == .compactDate else { return [isText] }
    // A number with a fraction is none of them, even if there is nothing in the fraction.
    let isNumber = isOneOf(days.map { .integer(Self.compactNumber($0)) })
    return ["(typeof(\(name)) = 'text' AND \(isText))", "(typeof(\(name)) = 'integer' AND \(isNumber))"]
  }

  func excluded(within range: EventRange) -> [SQLText] {
    let noDate = event.noDate
    let days = event.noDays(near: range)
    let texts = noDate.texts.isEmpty ? [] : [isText(noDate.texts)]
    switch (range, event.encoding) {
    case (.nothing, _): return texts
    case (.days, _): return texts + early(isWrittenDay(days), days, isEarly: isEarly)
    case (.instants, .timestamp), (.instants, .rfc3339):
      let parts = (days.isEmpty ? [] : [isWritten(days)]) + days.map(isRead)
      return texts + early(parts, days, isEarly: isEarly)
    case (.instants, .date), (.instants, .compactDate), (.instants, .textDate), (.instants, .epochSeconds),
      (.instants, .epochMilliseconds):
      let numbers = event.noNumbers(within: range)
      return texts + (numbers.isEmpty ? [] : [isOneOf(numbers.map { .integer($0) })])
        + days.compactMap(isTime)
    }
  }

  private func isEarly(_ day: CivilDate) -> SQLText? {
    switch event.encoding {
    // Numbers and texts in one column have no order between them, and days that come first have none of time.
    case .compactDate, .textDate: nil
    // Of a text that begins with a day the next day but one is behind each of its times, in every zone.
    case .date, .timestamp, .rfc3339, .epochSeconds, .epochMilliseconds:
      "\(name) <= \(value: .text(day.adding(days: 2).asTextBound))"
    }
  }

  /// Tells if the value is a time of that day; nil for a column of days, whose value is the day itself.
  private func isTime(of day: CivilDate) -> SQLText? {
    let moments = event.moments(of: day)
    switch event.encoding {
    case .date, .compactDate, .textDate: return nil
    case .epochSeconds: return isCount(moments.lowerBound, moments.upperBound, .seconds)
    case .epochMilliseconds: return isCount(moments.lowerBound, moments.upperBound, .milliseconds)
    case .timestamp, .rfc3339:
      let around = moments.lowerBound.adding(seconds: -86_400)...moments.upperBound.adding(seconds: 86_400)
      return "(\(read([around], aroundDays: 1)) AND (\(isWritten([day])) OR \(isRead(day))))"
    }
  }

  private func isWritten(_ days: [CivilDate]) -> SQLText {
    "substr(\(name), 1, 10) IN (\(SQLText.values(days.map { .text($0.description) })))"
  }

  /// Tells if what is read lies within the day: as moments, or as times of the wall clock.
  private func isRead(_ day: CivilDate) -> SQLText {
    let ranges = event.encoding == .rfc3339 ? [event.moments(of: day)] : event.wallTimes(of: day)
    return "(\(SQLText.join(ranges.map(isBetween), " OR ")))"
  }

  private func isBetween(_ range: ClosedRange<Instant>) -> SQLText {
    """
    \(date) BETWEEN \(value: .integer(range.lowerBound.microsecondsSinceEpoch)) \
    AND \(value: .integer(range.upperBound.microsecondsSinceEpoch))
    """
  }

  /// To the last byte, whatever the column's collation is.
  private func isOneOf(_ values: [ColumnValue]) -> SQLText {
    "\(name) COLLATE BINARY IN (\(SQLText.values(values)))"
  }

  private func isText(_ texts: [String]) -> SQLText {
    "(typeof(\(name)) = 'text' AND \(isOneOf(texts.map { .text($0) })))"
  }

  // MARK: Forms

  /// What the text says: days, or microseconds of the wall clock or of the moment; far outside of any range if it says nothing.
  private var date: SQLText { "\(RowFunctions.date)(\(event.encoding.formPlace ?? 0), \(name))" }

  private static func compactNumber(_ date: CivilDate) -> Int64 {
    let (year, month, day) = date.parts
    return Int64(year * 10_000 + month * 100 + day)
  }
}
