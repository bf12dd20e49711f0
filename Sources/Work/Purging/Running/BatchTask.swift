internal import RecordStores
internal import StoreBindings
internal import Words

/// What a `BatchLoop` is to do: one rule's stage in one record set.
struct BatchTask {
  let bound: BoundRecordSet
  let action: StageAction
  let rule: RuleID
  /// The rule's cutoff as the intent has it.
  let cutoff: String
  /// The rows that are due.
  let selection: Selection
  /// The batch that purged the rows before, if a restore brought them back.
  var repeats: BatchName?
  /// What the record set's first run may still change; nil if it is in none.
  var firstRun: FirstRunAllowance?
  /// What the guard on volume lets the run change; nil if there is none.
  var budget: RowBudget?

  var recordSet: RecordSetName { bound.recordSet.name }
}
