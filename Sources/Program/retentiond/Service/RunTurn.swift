internal import AuditJournal
internal import CalendarExpressions
internal import CivilTime
internal import Purging
internal import Words

/// Which run is owed, and when it may begin: by the calendar, the windows, a pause, and stores that were away. It asks no clock, no journal and no store itself.
struct RunTurn {
  /// What the configuration in force says of the times of runs.
  struct Times {
    var windows = RunWindows()
    var catchesUpAtOnce = false
    var zone: TimeZone
  }

  /// What keeps a run from beginning now.
  enum Postponement: Hashable, Sendable {
    case paused(Pause)
    /// A run is owed, and no window is open; nil where none is to come.
    case window(until: Instant?)
    /// Stores were away, and are asked again then.
    case away([StoreName], until: Instant)

    var until: Instant? {
      switch self {
      case .paused(let pause): pause.until
      case .window(let until): until
      case .away(_, let until): until
      }
    }
  }

  enum Step: Equatable {
    case wait(Postponement?)
    /// These stores were away: a run is owed as soon as one of them answers.
    case ask([StoreName])
    /// - Parameter cause: why it begins now, where that is not the calendar's time.
    case begin(CalendarFollower.DueRun?, cause: String?, WindowRule)
  }

  /// What became of a run.
  struct End {
    var cause: TruncationCause?
    var away: [StoreName] = []
    /// It did not begin, because runs were paused or no window was open by then.
    var isRefused = false
  }

  private struct Owed {
    var due: CalendarFollower.DueRun?
    /// Why it did not begin at the calendar's time.
    var cause: String?
    var notBefore: Instant?
    /// Stores of which one has to answer first.
    var away: [StoreName] = []
  }

  private var owed: Owed?
  /// How often in a row stores that were away were asked.
  private var tries = 0

  /// A run is due by the calendar. It does what an owed one would have done.
  mutating func note(_ due: CalendarFollower.DueRun) {
    tries = 0
    var sum = due
    let former = owed
    if let missed = former?.due { sum = due.following(missed) }
    owed = Owed(due: sum, cause: former?.away.isEmpty ?? true ? former?.cause : nil)
  }

  mutating func next(at now: Instant, pause: Pause?, _ times: Times) -> Step {
    if let pause, pause.isInForce(at: now) {
      if owed != nil { owed?.cause = "runs are no longer paused" }
      return .wait(.paused(pause))
    }
    guard let owed else { return .wait(nil) }
    let rule: WindowRule = owed.due?.missed != nil && times.catchesUpAtOnce ? .blackOutOnly : .all
    if case .closed(let until) = rule.bounds(of: times.windows).span(at: now, in: times.zone) {
      self.owed?.cause = "its window is open"
      return .wait(.window(until: until))
    }
    if let notBefore = owed.notBefore, now < notBefore {
      return .wait(owed.away.isEmpty ? .window(until: notBefore) : .away(owed.away, until: notBefore))
    }
    return owed.away.isEmpty ? .begin(owed.due, cause: owed.cause, rule) : .ask(owed.away)
  }

  /// One of the stores that were away answers, or none does.
  mutating func noteAnswers(of stores: [StoreName], at now: Instant) {
    guard owed != nil else { return }
    if stores.isEmpty {
      tries += 1
      let next = now.adding(seconds: delay)
      owed?.notBefore = next
    } else {
      let cause = "\(stores.map(\.rawValue).joined(separator: ", ")) answers again"
      owed?.away = []
      owed?.cause = cause
    }
  }

  /// The run that was to begin is over.
  mutating func noteEnd(_ end: End, at now: Instant, _ times: Times) {
    let former = owed
    owed = nil
    if end.isRefused {
      owed = Owed(due: former?.due, cause: former?.cause, notBefore: now.adding(seconds: 60))
    } else if end.cause == .longestRun {
      // It goes on in the next window. Without windows nobody says when, but the calendar.
      let span = times.windows.span(at: now, in: times.zone)
      if !times.windows.areAlwaysOpen, span.isOpen, let end = span.until {
        owed = Owed(cause: "the run before had lasted as long as a run may", notBefore: end)
      }
    } else if end.cause == .pace {
      // The rest of that store waits for the calendar.
    } else if let cause = end.cause {
      owed = Owed(cause: "the run before ended \(cause.explanation)")
    } else if !end.away.isEmpty {
      tries += 1
      owed = Owed(notBefore: now.adding(seconds: delay), away: end.away)
    }
    if end.away.isEmpty { tries = 0 }
  }

  /// A store that was away is asked after a minute, then after twice as long each time, up to an hour.
  private var delay: Int { min(3_600, 60 << min(max(tries, 1) - 1, 6)) }
}

extension CalendarFollower.DueRun {
  /// The same, with the times of one that did not begin.
  fileprivate func following(_ former: Self) -> Self {
    Self(
      scheduled: scheduled, count: former.count + count, missed: missed ?? former.missed,
      follows: follows ?? former.follows)
  }
}
