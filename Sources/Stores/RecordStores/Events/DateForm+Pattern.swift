package import CivilTime

extension DateForm {
  /// A regular expression that every server has, and that matches the texts that `read` reads and no others.
  package var pattern: String {
    let dateParts = parts.prefix { !Self.isOfTheTime($0) }
    let days = Self.calendar.map { lengths in
      dateParts.map { Self.expression(of: $0, lengths) }.joined()
    }
    let time = parts.dropFirst(dateParts.count).map { Self.expression(of: $0, Self.calendar[0]) }.joined()
    return "^(" + days.joined(separator: "|") + ")" + time + "$"
  }

  /// A day as the form writes it.
  package func text(of date: CivilDate) -> String {
    let (year, month, day) = date.parts
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return parts.prefix { !Self.isOfTheTime($0) }.map { part in
      switch part {
      case .year: padded(year, 4)
      case .month: padded(month, 2)
      case .day: padded(day, 2)
      case .mark(let marks): String(marks.prefix(1))
      case .hour, .minute, .second, .fraction, .zulu, .offset: ""
      }
    }.joined()
  }

  /// Where year, month and day stand, from 1, and how long they are: what puts them in their order.
  package var dayPlaces: [(start: Int, length: Int)] {
    [Part.year, .month, .day].map { wanted in
      var start = 1
      for part in parts.prefix(while: { $0 != wanted }) { start += Self.length(of: part) }
      return (start, Self.length(of: wanted))
    }
  }

  private static func isOfTheTime(_ part: Part) -> Bool {
    switch part {
    case .year, .month, .day: false
    // A mark before the time goes with the time.
    case .mark(let marks): marks.contains(" ")
    case .hour, .minute, .second, .fraction, .zulu, .offset: true
    }
  }

  private static func length(of part: Part) -> Int {
    switch part {
    case .year: 4
    case .month, .day, .hour, .minute, .second: 2
    case .mark: 1
    case .fraction, .zulu, .offset: 0
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
  private static let anyYear = "([1-9][0-9][0-9][0-9]|0[1-9][0-9][0-9]|00[1-9][0-9]|000[1-9])"

  private static func expression(of part: Part, _ lengths: Lengths) -> String {
    switch part {
    case .year: lengths.year
    case .month: lengths.month
    case .day: lengths.day
    case .hour: "([01][0-9]|2[0-3])"
    case .minute, .second: "[0-5][0-9]"
    case .mark(let marks): "[\(marks)]"
    case .fraction: "([.][0-9]{1,9})?"
    case .zulu: "Z?"
    case .offset: "([Zz]|[-+]([01][0-9]|2[0-3]):[0-5][0-9])"
    }
  }
}
