internal import AuditJournal
internal import Purging
internal import RecordStores
internal import Systemd
internal import Words

/// What the system's log has of a run, by subject.
extension LogEvent {
  /// The log record of an event of a run; nil if there is none.
  init?(_ event: RunEvent) {
    switch event {
    case .surveying, .readingFileNames: return nil
    case .started(let run, let due, let uncounted):
      self = .runStarted(run: run, due: due, uncounted: uncounted)
    case .surveyed(let survey): self = .surveyMade(recordSet: survey.record.recordSet, count: survey.rowCount)
    case .recovered(let batch, let outcome): self = .batchRecovered(batch: batch, outcome: outcome)
    case .died(let death): self = Self.died(death)
    case .anchorsOverdue(let overdue): self = .anchorsOverdue(reason: overdue.description)
    case .restored(let restored):
      self = .storeRestored(store: restored.store, missing: restored.missing, since: restored.since)
    case .storeLeftOut(let store, let count, let refusal):
      self = Self.leftOut(store: store, recordSets: count, refusal)
    case .refused(let recordSet, let store, let refusal):
      self = .recordSetRefused(recordSet: recordSet, store: store, reason: refusal.description)
    case .batch(let batch): self = Self.committed(batch)
    case .retried(let recordSet, let rule, let rows, let reason):
      self = .batchRetried(recordSet: recordSet, rule: rule, rows: rows, reason: reason)
    case .filesLeft(let batch, let count, let reason):
      self = .filesLeft(batch: batch, count: count, reason: reason)
    case .filesLinked(let batch, let count): self = .filesLinked(batch: batch, count: count)
    case .filesReplaced(let batch, let count): self = .filesReplaced(batch: batch, count: count)
    case .setAside(let recordSet, let rule, let count, let reason):
      self = .rowSetAside(recordSet: recordSet, rule: rule, count: count, reason: reason)
    case .locked(let rows):
      self = .rowsLocked(recordSet: rows.recordSet, rule: rows.rule, count: rows.count)
    case .tooFew(let rows):
      self = .rowsTooFew(recordSet: rows.recordSet, rule: rows.rule, count: rows.count, k: rows.k)
    case .conflict(let recordSet, let rule, let count):
      self = .conflict(recordSet: recordSet, rule: rule, count: count)
    case .rowsUnjudged(let rows): self = Self.unjudged(rows)
    case .unjudged(let recordSet, let store, let reason):
      self = .recordSetUnjudged(recordSet: recordSet, store: store, reason: reason)
    case .overdue(let overdue): self = Self.overdue(overdue)
    case .firstRunContinued(let recordSets):
      self = .firstRunContinued(recordSets: recordSets)
    case .firstRunWaits(let wait):
      self = .firstRunWaits(recordSet: wait.recordSet, count: wait.changed, until: wait.until)
    case .paceWaits(let wait):
      self = .paceWaits(store: wait.store, cause: wait.reason.rawValue, reason: wait.detail)
    case .paceWaited(let wait):
      self = .paceWaited(store: wait.store, cause: wait.reason.rawValue, seconds: wait.seconds)
    case .paceEnded(let wait):
      self = .paceEnded(
        store: wait.store, cause: wait.reason.rawValue, seconds: wait.seconds, reason: wait.detail)
    case .paceBlind(let store, let reason): self = .paceBlind(store: store, reason: reason)
    case .holdEnded(let hold): self = .holdEnded(hold: String(hold.id), scope: hold.kind.rawValue)
    case .holdDoubtful(let warning):
      self = .holdDoubtful(hold: String(warning.hold), reason: warning.description)
    }
  }

  private static func committed(_ batch: BatchReport) -> LogEvent {
    .batchCommitted(
      CommittedBatch(
        batch: batch.batch, rule: batch.rule, recordSet: batch.recordSet, store: batch.store,
        action: batch.action, count: batch.count, dependents: batch.dependents.values.reduce(0, +),
        withoutReference: batch.withoutReference.values.reduce(0, +),
        seconds: batch.duration.seconds))
  }

  private static func unjudged(_ rows: UnjudgedRows) -> LogEvent {
    .rowsUnjudged(recordSet: rows.recordSet, count: rows.count, rows: rows.rows, reason: rows.description)
  }

  private static func overdue(_ overdue: Overdue) -> LogEvent {
    .overdue(
      recordSet: overdue.recordSet, rule: overdue.rule, count: overdue.count, held: overdue.held,
      oldest: overdue.oldest, cause: overdue.cause.rawValue)
  }

  private static func leftOut(store: StoreName, recordSets: Int, _ refusal: RecordSetRefusal) -> LogEvent {
    switch refusal {
    case .store(.unavailable(_, let cause)):
      .storeUnavailable(store: store, recordSets: recordSets, reason: cause)
    case .otherStore(let mismatch):
      .storeReplaced(store: store, recordSets: recordSets, reason: mismatch.description)
    case .store(.replaced(_, let difference)):
      .storeReplaced(store: store, recordSets: recordSets, reason: difference)
    default: .storeUnavailable(store: store, recordSets: recordSets, reason: refusal.description)
    }
  }

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
