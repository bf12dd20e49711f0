internal import Anchors
internal import AuditJournal
internal import CivilTime
internal import JournalDirectory
internal import Purging
internal import RecordStores
internal import RetentionPolicy
internal import Systemd
internal import Words

/// One run of the service, from opening the journal to the last log record. Runs on a thread of its own.
struct RunExecution: Sendable {
  let configuration: Configuration
  let log: EventLog
  let notifier: ServiceNotifier
  let liveness: Liveness
  /// How the clock was set since the service last found it right; nil if it was not.
  let clockJump: ClockJump?
  /// Whoever asked for it; nil if the calendar did.
  var request: RunRequests.Request?
  /// Whoever asks what goes on is told by it.
  var live: LiveRun?
  /// Words on the pace that somebody leaves while the run goes on.
  var throttle = PaceThrottle()
  /// What counts what the runs do.
  var tally = RunTally()

  /// Which windows bind the run.
  var windows = WindowRule.all

  /// What a run leaves to whoever began it.
  struct Outcome: Sendable {
    /// The stores that gave no answer, or another than theirs.
    var unanswering: [StoreName] = []
    /// Those of them that may answer in a while.
    var away: [StoreName] = []
    /// Why it was truncated, where nobody stopped the process.
    var cause: TruncationCause?
  }

  func execute() throws -> Outcome {
    let started = ContinuousClock.now
    var run: RunName?
    var changed = 0
    var outcome = Outcome()
    var session = Session(configuration: configuration)
    session.work = liveness.work
    try session.askAnchors { log.log($0) }
    var context = try session.purgingContext(isService: true, for: request?.caller)
    context.throttle = throttle
    var options = RunOptions()
    options.clockJump = clockJump
    options.recordSets = request?.recordSets
    options.windows = windows
    let report = try Purger(context).purge(clock: SystemClock.now, options: options) { event in
      live?.note(event)
      tally.note(event)
      if case .started(let name, let due, let uncounted) = event {
        run = name
        request?.tell(.began(run: name, due: due, uncounted: uncounted))
      }
      if case .storeLeftOut(let store, _, let refusal) = event {
        outcome.unanswering.append(store)
        if case .store(.unavailable) = refusal { outcome.away.append(store) }
      }
      if case .batch(let batch) = event {
        changed += batch.count
        notifier.status("Purging: \(changed) records so far")
      }
      if let event = LogEvent(event) { log.log(event, run: run) }
      if case .surveyed(let survey) = event {
        for finding in survey.findings { log.log(LogEvent(finding, of: survey), run: run) }
      }
    }
    logUnset(report)
    tally.note(report.waits)
    let overdue = report.overdue.reduce(0) { $0 + $1.count - $1.held }
    log.log(
      .runEnded(
        run: report.run, ending: report.status,
        counts: RunCounts(
          changed: report.changedCount, setAside: report.setAsideCount, refused: report.refused.count,
          overdue: overdue, unmeasured: report.unmeasured.count,
          seconds: (ContinuousClock.now - started).seconds), cause: report.cause), run: report.run)
    exportJournal(run: report.run)
    request?.tell(
      .ended(
        run: report.run, report.status, changed: report.changedCount,
        overdue: report.unmeasured.isEmpty ? overdue : nil))
    outcome.cause = report.cause
    return outcome
  }

  private func logUnset(_ report: RunReport) {
    for set in report.plan.recordSets {
      for rule in set.rules {
        guard let count = rule.counts.unset.number, count > 0 else { continue }
        log.log(.ruleUnset(recordSet: set.name, rule: rule.rule, count: count), run: report.run)
      }
    }
  }

  /// What an auditor copies follows the journal; where it cannot, the evidence is no less whole, and the next run tries again.
  private func exportJournal(run: RunName) {
    do {
      var session = Session(configuration: configuration)
      session.work = liveness.work
      // A first export writes a file for each 256 entries, and shows no steps.
      _ = try liveness.work.waiting(for: "the export of the journal", atMost: .seconds(3_600)) {
        try session.exportJournal()
      }
      try session.keepCheckpoint()
    } catch {
      log.log(.exportFailed(reason: Failure.sentence(for: error)), run: run)
    }
  }

  /// The log record for an error that ended the run.
  func event(for error: any Error) -> LogEvent {
    let reason = Failure.sentence(for: error)
    return switch JournalError(of: error) ?? error {
    case is JournalError, is AnchorError, is DirectoryError: .journalUnusable(reason: reason)
    case RunError.clock: .clockRefused(reason: reason)
    case RunError.guardStopped: .guardStopped(reason: reason)
    case RunError.anchorsOverdue: .anchorsOverdue(reason: reason)
    case RunError.unapproved(let digest): .configurationUnapproved(digest: digest, approved: nil)
    default: .runFailed(reason: reason)
    }
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
