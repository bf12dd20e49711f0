internal import AuditJournal
package import CivilTime
internal import RecordStores
internal import RetentionPolicy
package import StoreBindings
internal import Words

/// Counts what is past its last stage, by a question of its own.
package struct OverdueMeasure {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Counts what is past its last stage in a record set, by rule: a question of its own, asked after a run, and not a
  /// difference of what the run changed.
  ///
  /// - Parameters:
  ///   - cause: why rows are left, where the run knows; otherwise it is found out.
  ///   - plan: the record set's plan at the same moment, if nothing was changed in its store since: where the plan asked the same question and found no row, it is not asked again.
  /// - Throws: `StoreError` if the store cannot be asked.
  package func overdue(
    in bound: BoundRecordSet, now: Instant, cause: Overdue.Cause?, after plan: RecordSetPlan? = nil
  ) throws -> [Overdue] {
    let conditions = context.conditions(for: bound, now: now)
    let holds = try context.holds(for: bound)
    return try conditions.rules.indices.compactMap { index -> Overdue? in
      let predicate = conditions.pastLastStage(of: index)
      guard predicate != .never, let last = conditions.rules[index].stages.last?.action else { return nil }
      if plan?.foundNone(of: last, under: conditions.rules[index].id) ?? false,
        predicate == conditions.due(for: last, under: index)
      {
        return nil
      }
      var selection = Selection(
        recordSet: bound.recordSet, predicate: predicate, orderedBy: conditions.order(of: index),
        // The last stage of a rule whose period is unset can be one that leaves its rows where they are.
        pseudonymising: last == .pseudonymise
          ? try StageChanges(context).changes(of: bound, on: context.schedule.timeZone.civilDate(at: now))
          : nil)
      selection.dependents =
        last == .pseudonymise
        ? nil
        : KeepingDependents(context).test(for: bound, due: predicate, conditions: conditions, foresees: false)
      let store = try context.stores.store(named: bound.recordSet.store)
      let tally = try store.tally(selection, holds: holds)
      guard tally.count > 0 else { return nil }
      let unchanged = try unchanged(tally, of: selection, rule: index, conditions, in: store, holds: holds)
      let circular = try circular(tally, of: selection, bound, conditions, in: store, holds: holds)
      return Overdue(
        recordSet: bound.recordSet.name, rule: conditions.rules[index].id, count: tally.count,
        held: tally.held, blocked: tally.blocked, unchanged: unchanged, circular: circular,
        oldest: tally.oldest,
        cause: tally.held == tally.count
          ? .held : cause ?? Self.cause(of: tally, unchanged: unchanged, circular: circular))
    }
  }

  /// Counts the rows that only rows keep which are due themselves: a plan takes those for gone by then, and they are there.
  private func circular(
    _ tally: Tally, of selection: Selection, _ bound: BoundRecordSet, _ conditions: DueConditions,
    in store: any RecordStore, holds: any HoldTest
  ) throws -> Int {
    guard tally.blocked > 0 else { return 0 }
    var foreseeing = selection
    foreseeing.dependents = KeepingDependents(context).test(
      for: bound, due: selection.predicate, conditions: conditions, foresees: true)
    return tally.blocked - (try store.tally(foreseeing, holds: holds).blocked)
  }

  /// Counts the rows that neither a hold, nor a dependent, nor another rule keeps, in one question: a row that two of them keep is one row.
  private func unchanged(
    _ tally: Tally, of selection: Selection, rule: Int, _ conditions: DueConditions,
    in store: any RecordStore,
    holds: any HoldTest
  ) throws -> Int {
    guard tally.count > tally.held + tally.blocked else { return 0 }
    guard let predicate = conditions.pastLastStageOfAll(rule) else {
      return tally.count - tally.held - tally.blocked
    }
    guard predicate != .never else { return 0 }
    var selection = selection
    selection.predicate = predicate
    let tally = try store.tally(selection, holds: holds)
    return tally.count - tally.held - tally.blocked
  }

  /// What keeps the rows of a run that came to its end.
  private static func cause(of tally: Tally, unchanged: Int, circular: Int) -> Overdue.Cause {
    if unchanged > 0 { return .unchanged }
    if circular > 0 { return .circle }
    return tally.held + tally.blocked >= tally.count ? .blocked : .anotherRule
  }
}
