internal import CivilTime
internal import RecordStores

/// The values that stand for "never".
extension EventConditions {
  /// True or false, and true of null.
  var missing: SQLText {
    let noDate = event.noDate
    var parts: [SQLText] = ["\(name) IS NULL"]
    switch family {
    case .text:
      parts.append(isText([""] + noDate.numbers.map(String.init) + noDate.texts + written(noDate.days)))
      if event.hasTimeOfDay { parts += isTimeOfText(noDate.days) }
    case .integer, .number:
      parts += isNumber(noDate.numbers + numbers(noDate.days))
      parts += noDate.days.compactMap(isTime)
    default:
      parts += isShown(noDate.texts)
      parts += isOnDay(noDate.days)
    }
    return "(\(SQLText.join(parts, " OR ")))"
  }

  /// Those that are within a range of dates: tests that are true or false of a value that is not null and within it.
  func excluded(within range: EventRange) -> [SQLText] {
    let days = event.noDays(near: range)
    switch family {
    case .text:
      let texts = event.noDate.texts.isEmpty ? [] : [isText(event.noDate.texts)]
      if event.hasTimeOfDay { return texts + early(isWritten(days), days, atMost: textAtMost) }
      return texts + early(days.isEmpty ? [] : [isText(written(days))], days, atMost: textAtMost)
    case .integer, .number:
      let numbers = event.noNumbers(within: range)
      return isNumber(numbers + self.numbers(days)) + days.compactMap(isTime)
    default: return isShown(event.noDate.texts) + early(isOnDay(days), days, atMost: typedAtMost)
    }
  }

  /// Asked of early values only: what usually stands for "never" is long ago, so that most rows are done with one comparison.
  private func early(_ parts: [SQLText], _ days: [CivilDate], atMost: (CivilDate) -> String) -> [SQLText] {
    guard let last = days.max(), !parts.isEmpty else { return [] }
    if case .textDate = event.encoding { return parts }
    return ["(\(atMost(last)) AND (\(SQLText.join(parts, " OR "))))"]
  }

  /// Of a text that begins with a day the next day but one is behind each of its times, in every zone.
  private func textAtMost(_ day: CivilDate) -> String {
    let end = day.adding(days: 2)
    return compare("<=", event.encoding == .compactDate ? Self.compact(day) : end.asTextBound)
  }

  private func typedAtMost(_ day: CivilDate) -> String {
    switch family {
    case .date: "\(name) <= \(Self.literal(day))"
    case .timestamp:
      "\(name) <= \(Self.wallLiteral(event.wallTimes(of: day).last?.upperBound ?? TimeZone.utc.startOfDay(day)))"
    default: "\(name) <= \(engine.literal(event.moments(of: day).upperBound))"
    }
  }

  /// Days as a column of days holds them.
  private func written(_ days: [CivilDate]) -> [String] {
    guard !event.hasTimeOfDay, let form = event.encoding.form else { return [] }
    return days.map(form.text)
  }

  /// Days as a column of numbers holds them.
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
    AND concat(\(exact), '.') IN (\(SQLText.join(texts.map { .value(.text($0 + ".")) }, ", "))))
    """
  }

  /// A value of the server's own date types by its text.
  private func isShown(_ texts: [String]) -> [SQLText] {
    guard !texts.isEmpty else { return [] }
    let shown = family == .instant ? event.noDate.momentTexts : texts
    return ["\(exact) IN (\(SQLText.join(shown.map { .value(.text($0)) }, ", ")))"]
  }

  private func isOnDay(_ days: [CivilDate]) -> [SQLText] {
    guard !days.isEmpty else { return [] }
    switch family {
    case .date: return ["\(name) IN (\(days.map(Self.literal).joined(separator: ", ")))"]
    case .timestamp:
      return days.map { times(event.wallTimes(of: $0), Self.wallLiteral) }
    case .instant: return days.map { times([event.moments(of: $0)], engine.literal) }
    default: return []
    }
  }

  /// Tells if a count is a time of the day; nil for a column of days.
  private func isTime(of day: CivilDate) -> SQLText? {
    guard let unit = event.encoding.epochUnit else { return nil }
    let moments = event.moments(of: day)
    return count(moments.lowerBound, moments.upperBound, unit)
  }
}
