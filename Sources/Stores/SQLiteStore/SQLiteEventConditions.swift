internal import CivilTime
internal import RecordStores
internal import SQLWords

/// Tests of an event column of a SQLite file: ranges of its own values, so that an index serves, and then what `RowFunctions.date` reads in it.
///
/// The reader is Swift's own, so that a text means the same here as in an explanation.
struct SQLiteEventConditions: EventConditions {
  let event: EventColumn
  let name: SQLText

  /// - Parameter alias: the table's name within the statement; nil for a statement on one table alone.
  init(_ event: EventColumn, alias: String? = nil) {
    self.event = event
    name = SQLText((alias.map { "\($0)." } ?? "") + sqlite.quoted(event.column))
  }

  var dialect: any SQLDialect { sqlite }

  var orderExpression: SQLText {
    guard !event.encoding.isOrdered else { return name }
    guard let form = event.encoding.form else { return "CAST(\(name) AS NUMERIC)" }
    let padded = form.isShort ? shortPadded : name
    let parts = form.dayPlaces.map { place -> SQLText in "substr(\(padded), \(place.start), \(place.length))"
    }
    return SQLText.join(parts, " || '-' || ")
  }

  /// A text whose months and days can have one digit, with two of them.
  private var shortPadded: SQLText {
    let first: SQLText = "CASE WHEN substr(\(name), 2, 1) IN ('/', '.') THEN '0' || \(name) ELSE \(name) END"
    return
      "CASE WHEN substr(\(first), 5, 1) IN ('/', '.') THEN substr(\(first), 1, 3) || '0' || substr(\(first), 4) ELSE \(first) END"
  }

  // MARK: Ranges

  /// By the text or the digits an index is used, if they have the order of their days; the day that is read decides.
  func isDay(_ first: CivilDate, _ last: CivilDate) -> SQLText {
    guard let form = event.encoding.form, form.isOrdered else { return isReadDay(first, last) }
    let isText: SQLText =
      "\(name) >= \(value: .text(form.text(of: first))) AND \(name) <= \(value: .text(form.text(of: last)))"
    guard form.isDigits else { return "((\(isText)) AND \(isReadDay(first, last)))" }
    let numbers: SQLText =
      "\(name) >= \(value: .integer(Self.number(first, form))) AND \(name) <= \(value: .integer(Self.number(last, form)))"
    return "((\(isText) OR \(numbers)) AND \(isReadDay(first, last)))"
  }

  /// Behind any number comes any text.
  func isDayNumber(_ first: CivilDate, _ last: CivilDate, _ count: DayNumber) -> SQLText {
    let isWithin: SQLText =
      "typeof(\(name)) IN ('integer', 'real') AND \(name) >= \(value: .integer(count.number(of: first)))"
    let end = count.number(of: last)
    if count.hasFractions { return "(\(isWithin) AND \(name) < \(value: .integer(end + 1)))" }
    return "(\(isWithin) AND \(name) <= \(value: .integer(end)) AND \(name) = CAST(\(name) AS INTEGER))"
  }

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

  func isCountText(_ first: Instant, _ last: Instant, _ unit: EpochUnit) -> SQLText {
    isBetween(first...last)
  }

  private func isReadDay(_ first: CivilDate, _ last: CivilDate) -> SQLText {
    "\(date) BETWEEN \(value: .integer(Int64(first.daysSinceEpoch))) AND \(value: .integer(Int64(last.daysSinceEpoch)))"
  }

  /// The day's part of the text can use the index, if it comes first. What the text says, as microseconds, decides.
  private func read(_ ranges: [ClosedRange<Instant>], aroundDays margin: Int = 0) -> SQLText {
    guard let first = ranges.first?.lowerBound, let last = ranges.last?.upperBound else {
      return sqlite.truth(false)
    }
    let isRead: SQLText = "(\(SQLText.join(ranges.map(isBetween), " OR ")))"
    guard let form = event.encoding.form, form.isOrdered else { return isRead }
    let start = TimeZone.utc.civilDate(at: first).adding(days: -margin)
    let end = TimeZone.utc.civilDate(at: last).adding(days: 1 + margin)
    let isText: SQLText =
      "\(name) >= \(value: .text(form.bound(start))) AND \(name) < \(value: .text(form.bound(end)))"
    guard form.isDigits else { return "(\(isText) AND \(isRead))" }
    let numbers: SQLText =
      "\(name) >= \(value: .integer(Self.number(start, form))) AND \(name) < \(value: .integer(Self.number(end, form)))"
    return "((\(isText) OR \(numbers)) AND \(isRead))"
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
    if let count = event.encoding.dayNumber { return days.map { isDayNumber($0, $0, count) } }
    guard !event.hasTimeOfDay, !days.isEmpty, let form = event.encoding.form else { return [] }
    // Where a day has several spellings, each is read.
    if form.isShort { return days.map { isReadDay($0, $0) } }
    let isText = isOneOf(days.map { .text(form.text(of: $0)) })
    guard form.isDigits else { return [isText] }
    // A number with a fraction is none of them, even if there is nothing in the fraction.
    let isNumber = isOneOf(days.map { .integer(Self.number($0, form)) })
    return ["(typeof(\(name)) = 'text' AND \(isText))", "(typeof(\(name)) = 'integer' AND \(isNumber))"]
  }

