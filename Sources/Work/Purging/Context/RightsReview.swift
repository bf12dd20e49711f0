package import CivilTime
package import RecordStores
internal import RetentionPolicy
internal import StoreBindings
package import Words

/// Says what the accounts of stores need for a run, and what they may do beside.
package struct RightsReview {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Returns what an account needs on the tables of a store for a run: the columns that stores.json names, and no more.
  package func rights(onStore name: StoreName, at now: Instant) -> [TableRights] {
    context.bindings.recordSets.flatMap { bound -> [TableRights] in
      let use = SchemaUse(of: bound, context.conditions(for: bound, now: now), in: context)
      var rights: [TableRights] = []
      if bound.recordSet.store == name {
        rights += use.rights(on: bound.recordSet)
        let vocabulary = context.schedule.domain(bound.domain)?.facts ?? [:]
        let facts = Set(
          bound.facts.flatMap { fact, binding in
            (vocabulary[fact] ?? []).flatMap { binding.predicate(for: $0).columns }
          })
        if !facts.isEmpty { rights.append(TableRights(table: bound.recordSet.table, reads: facts)) }
      }
      // What is moved to this store comes from another.
      if let archive = context.bindings.archive(of: bound), archive.store == name,
        archive.store != bound.recordSet.store
      {
        rights += SchemaUse(receivingInto: archive, reading: [], in: context).rights(on: archive)
      }
      return rights
    }.byTable
  }

  /// Returns what the account of each store may do beside what runs need. A store that cannot be asked is refused anyway.
  package func excess() -> [(store: StoreName, sentence: String)] {
    context.bindings.stores.flatMap { definition -> [(store: StoreName, sentence: String)] in
      let found = (try? context.stores.store(named: definition.name).excess()) ?? []
      return found.map { (definition.name, $0) }
    }
  }

  /// Returns what the pace is to mind in each store and its account cannot see. A store that cannot be asked is refused anyway.
  package func unseen() -> [(store: StoreName, sentence: String)] {
    context.bindings.stores.flatMap { definition -> [(store: StoreName, sentence: String)] in
      var wanted = definition.pace.observables
      if definition.pace.seesLocks { wanted.insert(.locks) }
      guard !wanted.isEmpty else { return [] }
      let seen = try? context.stores.store(named: definition.name).observe(wanted)
      return (seen?.gaps ?? []).map { (definition.name, $0.description) }
    }
  }
}
