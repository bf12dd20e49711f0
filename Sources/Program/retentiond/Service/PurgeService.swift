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
  let tally: RunTally

  /// The clock is looked at this often, so that a clock that jumps or a machine that slept is noticed.
  private static let glance: Duration = .seconds(5)

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
    var ended = LastAttempt(unanswering: outcome.unanswering)
    var standing = StandingWatch()
    // A service that is stopped while it starts was never ready.
    guard !stop.isRequested else { return }
    await tellHistory()
    try reportDeath(configuration)
    var watch = ClockWatch(
      wall: SystemClock.now(), boot: SystemClock.sinceBoot(), entries: lastRun.entries)
    var follower = CalendarFollower(lastRun: lastRun.time, now: look(), brokenOff: outcome.brokenOff)
    let next = follower.next(in: configuration.bindings.calendar, zone: configuration.schedule.timeZone)
    log.log(
      .serviceReady(
        rules: configuration.schedule.domains.reduce(0) { $0 + $1.rules.count },
        recordSets: configuration.bindings.recordSets.count, next: next))
    notifier.ready(status: await line(of: &standing, next: next, ended))
    var announced = next
    while !stop.isRequested {
      liveness.touch()
      let configuration = await state.inForce()
      let (calendar, zone) = (configuration.bindings.calendar, configuration.schedule.timeZone)
      let now = look()
      let request = requests.take()
      // A time of the calendar that comes with a request has its run behind that.
      let due = request == nil ? follower.look(now, calendar: calendar, zone: zone) : nil
      guard request != nil || due != nil else {
        let upcoming = follower.next(in: calendar, zone: zone)
        if let upcoming, upcoming != announced { log.log(.nextRun(at: upcoming)) }
        announced = upcoming
        if let line = await line(of: &standing, next: upcoming, ended) { notifier.status(line) }
        await pause(until: upcoming, now: now.wall)
        continue
      }
      if let due { announce(due) }
      await tellHistory()
      ended = await purge(clockJump: watch.jump(wall: now.wall, boot: now.boot), for: request)
      if request != nil { follower.noteRun() }
      standing.forget()
      if ended.isClockBelieved, let entries = try? Session(configuration: configuration).lastRunTime().entries
      {
        watch = ClockWatch(wall: SystemClock.now(), boot: SystemClock.sinceBoot(), entries: entries)
      }
      announced = nil
    }
  }

  /// Is ready and waits while nobody has made a journal, and says so.
  private func passFirstDay() async {
    guard let reason = await state.firstDay() else { return }
    log.log(.configurationDoubtful(reason: reason))
    notifier.ready()
    while !stop.isRequested, let reason = await state.firstDay() {
      liveness.touch()
      notifier.status("Waiting: \(reason)")
      await pause(until: nil, now: SystemClock.now())
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

  private func announce(_ due: CalendarFollower.DueRun) {
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
  }

  /// - Parameter request: who asked for the run; nil if the calendar did.
  private func purge(clockJump: ClockJump?, for request: RunRequests.Request?) async -> LastAttempt {
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
    live.begin()
    let attempt = await purge(configuration, clockJump: clockJump, for: request)
    live.end()
    await state.noteRun(isUnderWay: false)
    return attempt
  }

  private func purge(
    _ configuration: Configuration, clockJump: ClockJump?, for request: RunRequests.Request?
  ) async -> LastAttempt {
    notifier.status("Purging")
    let execution = RunExecution(
      configuration: configuration, log: log, notifier: notifier, liveness: liveness, clockJump: clockJump,
      request: request, live: live, tally: tally)
    do {
      let unanswering = try await OwnThread.run { try execution.execute() }
      anchors.make()
      return LastAttempt(isClockBelieved: true, unanswering: unanswering)
    } catch is Stopped {
      // Before the run began: there is nothing to tell, and nothing was changed.
      request?.tell(.failed(reason: "the run was stopped before it began", .tryAgain))
      return LastAttempt(isClockBelieved: true)
    } catch {
      log.log(execution.event(for: error))
      request?.tell(.failed(reason: Failure.sentence(for: error), Failure.status(of: error)))
      // Where the journal cannot be read, nothing of it is newer.
      let entries = (try? Session(configuration: configuration).lastRunTime().entries) ?? 0
      return LastAttempt(
        failure: StandingWatch.Failed(reason: Failure.sentence(for: error), entries: entries))
    }
  }

  /// Sleeps until the next elapse, but no longer than a glance; the end of the service wakes it, and whoever asks for a run.
  private func pause(until next: Instant?, now: Instant) async {
    let remaining = next.map { Duration.microseconds($0.microsecondsSinceEpoch - now.microsecondsSinceEpoch) }
    let duration = min(Self.glance, max(.milliseconds(10), remaining ?? Self.glance))
    await cancelWhenGracefulShutdown { await requests.rest(for: duration) }
  }

  /// The line for the service manager, if it is another than was shown last.
  private func line(of watch: inout StandingWatch, next: Instant?, _ ended: LastAttempt) async -> String? {
    let configuration = await state.configuration
    if await state.takeShown() { watch.forget() }
    let known = StandingWatch.Known(
      next: next, zone: await state.inForce().schedule.timeZone, unanswering: ended.unanswering,
      hasWrongFiles: await state.hasWrongFiles,
      failure: ended.failure)
    guard watch.hasChanged(configuration, known) else { return nil }
    do {
      let standing = try await OwnThread.run { StandingWatch.standing(configuration, known) }
      // A key that is missing, or a journal that is busy, can be there again without a change of the journal.
      if standing.doubt != nil { watch.forget() }
      live.note(line: standing.line)
      return standing.line
    } catch {
      // Without a thread the next look composes it.
      watch.forget()
      return nil
    }
  }
}
