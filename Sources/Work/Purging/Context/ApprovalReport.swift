package import Words

/// What an approval means for the runs under it.
package struct ApprovalReport: Sendable {
  /// The rows that are due now, by record set and stage: they and a tenth more may be changed until a run has gone through the record set.
  package let due: [(recordSet: RecordSetName, action: StageAction, count: Int)]
  /// Record sets that could not be asked, with the reason: a run stops if more than a hundred of their rows are due.
  package let unknown: [(recordSet: RecordSetName, reason: String)]
  /// Record sets that are new or changed, with the rows that their first run may change.
  package let firstRuns: [(recordSet: RecordSetName, rows: Int)]
  /// What keeps so many rows from being judged that whoever agrees should know of it.
  package let warnings: [(recordSet: RecordSetName, warning: String)]
}
