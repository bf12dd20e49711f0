/// A zone's rule for the time after its last transition: a POSIX TZ string with the hours that RFC 9636
/// allows.
struct ZoneFooter: Sendable {
  let standard: ZoneRules.LocalType
  let daylight: Daylight?

  /// Daylight saving time, which begins and ends every year. Where the start is later in the year than the
  /// end, it holds over the new year.
  struct Daylight: Sendable {
    let type: ZoneRules.LocalType
    let start: YearlyChange
    let end: YearlyChange
  }

  /// The type in force at a second since the epoch.
  func type(at second: Int) -> ZoneRules.LocalType {
    guard let daylight else { return standard }
    var current = standard
    for change in yearlyChanges(daylight, around: second, second) where change.second <= second {
      current = change.toDaylight ? daylight.type : standard
    }
    return current
  }

  /// The seconds, ascending, at which the type may change in the years of the two seconds and one to each
  /// side.
  func changes(around start: Int, _ end: Int) -> [Int] {
    daylight.map { yearlyChanges($0, around: start, end).map(\.second) } ?? []
  }

  private func yearlyChanges(
    _ daylight: Daylight, around start: Int, _ end: Int
  ) -> [(second: Int, toDaylight: Bool)] {
    var changes: [(second: Int, toDaylight: Bool)] = []
    for year in (Self.year(at: start) - 1)...(Self.year(at: end) + 1) {
      // Each is told in the time that clocks show until then.
      let toDaylight = (daylight.start.second(in: year) - standard.offset, true)
      let toStandard = (daylight.end.second(in: year) - daylight.type.offset, false)
      changes += toDaylight.0 < toStandard.0 ? [toDaylight, toStandard] : [toStandard, toDaylight]
    }
    return changes
  }

  private static func year(at second: Int) -> Int {
    CivilDate(daysSinceEpoch: CivilDate.floor(second, 86_400)).year
  }

  static func isAbbreviation(_ name: some Collection<UInt8>) -> Bool {
    !name.isEmpty
      && name.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}

/// A day of every year, and a second of it on the clocks of that day; negative or beyond the day where the
/// change comes hours before or after it.
struct YearlyChange: Sendable {
  enum Day: Sendable {
    /// Day 1 to 365; 29 February is never counted.
    case julian(Int)
    /// Day 0 to 365; 29 February is counted.
    case ordinal(Int)
    /// That weekday (0 for Sunday) of the month, for the first to fourth time, or with 5 for the last.
    case weekday(month: Int, week: Int, weekday: Int)
  }

  let day: Day
  let secondOfDay: Int

  /// Seconds from 1970-01-01T00:00:00 on the zone's clocks.
  func second(in year: Int) -> Int {
    let newYear = CivilDate.firstDay(ofMonthAt: year * 12)
    let days: Int
    switch day {
    case .julian(let number): days = newYear + number - (CivilDate.isLeap(year) && number >= 60 ? 0 : 1)
    case .ordinal(let number): days = newYear + number
    case .weekday(let month, let week, let weekday):
      let index = year * 12 + month - 1
      let first = CivilDate(daysSinceEpoch: CivilDate.firstDay(ofMonthAt: index))
      let day = (weekday - first.weekday + 7) % 7 + (week - 1) * 7
      let isBeyond = day >= CivilDate.daysInMonth(at: index)
      days = first.daysSinceEpoch + (isBeyond ? day - 7 : day)
    }
    return days * 86_400 + secondOfDay
  }
}
