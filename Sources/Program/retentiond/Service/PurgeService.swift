internal import AuditJournal
internal import CalendarExpressions
internal import CivilTime
internal import Glibc
internal import Purging
internal import RetentionPolicy
internal import ServiceLifecycle
internal import StoreBindings
internal import Systemd
internal import Words

/// The service's work: wait for the calendar, run, wait again. Missed times are caught up by one run.
struct PurgeService: Service {
  let state: DaemonState
  let log: EventLog
  let notifier: ServiceNotifier
  let liveness: Liveness
  let stop: StopSignal
  let anchors: AnchorRequest
  let history: ServiceHistory
  let requests: RunRequests
  let live: LiveRun
  let throttle: PaceThrottle
  let tally: RunTally
  /// Wakes it when the files or the journal may be others, and when somebody asks for a run.
  private let wake: ServiceWake

  /// The clocks are looked at this often, so that one that jumps or a machine that slept is noticed.
  private static let glance: Duration = .seconds(30)
  /// So long after the first sign the files are looked at.
  private static let settling: Duration = .seconds(1)
  /// While nobody tells of changes in the journal's folder.
  private static let shortGlance: Duration = .seconds(5)

  init(
    _ controlled: ControlledService, notifier: ServiceNotifier, liveness: Liveness, anchors: AnchorRequest,
    history: ServiceHistory
  ) {
    state = controlled.state
    log = controlled.log
    stop = controlled.stop
    requests = controlled.requests
    live = controlled.live
    throttle = controlled.throttle
    tally = controlled.tally
    wake = controlled.requests.wake
    self.notifier = notifier
    self.liveness = liveness
    self.anchors = anchors
    self.history = history
  }

  /// Reads both files again, and looks at once what follows from them.
  func reload() async {
    await state.reload()
    wake.wake()
  }

  func run() async throws {
    try await withGracefulShutdownHandler {
      try await followCalendar()
    } onGracefulShutdown: {
      log.log(.serviceStopping(cause: "a signal"))
      notifier.stopping(status: "Ending what may end now, and after the batch in hand")
      stop.request()
      requests.close()
      let log = log
      StopDeadline.begin(stop) {
        log.log(
          .runFailed(
            reason:
              "something did not come to its end in time after a stop: what is open is settled by the next start"
          ))
        _exit(ExitStatus.incomplete.rawValue)
      }
    }
  }

  private func followCalendar() async throws {
    await passFirstDay()
    guard !stop.isRequested else { return }
    let configuration = await state.inForce()
    let lastRun = try Session(configuration: configuration).lastRunTime()
    let outcome = await settle(mayResume: !configuration.bindings.calendar.isEmpty)
    let watch = journalWatch(configuration.bindings.journal.path)
    defer { withExtendedLifetime(watch) {} }
    // A service that is stopped while it starts was never ready.
    guard !stop.isRequested else { return }
    await tellHistory()
    try reportDeath(configuration)
    let start = look()
    var following = Following(
      follower: CalendarFollower(lastRun: lastRun.time, now: start, brokenOff: outcome.brokenOff),
      waiting: WaitingNews(log: log),
      watch: ClockWatch(wall: start.wall, boot: start.boot, entries: lastRun.entries),
      ended: LastAttempt(unanswering: outcome.unanswering))
    let times = RunTurn.Times(
      windows: configuration.bindings.windows, catchesUpAtOnce: configuration.bindings.catchesUpAtOnce,
      zone: configuration.schedule.timeZone)
    // What a run before this start left to the next one is still owed.
    if let cause = try Session(configuration: configuration).readingJournal().lastEndedRun()?.cause {
      following.turn.noteEnd(RunTurn.End(cause: cause), at: start.wall, times)
    }
    let next = following.follower.next(
      in: configuration.bindings.calendar, zone: configuration.schedule.timeZone)
    following.announced = next
    log.log(
      .serviceReady(
        rules: configuration.schedule.domains.reduce(0) { $0 + $1.rules.count },
        recordSets: configuration.bindings.recordSets.count, next: next))
    notifier.ready(status: await line(of: &following, next: next, nil))
    liveness.note(isBusy: false)
    while !stop.isRequested {
      liveness.touch()
      await follow(&following, glance: watch == nil ? Self.shortGlance : Self.glance)
    }
  }

