internal import CivilTime

extension LogEvent {
  /// What kind of event it is.
  package var kind: LogEventKind {
    switch self {
    case .serviceStarted: .serviceStarted
    case .serviceReady: .serviceReady
    case .serviceStopping: .serviceStopping
    case .serviceStopped: .serviceStopped
    case .configurationLoaded: .configurationLoaded
    case .configurationRefused: .configurationRefused
    case .configurationUnapproved: .configurationUnapproved
    case .configurationDoubtful: .configurationDoubtful
    case .nextRun: .nextRun
    case .runDue: .runDue
    case .runMissed: .runMissed
    case .runBrokenOff: .runBrokenOff
    case .runStarted: .runStarted
    case .runEnded(_, .complete, _): .runComplete
    case .runEnded(_, .incomplete, _): .runIncomplete
    case .runEnded(_, .truncated, _): .runTruncated
    case .runEnded(_, .stopped, _): .runStopped
    case .runEnded(_, .firstRun, _): .runFirst
    case .runFailed: .runFailed
    case .batchCommitted: .batchCommitted
    case .batchRecovered: .batchRecovered
    case .batchRetried: .batchRetried
    case .rowSetAside: .rowSetAside
    case .rowsTooFew: .rowsTooFew
    case .rowsLocked: .rowsLocked
    case .firstRunWaits: .firstRunWaits
    case .firstRunContinued: .firstRunContinued
    case .filesLeft: .filesLeft
    case .filesLinked: .filesLinked
    case .filesReplaced: .filesReplaced
    case .recordSetRefused: .recordSetRefused
    case .recordSetDied: .recordSetDied
    case .storeUnavailable: .storeUnavailable
    case .storeReplaced: .storeReplaced
    case .surveyMade: .surveyMade
    case .surveyFinding: .surveyFinding
    case .storeRestored: .storeRestored
    case .guardStopped: .guardStopped
    case .clockRefused: .clockRefused
    case .journalUnusable: .journalUnusable
    case .exportFailed: .exportFailed
    case .checkpointPublished: .checkpointPublished
    case .checkpointAnchored: .checkpointAnchored
    case .anchorFailed: .anchorFailed
    case .anchorDiverged: .anchorDiverged
    case .anchorsOverdue: .anchorsOverdue
    case .overdue: .overdue
    case .conflict: .conflict
    case .ruleUnset: .ruleUnset
    case .rowsUnjudged: .rowsUnjudged
    case .recordSetUnjudged: .recordSetUnjudged
    case .holdEnded: .holdEnded
    case .holdDoubtful: .holdDoubtful
    }
  }

  /// How much it matters.
  package var level: LogLevel {
    switch self {
    // What only holds keep is as it should be.
    case .overdue(_, _, let count, let held, _, _) where held >= count: .info
    default: kind.level
    }
  }

