package import CivilTime
package import RecordStores
internal import SQLite

extension SQLiteStore {
  package func review(_ ledger: Ledger) throws(StoreError) -> [SchemaFinding] {
    try reading(ledger.recordSet(in: name)) { connection in
      try ledger.review(
        in: SQLiteCatalogue(connection: connection), definition: ledger.definition,
        holdsText: { $0.type.uppercased() == "TEXT" })
    }
  }

  package func recorded(_ batches: [String], in ledger: Ledger) throws(StoreError) -> Set<String> {
    try reading(ledger.recordSet(in: name)) { try recorded(batches, in: ledger, on: $0) }
  }

  package func settle(_ batch: String, in ledger: Ledger) throws(StoreError) -> Bool {
    func look(_ connection: Connection) throws -> Bool {
      try !recorded([batch], in: ledger, on: connection).isEmpty
    }
    return try certainly(ledger.recordSet(in: name), look: look) { $0 }
  }

  private func recorded(_ batches: [String], in ledger: Ledger, on connection: Connection) throws -> Set<
    String
  > {
    let query = try connection.prepare(
      "SELECT 1 FROM main.\(SQLText.quoted(ledger.table)) WHERE journal = ?1 AND batch = ?2")
    query.bind(1, ledger.journal)
    var found: Set<String> = []
    for batch in batches {
      query.bind(2, batch)
      if try query.step() { found.insert(batch) }
      query.reset()
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
        let delete = try connection.prepare(
          "DELETE FROM main.\(SQLText.quoted(ledger.table)) WHERE journal = ?1 AND at < ?2")
        delete.bind(1, ledger.journal)
        delete.bind(2, time.iso8601)
        try delete.run()
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
    let insert = try connection.prepare(
      """
      INSERT OR ABORT INTO main.\(SQLText.quoted(ledger.table)) (journal, batch, at) VALUES (?1, ?2, ?3)
      ON CONFLICT (journal, batch) DO NOTHING
      """)
    for entry in entries {
      insert.bind(1, ledger.journal)
      insert.bind(2, entry.batch)
      insert.bind(3, entry.at.iso8601)
      try insert.run()
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

extension Ledger {
  /// The statement that makes it.
  var definition: String {
    "CREATE TABLE \(table) (journal TEXT NOT NULL, batch TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (journal, batch))"
  }
}