  /// Wakes the service when somebody writes into the journal; nil where nobody tells.
  private func journalWatch(_ path: String) -> FolderWatch? {
    let name = String(path.split(separator: "/").last ?? "")
    return FolderWatch(FileAccess.absoluteFolder(of: path), files: [name, name + "-wal"]) { [wake] in
      wake.wake()
    }
  }

  /// What the service keeps from one look at the clocks to the next.
  private struct Following {
    var follower: CalendarFollower
    var turn = RunTurn()
    var waiting: WaitingNews
    var watch: ClockWatch
    var ended: LastAttempt
    var standing = StandingWatch()
    /// The next run as the log has it.
    var announced: Instant?
  }

  /// Looks at the clocks, and runs or sleeps. A time of the calendar that comes with somebody's request has its run behind that.
  private func follow(_ following: inout Following, glance: Duration) async {
    let configuration = await state.inForce()
    if let request = requests.take() {
      await run(configuration, request.windows, for: request, &following)
      return following.follower.noteRun()
    }
    let (calendar, zone) = (configuration.bindings.calendar, configuration.schedule.timeZone)
    let now = look()
    let times = RunTurn.Times(
      windows: configuration.bindings.windows, catchesUpAtOnce: configuration.bindings.catchesUpAtOnce,
      zone: zone)
    if let due = following.follower.look(now, calendar: calendar, zone: zone) { following.turn.note(due) }
    let step = following.turn.next(at: now.wall, pause: await state.lastPause(), times)
    following.waiting.tell(step)
    switch step {
    case .ask(let stores):
      following.turn.noteAnswers(of: await answering(among: stores, configuration), at: now.wall)
    case .wait(let postponement):
      let upcoming = following.follower.next(in: calendar, zone: zone)
      if upcoming != following.announced {
        following.announced = upcoming
        if let upcoming { log.log(.nextRun(at: upcoming)) }
      }
      if let line = await line(of: &following, next: upcoming, postponement) { notifier.status(line) }
      await pause(until: [upcoming, postponement?.until].compactMap(\.self).min(), now: now.wall, glance)
    case .begin(let due, let cause, let windows):
      announce(due, cause)
      await run(configuration, windows, for: nil, &following)
      following.turn.noteEnd(following.ended.end, at: look().wall, times)
    }
  }

  /// One run, and what is known after it.
  private func run(
    _ configuration: Configuration, _ windows: WindowRule, for request: RunRequests.Request?,
    _ following: inout Following
  ) async {
    let now = look()
    // Whoever asks for a run from here on hears that there is one.
    requests.noteRun(isUnderWay: true)
    await tellHistory()
    let jump = following.watch.jump(wall: now.wall, boot: now.boot)
    following.ended = await purge(clockJump: jump, windows, for: request)
    following.standing.forget()
    if following.ended.isClockBelieved,
      let entries = try? Session(configuration: configuration).lastRunTime().entries
    {
      following.watch = ClockWatch(
        wall: SystemClock.now(), boot: SystemClock.sinceBoot(), entries: entries)
    }
    following.announced = nil
  }

  /// Is ready and waits while nobody has made a journal, and says so.
  private func passFirstDay() async {
    guard let reason = await state.firstDay() else { return }
    log.log(.configurationDoubtful(reason: reason))
    notifier.ready()
    while !stop.isRequested, let reason = await state.firstDay() {
      liveness.touch()
      notifier.status("Waiting: \(reason)")
      await pause(until: nil, now: SystemClock.now(), Self.shortGlance)
    }
  }

