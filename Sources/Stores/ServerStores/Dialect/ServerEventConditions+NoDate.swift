internal import CivilTime
internal import RecordStores
internal import SQLWords

/// The values that stand for "never".
extension ServerEventConditions {
  var missingValues: [SQLText] {
    let noDate = event.noDate
    switch family {
    case .text:
      let texts = isText([""] + noDate.numbers.map(String.init) + noDate.texts + written(noDate.days))
      return [texts] + isShortDay(noDate.days) + isTimeOfText(noDate.days) + noDate.days.compactMap(isTime)
    case .integer, .number:
      return isNumber(noDate.numbers + numbers(noDate.days)) + isTimeOfText(noDate.days)
        + noDate.days.compactMap(isTime)
    case .date, .timestamp, .instant, .blob, .other: return isShown(noDate.texts) + isOnDay(noDate.days)
    }
  }

  /// Asked of values within a range of dates alone: true or false of those, and of no others.
  func excluded(within range: EventRange) -> [SQLText] {
    let days = event.noDays(near: range)
    switch family {
    case .text:
      let texts = event.noDate.texts + event.noNumbers(within: range).map(String.init)
      let isOneOf = texts.isEmpty ? [] : [isText(texts)]
      if event.encoding.isEpochText { return isOneOf + days.compactMap(isTime) }
      if event.hasTimeOfDay { return isOneOf + early(isWritten(days), days, isEarly: isEarlyText) }
      let written = written(days)
      let isDay = (written.isEmpty ? [] : [isText(written)]) + isShortDay(days)
      return isOneOf + early(isDay, days, isEarly: isEarlyText)
    case .integer, .number:
      let numbers = event.noNumbers(within: range)
      return isNumber(numbers + self.numbers(days)) + (event.encoding.form == nil ? [] : isWritten(days))
        + days.compactMap(isTime)
    case .date, .timestamp, .instant, .blob, .other:
      return isShown(event.noDate.texts) + early(isOnDay(days), days, isEarly: isEarlyOfType)
    }
  }

  /// A text that begins with a day is less than the next day but one, whatever its time and zone.
  private func isEarlyText(_ day: CivilDate) -> SQLText? {
    // Days that come first in their text have none of time.
    guard let form = event.encoding.form, form.isOrdered else { return nil }
    return event.encoding == .compactDate
      ? compare("<=", form.text(of: day)) : compare("<=", form.bound(day.adding(days: 2)))
  }

  private func isEarlyOfType(_ day: CivilDate) -> SQLText? {
    switch family {
    case .date: "\(name) <= \(words.literal(day))"
    case .timestamp:
      "\(name) <= \(wallLiteral(event.wallTimes(of: day).last?.upperBound ?? TimeZone.utc.startOfDay(day)))"
    case .instant, .integer, .number, .text, .blob, .other:
      "\(name) <= \(words.literal(event.moments(of: day).upperBound))"
    }
  }

  /// Days as a column of days has them; none where a day has several spellings.
  private func written(_ days: [CivilDate]) -> [String] {
    guard !event.hasTimeOfDay, let form = event.encoding.form, !form.isShort else { return [] }
    return days.map(form.text)
  }

  /// Tells if a day that has several spellings is one of these.
  private func isShortDay(_ days: [CivilDate]) -> [SQLText] {
    guard !event.hasTimeOfDay, event.encoding.form?.isShort ?? false else { return [] }
    return days.map { textDays($0, $0) }
  }

  /// Days as a column of digits has them.
  private func numbers(_ days: [CivilDate]) -> [Int64] {
    guard !event.hasTimeOfDay, let form = event.encoding.form, form.isDigits else { return [] }
    return days.compactMap { Int64(form.text(of: $0)) }
  }

  private func isNumber(_ numbers: [Int64]) -> [SQLText] {
    numbers.isEmpty ? [] : ["\(name) IN (\(numbers.map(String.init).joined(separator: ", ")))"]
  }

  /// A text by its bytes: a collation may call others equal, which the index finds first, and blanks behind it nothing at all.
  private func isText(_ texts: [String]) -> SQLText {
    """
    (\(isOneOf(texts)) \
    AND \(words.joined([exact, "'.'"])) IN (\(SQLText.values(texts.map { .text($0 + ".") }))))
    """
  }

  /// A value of the server's own date types by its text.
  private func isShown(_ texts: [String]) -> [SQLText] {
    guard !texts.isEmpty else { return [] }
    let shown = family == .instant ? event.noDate.momentTexts : texts
    return ["\(exact) IN (\(SQLText.values(shown.map(ColumnValue.text))))"]
  }

  private func isOnDay(_ days: [CivilDate]) -> [SQLText] {
    guard !days.isEmpty else { return [] }
    switch family {
    case .date: return ["\(name) IN (\(days.map { words.literal($0) }.joined(separator: ", ")))"]
    case .timestamp:
      return days.map { times(event.wallTimes(of: $0), wallLiteral) }
    case .instant: return days.map { times([event.moments(of: $0)], words.literal) }
    case .integer, .number, .text, .blob, .other: return []
    }
  }

  /// Tells if a count is a time of the day, or a number of days the day; nil for what is written as a date.
  private func isTime(of day: CivilDate) -> SQLText? {
    if let count = event.encoding.dayNumber { return isDayNumber(day, day, count) }
    guard let unit = event.encoding.epochUnit else { return nil }
    let moments = event.moments(of: day)
    return event.encoding.isEpochText
      ? isCountText(moments.lowerBound, moments.upperBound, unit)
      : count(moments.lowerBound, moments.upperBound, unit)
  }
}
