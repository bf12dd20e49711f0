internal import Words

/// One rule's stage in one record set.
struct RecordSetStage: Hashable, Sendable, CustomStringConvertible {
  let recordSet: RecordSetName
  let rule: RuleID
  let action: StageAction

  var description: String { "\(action.rawValue) of \(recordSet) by rule \(rule)" }
}
