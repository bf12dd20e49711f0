internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings

/// A run's own predicates, narrowed to one record and asked of its store.
struct RecordQuestion {
  let context: PurgeContext
  let bound: BoundRecordSet
  let conditions: DueConditions
  let store: any RecordStore
  let holds: any HoldTest
  let examination: Examination

  /// The rule that the record is counted under; nil if none applies.
  func countedRule() throws -> Int? {
    try conditions.rules.indices.first { try meets(conditions.counted(under: $0)) }
  }

  func meets(_ predicate: Predicate) throws -> Bool {
    guard predicate != .never else { return false }
    return try meets(Selection(recordSet: bound.recordSet, predicate: predicate))
  }

  /// Tells if a run would take a stage now: due, held or blocked; nil if no stage has come.
  func due(under rule: Int) throws -> Verdict? {
    let name = conditions.rules[rule].id
    for action in conditions.actions {
      guard
        let selection = try DueSelections(context).selection(
          of: bound, action: action, rule: rule, conditions: conditions, foresees: true),
        try meets(selection)
      else { continue }
      if examination.isHeld { return .held(action, rule: name) }
      // Asked with the holds, which dependents may be under.
      var asked = narrowed(selection.predicate)
      asked.dependents = selection.dependents
      let keepers = try store.tally(asked, holds: holds).keepers
      return keepers.isEmpty ? .due(action, rule: name) : .blocked(action, rule: name, by: keepers)
    }
    return nil
  }

  /// Rows that stay and lose their reference when the record goes, by table.
  func withoutReference() throws -> [String: Int] {
    guard !bound.recordSet.losing.isEmpty else { return [:] }
    var asked = narrowed(.always)
    asked.countsDependents = true
    return try store.tally(asked, holds: NoHolds()).withoutReference.filter { $0.value > 0 }
  }

  /// What the record refers to and loses when that goes.
  func losable() throws -> [LosableReference] {
    var found: [LosableReference] = []
    for way in context.bindings.lostReferences(of: bound.recordSet) {
      let refers = way.dependent.columns.map { Predicate.not(.isNull(column: $0)) }
      let reference = LosableReference(table: way.table, columns: way.dependent.columns)
      if try !found.contains(reference) && meets(.all([way.dependent.condition] + refers)) {
        found.append(reference)
      }
    }
    return found
  }

  private func meets(_ selection: Selection) throws -> Bool {
    let asked = narrowed(selection.predicate, pseudonymising: selection.pseudonymising)
    return try store.tally(asked, holds: NoHolds()).count > 0
  }

  private func narrowed(_ predicate: Predicate, pseudonymising: [ColumnChange]? = nil) -> Selection {
    let key = KeyList.values(in: examination.key[...]) ?? []
    let isTheRecord = zip(bound.recordSet.key, key).map { Predicate.compare(column: $0, .equal, $1) }
    return Selection(
      recordSet: bound.recordSet, predicate: .all(isTheRecord + [predicate]), pseudonymising: pseudonymising)
  }
}
