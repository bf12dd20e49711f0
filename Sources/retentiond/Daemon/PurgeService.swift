internal import CalendarExpressions
internal import CivilTime
internal import LogEvents
internal import PurgeEngine
internal import RetentionPolicy
internal import ServiceLifecycle
internal import ServiceManager
internal import StoreCatalogue

/// The service's work: wait for the calendar, run, wait again. Missed times are caught up by one run.
struct PurgeService: Service {
  let state: DaemonState
  let log: EventLog
  let notifier: ServiceNotifier
  let liveness: Liveness
  let stop: StopSignal
  let anchors: AnchorRequest

  /// The clock is looked at this often, so that a clock that jumps or a machine that slept is noticed.
  private static let glance: Duration = .seconds(5)

  func run() async throws {
    try await withGracefulShutdownHandler {
      try await followCalendar()
    } onGracefulShutdown: {
      log.log(.serviceStopping(cause: "a signal"))
      notifier.stopping(status: "Ending after the batch in hand")
      stop.request()
    }
  }

  private func followCalendar() async throws {
    let configuration = await state.configuration
    var last = try Session(configuration: configuration).lastRunTime() ?? SystemClock.now()
    try reportDeath(configuration)
    let next = Schedule.next(after: last, in: configuration)
    log.log(
      .serviceReady(
        rules: configuration.schedule.domains.reduce(0) { $0 + $1.rules.count },
        recordSets: configuration.catalogue.recordSets.count, next: next))
    notifier.ready(status: status(next: next))
    var announced = next
    while !stop.isRequested {
      liveness.touch()
      let configuration = await state.configuration
      let now = SystemClock.now()
      guard let next = Schedule.next(after: last, in: configuration), next <= now else {
        let upcoming = Schedule.next(after: max(last, now), in: configuration)
        if upcoming != announced {
          announced = upcoming
          if let upcoming { log.log(.nextRun(at: upcoming)) }
          notifier.status(status(next: upcoming))
        }
        await pause(until: upcoming, now: now)
        continue
      }
      announceRun(first: next, now: now, configuration: configuration)
      last = now
      await purge()
      announced = nil
    }
  }

  /// Says so if the process before this one died in its work: systemd starts the next one, and nobody would hear of it before the next run.
  private func reportDeath(_ configuration: Configuration) throws {
    guard let name = try Session(configuration: configuration).unrecordedDeath() else { return }
    log.log(
      .recordSetDied(
        recordSet: name, count: 0, reason: "this process took its place, and the next run counts the death"))
  }

  private func announceRun(first: Instant, now: Instant, configuration: Configuration) {
    let missed = Schedule.elapses(from: first, to: now, in: configuration)
    // A glance late is not missed.
    if missed.count > 1 || now.secondsSinceEpoch - first.secondsSinceEpoch > 60 {
      log.log(.runMissed(scheduled: missed.last ?? first, count: missed.count))
    } else {
      log.log(.runDue(scheduled: first))
    }
  }

  private func purge() async {
    guard let configuration = await state.enforceable() else {
      notifier.status("Waiting: no configuration is approved")
      return
    }
    notifier.status("Purging")
    let execution = RunExecution(
      configuration: configuration, log: log, notifier: notifier, liveness: liveness, stop: stop)
    do {
      let summary = try await OwnThread.run { try execution.execute() }
      notifier.status(summary)
      anchors.make()
    } catch {
      log.log(execution.event(for: error))
      notifier.status("The last run failed: \(Failure.sentence(for: error))")
    }
  }

  /// Sleeps until the next elapse, but no longer than a glance; the end of the service wakes it.
  private func pause(until next: Instant?, now: Instant) async {
    let remaining = next.map { Duration.microseconds($0.microsecondsSinceEpoch - now.microsecondsSinceEpoch) }
    let duration = min(Self.glance, max(.milliseconds(10), remaining ?? Self.glance))
    await cancelWhenGracefulShutdown {
      // Cancelled is how the sleep ends when the service stops.
      try? await Task.sleep(for: duration)
    }
  }

  private func status(next: Instant?) -> String {
    next.map { "Waiting for the next run at \($0.iso8601)" } ?? "Waiting; the calendar has no next run"
  }

  /// The calendar of a configuration.
  enum Schedule {
    static func next(after: Instant, in configuration: Configuration) -> Instant? {
      configuration.catalogue.nextRun(after: after, in: configuration.schedule.timeZone)
    }

    /// The elapses from `first` to `last`, at most a thousand.
    static func elapses(from first: Instant, to last: Instant, in configuration: Configuration) -> [Instant] {
      var elapses = [first]
      while elapses.count < 1_000, let latest = elapses.last,
        let next = next(after: latest, in: configuration), next <= last
      {
        elapses.append(next)
      }
      return elapses
    }
  }
}
