package import RecordStores

extension ServerStore {
  package func begin(_ change: Change, on selection: Selection, limit: BatchLimit, holds: any HoldTest)
    throws(StoreError) -> (any StoreBatch)?
  {
    let recordSet = selection.recordSet
    let selection = selection.asking(holds)
    return try asking(recordSet) { engine in
      try engine.claim()
      do {
        return try begin(change, on: selection, limit: limit, holds: holds, engine)
      } catch is KeysNeeded {
        // Nothing was committed.
        recordSetsByKeys.insert(recordSet.name)
        return try begin(change, on: selection, limit: limit, holds: holds, engine)
      }
    }
  }

  private func begin(
    _ change: Change, on selection: Selection, limit: BatchLimit, holds: any HoldTest,
    _ engine: any ServerEngine
  ) throws -> (any StoreBatch)? {
    let recordSet = selection.recordSet
    engine.waitsForLocks = limit.waitsForLocks
    defer { engine.waitsForLocks = true }
    try engine.beginBatch(seconds: limit.seconds)
    do {
      let batch = try engine.gate.interruptibly {
        try checkSchema(of: recordSet, engine)
        if case .archive(let target) = change { try checkSchema(of: target, engine) }
        let batch = ServerBatch(
          store: self, rows: try rows(recordSet, asking: [selection.predicate], engine), judging: selection)
        try batch.fill(change, selection: selection, limit: limit, holds: holds)
        return batch
      }
      // What a batch without rows has learnt of where the next begins is worth one more.
      let hasLearnt = batch.position != nil && batch.position != selection.after
      if batch.keys.isEmpty && batch.setAside.isEmpty && batch.tooFew.isEmpty && batch.locked.isEmpty
        && !hasLearnt
      {
        batch.rollback()
        return nil
      }
      return batch
    } catch {
      engine.rollback()
      if case ServerError.busy = error { throw StoreError.rowsLocked(store: name) }
      throw error
    }
  }

  package func beginReceiving(into recordSet: RecordSet) throws(StoreError) -> any ReceivingBatch {
    try asking(recordSet) { engine in
      try engine.claim()
      let rows = try rows(recordSet, engine)
      try engine.begin(seconds: nil)
      do {
        try checkSchema(of: recordSet, engine)
      } catch {
        engine.rollback()
        throw error
      }
      return ServerReceivingBatch(store: self, rows: rows)
    }
  }
}
