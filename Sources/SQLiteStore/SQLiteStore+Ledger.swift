public import CivilTime
public import RecordStores
internal import SQLite

extension SQLiteStore {
  public func review(_ ledger: Ledger) throws(StoreError) -> [SchemaFinding] {
    try asking(ledger.recordSet(in: name)) { connection in
      let catalogue = SQLiteCatalogue(connection: connection)
      func finding(_ message: String) -> [SchemaFinding] {
        [.other(table: ledger.table, message: message, remedy: "as its owner, " + ledger.definition)]
      }
      guard let kind = try catalogue.kind(of: ledger.table) else {
        return finding("stores.json names it as the ledger, and it is not there")
      }
      let columns = try catalogue.columns(of: ledger.table)
      let key = columns.filter { $0.keyPlace > 0 }.sorted { $0.keyPlace < $1.keyPlace }.map(\.name)
      guard kind == "table", columns.map(\.name) == Ledger.columns, columns.allSatisfy({ !$0.isNullable }),
        columns.allSatisfy({ $0.type.uppercased() == "TEXT" }), key == Array(Ledger.columns.prefix(2))
      else { return finding("the ledger has another shape than it should") }
      guard try catalogue.triggers(of: ledger.table).isEmpty else {
        return finding("the ledger has a trigger, which can change rows that no evidence lists: drop it, or")
      }
      return []
    }
  }

  public func recorded(_ batches: [String], in ledger: Ledger) throws(StoreError) -> Set<String> {
    try asking(ledger.recordSet(in: name)) { connection in
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
  }

  public func maintain(
    _ ledger: Ledger, adding entries: [LedgerEntry], droppingBefore time: Instant
  ) throws(StoreError) {
    try asking(ledger.recordSet(in: name)) { connection in
      try connection.execute("BEGIN IMMEDIATE")
      do {
        try insert(entries, into: ledger, on: connection)
        let delete = try connection.prepare(
          "DELETE FROM main.\(SQLText.quoted(ledger.table)) WHERE journal = ?1 AND at < ?2")
        delete.bind(1, ledger.journal)
        delete.bind(2, time.iso8601)
        try delete.run()
        try connection.execute("COMMIT")
      } catch {
        // The first error is the one to tell.
        try? connection.execute("ROLLBACK")
        throw error
      }
    }
  }

  /// Adds what is not there yet, within the transaction that is open.
  func insert(_ entries: [LedgerEntry], into ledger: Ledger, on connection: Connection) throws {
    guard !entries.isEmpty else { return }
    let insert = try connection.prepare(
      """
      INSERT INTO main.\(SQLText.quoted(ledger.table)) (journal, batch, at) VALUES (?1, ?2, ?3)
      ON CONFLICT (journal, batch) DO NOTHING
      """)
    for entry in entries {
      insert.bind(1, ledger.journal)
      insert.bind(2, entry.batch)
      insert.bind(3, entry.at.iso8601)
      try insert.run()
    }
  }
}

extension Ledger {
  /// The table as errors name it.
  func recordSet(in store: String) -> RecordSet {
    RecordSet(name: "ledger", store: store, table: table, key: Array(Ledger.columns.prefix(2)))
  }

  /// The statement that makes it.
  var definition: String {
    "CREATE TABLE \(table) (journal TEXT NOT NULL, batch TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (journal, batch))"
  }
}
