package import CivilTime
package import RecordStores
internal import SQLWords
internal import SQLite
package import Words

extension SQLiteStore {
  package func review(_ ledger: Ledger) throws(StoreError) -> [SchemaFinding] {
    try reading(ledger.recordSet(in: name)) { connection in
      try ledger.review(
        in: SQLiteCatalogue(connection: connection), definition: sqlite.ledgerDefinition(ledger.table),
        takesText: sqlite.isLedgerType)
    }
  }

  package func recorded(_ batches: [BatchName], in ledger: Ledger) throws(StoreError) -> Set<BatchName> {
    try reading(ledger.recordSet(in: name)) { try recorded(batches, in: ledger, on: $0) }
  }

  package func settle(_ batch: BatchName, in ledger: Ledger) throws(StoreError) -> Bool {
    func look(_ connection: Connection) throws -> Bool {
      try !recorded([batch], in: ledger, on: connection).isEmpty
    }
    return try certainly(ledger.recordSet(in: name), look: look) { $0 }
  }

  private func recorded(_ batches: [BatchName], in ledger: Ledger, on connection: Connection) throws -> Set<
    BatchName
  > {
    var found: Set<BatchName> = []
    for question in LedgerStatements(ledger, sqlite).recorded(batches) {
      try connection.query(question) { if let batch = $0.text(0) { found.insert(BatchName(batch)) } }
    }
    return found
  }

  package func maintain(
    _ ledger: Ledger, adding entries: [LedgerEntry], droppingBefore time: Instant
  ) throws(StoreError) {
    try asking(ledger.recordSet(in: name)) { connection in
      try connection.beginImmediate()
      do {
        try insert(entries, into: ledger, on: connection)
        try connection.run(LedgerStatements(ledger, sqlite).delete(before: time))
        try connection.commit()
      } catch {
        if !connection.rollback() { drop(connection) }
        throw error
      }
    }
  }

  /// Adds what is not there yet, within the transaction that is open.
  func insert(_ entries: [LedgerEntry], into ledger: Ledger, on connection: Connection) throws {
    guard !entries.isEmpty else { return }
    let statements = LedgerStatements(ledger, sqlite)
    for entry in entries {
      try connection.run(statements.insertIfAbsent(entry.batch, at: entry.at.iso8601))
    }
    // An entry that a trigger leaves out would say of a batch that it never was.
    guard
      try recorded(entries.map(\.batch), in: ledger, on: connection).count == Set(entries.map(\.batch)).count
    else {
      throw StoreError.notDurable(
        store: name, setting: "its ledger \(ledger.table) does not keep what is written into it",
        remedy: "drop its triggers")
    }
  }
}
