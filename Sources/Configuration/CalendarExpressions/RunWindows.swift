package import CivilTime

/// When runs may change rows: within windows, and on no black-out day.
///
/// All of it is by the clocks of a zone, and clocks never go back here: in an hour that comes twice they stand still, the second time, at its end. So a window whose
/// beginning is skipped begins right after, one whose end is skipped ends there, one that ends in the hour that comes twice ends the first
/// time, and none has a gap.
package struct RunWindows: Hashable, Sendable {
  /// From a time of one calendar to the next time of another.
  package struct Window: Hashable, Sendable {
    package let from: CalendarExpression
    package let until: CalendarExpression

    package init(from: CalendarExpression, until: CalendarExpression) {
      self.from = from
      self.until = until
    }
  }

  /// Whether runs may change rows, and when that changes; nil for never, as far as anybody can see.
  package enum Span: Hashable, Sendable {
    case open(until: Instant?)
    case closed(until: Instant?)

    package var isOpen: Bool { if case .open = self { true } else { false } }

    package var until: Instant? {
      switch self {
      case .open(let until), .closed(let until): until
      }
    }
  }

  /// Where there are none, runs may change rows at any time that is not of a black-out day.
  package let windows: [Window]
  /// The days on which nothing is changed.
  package let blackOut: [CalendarExpression]

  package init(windows: [Window] = [], blackOut: [CalendarExpression] = []) {
    self.windows = windows
    self.blackOut = blackOut
  }

  /// Tells if runs may change rows at any time.
  package var areAlwaysOpen: Bool { windows.isEmpty && blackOut.isEmpty }

  /// So many changes are looked at for one that opens or closes: windows that touch each other, days in a row.
  private static let changesLookedAt = 2_000

  /// Answers whether runs may change rows at an instant.
  ///
  /// - Parameter localZone: the zone of expressions that name none.
  package func span(at instant: Instant, in localZone: TimeZone) -> Span {
    let isOpen = isOpen(at: instant, in: localZone)
    var (time, changes) = (instant, 0)
    while changes < Self.changesLookedAt, let next = nextChange(after: time, in: localZone) {
      guard self.isOpen(at: next, in: localZone) == isOpen else {
        return isOpen ? .open(until: next) : .closed(until: next)
      }
      (time, changes) = (next, changes + 1)
    }
    // One that has so many is asked again then.
    let end = changes < Self.changesLookedAt ? nil : time
    return isOpen ? .open(until: end) : .closed(until: end)
  }

  private func isOpen(at instant: Instant, in localZone: TimeZone) -> Bool {
    !blackOut.contains { $0.isDay(of: instant, in: localZone) }
      && (windows.isEmpty || windows.contains { $0.isOpen(at: instant, in: localZone) })
  }

  /// The next instant at which a window or a black-out day begins or ends.
  private func nextChange(after instant: Instant, in localZone: TimeZone) -> Instant? {
    (windows.compactMap { $0.nextChange(after: instant, in: localZone) }
      + blackOut.compactMap { $0.nextDayChange(after: instant, in: localZone) }).min()
  }
}

extension RunWindows.Window {
  /// Tells if its beginning and its end do not name two zones.
  package var isOfOneZone: Bool { from.zone == nil || until.zone == nil || from.zone == until.zone }

  fileprivate func isOpen(at instant: Instant, in localZone: TimeZone) -> Bool {
    let now = WallTime(at: instant, in: zone(localZone))
    guard let begin = from.lastWallTime(through: now) else { return false }
    return until.nextWallTime(after: begin).map { $0 > now } ?? true
  }

  fileprivate func nextChange(after instant: Instant, in localZone: TimeZone) -> Instant? {
    let zone = zone(localZone)
    let now = WallTime(at: instant, in: zone)
    return [from, until].compactMap { $0.nextWallTime(after: now)?.first(in: zone) }.min()
  }

  private func zone(_ localZone: TimeZone) -> TimeZone { from.zone ?? until.zone ?? localZone }
}

extension CalendarExpression {
  /// Tells if it says days and no time of day: what is meant is the day, and it elapses at midnight.
  package var isOfWholeDays: Bool {
    let midnight = CalendarField(parts: [.init(start: 0, stop: nil, step: 0)])
    return hours == midnight && minutes == midnight && seconds == midnight
  }
  /// Tells if an instant is on a day of the expression.
  fileprivate func isDay(of instant: Instant, in localZone: TimeZone) -> Bool {
    matches(WallTime(at: instant, in: zone ?? localZone).date)
  }

