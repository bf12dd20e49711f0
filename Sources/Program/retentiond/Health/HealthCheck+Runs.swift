internal import AuditJournal
internal import CalendarExpressions
internal import CivilTime
internal import JSONText
internal import Purging
internal import StoreBindings
internal import Words

/// What became of the runs.
extension HealthCheck {
  /// So many times of the calendar may pass without a success before that is critical.
  private static let mostMissed = 3

  func lastSuccess() throws -> HealthAnswer {
    let journal = try session.readingJournal()
    let (last, looked) = try journal.lastSuccess()
    // Without one, time counts from the first entry: nobody expects a run before there is a journal.
    let from = try last?.time ?? (journal.size > 0 ? journal.entry(at: 0).time : now)
    let missed = times(from: from)
    var isLate = missed > 0 || last == nil
    var since =
      missed == 0
      ? ""
      : "; the calendar asked for \(missed >= Self.mostMissed ? "three runs or more" : "\(missed) run(s)") since"
    // A timer, or a person, of whom the program knows no time.
    if inForce.bindings.calendar.isEmpty, age(of: from) > 2 * Self.dayInSeconds {
      isLate = true
      since = "; stores.json has no calendar, and nothing has succeeded for two days or more"
    }
    let level: HealthLevel = missed >= Self.mostMissed ? .critical : isLate ? .warning : .well
    guard let last else {
      let none =
        looked == 0 ? "no run has ended yet" : "none of the last \(looked) run(s) left nothing behind"
      return HealthAnswer(.lastSuccess, level, none + since)
    }
    return HealthAnswer(
      .lastSuccess, level,
      "\(last.run) at \(last.time.text(in: zone)), \(TimeSpan(age(of: last.time))) ago\(since)",
      [
        "run": .string(last.run.rawValue), "time": .string(last.time.iso8601),
        "ageSeconds": .integer(age(of: last.time)),
      ])
  }

  /// How many times the calendar gave from an instant until now, up to the number that is critical. A run that is under way may take an hour.
  private func times(from start: Instant) -> Int {
    var (count, last) = (0, start)
    while count < Self.mostMissed, let next = nextRun(after: last), next < now.adding(seconds: -3_600) {
      (count, last) = (count + 1, next)
    }
    return count
  }

  /// A pause of so many seconds was forgotten.
  private static let longestPause = 7 * 86_400

  func pause() throws -> HealthAnswer {
    guard let pause = try session.readingJournal().pause(at: now) else {
      return HealthAnswer(.pause, .well, "runs are not paused")
    }
    let age = age(of: pause.since)
    return HealthAnswer(
      .pause, age > Self.longestPause ? .critical : .warning, pause.text(in: zone),
      [
        "since": .string(pause.since.iso8601), "until": JSONValue(pause.until?.iso8601),
        "ageSeconds": .integer(age),
      ])
  }

  /// The calendar's next time, or when the window opens that its run waits for; nil if none comes.
  func nextRun(after time: Instant) -> Instant? {
    let windows = inForce.bindings.windows
    guard let next = inForce.bindings.calendar.next(after: time, in: zone),
      !windows.neverOpen(after: next, in: zone)
    else { return nil }
    return next.adding(seconds: windows.wait(from: next, in: zone))
  }

  func lastRun() throws -> HealthAnswer {
    let note = try session.lastRunNote()
    // One that is under way may take an hour.
    let isWell = note.since.map { age(of: $0) <= 3_600 } ?? note.isWell
    return HealthAnswer(.lastRun, isWell ? .well : .warning, note.sentence)
  }

  func overdue() throws -> HealthAnswer {
    guard let last = try session.readingJournal().lastEndedRun() else {
      return HealthAnswer(.overdue, .warning, "not known: no run has counted yet", ["overdue": .null])
    }
    guard last.unmeasured.isEmpty else {
      return HealthAnswer(
        .overdue, .warning,
        "\(last.overdue), and not known of \(last.unmeasured.list), which could not be asked",
        ["overdue": .null, "counted": .integer(last.overdue), "unmeasured": .integer(last.unmeasured.count)])
    }
    let figures: [String: JSONValue] = [
      "overdue": .integer(last.overdue), "unexplained": .integer(last.unexplained),
    ]
    if last.overdue == 0 { return HealthAnswer(.overdue, .well, "none", figures) }
    guard !last.isSuccess else {
      return HealthAnswer(
        .overdue, .well,
        "\(last.overdue) records are past their last stage, and other rows or rules keep all of them: see `retentiond plan`",
        figures)
    }
    return HealthAnswer(
      .overdue, .warning,
      "\(last.overdue) records are past their last stage, and no hold keeps them: see `retentiond journal show \(last.entry)`",
      figures)
  }

  func openBatches() throws -> HealthAnswer {
    let journal = try session.readingJournal()
    let open = try journal.pendingBatches()
    let figures: [String: JSONValue] = ["openBatches": .integer(open.count)]
    guard !open.isEmpty else { return HealthAnswer(.openBatches, .well, "none", figures) }
    guard let oldest = try open.compactMap({ try $0.batch.entry.map(journal.entry(at:))?.time }).min() else {
      return HealthAnswer(
        .openBatches, .warning,
        "\(open.count), and not known since when: see `retentiond journal settle --help`", figures)
    }
    // A batch of a run that is under way is open for a moment.
    let level: HealthLevel = age(of: oldest) > 3_600 ? .warning : .well
    return HealthAnswer(
      .openBatches, level,
      "\(open.count), the oldest since \(oldest.text(in: zone))\(level == .well ? "" : ": the next run settles what its store can tell; for the others see `retentiond journal settle --help`")",
      figures)
  }

  func filesLeft() throws -> HealthAnswer {
    try session.readingJournal().hasPendingFiles
      ? HealthAnswer(.filesLeft, .warning, "files of purged records are left: see `retentiond files list`")
      : HealthAnswer(.filesLeft, .well, "none")
  }

  func firstRuns() throws -> HealthAnswer {
    let context = inForce.readingContext(journal: try session.readingJournal())
    let waits = try FirstRuns(context).waits()
    guard !waits.isEmpty else { return HealthAnswer(.firstRuns, .well, "none waits for a word") }
    return HealthAnswer(
      .firstRuns, .warning,
      "\(waits.map(\.recordSet).list) wait for a word: see `retentiond first-run show`",
      ["waiting": .integer(waits.count)])
  }

  func deaths() throws -> HealthAnswer {
    let passed = try session.deaths().filter(\.isPassedOver).map(\.recordSet)
    if !passed.isEmpty {
      return HealthAnswer(
        .deaths, .critical,
        "runs pass over \(passed.list), in which the process died again and again: see `retentiond record-set resume --help`",
        ["passedOver": .integer(passed.count)])
    }
    if let name = try session.unrecordedDeath() {
      return HealthAnswer(
        .deaths, .warning, "the process ended while it worked on \(name), or still works on it")
    }
    return HealthAnswer(.deaths, .well, "none")
  }
}
