internal import CivilTime

/// A time of the calendar that comes again, in systemd's OnCalendar syntax (systemd.time(7)).
package struct CalendarExpression: Hashable, Sendable, CustomStringConvertible {
  /// Days of the week, 0 for Monday to 6; empty for every day.
  var weekdays: Set<Int>
  var years: CalendarField
  var months: CalendarField
  /// Counted from the month's end where `countsFromEnd`: 1 is the last day.
  var days: CalendarField
  var countsFromEnd: Bool
  var hours: CalendarField
  var minutes: CalendarField
  /// In microseconds.
  var seconds: CalendarField
  /// The zone that the expression names; nil for the local one.
  var zone: TimeZone?

  static let microsecondsPerSecond = 1_000_000

  /// Reads an expression.
  ///
  /// - Throws: where and why it is none.
  package init(_ text: String) throws(CalendarExpressionError) {
    var parser = CalendarParser(text)
    self = try parser.expression()
  }

  init(
    weekdays: Set<Int> = [], years: CalendarField = .any, months: CalendarField = .any,
    days: CalendarField = .any,
    countsFromEnd: Bool = false, hours: CalendarField, minutes: CalendarField, seconds: CalendarField,
    zone: TimeZone? = nil
  ) {
    self.weekdays = weekdays.count == 7 ? [] : weekdays
    self.years = years.normalised()
    self.months = months.normalised()
    self.days = days.normalised()
    // Every day is every day, from whichever end it is counted.
    self.countsFromEnd = countsFromEnd && !days.isAny
    self.hours = hours.normalised()
    self.minutes = minutes.normalised()
    self.seconds = seconds.normalised()
    self.zone = zone
  }

  package var description: String { normalised }
}
