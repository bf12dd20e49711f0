package import CivilTime

/// A number of days that stands for a civil day, as a column has it.
package enum DayNumber: String, Hashable, Sendable, CaseIterable {
  /// Days since 1970-01-01.
  case unix = "unix-day"
  /// The Julian day number, whole: 2440588 is 1970-01-01.
  case julian = "julian-day"
  /// What spreadsheets write: days since 1899-12-30. A fraction is the time of the day, on clocks that nobody names, and is not counted.
  case spreadsheet = "spreadsheet-day"

  /// The number of 1970-01-01.
  private var epoch: Int64 {
    switch self {
    case .unix: 0
    case .julian: 2_440_588
    case .spreadsheet: 25_569
    }
  }

  package var hasFractions: Bool {
    switch self {
    case .spreadsheet: true
    case .unix, .julian: false
    }
  }

  /// Far more days than any date that can be meant is away from 1970.
  private static let limit: Int64 = 5_000_000

  /// Nil for what is no day that anybody can mean.
  package func day(_ number: Int64) -> CivilDate? {
    guard (-Self.limit...Self.limit).contains(number) else { return nil }
    return CivilDate(daysSinceEpoch: Int(number - epoch))
  }

  package func day(_ number: Double) -> CivilDate? {
    let whole = number.rounded(.down)
    guard abs(number) < Double(Self.limit), hasFractions || whole == number else { return nil }
    return day(Int64(whole))
  }

  /// - Parameter text: digits, with a sign before and a point between them or without.
  package func day(decimal text: String) -> CivilDate? {
    guard let number = Decimal18(text), hasFractions || number.fraction == 0 && !number.isRounded,
      number.whole.magnitude < Self.limit.magnitude
    else { return nil }
    return day(
      number.isNegative && number.hasFraction
        ? -number.whole - 1 : number.isNegative ? -number.whole : number.whole)
  }

  package func number(of day: CivilDate) -> Int64 { Int64(day.daysSinceEpoch) + epoch }
}
