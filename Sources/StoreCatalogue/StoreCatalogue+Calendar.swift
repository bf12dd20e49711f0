internal import CalendarExpressions
public import CivilTime

extension StoreCatalogue {
  /// The next time of the calendar; nil if it has none.
  public func nextRun(after instant: Instant, in zone: TimeZone) -> Instant? {
    calendar.compactMap { $0.next(after: instant, in: zone) }.min()
  }

  /// The longest time between two runs of the calendar, in seconds; nil if it never comes, or once only.
  public func longestGap(after instant: Instant, in zone: TimeZone) -> Int? {
    gaps(after: instant, in: zone).last
  }

  /// The longest time between two runs that is no exception, in seconds: of a hundred gaps one may be longer, as where a change of clocks
  /// skips the time of a run.
  public func usualGap(after instant: Instant, in zone: TimeZone) -> Int? {
    let gaps = gaps(after: instant, in: zone)
    return gaps.dropLast(gaps.count / 100).last
  }

  /// The times between the runs to come, the shortest first.
  ///
  /// They are those of the coming nine years, which a 29 February needs, but at most 5 000: a calendar that comes so often shows every gap
  /// by then.
  private func gaps(after instant: Instant, in zone: TimeZone) -> [Int] {
    let horizon = instant.secondsSinceEpoch + 9 * 366 * 86_400
    var gaps: [Int] = []
    var last = nextRun(after: instant, in: zone)
    while gaps.count < 5_000, let current = last, current.secondsSinceEpoch < horizon {
      last = nextRun(after: current, in: zone)
      if let last { gaps.append(last.secondsSinceEpoch - current.secondsSinceEpoch) }
    }
    return gaps.sorted()
  }
}