  /// Settles what a crash left open. The manager's patience is kept up meanwhile, as long as something goes on.
  private func settle(mayResume: Bool) async -> StartSettlement.Outcome {
    guard let configuration = await state.enforceable() else { return StartSettlement.Outcome() }
    notifier.status("Settling what an earlier run left open")
    let settlement = StartSettlement(configuration: configuration, log: log, liveness: liveness)
    return await withTaskGroup(of: StartSettlement.Outcome?.self) { group in
      group.addTask {
        // Without a thread nothing is settled, and the next run says why.
        (try? await OwnThread.run { settlement.execute(mayResume: mayResume) }) ?? StartSettlement.Outcome()
      }
      group.addTask {
        // A longer start would lengthen a stop, too.
        while !Task.isCancelled, !stop.isRequested, liveness.isAlive() {
          notifier.extendStart(by: .seconds(60))
          // Cancelled is how the sleep ends when all is settled.
          try? await Task.sleep(for: .seconds(10))
        }
        return nil
      }
      var outcome: StartSettlement.Outcome?
      while outcome == nil, let next = await group.next() { outcome = next }
      group.cancelAll()
      return outcome ?? StartSettlement.Outcome()
    }
  }

  /// Has the audit journal tell that the service started and which files it has, if it does not yet.
  private func tellHistory() async {
    let configuration = await state.configuration
    // Without a thread it is told before the next run.
    try? await OwnThread.run { history.tell(configuration) }
  }

  /// Says so if the process before this one died in its work: systemd starts the next one, and nobody would hear of it before the next run.
  private func reportDeath(_ configuration: Configuration) throws {
    guard let name = try Session(configuration: configuration).unrecordedDeath() else { return }
    log.log(
      .recordSetDied(
        recordSet: name, count: 0, reason: "this process took its place, and the next run counts the death"))
  }

  private func look() -> CalendarFollower.Look {
    CalendarFollower.Look(wall: SystemClock.now(), boot: SystemClock.sinceBoot())
  }

  private func announce(_ due: CalendarFollower.DueRun?, _ cause: String?) {
    if let cause { return log.log(.runGoesOn(cause: cause)) }
    guard let due else { return }
    if let run = due.follows {
      log.log(.runBrokenOff(run: run))
    } else if let cause = due.missed {
      log.log(.runMissed(scheduled: due.scheduled, count: due.count, cause: cause))
    } else {
      log.log(.runDue(scheduled: due.scheduled))
    }
  }

  /// What the last try to run left behind that no entry has.
  private struct LastAttempt {
    var isClockBelieved = false
    /// Why it did not begin.
    var failure: StandingWatch.Failed?
    var unanswering: [StoreName] = []
    var end = RunTurn.End()
  }

  /// - Parameter request: who asked for the run; nil if the calendar did.
  private func purge(clockJump: ClockJump?, _ windows: WindowRule, for request: RunRequests.Request?) async
    -> LastAttempt
  {
    requests.noteRun(isUnderWay: true)
    defer { requests.noteRun(isUnderWay: false) }
    // The standing says that nothing is approved.
    guard let configuration = await state.enforceable() else {
      request?.tell(
        .failed(
          reason:
            "nothing is purged: no configuration is approved, or the journal cannot be read: see `retentiond status`",
          .notPermitted))
      return LastAttempt()
    }
    await state.noteRun(isUnderWay: true)
    liveness.note(isBusy: true)
    live.begin()
    let attempt = await purge(configuration, clockJump: clockJump, windows, for: request)
    live.end()
    liveness.note(isBusy: false)
    await state.noteRun(isUnderWay: false)
    return attempt
  }