  func excluded(within range: EventRange) -> [SQLText] {
    let noDate = event.noDate
    let days = event.noDays(near: range)
    let texts = (noDate.texts.isEmpty ? [] : [isText(noDate.texts)]) + numbers(within: range)
    switch range {
    case .nothing: return texts
    case .days: return texts + early(isWrittenDay(days), days, isEarly: isEarly)
    case .instants:
      guard event.encoding.form != nil else { return texts + days.compactMap(isTime) }
      let parts = (days.isEmpty ? [] : [isWritten(days)]) + days.map(isRead)
      return texts + early(parts, days, isEarly: isEarly)
    }
  }

  /// The numbers that stand for "never", as the column can have them.
  private func numbers(within range: EventRange) -> [SQLText] {
    let numbers = range == .nothing ? [] : event.noNumbers(within: range)
    guard !numbers.isEmpty else { return [] }
    let hasTexts = event.encoding.readerPlace != nil
    return [isOneOf(numbers.map { .integer($0) } + (hasTexts ? numbers.map { .text(String($0)) } : []))]
  }

  private func isEarly(_ day: CivilDate) -> SQLText? {
    // Numbers and texts in one column have no order between them, and days that come first have none of time.
    guard let form = event.encoding.form, form.isOrdered, !form.isDigits else { return nil }
    // Of a text that begins with a day the next day but one is behind each of its times, in every zone.
    return "\(name) <= \(value: .text(form.bound(day.adding(days: 2))))"
  }

  /// Tells if the value is a time of that day; nil for a column of days, whose value is the day itself.
  private func isTime(of day: CivilDate) -> SQLText? {
    guard event.hasTimeOfDay else { return nil }
    let moments = event.moments(of: day)
    if let unit = event.encoding.epochUnit {
      return event.encoding.isEpochText
        ? isCountText(moments.lowerBound, moments.upperBound, unit)
        : isCount(moments.lowerBound, moments.upperBound, unit)
    }
    let around = moments.lowerBound.adding(seconds: -86_400)...moments.upperBound.adding(seconds: 86_400)
    return "(\(read([around], aroundDays: 1)) AND (\(isWritten([day])) OR \(isRead(day))))"
  }

  /// Tells if the day that is written is one of these.
  private func isWritten(_ days: [CivilDate]) -> SQLText {
    guard let form = event.encoding.form, form.isShort else {
      let count = event.encoding.form?.text(of: CivilDate(daysSinceEpoch: 0)).count ?? 10
      let texts = days.map { ColumnValue.text(event.encoding.form?.text(of: $0) ?? $0.description) }
      return "substr(\(name), 1, \(count)) IN (\(SQLText.values(texts)))"
    }
    return "\(orderExpression) IN (\(SQLText.values(days.map { .text($0.description) })))"
  }

  /// Tells if what is read lies within the day: as moments, or as times of the wall clock.
  private func isRead(_ day: CivilDate) -> SQLText {
    let ranges = event.encoding.zone == nil ? [event.moments(of: day)] : event.wallTimes(of: day)
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
  private var date: SQLText { "\(RowFunctions.date)(\(event.encoding.readerPlace ?? 0), \(name))" }

  /// A day as the digits of a form, of which it has those of the time as zeros.
  private static func number(_ date: CivilDate, _ form: DateForm) -> Int64 {
    let digits = form.bound(date) + (form.hasTimeOfDay ? "000000" : "")
    return Int64(digits) ?? 0
  }
}
