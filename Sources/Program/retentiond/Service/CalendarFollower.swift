internal import CalendarExpressions
internal import CivilTime
internal import Systemd
internal import Words

/// Says at each look at the clocks whether the calendar's time has come, and why times passed without a run. It asks no clock itself.
struct CalendarFollower {
  /// A look at the clocks.
  struct Look {
    let wall: Instant
    let boot: Duration
  }

  /// A run that is due: the calendar's last time, how many times came since the last run, and why they did; no cause where nothing was missed.
  struct DueRun: Equatable, Sendable {
    let scheduled: Instant
    let count: Int
    let missed: MissedRunCause?
    /// The run without an end that this one follows, before its calendar's time.
    var follows: RunName?
  }

  private let started: Instant
  /// The calendar's times up to here have had their run.
  private var last: Instant
  private var previous: Look
  /// Tells if the last look began a run, which lasted until this one.
  private var ranBefore = false
  /// A run without an end, which is followed by a new one at once.
  private var brokenOff: RunName?

  /// A look late is not missed.
  private static let lateness = 60

  /// - Parameter lastRun: when the last run began, by the journal. One in the future was made by a clock that was wrong: nobody sleeps until then.
  /// - Parameter brokenOff: the last run's name, where it has no end.
  init(lastRun: Instant?, now: Look, brokenOff: RunName? = nil) {
    self.brokenOff = brokenOff
    started = now.wall
    last = min(lastRun ?? now.wall, now.wall)
    previous = now
  }

  /// The calendar's next time.
  func next(in calendar: [CalendarExpression], zone: TimeZone) -> Instant? {
    calendar.next(after: last, in: zone)
  }

  /// Notes that a run went on since the last look, which the calendar did not ask for.
  mutating func noteRun() { ranBefore = true }

  /// Looks at the clocks. If a run is due, it counts as begun.
  mutating func look(_ now: Look, calendar: [CalendarExpression], zone: TimeZone) -> DueRun? {
    defer { previous = now }
    // The clock was put back behind the last run: what comes next by it is what is waited for.
    if last.secondsSinceEpoch - now.wall.secondsSinceEpoch > Self.lateness { last = now.wall }
    let next = calendar.next(after: last, in: zone)
    // A calendar that has no next time wants no run.
    if let run = brokenOff, let next, next > now.wall {
      brokenOff = nil
      ranBefore = true
      return DueRun(scheduled: last, count: 1, missed: nil, follows: run)
    }
    guard let first = next, first <= now.wall else {
      ranBefore = false
      return nil
    }
    brokenOff = nil
    let isLate = now.wall.secondsSinceEpoch - first.secondsSinceEpoch > Self.lateness
    let count = calendar.count(after: last, through: now.wall, in: zone)
    let due = DueRun(
      scheduled: calendar.last(after: last, through: now.wall, in: zone) ?? first, count: count,
      missed: count > 1 || isLate ? cause(first: first, now: now) : nil)
    last = now.wall
    ranBefore = true
    return due
  }

  private func cause(first: Instant, now: Look) -> MissedRunCause {
    if first <= started { return .serviceOff }
    if now.boot - previous.boot <= .seconds(Self.lateness) { return .clockSet }
    return ranBefore ? .runUnderWay : .machineAsleep
  }
}
