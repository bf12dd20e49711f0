package import CivilTime
package import RecordStores
internal import RetentionPolicy
internal import StoreBindings

extension Engine {
  /// What an account needs on the tables of a store for a run: the columns that stores.json names, and no more.
  package func rights(onStore name: String, at now: Instant) -> [TableRights] {
    bindings.recordSets.flatMap { bound -> [TableRights] in
      let use = use(of: bound, conditions: conditions(for: bound, now: now))
      var rights: [TableRights] = []
      if bound.recordSet.store == name {
        rights += use.rights(on: bound.recordSet)
        let vocabulary = schedule.domain(bound.domain)?.facts ?? [:]
        let facts = Set(
          bound.facts.flatMap { fact, binding in
            (vocabulary[fact] ?? []).flatMap { binding.predicate(for: $0).columns }
          })
        if !facts.isEmpty { rights.append(TableRights(table: bound.recordSet.table, reads: facts)) }
      }
      // What is moved to this store comes from another.
      if let archive = archive(of: bound), archive.store == name, archive.store != bound.recordSet.store {
        var receiving = SchemaUse(
          deletes: false, changedColumns: [], archive: nil, readColumns: [], events: [])
        receiving.receives = true
        receiving.ledger = ledger(ofStore: name)?.table
        rights += receiving.rights(on: archive)
      }
      return rights
    }.byTable
  }
}
