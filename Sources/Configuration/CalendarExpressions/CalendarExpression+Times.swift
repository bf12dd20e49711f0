package import CivilTime

/// The times of a calendar, which may have several expressions. An instant at which two of them elapse is one time. A time that clocks skip comes right
/// after they did: a night without its hour has its run all the same.
extension [CalendarExpression] {
  /// The calendar's first time after an instant; nil if it has none any more.
  ///
  /// - Parameter localZone: the zone of expressions that name none.
  package func next(after instant: Instant, in localZone: TimeZone) -> Instant? {
    compactMap { $0.next(after: instant, in: localZone, skippedIsMadeUpFor: true) }.min()
  }

  /// The calendar's last time after `first` and up to `last`; nil if there is none.
  package func last(after first: Instant, through last: Instant, in localZone: TimeZone) -> Instant? {
    guard var found = next(after: first, in: localZone), found <= last else { return nil }
    // No time of the calendar lies behind `end` and up to `last`.
    var end = last
    while found < end {
      let half = (end.microsecondsSinceEpoch - found.microsecondsSinceEpoch) / 2
      let middle = Instant(microsecondsSinceEpoch: found.microsecondsSinceEpoch + half)
      if let next = next(after: middle, in: localZone), next <= end { found = next } else { end = middle }
    }
    return found
  }

  /// The longest time without a run that the calendar plans, in seconds and to the second, over the five years after `start`; nil if it has
  /// no time in them.
  ///
  /// It takes some thousand steps at most, however often the calendar comes: gaps of less than a day are passed over, and count as a day.
  package func longestGap(after start: Instant, in localZone: TimeZone) -> Int? {
    let end = start.adding(seconds: Self.lookahead)
    guard var time = next(after: start, in: localZone), time <= end else { return nil }
    var longest = Swift.max(86_400, time.secondsSinceEpoch - start.secondsSinceEpoch)
    // Only the gap that lies over `longest` seconds behind a time can be longer than `longest`.
    while let behind = next(after: time.adding(seconds: longest), in: localZone), behind <= end {
      let before = behind.adding(seconds: -longest - 1)
      if before >= time, let within = next(after: before, in: localZone), within < behind {
        time = behind
        continue
      }
      let begin = last(after: time, through: Swift.max(time, before), in: localZone) ?? time
      longest = behind.secondsSinceEpoch - begin.secondsSinceEpoch
      time = behind
    }
    return longest
  }

  private static var lookahead: Int { 5 * 366 * 86_400 }

  /// Counts the calendar's times after `first` and up to `last`, in a time that grows with the days between them and not with the times.
  ///
  /// The count of one expression is exact. Of several, some ten thousand times are counted one by one; where there are more, an
  /// instant at which two expressions elapse is counted twice.
  package func count(after first: Instant, through last: Instant, in localZone: TimeZone) -> Int {
    if count > 1 {
      var (instant, counted) = (first, 0)
      while counted < Self.countedOneByOne {
        guard let next = next(after: instant, in: localZone), next <= last else { return counted }
        (instant, counted) = (next, counted + 1)
      }
    }
    return reduce(0) { $0 + $1.count(after: first, through: last, in: localZone) }
  }

  private static var countedOneByOne: Int { 10_000 }
}
