internal import CivilTime

extension CalendarExpression {
  /// Counts the instants after `first` and up to `last` at which the expression elapses.
  ///
  /// A day's times are hours by minutes by seconds, so that a whole day is counted by multiplying. Only days that are not whole, or on which
  /// clocks change, are looked at minute by minute.
  func count(after first: Instant, through last: Instant, in localZone: TimeZone) -> Int {
    guard first < last else { return 0 }
    let zone = zone ?? localZone
    let wholeDay = hours.count(upTo: 23) * minutes.count(upTo: 59) * secondsOfMinute(upTo: Self.minute - 1)
    // A day more on either side: clocks that go back over midnight show a day that was over.
    var day = zone.local(at: first).date.adding(days: -1)
    let end = zone.local(at: last).date.adding(days: 1)
    var count = 0
    while let date = nextDay(from: day), date <= end {
      day = date.adding(days: 1)
      let (start, over) = (zone.startOfDay(date), zone.startOfDay(day))
      let isWhole =
        over.secondsSinceEpoch - start.secondsSinceEpoch == 86_400 && start > first && over <= last
      count +=
        isWhole
        ? wholeDay : timesElapsed(on: date, by: last, in: zone) - timesElapsed(on: date, by: first, in: zone)
    }
    return count
  }

  private static let minute = 60 * microsecondsPerSecond

  /// The times of one day that have elapsed by an instant. Clocks change at whole minutes.
  private func timesElapsed(on date: CivilDate, by instant: Instant, in zone: TimeZone) -> Int {
    let inMinute = secondsOfMinute(upTo: Self.minute - 1)
    var count = 0
    /// The change of clocks that times of this day are made up for after, if no other time comes then.
    var madeUpFor: Instant?
    for hour in 0..<24 where hours.matches(hour, limit: 23) {
      for minute in 0..<60 where minutes.matches(minute, limit: 59) {
        let begin: Instant
        switch zone.resolve(date: date, secondOfDay: hour * 3_600 + minute * 60) {
        case .unique(let instant), .ambiguous(let instant, _): begin = instant
        case .skipped(let transition, _, _):
          if inMinute > 0, transition <= instant, !isElapsing(at: transition, in: zone) {
            madeUpFor = transition
          }
          continue
        }
        let microseconds = instant.microsecondsSinceEpoch - begin.microsecondsSinceEpoch
        if microseconds >= Int64(Self.minute) {
          count += inMinute
        } else if microseconds >= 0 {
          count += secondsOfMinute(upTo: Int(microseconds))
        }
      }
    }
    return count + (madeUpFor == nil ? 0 : 1)
  }

  /// Tells if the expression's own time is an instant, which is one on whole seconds.
  private func isElapsing(at instant: Instant, in zone: TimeZone) -> Bool {
    next(after: Instant(microsecondsSinceEpoch: instant.microsecondsSinceEpoch - 1), in: zone) == instant
  }

  private func secondsOfMinute(upTo microsecond: Int) -> Int { seconds.count(upTo: microsecond) }
}

extension CalendarField {
  /// How many values from 0 to `limit` match.
  func count(upTo limit: Int) -> Int {
    if isAny { return limit + 1 }
    if parts.count == 1, let part = parts.first {
      guard part.start <= limit else { return 0 }
      let step = part.step == 0 ? (part.stop == nil ? 0 : 1) : part.step
      return step == 0 ? 1 : (min(part.stop ?? limit, limit) - part.start) / step + 1
    }
    var (count, value) = (0, 0)
    while let next = next(from: value, limit: limit) { (count, value) = (count + 1, next + 1) }
    return count
  }
}
