internal import RecordStores
package import StoreBindings
package import Words

extension StoreBindings {
  func store(named name: StoreName) -> StoreDefinition? { stores.first { $0.name == name } }

  func recordSet(named name: RecordSetName) -> BoundRecordSet? {
    recordSets.first { $0.recordSet.name == name }
  }

  /// Returns the record set that a record set archives into.
  func archive(of bound: BoundRecordSet) -> RecordSet? {
    bound.archive.flatMap { recordSet(named: $0)?.recordSet }
  }

  /// Returns the ledger of a store, if its administrator allows one.
  func ledger(ofStore name: StoreName) -> Ledger? {
    store(named: name)?.ledger.map { Ledger(table: $0, journal: journal.origin) }
  }

  /// Tells if a record set is in a store, or archived to it.
  func isServed(_ bound: BoundRecordSet, by store: StoreName) -> Bool {
    bound.recordSet.store == store || archive(of: bound)?.store == store
  }

  /// Counts the record sets that are in a store, or archived to it.
  package func recordSetCount(servedBy store: StoreName) -> Int {
    recordSets.count { isServed($0, by: store) }
  }
}
