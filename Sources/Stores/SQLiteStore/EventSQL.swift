internal import CivilTime
internal import RecordStores

/// Tests of an event column: ranges of its own values, so that an index serves, and then what `RowFunctions.date` reads in it.
///
/// The reader is Swift's own, so that a text means the same here as in an explanation.
struct EventSQL {
  private let event: EventColumn
  private let name: String

  init(_ event: EventColumn) {
    self.event = event
    name = SQLText.quoted(event.column)
  }

  func condition(_ test: EventTest) -> SQLText {
    switch test {
    case .missing: return missing
    case .plausible(let days): return dated(EventRange(days, of: event))
    case .implausible(let days):
      return "(NOT " + missing + " AND NOT " + within(EventRange(days, of: event)) + ")"
    case .reached(let cutoff, let days, let zone):
      return dated(EventRange(days, upTo: cutoff, zone: zone, of: event))
    }
  }

  /// A value to order by and to show the oldest of; `ordered` reads it.
  var orderExpression: String {
    guard case .textDate = event.encoding, let form = event.encoding.form else { return name }
    return form.dayPlaces.map { "substr(\(name), \($0.start), \($0.length))" }.joined(
      separator: " || '-' || ")
  }

  // MARK: Ranges

  private func within(_ range: EventRange) -> SQLText {
    switch (range, event.encoding) {
    case (.days(let first, let last), .date): return days(first, last, coarse: text)
    case (.days(let first, let last), .compactDate):
      return days(first, last) { text($0, $1) + " OR " + compactNumber($0, $1) }
    case (.days(let first, let last), .textDate): return days(first, last, coarse: nil)
    case (.instants(let first, let last), .timestamp(let zone)):
      return read(zone.wallTimes(from: first, through: last))
    case (.instants(let first, let last), .rfc3339):
      return first <= last ? read([first...last], aroundDays: 1) : SQLText("0")
    case (.instants(let first, let last), .epochSeconds): return count(first, last, .seconds)
    case (.instants(let first, let last), .epochMilliseconds): return count(first, last, .milliseconds)
    default: return SQLText("0")
    }
  }

  /// Within the range and none of the values that stand for "never".
  private func dated(_ range: EventRange) -> SQLText {
    let parts = excluded(within: range)
    guard !parts.isEmpty else { return within(range) }
    return "(" + within(range) + " AND NOT (" + SQLText.join(parts, " OR ") + "))"
  }

  private func text(_ first: CivilDate, _ last: CivilDate) -> SQLText {
    let form = event.encoding.form
    return SQLText(
      "\(name) >= ? AND \(name) <= ?",
      [first, last].map { .text(form?.text(of: $0) ?? "") })
  }

  private func compactNumber(_ first: CivilDate, _ last: CivilDate) -> SQLText {
    SQLText("\(name) >= ? AND \(name) <= ?", [first, last].map { .integer(Self.compactNumber($0)) })
  }

  private func days(
    _ first: CivilDate, _ last: CivilDate, coarse: ((CivilDate, CivilDate) -> SQLText)?
  ) -> SQLText {
    let exact = SQLText(
      "\(date) BETWEEN ? AND ?", [first, last].map { .integer(Int64($0.daysSinceEpoch)) })
    guard let coarse else { return exact }
    return "((" + coarse(first, last) + ") AND " + exact + ")"
  }

  /// The day's part of the text can use the index. What the text says, as microseconds, decides.
  private func read(_ ranges: [ClosedRange<Instant>], aroundDays margin: Int = 0) -> SQLText {
    guard let first = ranges.first?.lowerBound, let last = ranges.last?.upperBound else {
      return SQLText("0")
    }
    let coarse = SQLText(
      "\(name) >= ? AND \(name) < ?",
      [
        .text(TimeZone.utc.civilDate(at: first).adding(days: -margin).asTextBound),
        .text(TimeZone.utc.civilDate(at: last).adding(days: 1 + margin).asTextBound),
      ])
    let exact = ranges.map(isBetween)
    return "(" + coarse + " AND (" + SQLText.join(exact, " OR ") + "))"
  }

  /// Behind the microsecond before the first: a count that lies between two microseconds is the later one.
  private func count(_ first: Instant, _ last: Instant, _ unit: EpochUnit) -> SQLText {
    SQLText(
      "(typeof(\(name)) IN ('integer', 'real') AND \(name) > ? AND \(name) <= ?)",
      [.real(unit.real(atMost: first.previous)), .real(unit.real(atMost: last))])
  }

  // MARK: What stands for "never"

  private var missing: SQLText {
    let noDate = event.noDate
    let numbers = noDate.numbers.flatMap { [ColumnValue.integer($0), .text(String($0))] }
    var parts = [SQLText("\(name) IS NULL"), isOneOf([.text("")] + numbers)] + isWrittenDay(noDate.days)
    if !noDate.texts.isEmpty { parts.append(isText(noDate.texts)) }
    parts += noDate.days.compactMap(isTime)
    return "(" + SQLText.join(parts, " OR ") + ")"
  }

