internal import AuditJournal
internal import Purging
internal import RecordStores
internal import StoreBindings
internal import Systemd
internal import Words

/// What the service does before it is ready: it asks which stores answer, and settles what a crash left open in those. Runs on a thread of its own.
struct StartSettlement: Sendable {
  let configuration: Configuration
  let log: EventLog
  let liveness: Liveness

  /// All stores together may take so long.
  static let patience: Duration = .seconds(30)

  /// What the service knows when it is ready.
  struct Outcome: Sendable {
    /// The stores that do not answer, or in which a batch is open still. The next run asks them again.
    var unanswering: [StoreName] = []
    /// The run that a process broke off, if a new one is to follow it.
    var brokenOff: RunName?
  }

  /// - Parameter mayResume: whether a run that was broken off is followed by a new one.
  func execute(mayResume: Bool) -> Outcome {
    let bindings = configuration.bindings
    var outcome = Outcome()
    let silent: [StoreName: StoreError]
    do {
      silent = try StoreProbe.unanswering(
        bindings.stores, journal: bindings.journal.origin, within: Self.patience, stop: liveness.work.stop)
    } catch {
      // The next start asks them.
      return outcome
    }
    outcome.unanswering = silent.keys.sorted()
    for (name, error) in silent.sorted(by: { $0.key < $1.key }) {
      tell(name, error)
    }
    do {
      var session = Session(configuration: configuration)
      session.work = liveness.work
      // With the run's lock, so that a run of another process is not taken for one that died.
      let context = try session.purgingContext(isService: true)
      if mayResume { outcome.brokenOff = try session.brokenOffRun() }
      let unsettled = try RunBeginning(context).settleAfterCrash(unanswering: silent, clock: SystemClock.now)
      { event in
        liveness.touch()
        if let event = LogEvent(event) { log.log(event) }
      }
      for (name, error) in unsettled.sorted(by: { $0.key < $1.key }) where silent[name] == nil {
        outcome.unanswering.append(name)
        tell(name, error)
      }
    } catch is Stopped {
      // The next start settles it.
    } catch {
      // The next run meets the same, and says so then; the service is there for whoever mends it.
      log.log(.runFailed(reason: "what was left open is not settled yet: \(Failure.sentence(for: error))"))
    }
    return outcome
  }

  private func tell(_ store: StoreName, _ error: StoreError) {
    let event = RunEvent.storeLeftOut(
      store: store, recordSets: configuration.bindings.recordSetCount(servedBy: store), .store(error))
    if let event = LogEvent(event) { log.log(event) }
  }
}