  /// The next instant at which a day of the expression begins, or is over.
  fileprivate func nextDayChange(after instant: Instant, in localZone: TimeZone) -> Instant? {
    let zone = zone ?? localZone
    let tomorrow = WallTime(at: instant, in: zone).date.adding(days: 1)
    let next = isDay(of: instant, in: localZone) ? tomorrow : nextDay(from: tomorrow)
    return next.map { WallTime(date: $0, micros: 0).first(in: zone) }
  }

  fileprivate func nextWallTime(after time: WallTime) -> WallTime? {
    nextLocal(from: time.date, micros: time.micros + 1).map(WallTime.init)
  }

  /// How many days back the last time of an expression is looked for; each number is tried where the one before finds none. A 29 February needs eight years.
  private static let daysLookedBack = [1, 8, 40, 400, 3_000]

  fileprivate func lastWallTime(through time: WallTime) -> WallTime? {
    for days in Self.daysLookedBack {
      let start = WallTime(date: time.date.adding(days: -days), micros: 0)
      guard var found = nextLocal(from: start.date, micros: 0).map(WallTime.init), found <= time else {
        continue
      }
      // No time of the expression lies behind `end` and up to `time`.
      var end = time
      while found < end {
        let middle = found.middle(to: end)
        if let next = nextWallTime(after: middle), next <= end { found = next } else { end = middle }
      }
      return found
    }
    return nil
  }
}

/// What clocks show, as one line on which they only go forward.
private struct WallTime: Comparable {
  let date: CivilDate
  /// Microseconds into the day.
  let micros: Int

  private static let day = 86_400 * CalendarExpression.microsecondsPerSecond

  init(date: CivilDate, micros: Int) {
    self.date = date
    self.micros = micros
  }

  init(_ time: (date: CivilDate, micros: Int)) { self.init(date: time.date, micros: time.micros) }

  private init(microsecondsSinceEpoch micros: Int) {
    let days = micros.quotientAndRemainder(dividingBy: Self.day)
    let isBefore = days.remainder < 0
    self.init(
      date: CivilDate(daysSinceEpoch: days.quotient - (isBefore ? 1 : 0)),
      micros: days.remainder + (isBefore ? Self.day : 0))
  }

  private var microsecondsSinceEpoch: Int { date.daysSinceEpoch * Self.day + micros }

  /// What clocks show at an instant; while they show again what they have shown, the last moment before they went back.
  init(at instant: Instant, in zone: TimeZone) {
    let second = CalendarExpression.microsecondsPerSecond
    let local = zone.local(at: instant)
    let fraction = Int(instant.microsecondsSinceEpoch) - instant.secondsSinceEpoch * second
    guard
      case .ambiguous(let first, let again) = zone.resolve(date: local.date, secondOfDay: local.secondOfDay),
      instant >= again
    else {
      self.init(date: local.date, micros: local.secondOfDay * second + fraction)
      return
    }
    let offset = zone.offset(at: first)
    // They went back behind `before` and up to `change`.
    var (before, change) = (first.secondsSinceEpoch, again.secondsSinceEpoch)
    while change - before > 1 {
      let middle = before + (change - before) / 2
      if zone.offset(at: Instant(secondsSinceEpoch: middle)) == offset {
        before = middle
      } else {
        change = middle
      }
    }
    self.init(microsecondsSinceEpoch: (change + offset) * second - 1)
  }

  /// The first instant at which clocks show this or more.
  func first(in zone: TimeZone) -> Instant {
    let second = CalendarExpression.microsecondsPerSecond
    switch zone.resolve(date: date, secondOfDay: micros / second) {
    case .unique(let instant), .ambiguous(let instant, _):
      return Instant(microsecondsSinceEpoch: instant.microsecondsSinceEpoch + Int64(micros % second))
    case .skipped(let transition, _, _): return transition
    }
  }

  func middle(to other: WallTime) -> WallTime {
    WallTime(
      microsecondsSinceEpoch: microsecondsSinceEpoch
        + (other.microsecondsSinceEpoch - microsecondsSinceEpoch) / 2)
  }

  static func < (left: WallTime, right: WallTime) -> Bool {
    (left.date, left.micros) < (right.date, right.micros)
  }
}

extension RunWindows {
  /// Seconds from an instant until runs may change rows; 0 where they may then, and where they never may again.
  package func wait(from instant: Instant, in zone: TimeZone) -> Int {
    guard !areAlwaysOpen, case .closed(let until?) = span(at: instant, in: zone) else { return 0 }
    return max(0, until.secondsSinceEpoch - instant.secondsSinceEpoch)
  }

  /// Tells if no window opens any more.
  package func neverOpen(after instant: Instant, in zone: TimeZone) -> Bool {
    guard !areAlwaysOpen, case .closed(nil) = span(at: instant, in: zone) else { return false }
    return true
  }
}
