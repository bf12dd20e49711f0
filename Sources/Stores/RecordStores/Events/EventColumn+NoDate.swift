package import CivilTime

/// Which values of a column stand for "never": one arithmetic for what Swift reads and for every engine's SQL.
extension EventColumn {
  /// The values of a day that stands for "never", of a column whose values have a place on the line of time: the day on clocks in UTC, and on those of
  /// the column's own zone if it has one.
  package func moments(of day: CivilDate) -> ClosedRange<Instant> {
    let zones: [TimeZone] = [.utc] + (encoding.zone.map { [$0] } ?? [])
    let first = zones.map { $0.startOfDay(day) }.min() ?? TimeZone.utc.startOfDay(day)
    let end = zones.map { $0.startOfDay(day.adding(days: 1)) }.max() ?? first
    // Servers write no instants before their first year and after their last.
    let (earliest, latest) = Self.writable
    return max(first, earliest)...max(max(first, earliest), min(end.previous, latest))
  }

  /// The wall-clock times of a day that stands for "never": the day as it is written, and what the column's clocks show during its moments. In New York an
  /// epoch of 0 is written `1969-12-31 19:00`.
  package func wallTimes(of day: CivilDate) -> [ClosedRange<Instant>] {
    let start = TimeZone.utc.startOfDay(day)
    var ranges = [start...start.adding(seconds: 86_400).previous]
    if let zone = encoding.zone {
      let moments = moments(of: day)
      ranges += zone.wallTimes(from: moments.lowerBound, through: moments.upperBound)
    }
    let (earliest, latest) = Self.writable
    return ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { joined, range in
      let range = range.clamped(to: earliest...latest)
      if let last = joined.last, range.lowerBound <= last.upperBound.next {
        joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
  }

  /// The days that stand for "never" of which a value can lie within a range: a written day is less than two days away from its instants.
  package func noDays(near range: EventRange) -> [CivilDate] {
    noDate.days.filter { day in
      switch range {
      case .days(let first, let last):
        // A month or a year that has such a day in it stands for "never" as a whole.
        return first <= (encoding.form.flatMap { $0.read($0.text(of: day)) }?.day ?? day) && day <= last
      case .instants(let first, let last):
        let start = TimeZone.utc.startOfDay(day)
        return first.adding(seconds: -172_800) <= start && start <= last.adding(seconds: 172_800)
      case .nothing: return false
      }
    }
  }

  /// The numbers that stand for "never" and that can lie within a range, as counts or as a date's digits.
  package func noNumbers(within range: EventRange) -> [Int64] {
    noDate.numbers.filter { number in
      if let form = encoding.form { return form.isDigits && form.read(String(number)) != nil }
      if let count = encoding.dayNumber { return count.day(number).map { range.contains(.day($0)) } ?? false }
      return encoding.epochUnit?.instant(number).map { range.contains(.instant($0)) } ?? false
    }
  }

  private static let writable: (first: Instant, last: Instant) = {
    let epoch = CivilDate(daysSinceEpoch: 0)
    let first = CivilDate(year: 1, month: 1, day: 1) ?? epoch
    let last = CivilDate(year: 9999, month: 12, day: 31) ?? epoch
    return (TimeZone.utc.startOfDay(first), TimeZone.utc.startOfDay(last).adding(seconds: 86_400).previous)
  }()
}
