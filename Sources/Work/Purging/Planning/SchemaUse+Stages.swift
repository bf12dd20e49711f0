internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Transforms
internal import Words

extension SchemaUse {
  /// What a run would do with the record set, for the adapter's look at the schema.
  init(of bound: BoundRecordSet, _ conditions: DueConditions, in context: PurgeContext) {
    var read = Set(conditions.rules.indices.flatMap { conditions.appliesPredicate($0).columns })
    read.formUnion(bound.recordSet.key)
    read.formUnion(bound.events.values.flatMap(\.ownColumns))
    if let subject = bound.recordSet.subject { read.insert(subject) }
    if let marker = bound.recordSet.marker { read.insert(marker.column) }
    let archives = conditions.actions.contains(.archive)
    // What would go wrong once a period is chosen is said before.
    let deletes = conditions.rules.contains { $0.declaredActions.contains(.delete) }
    let ledger = context.bindings.ledger(ofStore: bound.recordSet.store)
    self.init(
      deletes: deletes || archives,
      changedColumns: bound.changes.map {
        context.keys.changedColumn($0.column, $0.transform, domain: bound.domain)
      },
      archive: archives ? context.bindings.archive(of: bound) : nil,
      readColumns: read,
      events: Set(bound.events.values.flatMap(\.ownDates)).sorted { $0.column < $1.column },
      hasLedger: ledger != nil,
      anonymity: conditions.actions.contains(.pseudonymise) ? bound.anonymity : nil)
    self.ledger = ledger?.table
    let vocabulary = context.schedule.domain(bound.domain)?.facts ?? [:]
    words = bound.facts.sorted { $0.key < $1.key }.flatMap { fact, binding in
      binding.words(of: fact, vocabulary: vocabulary[fact] ?? [])
    }
  }

  /// What is done with the table that rows of a record set are moved to.
  ///
  /// - Parameter readColumns: those that are read there.
  init(receivingInto archive: RecordSet, reading readColumns: Set<String>, in context: PurgeContext) {
    self.init(deletes: false, changedColumns: [], archive: nil, readColumns: readColumns, events: [])
    receives = true
    ledger = context.bindings.ledger(ofStore: archive.store)?.table
  }
}
