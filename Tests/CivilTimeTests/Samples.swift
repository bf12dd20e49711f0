import CivilTime
import Testing

/// The days and periods that the tests count.
enum Samples {
  static let first = day("1900-01-01")
  static let last = day("2100-12-31")

  /// Those of the schedule, those beside them, and those that meet month ends, leap days and long months.
  static let periods = [
    "P1D", "P2D", "P7D", "P10D", "P14D", "P28D", "P30D", "P31D", "P60D", "P90D", "P365D", "P366D", "P1W",
    "P2W",
    "P1M", "P2M", "P6M", "P11M", "P12M", "P13M", "P18M", "P23M", "P48M", "P1Y", "P2Y", "P3Y", "P4Y", "P5Y",
    "P10Y",
    "P15Y", "P20Y", "P50Y", "P100Y", "P400Y", "P1Y6M", "P1M1D", "P1M30D", "P11M30D", "P1Y1M1W1D", "P4Y28D",
  ]

  /// Those of them that others count too: one for each way in which months, weeks and days can meet.
  static let periodsForOthers = [
    "P1D", "P30D", "P90D", "P2W", "P1M", "P11M", "P13M", "P18M", "P1Y", "P4Y", "P5Y", "P50Y", "P1M1D",
    "P11M30D",
    "P1Y1M1W1D", "P4Y28D",
  ]

  static func day(_ text: String) -> CivilDate {
    guard let date = CivilDate(text) else {
      Issue.record("\(text) is no day")
      return CivilDate(daysSinceEpoch: 0)
    }
    return date
  }

  static func instant(_ text: String) -> Instant {
    guard let instant = Instant(iso8601: text) else {
      Issue.record("\(text) is no instant")
      return Instant(secondsSinceEpoch: 0)
    }
    return instant
  }
}
