package import AuditJournal
internal import RecordStores
internal import RetentionPolicy
package import Words

/// What a run tells while it goes on, for a progress bar or the log. No event carries personal data.
package enum RunEvent: Sendable {
  /// The plan is made; the run has a number and will change up to `due` rows.
  /// `uncounted` is the number of record sets of which nobody could tell what is due.
  case started(run: RunName, due: Int, uncounted: Int)
  /// An intent that a crash left open was settled.
  case recovered(batch: BatchName, outcome: BatchOutcome)
  /// The process of an earlier run died while it worked on a record set.
  case died(RecordSetDeath)
  /// A store's ledger lacks batches that the journal says are committed: it was restored to before them.
  case restored(RestoredStore)
  /// Fewer anchors are current than are required; the run goes on.
  case anchorsOverdue(OverdueAnchors)
  /// A survey has read so many rows of a record set.
  case surveying(recordSet: RecordSetName, rows: Int)
  /// The columns that name files are read, before files go.
  case readingFileNames
  /// A record set was surveyed before the run, because no survey told of it.
  case surveyed(Survey)
  /// A record set is left out of this run.
  case refused(recordSet: RecordSetName, store: StoreName, RecordSetRefusal)
  /// A store does not answer, or is another one, so that all of its record sets that are still to come are left out, and so are those that are archived
  /// to it. It is told once.
  case storeLeftOut(store: StoreName, recordSets: Int, RecordSetRefusal)
  /// A batch is committed and its intent durable.
  case batch(BatchReport)
  /// A batch was rolled back and will be tried again, smaller or with fresh holds.
  case retried(recordSet: RecordSetName, rule: RuleID, rows: Int, reason: String)
  /// Rows were left as they were, because no batch could change them, for one reason. They are told at the end of their stage.
  case setAside(recordSet: RecordSetName, rule: RuleID, count: Int, reason: String)
  /// Due rows were left as they were, because too few are like them.
  case tooFew(TooFewRows)
  /// Due rows were left as they were, because others had them locked.
  case locked(LockedRows)
  /// Files of a committed batch are left; the next run looks at them again.
  case filesLeft(batch: BatchName, count: Int, reason: String)
  /// Files of a committed batch were removed, and their content lives on under other names (hard links).
  case filesLinked(batch: BatchName, count: Int)
  /// Other files have come to the places of a batch's files since its rows were judged. They stay, and no run looks at them again.
  case filesReplaced(batch: BatchName, count: Int)
  /// More rows cannot be judged, for one reason, than the binding takes without a warning.
  case rowsUnjudged(UnjudgedRows)
  /// Rows are there and not one of them can be judged, so that the run is not complete.
  case unjudged(recordSet: RecordSetName, store: StoreName, reason: String)
  /// Rows that are past the ceiling of one rule while another keeps them: nothing was done.
  case conflict(recordSet: RecordSetName, rule: RuleID, count: Int)
  /// A day went by without a word on the first run on these record sets: this run goes on with them.
  case firstRunContinued(recordSets: [RecordSetName])
  /// The first run on a record set is over, and waits for a word.
  case firstRunWaits(FirstRunWait)
  /// The last day of a hold is over, and it has ended.
  case holdEnded(Hold)
  /// Somebody should look at a hold.
  case holdDoubtful(HoldWarning)
  /// No batch begins in a store for now: it waits, or rests for a reason that somebody may not expect.
  case paceWaits(PaceWait)
  /// It goes on.
  case paceWaited(PaceWait)
  /// It waited as long as it may, and the store's part of the run is over.
  case paceEnded(PaceWait)
  /// Something that the pace should mind cannot be seen; the run goes on without it.
  case paceBlind(store: StoreName, reason: String)
  /// What is still overdue after the run, by a count of its own.
  case overdue(Overdue)
}

/// One committed batch.
package struct BatchReport: Sendable {
  package let batch: BatchName
  package let rule: RuleID
  package let recordSet: RecordSetName
  package let store: StoreName
  package let action: StageAction
  package let count: Int
  package let dependents: [String: Int]
  /// Rows that stayed and lost their reference, by table.
  package let withoutReference: [String: Int]
  /// The partition that went whole, if it was one.
  package let partition: String?
  package let duration: Duration
}
