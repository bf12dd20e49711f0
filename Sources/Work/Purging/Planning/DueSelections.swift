internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Says which rows a stage would change: for plans, for runs, and for the explanation of one record.
struct DueSelections {
  private let context: PurgeContext

  init(_ context: PurgeContext) { self.context = context }

  /// Returns the rows that a rule's stage would change, in the order that serves its index; nil if there can be none.
  ///
  /// - Parameter foresees: whether dependents that will have gone before, by their own rules, count as gone: for plans.
  func selection(
    of bound: BoundRecordSet, action: StageAction, rule: Int, conditions: DueConditions, foresees: Bool
  ) throws -> Selection? {
    let due = conditions.due(for: action, under: rule)
    guard due != .never else { return nil }
    var selection = Selection(
      recordSet: bound.recordSet, predicate: due, orderedBy: conditions.order(of: rule),
      pseudonymising: action == .pseudonymise
        ? try StageChanges(context).trustedChanges(
          of: bound, on: context.schedule.timeZone.civilDate(at: conditions.now)) : nil)
    selection.judge = conditions.judge(of: action, under: rule)
    if action != .pseudonymise {
      selection.dependents = KeepingDependents(context).test(
        for: bound, due: due, conditions: conditions, foresees: foresees)
    }
    return selection
  }
}
