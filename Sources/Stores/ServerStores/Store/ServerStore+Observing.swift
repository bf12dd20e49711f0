package import RecordStores

extension ServerStore {
  package func observe(_ wanted: Set<StoreObservable>) throws(StoreError) -> StoreObservation {
    try reading(.whole(name)) { try $0.observe(wanted) }
  }
}

extension ServerBatch {
  func othersWaiting() throws(StoreError) -> Int? {
    // Whoever may not see it is not asked for each batch.
    guard store.seesWaiting else { return nil }
    do {
      let seen = try engine.observe([.locks])
      if seen.waiting == nil { store.seesWaiting = false }
      return seen.waiting
    } catch {
      throw store.storeError(error, recordSet: recordSet)
    }
  }
}
