internal import ArgumentParser
internal import CivilTime

/// A day on the command line, for `--at`.
struct DayArgument: ExpressibleByArgument {
  let date: CivilDate

  init?(argument: String) {
    guard let date = CivilDate(argument) else { return nil }
    self.date = date
  }

  static var defaultCompletionKind: CompletionKind { .default }

  /// The moment that a run at the start of that day would have, or now.
  static func moment(_ day: DayArgument?, zone: TimeZone) -> Instant {
    day.map { zone.startOfDay($0.date) } ?? SystemClock.now()
  }
}

/// A day that something gets instead of the one that it has, or `none` for no day.
enum DayChange: ExpressibleByArgument {
  case day(CivilDate)
  case none

  init?(argument: String) {
    if argument == "none" {
      self = .none
    } else {
      guard let date = CivilDate(argument) else { return nil }
      self = .day(date)
    }
  }

  var date: CivilDate? { if case .day(let date) = self { date } else { nil } }
}

/// A number of whole months on the command line, as ISO 8601: P12M or P1Y.
struct MonthsArgument: ExpressibleByArgument {
  let count: Int

  init?(argument: String) {
    guard let period = try? Period(iso8601: argument), period.weeks == 0, period.days == 0, !period.isElapsed
    else {
      return nil
    }
    count = period.years * 12 + period.months
    guard (1...120).contains(count) else { return nil }
  }
}
