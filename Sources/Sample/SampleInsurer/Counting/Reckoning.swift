import Foundation

/// The sample's clock and calendar: Foundation's, in Europe/Paris, always counting forward from an event.
///
/// The product asks for a cutoff by counting backward with arithmetic of its own; only
/// if both are right do they agree.
final class Reckoning {
  /// The moment that verdicts are about, in seconds since the epoch.
  let now: Int
  /// The civil day of `now` in Paris.
  let today: Day
  private let calendar: Calendar
  private var sums: [Sum: Day] = [:]

  private struct Sum: Hashable {
    let day: Day
    let span: Span
  }

  init(now: Int) {
    self.now = now
    calendar = Self.parisCalendar
    today = Self.day(of: now, in: calendar)
  }

  static var parisCalendar: Calendar {
    var calendar = Calendar(identifier: .gregorian)
    guard let paris = TimeZone(identifier: "Europe/Paris") else {
      preconditionFailure("the system has no time zone data (package tzdata)")
    }
    calendar.timeZone = paris
    return calendar
  }

  /// The civil day of an instant in Paris.
  func day(of instant: Int) -> Day { Self.day(of: instant, in: calendar) }

  private static func day(of instant: Int, in calendar: Calendar) -> Day {
    day(of: Date(timeIntervalSince1970: Double(instant)), in: calendar)
  }

  private static func day(of date: Date, in calendar: Calendar) -> Day {
    let parts = calendar.dateComponents([.year, .month, .day], from: date)
    return Day(parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
  }

  /// The instant at which a clock in Paris shows this time on this day.
  func instant(of day: Day, hour: Int = 0, minute: Int = 0, second: Int = 0) -> Int {
    let parts = DateComponents(
      year: day.year, month: day.month, day: day.day, hour: hour, minute: minute, second: second)
    guard let date = calendar.date(from: parts) else { preconditionFailure("no instant on \(day.text)") }
    return Int(date.timeIntervalSince1970.rounded(.down))
  }

  /// The last day that belongs to a span that began on `day`, clamped to the end of a shorter month.
  ///
  /// - Precondition: the span counts in days or more.
  func day(_ day: Day, plus span: Span) -> Day {
    let sum = Sum(day: day, span: span)
    if let known = sums[sum] { return known }
    let result =
      switch span {
      case .years(let count): shifted(day, .year, count)
      case .months(let count): shifted(day, .month, count)
      case .days(let count): shifted(day, .day, count)
      case .hours, .minutes: preconditionFailure("\(span) counts from an instant")
      }
    sums[sum] = result
    return result
  }

  func day(_ day: Day, plusDays count: Int) -> Day { self.day(day, plus: .days(count)) }

  private func shifted(_ day: Day, _ unit: Calendar.Component, _ count: Int) -> Day {
    // Noon exists on every day, whatever the clocks do.
    let noon = Date(timeIntervalSince1970: Double(instant(of: day, hour: 12)))
    guard let later = calendar.date(byAdding: unit, value: count, to: noon) else {
      preconditionFailure("no day \(count) \(unit) after \(day.text)")
    }
    return Self.day(of: later, in: calendar)
  }

  /// The last day of a month: 28 to 31.
  func lastDay(ofMonth month: Int, in year: Int) -> Day {
    let next = month == 12 ? Day(year + 1, 1, 1) : Day(year, month + 1, 1)
    return day(next, plusDays: -1)
  }

  /// The last Sunday of a month, on which European clocks change in March and October.
  func lastSunday(ofMonth month: Int, in year: Int) -> Day {
    let last = lastDay(ofMonth: month, in: year)
    let noon = Date(timeIntervalSince1970: Double(instant(of: last, hour: 12)))
    return day(last, plusDays: 1 - calendar.component(.weekday, from: noon))
  }
}
