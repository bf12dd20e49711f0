/// A zone's rule for the time after its last transition: a POSIX TZ string, with RFC 9636's wider hours.
struct ZoneFooter: Sendable {
  private let standard: ZoneRules.LocalType
  private let daylight: (type: ZoneRules.LocalType, start: Change, end: Change)?

  /// A yearly change of offset: a day of the year and a second of it on the clocks before the change.
  private struct Change: Sendable {
    enum Day: Sendable {
      /// Day 1 to 365, 29 February never counted.
      case julian(Int)
      /// Day 0 to 365, 29 February counted.
      case ordinal(Int)
      /// The nth such weekday (0 for Sunday) of the month; 5 for the last.
      case weekday(month: Int, week: Int, weekday: Int)
    }

    let day: Day
    let second: Int

    func wallSecond(in year: Int) -> Int {
      // Years of instants that can be asked for are far inside those that CivilDate holds.
      let newYear = (CivilDate(year: year, month: 1, day: 1) ?? CivilDate(daysSinceEpoch: 0)).daysSinceEpoch
      let days: Int
      switch day {
      case .julian(let number): days = newYear + number - 1 + (CivilDate.isLeap(year) && number > 59 ? 1 : 0)
      case .ordinal(let number): days = newYear + number
      case .weekday(let month, let week, let weekday):
        let first = CivilDate(year: year, month: month, day: 1) ?? CivilDate(daysSinceEpoch: newYear)
        var day = 1 + (weekday - first.weekday % 7 + 7) % 7 + (week - 1) * 7
        if day > CivilDate.daysInMonth(month, of: year) { day -= 7 }
        days = first.daysSinceEpoch + day - 1
      }
      return days * 86_400 + second
    }
  }

  /// Reads the footer; nil for an empty one, which says nothing of the time after.
  init?(_ text: String, of identifier: String) throws(TimeZoneError) {
    guard !text.isEmpty else { return nil }
    var parser = Parser(rest: Substring(text))
    guard let name = parser.name(), let offset = parser.time() else {
      throw .damaged(identifier, cause: "its footer is no TZ rule")
    }
    standard = ZoneRules.LocalType(offset: -offset, abbreviation: name)
    guard !parser.rest.isEmpty else {
      daylight = nil
      return
    }
    guard let daylightName = parser.name() else { throw .damaged(identifier, cause: "its footer is no TZ rule") }
    var daylightOffset = standard.offset + 3_600
    if parser.rest.first != "," {
      guard let given = parser.time() else { throw .damaged(identifier, cause: "its footer is no TZ rule") }
      daylightOffset = -given
    }
    guard let start = parser.change(), let end = parser.change(), parser.rest.isEmpty else {
      throw .damaged(identifier, cause: "its footer is no TZ rule")
    }
    daylight = (ZoneRules.LocalType(offset: daylightOffset, abbreviation: daylightName), start, end)
  }

  func type(at second: Int) -> ZoneRules.LocalType {
    guard let daylight else { return standard }
    let local = second + standard.offset
    let year = CivilDate(daysSinceEpoch: local >= 0 ? local / 86_400 : (local - 86_399) / 86_400).year
    let start = daylight.start.wallSecond(in: year) - standard.offset
    let end = daylight.end.wallSecond(in: year) - daylight.type.offset
    let isDaylight = start < end ? second >= start && second < end : !(second >= end && second < start)
    return isDaylight ? daylight.type : standard
  }

  private struct Parser {
    var rest: Substring

    mutating func name() -> String? {
      if rest.first == "<" {
        guard let close = rest.firstIndex(of: ">") else { return nil }
        defer { rest = rest[rest.index(after: close)...] }
        return String(rest[rest.index(after: rest.startIndex)..<close])
      }
      let letters = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(letters.count)
      return letters.count >= 3 ? String(letters) : nil
    }

    /// `[+-]h[h[h]][:mm[:ss]]` in seconds.
    mutating func time() -> Int? {
      var sign = 1
      if rest.first == "-" { sign = -1 }
      if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
      guard let hours = number(upTo: 167) else { return nil }
      var seconds = hours * 3_600
      for unit in [60, 1] where rest.first == ":" {
        rest.removeFirst()
        guard let value = number(upTo: 59) else { return nil }
        seconds += value * unit
      }
      return sign * seconds
    }

    mutating func number(upTo limit: Int) -> Int? {
      let digits = rest.prefix { ("0"..."9").contains($0) }
      rest = rest.dropFirst(digits.count)
      guard let value = Int(digits), value <= limit else { return nil }
      return value
    }

    mutating func change() -> Change? {
      guard rest.popFirst() == "," else { return nil }
      let day: Change.Day
      switch rest.first {
      case "M":
        rest.removeFirst()
        guard let month = number(upTo: 12), month >= 1, rest.popFirst() == ".", let week = number(upTo: 5), week >= 1,
          rest.popFirst() == ".", let weekday = number(upTo: 6)
        else { return nil }
        day = .weekday(month: month, week: week, weekday: weekday)
      case "J":
        rest.removeFirst()
        guard let number = number(upTo: 365), number >= 1 else { return nil }
        day = .julian(number)
      default:
        guard let number = number(upTo: 365) else { return nil }
        day = .ordinal(number)
      }
      var second = 7_200
      if rest.first == "/" {
        rest.removeFirst()
        guard let given = time() else { return nil }
        second = given
      }
      return Change(day: day, second: second)
    }
  }
}
