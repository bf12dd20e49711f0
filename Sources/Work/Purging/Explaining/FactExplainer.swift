internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings

/// Explains what the row that a record refers to tells of each fact that the binding reads there.
struct FactExplainer {
  let bound: BoundRecordSet
  let store: any RecordStore
  private let facts: [(name: String, binding: FactBinding, parent: ParentColumns, values: [String])]

  init(_ bound: BoundRecordSet, _ domain: Domain?, store: any RecordStore) {
    self.bound = bound
    self.store = store
    facts = bound.facts.sorted { $0.key < $1.key }.compactMap { name, binding in
      binding.parent.map { (name, binding, $0, domain?.facts[name] ?? []) }
    }
  }

  /// What the store is asked about the record: whether it has each value of each fact.
  var predicates: [Predicate] { facts.flatMap { fact in fact.values.map(fact.binding.predicate) } }

  /// - Parameter answers: in the order of `predicates`.
  func explain(key: [UInt8], answers: [Bool]) throws(StoreError) -> [ExplainedFact] {
    let rows = try store.related(
      facts.map { RelatedEvent(reading: $0.parent) }, to: key, of: bound.recordSet)
    var answers = answers[...]
    var explained: [ExplainedFact] = []
    for (fact, rows) in zip(facts, rows) {
      let met = zip(fact.values, answers).filter(\.1).map(\.0)
      answers = answers.dropFirst(fact.values.count)
      explained.append(
        ExplainedFact(
          fact: fact.name, table: fact.parent.rows.table, columns: fact.parent.columns.sorted(),
          key: rows.first?.key, words: rows.first?.columns.map(\.value) ?? [], values: met))
    }
    return explained
  }
}
