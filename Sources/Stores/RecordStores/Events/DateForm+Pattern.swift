package import CivilTime

extension DateForm {
  /// A regular expression that every server has, and that matches the texts that `read` reads and no others.
  package var pattern: String {
    let hasDay = dayParts.contains(.day) || dayParts.contains(.shortDay)
    let days = (hasDay ? Self.calendar : [Self.anyMonth]).map { lengths in
      dayParts.map { Self.expression(of: $0, lengths) }.joined()
    }
    let time = parts.dropFirst(dayParts.count).map { Self.expression(of: $0, Self.anyMonth) }.joined()
    return "^(" + days.joined(separator: "|") + ")" + time + "$"
  }

  /// A day as the form writes it; of a form without days, the month or year that the day is in.
  package func text(of date: CivilDate) -> String {
    let (year, month, day) = date.parts
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return text(padded(year, 4), padded(month, 2), padded(day, 2))
  }

  /// A text to compare texts of a form that is ordered with: in its place among them, whatever day it is.
  package func bound(_ date: CivilDate) -> String {
    let parts = date.asTextBound.split(separator: "-").map(String.init)
    return text(parts[0], parts[1], parts[2])
  }

  private func text(_ year: String, _ month: String, _ day: String) -> String {
    dayParts.map { part in
      switch part {
      case .year: year
      case .month, .shortMonth: month
      case .day, .shortDay: day
      case .mark(let marks): String(marks.prefix(1))
      case .hour, .minute, .second, .fraction, .seconds, .time, .zulu, .offset, .anyOffset: ""
      }
    }.joined()
  }

  /// Where year, month and day stand, from 1, and how long they are: what puts them in their order. A short month or day counts as two digits.
  package var dayPlaces: [(start: Int, length: Int)] {
    [[Part.year], [.month, .shortMonth], [.day, .shortDay]].compactMap { wanted in
      guard let place = dayParts.firstIndex(where: wanted.contains) else { return nil }
      let start = dayParts[..<place].reduce(1) { $0 + Self.length(of: $1) }
      return (start, Self.length(of: dayParts[place]))
    }
  }

  /// The last day whose month or year has ended on a day; the day itself of a form that has days.
  package func lastComplete(upTo date: CivilDate) -> CivilDate {
    let next = date.adding(days: 1)
    if dayParts.contains(.day) || dayParts.contains(.shortDay) { return date }
    let (year, month, day) = next.parts
    let days = dayParts.contains(.month) ? day : day + Self.daysBefore(month, of: year)
    return next.adding(days: -days)
  }

  private static func daysBefore(_ month: Int, of year: Int) -> Int {
    (1..<month).reduce(0) { $0 + CivilDate.daysInMonth($1, of: year) }
  }

  private static func length(of part: Part) -> Int {
    switch part {
    case .year: 4
    case .month, .day, .shortMonth, .shortDay, .hour, .minute, .second: 2
    case .mark: 1
    case .fraction, .seconds, .time, .zulu, .offset, .anyOffset: 0
    }
  }

  private typealias Lengths = (year: String, month: String, day: String)

  /// Months by their length: of 31 days, of 30, February, and its leap day.
  private static let calendar: [Lengths] = [
    (anyYear, "(0[13578]|1[02])", "(0[1-9]|[12][0-9]|3[01])"),
    (anyYear, "(0[469]|11)", "(0[1-9]|[12][0-9]|30)"),
    (anyYear, "02", "(0[1-9]|1[0-9]|2[0-8])"),
    ("([0-9][0-9](0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)", "02", "29"),
  ]
  private static let anyMonth: Lengths = (anyYear, "(0[1-9]|1[0-2])", "")
  private static let anyYear = "([1-9][0-9][0-9][0-9]|0[1-9][0-9][0-9]|00[1-9][0-9]|000[1-9])"

  private static func expression(of part: Part, _ lengths: Lengths) -> String {
    switch part {
    case .year: lengths.year
    case .month: lengths.month
    case .day: lengths.day
    // The zero before the digit is the only one that these expressions begin with.
    case .shortMonth: optional(lengths.month)
    case .shortDay: optional(lengths.day)
    case .hour: hour
    case .minute, .second: sixty
    case .mark(let marks): "[\(marks)]"
    case .fraction: fraction
    case .seconds: seconds
    case .time(let isUTC): "([ T]\(hour):\(sixty)\(seconds)\(isUTC ? "Z?" : ""))?"
    case .zulu: "Z?"
    case .offset: "([Zz]|[-+]\(hour):\(sixty))"
    case .anyOffset: " ?([Zz]|UTC|[-+]\(hour)(:?\(sixty))?)"
    }
  }

  private static let hour = "([01][0-9]|2[0-3])"
  private static let sixty = "[0-5][0-9]"
  private static let fraction = "([.][0-9]{1,9})?"
  private static let seconds = "(:\(sixty)\(fraction))?"

  private static func optional(_ digits: String) -> String {
    digits.hasPrefix("(0")
      ? "(0?" + digits.dropFirst(2) : digits.hasPrefix("0") ? "0?" + digits.dropFirst() : digits
  }
}
