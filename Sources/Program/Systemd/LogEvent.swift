package import CivilTime

/// Everything that the program logs; nothing else does.
///
/// No case carries a key, a subject or a value of a row. Reasons are the sentences of our errors; whoever writes those
/// keeps personal data out of them.
package enum LogEvent: Sendable, Hashable {
  case serviceStarted(version: String)
  /// The service is up. `next` is its next run, if its calendar has one.
  case serviceReady(rules: Int, recordSets: Int, next: Instant?)
  /// The service begins to stop; `cause` is what asked for it, such as `SIGTERM`.
  case serviceStopping(cause: String)
  case serviceStopped

  case configurationLoaded(digest: String, rules: Int, recordSets: Int)
  /// A reload found problems; the configuration with the digest `kept` goes on.
  case configurationRefused(reason: String, kept: String)
  /// A configuration that nobody approved; the approved one goes on, if there is one.
  case configurationUnapproved(digest: String, approved: String?)
  /// Something that both files may say does nothing, or too seldom: a calendar that never comes, a domain that no record set serves.
  case configurationDoubtful(reason: String)

  case nextRun(at: Instant)
  /// The calendar's time has come.
  case runDue(scheduled: Instant)
  /// `count` elapses passed without a run, the last at `scheduled`; one run catches up with all.
  case runMissed(scheduled: Instant, count: Int, cause: MissedRunCause)
  /// The last run has no end, because its process died: a new one begins.
  case runBrokenOff(run: String)
  /// - Parameter uncounted: how many record sets there are of which nobody could tell what is due.
  case runStarted(run: String, due: Int, uncounted: Int = 0)
  case runEnded(run: String, outcome: RunOutcome, counts: RunCounts)
  /// The run did not begin, or broke off with an error.
  case runFailed(reason: String)

  case batchCommitted(CommittedBatch)
  /// A batch that a crash left open was settled: `verdict` says how.
  case batchRecovered(batch: String, verdict: String)
  /// A batch was rolled back and is tried again.
  case batchRetried(recordSet: String, rule: String, rows: Int, reason: String)
  /// One row cannot be changed and was left; which one is not logged.
  case rowSetAside(recordSet: String, rule: String, reason: String)
  /// Due rows were left because fewer than `k` were alike.
  case rowsTooFew(recordSet: String, rule: String, count: Int, k: Int)
  case rowsLocked(recordSet: String, rule: String, count: Int)
  /// The first run on a record set changed `count` of its rows, and waits for a word until then.
  case firstRunWaits(recordSet: String, count: Int, until: Instant)
  /// A day went by without a word on a first run: this run goes on with the record sets.
  case firstRunContinued(recordSets: [String])
  /// Files of a committed batch could not be removed.
  case filesLeft(batch: String, count: Int, reason: String)
  /// Files of a committed batch were removed, and their content lives on under other names.
  case filesLinked(batch: String, count: Int)
  /// Other files have come to the places of a committed batch's files, and stay.
  case filesReplaced(batch: String, count: Int)
  case recordSetRefused(recordSet: String, store: String, reason: String)
  /// The process died while it worked on a record set, `count` times in a row; 0 before a run has counted.
  case recordSetDied(recordSet: String, count: Int, reason: String)
  /// A store does not answer: so many record sets are left out.
  case storeUnavailable(store: String, recordSets: Int, reason: String)
  /// Another store is in the place of one that the journal knows: so many record sets are left out.
  case storeReplaced(store: String, recordSets: Int, reason: String)
  case surveyMade(recordSet: String, count: Int)
  /// What a survey says that somebody should look at.
  case surveyFinding(recordSet: String, reason: String)
  /// A store's ledger lacks so many committed batches: it was restored to before the earliest, made at `since`.
  case storeRestored(store: String, missing: Int, since: Instant)

  /// A guard stopped the run before its first row.
  case guardStopped(reason: String)
  case clockRefused(reason: String)
  case journalUnusable(reason: String)
  /// The folder that auditors copy was not extended; the journal itself is whole.
  case exportFailed(reason: String)

  /// A signed checkpoint, whole, for the system journal to keep as an anchor.
  case checkpointPublished(anchor: String, size: Int, checkpoint: String)
  /// Somebody outside has seen the checkpoint of so many entries.
  case checkpointAnchored(anchor: String, size: Int)
  case anchorFailed(anchor: String, reason: String)
  /// An anchor has seen another journal under this name.
  case anchorDiverged(anchor: String, reason: String)
  /// Fewer anchors are current than stores.json requires.
  case anchorsOverdue(reason: String)

  /// Rows past their stage after a run, by a count of their own; `held` of them are kept by a hold.
  case overdue(recordSet: String, rule: String, count: Int, held: Int, oldest: CivilDate?, cause: String)
  /// Rows past the ceiling of one rule while another keeps them.
  case conflict(recordSet: String, rule: String, count: Int)
  /// So many of a record set's rows cannot be judged for one reason that somebody should look.
  case rowsUnjudged(recordSet: String, count: Int, rows: Int, reason: String)
  /// Rows are there, and not one of them can be judged.
  case recordSetUnjudged(recordSet: String, store: String, reason: String)
  /// A rule without a period: `count` rows wait for it.
  case ruleUnset(recordSet: String, rule: String, count: Int)

  /// A hold's last day is over. `scope` is its kind (`persons`, `record`, `record-set`, …), never whom or what it names.
  case holdEnded(hold: String, scope: String)
  /// Somebody should look at a hold: its review day has passed.
  case holdDoubtful(hold: String, reason: String)
}

/// How a run that was not broken off ended.
package enum RunOutcome: String, Sendable, Hashable, CaseIterable {
  /// Nothing that may be changed is left.
  case complete
  /// Rows that are due were left: a store, a schema or a row refused.
  case incomplete
  /// The window or the time given was over first.
  case truncated
  /// The program was asked to stop.
  case stopped
  /// It changed few rows of record sets whose rules or binding are new, and waits for a word.
  case firstRun = "first-run"
}

/// What a run did, in numbers.
package struct RunCounts: Sendable, Hashable {
  package let changed: Int
  package let setAside: Int
  /// Record sets that were left out.
  package let refused: Int
  package let overdue: Int
  /// How many record sets there are of which nobody could tell what is overdue.
  package let unmeasured: Int
  package let seconds: Double

  package init(changed: Int, setAside: Int, refused: Int, overdue: Int, unmeasured: Int = 0, seconds: Double)
  {
    self.changed = changed
    self.setAside = setAside
    self.refused = refused
    self.overdue = overdue
    self.unmeasured = unmeasured
    self.seconds = seconds
  }
}

/// One batch that store and journal both have.
package struct CommittedBatch: Sendable, Hashable {
  package let batch: String
  package let rule: String
  package let recordSet: String
  package let store: String
  /// `pseudonymise`, `archive` or `delete`.
  package let action: String
  package let count: Int
  /// Rows and files that went with them.
  package let dependents: Int
  package let seconds: Double

  package init(
    batch: String, rule: String, recordSet: String, store: String, action: String, count: Int,
    dependents: Int,
    seconds: Double
  ) {
    self.batch = batch
    self.rule = rule
    self.recordSet = recordSet
    self.store = store
    self.action = action
    self.count = count
    self.dependents = dependents
    self.seconds = seconds
  }
}
