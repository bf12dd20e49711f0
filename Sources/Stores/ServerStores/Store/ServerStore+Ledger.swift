package import CivilTime
package import RecordStores
internal import SQLWords
package import Words

/// The ledger of a store: what recovery asks instead of the rows.
extension ServerStore {
  package func review(_ ledger: Ledger) throws(StoreError) -> [SchemaFinding] {
    try reading(ledger.recordSet(in: name)) { engine in
      try ledger.review(
        in: engine.catalogue, definition: engine.dialect.ledgerDefinition(ledger.table),
        takesText: engine.dialect.isLedgerType)
    }
  }

  package func recorded(_ batches: [BatchName], in ledger: Ledger) throws(StoreError) -> Set<BatchName> {
    try reading(ledger.recordSet(in: name)) { engine in
      var found: Set<BatchName> = []
      for question in LedgerStatements(ledger, engine.dialect).recorded(batches) {
        try engine.query(question) { row in
          if case .text(let batch) = row[0] { found.insert(BatchName(batch)) }
        }
      }
      return found
    }
  }

  package func maintain(
    _ ledger: Ledger, adding entries: [LedgerEntry], droppingBefore time: Instant
  ) throws(StoreError) {
    try asking(ledger.recordSet(in: name)) { engine in
      let statements = LedgerStatements(ledger, engine.dialect)
      try engine.begin(seconds: nil)
      do {
        try engine.release(in: ledger)
        for entry in entries {
          try engine.execute(statements.insertIfAbsent(entry.batch, at: entry.at.iso8601))
        }
        try engine.execute(statements.delete(before: time))
        try engine.commit()
      } catch {
        engine.rollback()
        throw error
      }
    }
  }

  package func ledgerNeed() throws(StoreError) -> SchemaFinding? {
    try reading(.whole(name)) { $0.ledgerNeed() }
  }

  /// Writes the batch's own name, by a transaction of its own. If the batch's transaction is under way, this waits for its end; if it is on another node
  /// of a cluster, only one of the two can be certified; and if it was committed, the name is there.
  package func settle(_ batch: BatchName, in ledger: Ledger) throws(StoreError) -> Bool {
    try asking(ledger.recordSet(in: name)) { engine in
      let statements = LedgerStatements(ledger, engine.dialect)
      var at: ColumnValue?
      try engine.begin(seconds: nil)
      do {
        // Waits for a transaction that has the name locked; nothing is written before the commit.
        try engine.gate.interruptibly {
          _ = try engine.execute(statements.insertIfAbsent(batch, at: LedgerStatements.void))
        }
        try engine.query(statements.time(of: batch)) { at = $0[0] }
        try engine.commit()
      } catch {
        engine.rollback()
        throw error
      }
      guard at != .text(LedgerStatements.void) else { return false }
      try engine.confirm()
      return true
    }
  }

  /// Leaves a batch's name in the ledger, in the batch's own transaction. If the batch was settled meanwhile, its name is there and this fails.
  func record(_ entry: LedgerEntry?, _ engine: any ServerEngine) throws {
    guard let entry else { return }
    try engine.claim(in: entry.ledger)
    let statements = LedgerStatements(entry.ledger, engine.dialect)
    try engine.execute(statements.insert(entry.batch, at: entry.at.iso8601))
  }
}