  /// The event's own fields, in a fixed order. Durations are in seconds, times RFC 3339 in UTC.
  package var fields: [(name: LogField, value: String)] {
    switch self {
    case .serviceStarted(let version): [(.version, version)]
    case .serviceReady(let rules, let recordSets, let next):
      [(.rules, "\(rules)"), (.recordSets, "\(recordSets)")] + optional(.next, next.map(utcText))
    case .serviceStopping(let cause): [(.cause, cause)]
    case .serviceStopped: []
    case .configurationLoaded(let digest, let rules, let recordSets):
      [(.configuration, digest), (.rules, "\(rules)"), (.recordSets, "\(recordSets)")]
    case .configurationRefused(let reason, let kept): [(.configuration, kept), (.reason, reason)]
    case .configurationUnapproved(let digest, let approved):
      [(.configuration, digest)] + optional(.approved, approved)
    case .nextRun(let instant): [(.next, utcText(instant))]
    case .runDue(let scheduled): [(.scheduled, utcText(scheduled))]
    case .runMissed(let scheduled, let count, let cause):
      [(.scheduled, utcText(scheduled)), (.count, "\(count)"), (.cause, cause.rawValue)]
    case .runStarted(let run, let due, let uncounted):
      [(.run, run), (.due, number(due, isWhole: uncounted == 0))]
    case .runEnded(let run, let outcome, let counts):
      [
        (.run, run), (.outcome, outcome.rawValue), (.count, "\(counts.changed)"),
        (.setAside, "\(counts.setAside)"),
        (.refused, "\(counts.refused)"), (.overdue, number(counts.overdue, isWhole: counts.unmeasured == 0)),
        (.seconds, secondsText(counts.seconds)),
      ]
    case .batchCommitted(let batch):
      [
        (.batch, batch.batch), (.rule, batch.rule), (.recordSet, batch.recordSet), (.store, batch.store),
        (.action, batch.action), (.count, "\(batch.count)"), (.dependents, "\(batch.dependents)"),
        (.seconds, secondsText(batch.seconds)),
      ]
    case .batchRecovered(let batch, let verdict): [(.batch, batch), (.verdict, verdict)]
    case .batchRetried(let recordSet, let rule, let rows, let reason):
      [(.recordSet, recordSet), (.rule, rule), (.count, "\(rows)"), (.reason, reason)]
    case .firstRunWaits(let recordSet, let count, let until):
      [(.recordSet, recordSet), (.count, "\(count)"), (.next, utcText(until))]
    case .firstRunContinued(let recordSets): [(.recordSets, recordSets.joined(separator: ", "))]
    case .filesLeft(let batch, let count, let reason):
      [(.batch, batch), (.count, "\(count)"), (.reason, reason)]
    case .filesLinked(let batch, let count), .filesReplaced(let batch, let count):
      [(.batch, batch), (.count, "\(count)")]
    case .rowsTooFew(let recordSet, let rule, let count, let k):
      [
        (.recordSet, recordSet), (.rule, rule), (.count, "\(count)"),
        (.reason, "fewer than \(k) alike"),
      ]
    case .rowsLocked(let recordSet, let rule, let count):
      [(.recordSet, recordSet), (.rule, rule), (.count, "\(count)")]
    case .rowSetAside(let recordSet, let rule, let reason):
      [(.recordSet, recordSet), (.rule, rule), (.reason, reason)]
    case .rowsUnjudged(let recordSet, let count, let rows, let reason):
      [(.recordSet, recordSet), (.count, "\(count)"), (.rows, "\(rows)"), (.reason, reason)]
    case .recordSetRefused(let recordSet, let store, let reason),
      .recordSetUnjudged(let recordSet, let store, let reason):
      [(.recordSet, recordSet), (.store, store), (.reason, reason)]
    case .recordSetDied(let recordSet, let count, let reason):
      [(.recordSet, recordSet), (.count, "\(count)"), (.reason, reason)]
    case .runBrokenOff(let run): [(.run, run)]
    case .storeUnavailable(let store, let recordSets, let reason),
      .storeReplaced(let store, let recordSets, let reason):
      [(.store, store), (.count, "\(recordSets)"), (.reason, reason)]
    case .surveyMade(let recordSet, let count): [(.recordSet, recordSet), (.count, "\(count)")]
    case .surveyFinding(let recordSet, let reason): [(.recordSet, recordSet), (.reason, reason)]
    case .storeRestored(let store, let missing, let since):
      [(.store, store), (.count, "\(missing)"), (.since, utcText(since))]
    case .runFailed(let reason), .guardStopped(let reason), .clockRefused(let reason),
      .configurationDoubtful(let reason),
      .journalUnusable(let reason), .exportFailed(let reason), .anchorsOverdue(let reason):
      [(.reason, reason)]
    case .checkpointPublished(let anchor, let size, let checkpoint):
      [(.anchor, anchor), (.size, "\(size)"), (.checkpoint, checkpoint)]
    case .checkpointAnchored(let anchor, let size): [(.anchor, anchor), (.size, "\(size)")]
    case .anchorFailed(let anchor, let reason), .anchorDiverged(let anchor, let reason):
      [(.anchor, anchor), (.reason, reason)]
    case .overdue(let recordSet, let rule, let count, let held, let oldest, let cause):
      [
        (.recordSet, recordSet), (.rule, rule), (.count, "\(count)"), (.held, "\(held)"), (.cause, cause),
      ] + optional(.oldest, oldest?.description)
    case .conflict(let recordSet, let rule, let count), .ruleUnset(let recordSet, let rule, let count):
      [(.recordSet, recordSet), (.rule, rule), (.count, "\(count)")]
    case .holdEnded(let hold, let scope): [(.hold, hold), (.scope, scope)]
    case .holdDoubtful(let hold, let reason): [(.hold, hold), (.reason, reason)]
    }
  }

  /// Nothing that is not known is shown as a number.
  private func number(_ count: Int, isWhole: Bool) -> String { isWhole ? "\(count)" : "?" }

  private func optional(_ field: LogField, _ value: String?) -> [(name: LogField, value: String)] {
    value.map { [(field, $0)] } ?? []
  }
}

/// The journal fields that are the program's own.
package enum LogField: String, Sendable, CaseIterable {
  case action = "RETENTION_ACTION"
  case anchor = "RETENTION_ANCHOR"
  case approved = "RETENTION_APPROVED"
  case batch = "RETENTION_BATCH"
  case cause = "RETENTION_CAUSE"
  case checkpoint = "RETENTION_CHECKPOINT"
  case configuration = "RETENTION_CONFIGURATION"
  case count = "RETENTION_COUNT"
  case dependents = "RETENTION_DEPENDENTS"
  case due = "RETENTION_DUE"
  case event = "RETENTION_EVENT"
  case held = "RETENTION_HELD"
  case hold = "RETENTION_HOLD"
  case next = "RETENTION_NEXT"
  case oldest = "RETENTION_OLDEST"
  case outcome = "RETENTION_OUTCOME"
  case overdue = "RETENTION_OVERDUE"
  case reason = "RETENTION_REASON"
  case recordSet = "RETENTION_RECORD_SET"
  case recordSets = "RETENTION_RECORD_SETS"
  case refused = "RETENTION_REFUSED"
  case rows = "RETENTION_ROWS"
  case rule = "RETENTION_RULE"
  case rules = "RETENTION_RULES"
  case run = "RETENTION_RUN"
  case scheduled = "RETENTION_SCHEDULED"
  case scope = "RETENTION_SCOPE"
  case seconds = "RETENTION_SECONDS"
  case setAside = "RETENTION_SET_ASIDE"
  case since = "RETENTION_SINCE"
  case size = "RETENTION_SIZE"
  case store = "RETENTION_STORE"
  case verdict = "RETENTION_VERDICT"
  case version = "RETENTION_VERSION"
}
