package import AuditJournal
package import CivilTime
internal import RecordStores
package import Words

/// Why a run did not begin, or stopped before its end with nothing left half done.
package enum RunError: Error, Sendable {
  /// The configuration is not approved: its digest.
  case unapproved(digest: ConfigurationDigest)
  /// The clock cannot be believed.
  case clock(ClockFinding)
  /// A guard stopped the run before the first row.
  case guardStopped([(recordSet: RecordSetName, refusal: RecordSetRefusal)])
  /// An intent cannot be settled: whether its batch was committed is not known.
  case unsettled(batch: BatchName, reason: String)
  /// The journal does not have the configuration that something in it was judged under: its digest.
  case unknownConfiguration(digest: ConfigurationDigest)
  /// A person says that a batch was committed, and rows are there that a commit would have taken away.
  case contradicted(batch: BatchName, rows: Int, present: Int)
  /// Fewer anchors are current than `journal.anchors` requires, and its policy is to stop.
  case anchorsOverdue(OverdueAnchors)
  /// Holds name what the configuration does not have, and would keep nothing.
  case holdsWithoutRecords([HoldWarning])
  /// Somebody paused runs.
  case paused(Pause)
  /// It is outside of every window, or a black-out day, until then; nil for as long as anybody can see.
  case outsideWindow(until: Instant?)
  /// A key is missing or a transform cannot be made.
  case keys(reason: String)
}

extension RunError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unapproved(let digest):
      "this configuration is not approved: read `retentiond plan`, then `retentiond approve \(digest.short)`"
    case .clock(let finding): finding.description
    case .guardStopped(let refusals):
      "nothing was changed: "
        + refusals.map { "record set \($0.recordSet): \($0.refusal)" }.joined(separator: "; ")
    case .unsettled(let batch, let reason):
      "batch \(batch) cannot be settled: \(reason)"
    case .unknownConfiguration(let digest):
      "the journal has no configuration \(digest.short), under which an open batch or a purged record was judged: run `retentiond journal verify`, which says what else is missing; restore the journal from its backup"
    case .contradicted(let batch, let rows, let present):
      "\(batch) is not settled as committed: \(present) of its \(rows) rows are in the store, and a commit takes all of them or none: settle it with "
        + "`--as not-committed`, and the next run purges those that are due with evidence of their own; of those that are gone `journal find` says then who "
        + "decided, and that the store did not tell"
    case .anchorsOverdue(let overdue):
      "\(overdue), and journal.anchors.onMiss is stop: run `retentiond journal anchor`, which says what is wrong; nothing was changed"
    case .holdsWithoutRecords(let warnings):
      "nothing was changed: " + warnings.map(\.description).joined(separator: "; ")
    case .paused(let pause): pause.sentence
    case .outsideWindow(let until):
      "runs may not change rows now by the windows and black-out days of stores.json, "
        + (until.map { "but from \($0.iso8601) on" } ?? "and at no time that is to come")
        + ": wait for the service's run, or say --outside-window; nothing was changed"
    case .keys(let reason):
      reason
    }
  }
}
