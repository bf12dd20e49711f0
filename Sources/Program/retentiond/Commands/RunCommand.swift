internal import ArgumentParser
internal import Glibc
internal import Logging
internal import Purging
internal import RetentionPolicy
internal import ServiceLifecycle
internal import StoreBindings
internal import Systemd
internal import Words

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "The service: purges at the calendar's times until it is told to stop.",
    discussion: """
      SIGTERM ends it at once where it asks or waits, and after the batch in hand where that is being committed; SIGHUP reads both files again and keeps the old ones if the new are wrong; `retentiond reload` does so, too, and says which. Under systemd
      it says when it is ready and what it is doing, feeds the watchdog, and logs to the journal with fields of its own.

      A second signal changes nothing: what has not come to its end 20 seconds after the first, or 60 if a batch is being committed, is left open for the next start.
      """)

  @OptionGroup var files: ConfigurationOptions

  @Option(
    help: ArgumentHelp(
      "Keep numbers for Prometheus in this file, as `retentiond metrics` prints them.", valueName: "file"),
    completion: .file())
  var metrics: String?

  func run() async throws {
    let log = EventLog()
    let notifier = ServiceNotifier()
    log.log(.serviceStarted(version: Retentiond.version))
    do {
      let configuration = try files.load()
      log.loaded(configuration, at: SystemClock.now())
      try Self.requireKeys(of: configuration, log)
      try await serve(configuration, log: log, notifier: notifier)
    } catch {
      log.log(.runFailed(reason: Failure.sentence(for: error)))
      throw Failure.status(of: error).code
    }
    log.log(.serviceStopped)
  }

  /// What the library logs of itself is said by our own events.
  private static var quiet: Logger {
    var quiet = Logger(label: "retentiond") { _ in SwiftLogNoOpLogHandler() }
    quiet.logLevel = .critical
    return quiet
  }

  private func serve(_ configuration: Configuration, log: EventLog, notifier: ServiceNotifier) async throws {
    let stop = Interruption.stop
    let liveness = Liveness(WorkInHand(stop: stop))
    let history = ServiceHistory()
    let state = DaemonState(
      options: files, configuration: configuration, log: log, notifier: notifier, history: history)
    let anchors = AnchorRequest()
    let controlled = ControlledService(
      state: state, files: files, requests: RunRequests(), live: LiveRun(liveness.work),
      throttle: PaceThrottle(), tally: RunTally(), log: log, stop: stop)
    let purging = PurgeService(
      controlled, notifier: notifier, liveness: liveness, anchors: anchors, history: history)
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          // Shut down in reverse order: the watchdog is fed until the last batch is through.
          .init(
            service: WatchdogService(notifier: notifier, liveness: liveness, stop: stop),
            successTerminationBehavior: .ignore),
          // Whoever waits for a run or a command is answered before it ends.
          .init(
            service: ControlService(service: controlled, folder: ServiceEnvironment.runtimeDirectory),
            successTerminationBehavior: .ignore),
          .init(
            service: AnchorService(state: state, log: log, request: anchors),
            successTerminationBehavior: .ignore),
          .init(
            service: SurveyService(state: state, log: log), successTerminationBehavior: .ignore),
          .init(
            service: VerificationService(state: state, log: log), successTerminationBehavior: .ignore),
          .init(
            service: MetricsService(
              state: state, log: log, tally: controlled.tally, file: metrics.map(MetricsFile.init)),
            successTerminationBehavior: .ignore),
          .init(service: purging, successTerminationBehavior: .gracefullyShutdownGroup),
        ],
        logger: Self.quiet))
    let listening = Task { await Self.listen(for: group, reloading: purging) }
    defer { listening.cancel() }
    let ended: Result<Void, any Error>
    do { ended = .success(try await group.run()) } catch { ended = .failure(error) }
    let last = await state.configuration
    // Without a thread the system's log alone has the end.
    try? await OwnThread.run { history.end(last, reason: Self.reason(of: ended)) }
    try ended.get()
  }

  /// Does what signals ask for.
  private static func listen(for group: ServiceGroup, reloading purging: PurgeService) async {
    for await signalNumber in ServiceSignals.received() {
      // A reload may wait for the journal, and the end does not wait for it.
      if signalNumber == SIGHUP {
        Task { await purging.reload() }
      } else {
        await group.triggerGracefulShutdown()
      }
    }
  }

  /// Ends the service before it is ready if a key is missing or unsafe, and says so of each: no run would begin without it, and a restart does not mend it.
  private static func requireKeys(of configuration: Configuration, _ log: EventLog) throws {
    let session = Session(configuration: configuration)
    // Before there is a journal nobody needs them.
    guard session.hasJournal else { return }
    let problems = session.keyProblems()
    guard let first = problems.first else { return }
    for problem in problems.dropFirst() { log.log(.runFailed(reason: Failure.sentence(for: problem))) }
    throw first
  }

  /// Why the service ended, as the audit journal keeps it.
  private static func reason(of ended: Result<Void, any Error>) -> String {
    switch ended {
    case .success: "a signal"
    case .failure(let error): Failure.sentence(for: error)
    }
  }
}
