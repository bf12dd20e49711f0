internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Says which dependents keep the records that they refer to.
struct KeepingDependents {
  private let context: PurgeContext

  init(_ context: PurgeContext) { self.context = context }

  /// Returns what is missing from the dependents of a file that an earlier version of the program let be.
  func findings(of bound: BoundRecordSet) -> [SchemaFinding] {
    DependentDomains(context.bindings, schedule: context.schedule).problems(of: bound.recordSet).map(
      \.finding)
  }

  /// Returns what is asked of dependents before a record is deleted or moved; nil if none can keep it.
  ///
  /// A run asks whether rows of other record sets are there: what was due of them went in batches of its own, with evidence of its own, before. A plan asks
  /// which of them will be gone by then.
  ///
  /// - Parameters:
  ///   - due: the rows of the record set itself that go with what they refer to.
  ///   - foresees: whether rows of other record sets that are due count as gone.
  func test(
    for bound: BoundRecordSet, due: Predicate, conditions: DueConditions, foresees: Bool
  ) -> DependentTest? {
    guard bound.recordSet.dependents.contains(where: \.canKeep) else { return nil }
    var going = [bound.recordSet.name: DependentTest.Going(recordSet: bound.recordSet, predicate: due)]
    guard foresees else { return DependentTest(going: going) }
    for other in context.bindings.recordSets
    where other.recordSet.store == bound.recordSet.store && other.recordSet.name != bound.recordSet.name {
      let theirs = context.conditions(for: other, now: conditions.now)
      let leaves = theirs.actions.filter { $0 != .pseudonymise }
      going[other.recordSet.name] = DependentTest.Going(
        recordSet: other.recordSet,
        predicate: Predicate.any(
          theirs.rules.indices.flatMap { rule in leaves.map { theirs.due(for: $0, under: rule) } }
        ).simplified)
    }
    return DependentTest(going: going)
  }
}
