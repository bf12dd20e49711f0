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
  /// That the clock was set since the service last found it right.
  let clockJump: ClockJump?

  /// - Returns: a sentence for the service's status.
  func execute() throws -> String {
    let started = ContinuousClock.now
    var run: RunName?
    var changed = 0
    var session = Session(configuration: configuration)
    session.work = liveness.work
    try session.askAnchors { log.log($0) }
    let context = try session.purgingContext(isService: true)
    var options = RunOptions()
    options.clockJump = clockJump
    let report = try Purger(context).purge(clock: SystemClock.now, options: options) { event in
      if case .started(let name, _, _) = event { run = name }
      if case .batch(let batch) = event {
        changed += batch.count
        notifier.status("Purging: \(changed) records so far")
      }
      if let event = LogEvent(event) { log.log(event, run: run) }
      if case .surveyed(let survey) = event {
        for finding in survey.findings { log.log(LogEvent(finding, of: survey), run: run) }
      }
    }
    for set in report.plan.recordSets {
      for rule in set.rules {
        guard let count = rule.counts.unset.number, count > 0 else { continue }
        log.log(.ruleUnset(recordSet: set.name, rule: rule.rule, count: count), run: report.run)
      }
    }
    let overdue = report.overdue.reduce(0) { $0 + $1.count - $1.held }
    log.log(
      .runEnded(
        run: report.run, ending: report.status,
        counts: RunCounts(
          changed: report.changedCount, setAside: report.setAsideCount, refused: report.refused.count,
          overdue: overdue, unmeasured: report.unmeasured.count,
          seconds: (ContinuousClock.now - started).seconds)), run: report.run)
    exportJournal(run: report.run)
    return
      "Last run \(report.run) \(report.status.journalWord): \(report.changedCount) records, \(overdue) overdue\(report.unmeasured.isEmpty ? "" : ", and ? in \(report.unmeasured.count) record set(s)")"
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

extension LogEvent {
  /// The log record of an event of a run; nil where there is none.
  init?(_ event: RunEvent) {
    switch event {
    case .started(let run, let due, let uncounted):
      self = .runStarted(run: run, due: due, uncounted: uncounted)
    case .surveying, .readingFileNames: return nil
    case .surveyed(let survey): self = .surveyMade(recordSet: survey.record.recordSet, count: survey.rowCount)
    case .recovered(let batch, let outcome): self = .batchRecovered(batch: batch, verdict: outcome.word)
    case .died(let death): self = Self.died(death)
    case .anchorsOverdue(let overdue): self = .anchorsOverdue(reason: overdue.description)
    case .restored(let restored):
      self = .storeRestored(store: restored.store, missing: restored.missing, since: restored.since)
    case .storeLeftOut(let store, let count, .store(.unavailable(_, let cause))):
      self = .storeUnavailable(store: store, recordSets: count, reason: cause)
    case .storeLeftOut(let store, let count, .otherStore(let mismatch)):
      self = .storeReplaced(store: store, recordSets: count, reason: mismatch.description)
    case .storeLeftOut(let store, let count, .store(.replaced(_, let difference))):
      self = .storeReplaced(store: store, recordSets: count, reason: difference)
    case .storeLeftOut(let store, let count, let refusal):
      self = .storeUnavailable(store: store, recordSets: count, reason: refusal.description)
    case .refused(let recordSet, let store, let refusal):
      self = .recordSetRefused(recordSet: recordSet, store: store, reason: refusal.description)
    case .batch(let batch):
      self = .batchCommitted(
        CommittedBatch(
          batch: batch.batch, rule: batch.rule, recordSet: batch.recordSet, store: batch.store,
          action: batch.action, count: batch.count, dependents: batch.dependents.values.reduce(0, +),
          seconds: batch.duration.seconds))
    case .retried(let recordSet, let rule, let rows, let reason):
      self = .batchRetried(recordSet: recordSet, rule: rule, rows: rows, reason: reason)
    case .filesLeft(let batch, let count, let reason):
      self = .filesLeft(batch: batch, count: count, reason: reason)
    case .filesLinked(let batch, let count): self = .filesLinked(batch: batch, count: count)
    case .filesReplaced(let batch, let count): self = .filesReplaced(batch: batch, count: count)
    case .setAside(let recordSet, let rule, let reason):
      self = .rowSetAside(recordSet: recordSet, rule: rule, reason: reason)
    case .locked(let rows):
      self = .rowsLocked(recordSet: rows.recordSet, rule: rows.rule, count: rows.count)
    case .tooFew(let rows):
      self = .rowsTooFew(recordSet: rows.recordSet, rule: rows.rule, count: rows.count, k: rows.k)
    case .conflict(let recordSet, let rule, let count):
      self = .conflict(recordSet: recordSet, rule: rule, count: count)
    case .rowsUnjudged(let rows):
      self = .rowsUnjudged(
        recordSet: rows.recordSet, count: rows.count, rows: rows.rows, reason: rows.description)
    case .unjudged(let recordSet, let store, let reason):
      self = .recordSetUnjudged(recordSet: recordSet, store: store, reason: reason)
    case .firstRunContinued(let recordSets):
      self = .firstRunContinued(recordSets: recordSets)
    case .firstRunWaits(let wait):
      self = .firstRunWaits(recordSet: wait.recordSet, count: wait.changed, until: wait.until)
    case .holdEnded(let hold): self = .holdEnded(hold: String(hold.id), scope: hold.kind.rawValue)
    case .holdDoubtful(let warning):
      self = .holdDoubtful(hold: String(warning.hold), reason: warning.description)
    case .overdue(let overdue):
      self = .overdue(
        recordSet: overdue.recordSet, rule: overdue.rule, count: overdue.count, held: overdue.held,
        oldest: overdue.oldest, cause: overdue.cause.rawValue)
    }
  }
}

extension LogEvent {
  /// The log record of what a survey found.
  init(_ finding: SurveyFinding, of survey: Survey) {
    self = .surveyFinding(recordSet: survey.record.recordSet, reason: finding.description)
  }

  private static func died(_ death: RecordSetDeath) -> LogEvent {
    let reason =
      if death.isMachines {
        "the machine went down with it, which is not counted against the record set"
      } else if death.isPassedOver {
        "\(death.deaths) times in a row by now, so that runs pass it over until `retentiond record-set resume \(death.recordSet)`"
      } else {
        "once by now; after the next time runs pass it over"
      }
    return .recordSetDied(recordSet: death.recordSet, count: death.deaths, reason: reason)
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
