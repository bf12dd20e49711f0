/// What clocks on a wall show, as a place on the line of time: a wall-clock time is written here as the instant at which clocks in UTC show it.
extension TimeZone {
  /// The instant that a wall-clock time means in this zone, by the later of its readings.
  ///
  /// A time that clocks show twice, and one that they jump over, could each be two instants; nothing is due before the later of them has come.
  /// In Paris, 02:10 on 25 October 2026 is 01:10 UTC and not 00:10, and 02:30 on 29 March 2026 is 01:30 UTC.
  package func laterReading(of wall: Instant) -> Instant {
    let (date, second) = TimeZone.utc.local(at: wall)
    let shown = wall.secondsSinceEpoch
    let seconds =
      switch resolve(date: date, secondOfDay: second) {
      case .unique(let instant), .ambiguous(_, let instant): instant.secondsSinceEpoch
      // Read by the offset before the jump or by the one after it.
      case .skipped(_, let before, let after): shown - min(before, after)
      }
    return wall.adding(seconds: seconds - shown)
  }

  /// The wall-clock times whose later reading lies between two instants, both included: ranges, in their order, with gaps between them (decision 17).
  ///
  /// There is one range but where clocks change near an end. When they jump forward, from 02:00 to 03:00, a skipped 02:50 is later than 03:10; so what has
  /// come at 03:10 is everything up to 02:09, and 03:00 to 03:10.
  package func wallTimes(from first: Instant, through last: Instant) -> [ClosedRange<Instant>] {
    guard first <= last else { return [] }
    var ranges: [ClosedRange<Instant>] = []
    func add(_ low: Instant, _ high: Instant) {
      guard low <= high else { return }
      if let end = ranges.last?.upperBound, low <= end.next {
        ranges[ranges.count - 1] = ranges[ranges.count - 1].lowerBound...max(end, high)
      } else {
        ranges.append(low...high)
      }
    }
    let isLong = last.secondsSinceEpoch - first.secondsSinceEpoch > 2 * Self.reach
    let starts =
      isLong
      ? [segments(around: first, first), segments(around: last, last)] : [segments(around: first, last)]
    for (place, starts) in starts.enumerated() {
      // Whatever is further away from both ends lies between them.
      if place == 1 { add(first.adding(seconds: Self.reach), last.adding(seconds: -Self.reach)) }
      for (start, end) in zip(starts, starts.dropFirst()) {
        let offset = start.secondsSinceEpoch - laterReading(of: start).secondsSinceEpoch
        add(max(start, first.adding(seconds: offset)), min(end.previous, last.adding(seconds: offset)))
      }
    }
    return ranges
  }

  /// More than any wall-clock time is away from an instant that it can mean: three days.
  private static let reach = 3 * 86_400

  /// The wall-clock times around two instants between which the reading follows the clock, second by second.
  private func segments(around first: Instant, _ last: Instant) -> [Instant] {
    let (start, end) = (first.adding(seconds: -Self.reach), last.adding(seconds: Self.reach))
    var seconds: Set<Int> = []
    let changes = rules.changes(
      after: start.secondsSinceEpoch - Self.reach, through: end.secondsSinceEpoch + Self.reach)
    for change in changes {
      seconds.insert(change + rules.type(at: change - 1).offset)
      seconds.insert(change + rules.type(at: change).offset)
    }
    let inside = seconds.sorted().map(Instant.init(secondsSinceEpoch:)).filter { start < $0 && $0 < end }
    return [start] + inside + [end]
  }
}

extension Instant {
  /// The next microsecond.
  package var next: Instant { Instant(microsecondsSinceEpoch: microsecondsSinceEpoch + 1) }
  /// The microsecond before.
  package var previous: Instant { Instant(microsecondsSinceEpoch: microsecondsSinceEpoch - 1) }
}
