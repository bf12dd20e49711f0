/// An ISO 8601 duration that a record is kept for.
///
/// It is either *civil* (years, months, weeks, days), counted in days of the rules' time zone, or *elapsed*
/// (hours, minutes, seconds; less than 24 hours), counted from an instant. It is never zero and never a mix,
/// which would have no defined end.
///
/// Two periods are equal when their parts are: `P12M` and `P1Y` differ as values, and ``compare(to:)`` tells
/// that they last equally long.
package struct Period: Hashable, Sendable, CustomStringConvertible {
  package let years: Int
  package let months: Int
  package let weeks: Int
  package let days: Int
  package let hours: Int
  package let minutes: Int
  package let seconds: Int

  /// Longer is a typing error, in years.
  static let maximumYears = 999

  /// Reads an ISO 8601 duration such as `P5Y`, `P18M`, `P1Y6M`, `P30D`, `P2W` or `PT30M`.
  ///
  /// - Throws: what is wrong with the text, and what would be right.
  package init(iso8601 text: some StringProtocol) throws(PeriodError) {
    let parts = try PeriodParser.parts(of: String(text))
    years = parts[.years] ?? 0
    months = parts[.months] ?? 0
    weeks = parts[.weeks] ?? 0
    days = parts[.days] ?? 0
    hours = parts[.hours] ?? 0
    minutes = parts[.minutes] ?? 0
    seconds = parts[.seconds] ?? 0
  }

  /// Tells if the period is shorter than 24 hours and counts in elapsed time.
  package var isElapsed: Bool { elapsedSeconds > 0 }

  /// The seconds of an elapsed period, 1 to 86 399; 0 for a civil one.
  package var elapsedSeconds: Int { hours * 3_600 + minutes * 60 + seconds }

  /// Years and months together, in months.
  var totalMonths: Int { years * 12 + months }

  /// Weeks and days together, in days.
  var totalDays: Int { weeks * 7 + days }

  /// The duration in ISO 8601, without its zero parts: text that ``init(iso8601:)`` reads as the same period.
  package var description: String {
    let civil = [(years, "Y"), (months, "M"), (weeks, "W"), (days, "D")]
    let elapsed = [(hours, "H"), (minutes, "M"), (seconds, "S")]
    func text(_ parts: [(number: Int, designator: String)]) -> String {
      parts.filter { $0.number > 0 }.map { "\($0.number)\($0.designator)" }.joined()
    }
    return "P" + text(civil) + (isElapsed ? "T" + text(elapsed) : "")
  }
}
