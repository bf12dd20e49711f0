package import Words

/// One batch that store and journal both have.
package struct CommittedBatch: Sendable, Hashable {
  package let batch: BatchName
  package let rule: RuleID
  package let recordSet: RecordSetName
  package let store: StoreName
  package let action: StageAction
  package let count: Int
  /// Rows and files that went with them.
  package let dependents: Int
  /// Rows that stayed and lost their reference.
  package let withoutReference: Int
  package let seconds: Double

  package init(
    batch: BatchName, rule: RuleID, recordSet: RecordSetName, store: StoreName, action: StageAction,
    count: Int,
    dependents: Int,
    withoutReference: Int = 0,
    seconds: Double
  ) {
    self.batch = batch
    self.rule = rule
    self.recordSet = recordSet
    self.store = store
    self.action = action
    self.count = count
    self.dependents = dependents
    self.withoutReference = withoutReference
    self.seconds = seconds
  }
}