  /// Tells if the value is one of the days, in a column of days.
  private func isWrittenDay(_ days: [CivilDate]) -> [SQLText] {
    guard !event.hasTimeOfDay, !days.isEmpty, let form = event.encoding.form else { return [] }
    let isText = isOneOf(days.map { .text(form.text(of: $0)) })
    guard event.encoding == .compactDate else { return [isText] }
    // A number with a fraction is none of them, even if there is nothing in the fraction.
    let isNumber = isOneOf(days.map { .integer(Self.compactNumber($0)) })
    return [
      "(typeof(\(name)) = 'text' AND " + isText + ")", "(typeof(\(name)) = 'integer' AND " + isNumber + ")",
    ]
  }

  private func excluded(within range: EventRange) -> [SQLText] {
    let noDate = event.noDate
    let days = event.noDays(near: range)
    var parts = noDate.texts.isEmpty ? [] : [isText(noDate.texts)]
    switch (range, event.encoding) {
    case (.days, _): parts += early(isWrittenDay(days), days)
    case (.instants, .timestamp), (.instants, .rfc3339):
      parts += early((days.isEmpty ? [] : [isWritten(days)]) + days.map(isRead), days)
    case (.instants, _):
      let numbers = event.noNumbers(within: range)
      if !numbers.isEmpty { parts.append(isOneOf(numbers.map { .integer($0) })) }
      parts += days.compactMap(isTime)
    case (.nothing, _): break
    }
    return parts
  }

  /// Asked of early texts only: what usually stands for "never" is long ago, so that most rows are done with one comparison.
  private func early(_ parts: [SQLText], _ days: [CivilDate]) -> [SQLText] {
    guard let last = days.max(), !parts.isEmpty else { return [] }
    switch event.encoding {
    // Numbers and texts in one column have no order between them, and days that come first have none of time.
    case .compactDate, .textDate: return parts
    default: break
    }
    // Of a text that begins with a day the next day but one is behind each of its times, in every zone.
    let isEarly = SQLText("\(name) <= ?", [.text(last.adding(days: 2).asTextBound)])
    return ["(" + isEarly + " AND (" + SQLText.join(parts, " OR ") + "))"]
  }

  /// Tells if the value is a time of that day; nil for a column of days, whose value is the day itself.
  private func isTime(of day: CivilDate) -> SQLText? {
    let moments = event.moments(of: day)
    switch event.encoding {
    case .date, .compactDate, .textDate: return nil
    case .epochSeconds: return count(moments.lowerBound, moments.upperBound, .seconds)
    case .epochMilliseconds: return count(moments.lowerBound, moments.upperBound, .milliseconds)
    case .timestamp, .rfc3339:
      let around = moments.lowerBound.adding(seconds: -86_400)...moments.upperBound.adding(seconds: 86_400)
      return "(" + read([around], aroundDays: 1) + " AND (" + isWritten([day]) + " OR " + isRead(day) + "))"
    }
  }

  private func isWritten(_ days: [CivilDate]) -> SQLText {
    SQLText(
      "substr(\(name), 1, 10) IN (\(days.map { _ in "?" }.joined(separator: ", ")))",
      days.map { .text($0.description) })
  }

  /// Tells if what is read lies within the day: as moments, or as times of the wall clock.
  private func isRead(_ day: CivilDate) -> SQLText {
    let ranges = event.encoding == .rfc3339 ? [event.moments(of: day)] : event.wallTimes(of: day)
    return "(" + SQLText.join(ranges.map(isBetween), " OR ") + ")"
  }

  private func isBetween(_ range: ClosedRange<Instant>) -> SQLText {
    SQLText(
      "\(date) BETWEEN ? AND ?",
      [
        .integer(range.lowerBound.microsecondsSinceEpoch), .integer(range.upperBound.microsecondsSinceEpoch),
      ])
  }

  /// To the last byte, whatever the column's collation is.
  private func isOneOf(_ values: [ColumnValue]) -> SQLText {
    SQLText(
      "\(name) COLLATE BINARY IN (\(values.map { _ in "?" }.joined(separator: ", ")))", values)
  }

  private func isText(_ texts: [String]) -> SQLText {
    "(typeof(\(name)) = 'text' AND " + isOneOf(texts.map { .text($0) }) + ")"
  }

  // MARK: Forms

  /// What the text says: days, or microseconds of the wall clock or of the moment; far outside of any range where it says nothing.
  private var date: String { "\(RowFunctions.date)(\(event.encoding.formPlace ?? 0), \(name))" }

  private static func compactNumber(_ date: CivilDate) -> Int64 {
    let (year, month, day) = date.parts
    return Int64(year * 10_000 + month * 100 + day)
  }
}