  private func purge(
    _ configuration: Configuration, clockJump: ClockJump?, _ windows: WindowRule,
    for request: RunRequests.Request?
  ) async -> LastAttempt {
    notifier.status("Purging")
    let execution = RunExecution(
      configuration: configuration, log: log, notifier: notifier, liveness: liveness, clockJump: clockJump,
      request: request, live: live, throttle: throttle, tally: tally, windows: windows)
    do {
      let outcome = try await OwnThread.run { try execution.execute() }
      anchors.make()
      return LastAttempt(
        isClockBelieved: true, unanswering: outcome.unanswering,
        end: RunTurn.End(cause: outcome.cause, away: outcome.away))
    } catch is Stopped {
      // Before the run began: there is nothing to tell, and nothing was changed.
      request?.tell(.failed(reason: "the run was stopped before it began", .tryAgain))
      return LastAttempt(isClockBelieved: true)
    } catch let error as RunError where error.isOfItsTime {
      // Since the service looked last. Its next look says so.
      request?.tell(.failed(reason: Failure.sentence(for: error), Failure.status(of: error)))
      return LastAttempt(isClockBelieved: true, end: RunTurn.End(isRefused: true))
    } catch {
      log.log(execution.event(for: error))
      request?.tell(.failed(reason: Failure.sentence(for: error), Failure.status(of: error)))
      // Where the journal cannot be read, nothing of it is newer.
      let entries = (try? Session(configuration: configuration).lastRunTime().entries) ?? 0
      return LastAttempt(
        failure: StandingWatch.Failed(reason: Failure.sentence(for: error), entries: entries))
    }
  }

  /// Asks stores that were away, and tells which of them answer now.
  private func answering(among stores: [StoreName], _ configuration: Configuration) async -> [StoreName] {
    let definitions = configuration.bindings.stores.filter { stores.contains($0.name) }
    let (journal, stop) = (configuration.bindings.journal.origin, stop)
    let silent = try? await OwnThread.run {
      try StoreProbe.unanswering(definitions, journal: journal, within: .seconds(30), stop: stop)
    }
    // Without a thread they are asked again later.
    guard let silent else { return [] }
    return definitions.map(\.name).filter { silent[$0] == nil }
  }

  /// Sleeps until the next elapse, but no longer than a glance; the end of the service wakes it, and whoever asks for a run.
  private func pause(until next: Instant?, now: Instant, _ glance: Duration) async {
    let remaining = next.map { Duration.microseconds($0.microsecondsSinceEpoch - now.microsecondsSinceEpoch) }
    let duration = min(glance, max(.milliseconds(10), remaining ?? glance))
    await cancelWhenGracefulShutdown {
      let woken = await wake.sleep(for: duration)
      // Who writes seldom writes once, and what the service itself writes must not have it look without end.
      // Cancelled is how the sleep ends when the service stops.
      if woken, !requests.isAsked { try? await Task.sleep(for: min(Self.settling, duration)) }
    }
  }

  /// The line for the service manager, if it is another than was shown last.
  private func line(
    of following: inout Following, next: Instant?, _ postponement: RunTurn.Postponement?
  ) async -> String? {
    let configuration = await state.configuration
    if await state.takeShown() { following.standing.forget() }
    let known = StandingWatch.Known(
      next: next, zone: await state.inForce().schedule.timeZone, unanswering: following.ended.unanswering,
      hasWrongFiles: await state.hasWrongFiles,
      failure: following.ended.failure, postponement: postponement)
    guard following.standing.hasChanged(configuration, known) else { return nil }
    do {
      let standing = try await OwnThread.run { StandingWatch.standing(configuration, known) }
      // A key that is missing, or a journal that is busy, can be there again without a change of the journal.
      if standing.doubt != nil { following.standing.forget() }
      live.note(line: standing.line)
      return standing.line
    } catch {
      // Without a thread the next look composes it.
      following.standing.forget()
      return nil
    }
  }
}

extension RunError {
  /// Tells if runs are paused, or outside of their windows: no failure, and over by itself.
  fileprivate var isOfItsTime: Bool {
    switch self {
    case .paused, .outsideWindow: true
    default: false
    }
  }
}
