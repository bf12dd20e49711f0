package import CivilTime

extension [CalendarExpression] {
  /// The longest time between two runs that is no exception, in seconds; nil if the calendar has no two times to come. Of a hundred gaps one
  /// may be longer, as where a change of clocks skips the time of a run.
  ///
  /// The gaps are those of the coming nine years, which a 29 February needs, but the first 5 000 at most: a calendar that comes so often shows
  /// what is usual by then.
  package func usualGap(after start: Instant, in localZone: TimeZone) -> Int? {
    let horizon = start.secondsSinceEpoch + 9 * 366 * 86_400
    var gaps: [Int] = []
    var last = next(after: start, in: localZone)
    while gaps.count < 5_000, let current = last, current.secondsSinceEpoch < horizon {
      last = next(after: current, in: localZone)
      if let last { gaps.append(last.secondsSinceEpoch - current.secondsSinceEpoch) }
    }
    return gaps.sorted().dropLast(gaps.count / 100).last
  }
}
