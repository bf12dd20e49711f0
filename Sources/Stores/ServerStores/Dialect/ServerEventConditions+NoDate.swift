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
      return [texts] + (event.hasTimeOfDay ? isTimeOfText(noDate.days) : [])
    case .integer, .number:
      return isNumber(noDate.numbers + numbers(noDate.days)) + noDate.days.compactMap(isTime)
    case .date, .timestamp, .instant, .blob, .other: return isShown(noDate.texts) + isOnDay(noDate.days)
    }
  }

  /// Asked of values within a range of dates alone: true or false of those, and of no others.
  func excluded(within range: EventRange) -> [SQLText] {
    let days = event.noDays(near: range)
    switch family {
    case .text:
      let texts = event.noDate.texts.isEmpty ? [] : [isText(event.noDate.texts)]
      if event.hasTimeOfDay { return texts + early(isWritten(days), days, isEarly: isEarlyText) }
      return texts + early(days.isEmpty ? [] : [isText(written(days))], days, isEarly: isEarlyText)
    case .integer, .number:
      let numbers = event.noNumbers(within: range)
      return isNumber(numbers + self.numbers(days)) + days.compactMap(isTime)
    case .date, .timestamp, .instant, .blob, .other:
      return isShown(event.noDate.texts) + early(isOnDay(days), days, isEarly: isEarlyOfType)
    }
  }

  /// A text that begins with a day is less than the next day but one, whatever its time and zone.
  private func isEarlyText(_ day: CivilDate) -> SQLText? {
    switch event.encoding {
    // Days that come first in their text have none of time.
    case .textDate: nil
    case .compactDate: compare("<=", Self.compact(day))
    case .date, .timestamp, .rfc3339, .epochSeconds, .epochMilliseconds:
      compare("<=", day.adding(days: 2).asTextBound)
    }
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

  /// Days as a column of days has them.
  private func written(_ days: [CivilDate]) -> [String] {
    guard !event.hasTimeOfDay, let form = event.encoding.form else { return [] }
    return days.map(form.text)
  }

  /// Days as a column of numbers has them.
  private func numbers(_ days: [CivilDate]) -> [Int64] {
    event.encoding == .compactDate ? days.compactMap { Int64(Self.compact($0)) } : []
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

  /// Tells if a count is a time of the day; nil for a column of days.
  private func isTime(of day: CivilDate) -> SQLText? {
    guard let unit = event.encoding.epochUnit else { return nil }
    let moments = event.moments(of: day)
    return count(moments.lowerBound, moments.upperBound, unit)
  }
}
