package import CivilTime
package import RecordStores

extension ServerStore {
  package func fate(of change: Change, on recordSet: RecordSet, keys: KeyList) throws(StoreError) -> BatchFate
  {
    try asking(recordSet) { engine in
      let pseudonymising: [ColumnChange]? =
        if case .pseudonymise(let changes, _, _) = change { changes } else { nil }
      let filter = RowFilter(recordSet, holds: NoHolds(), pseudonymising: pseudonymising)
      var present = 0
      var changed = 0
      try settled(keys, of: recordSet, { $0.names(filter) }, engine) { row, isMarked in
        present += 1
        if filter.looksAtRows ? filter.isDone(row) : isMarked { changed += 1 }
      }
      let fate = BatchFate(
        listed: keys.count, present: present, changed: pseudonymising == nil ? nil : changed)
      if fate == .committed, !isReadOnly { try engine.confirm() }
      return fate
    }
  }

  package func fate(ofTransaction name: String) throws(StoreError) -> BatchFate? {
    try asking(RecordSet(name: "", store: self.name, table: "", key: [])) { try $0.fate(ofTransaction: name) }
  }

  package func presentKeys(_ keys: KeyList, in recordSet: RecordSet) throws(StoreError) -> KeyList {
    try asking(recordSet) { engine in
      var present = KeyList()
      try settled(keys, of: recordSet, { SQLText($0.key) }, engine) { row, _ in
        present.append(key: row)
      }
      return present
    }
  }

  /// Reads the rows with these keys as they are once nobody is changing them: a server may go on with a transaction whose client is gone,
  /// and holds its rows' locks until it is through.
  private func settled(
    _ keys: KeyList, of recordSet: RecordSet, _ columns: (Rows) -> SQLText, _ engine: any ServerEngine,
    _ body: ([ColumnValue], _ isMarked: Bool) throws -> Void
  ) throws {
    let rows = try rows(recordSet, engine)
    let isMarked =
      recordSet.marker.map { "CASE WHEN t.\(engine.quoted($0.column)) IS NULL THEN 0 ELSE 1 END" } ?? "0"
    if isReadOnly == false { try engine.begin(seconds: nil) }
    defer { if !isReadOnly { engine.rollback() } }
    try forEachPart(of: keys) { part in
      // The rows' locks are waited for.
      try engine.gate.window {
        try engine.query(
          """
          SELECT \(columns(rows)), \(isMarked) FROM \(rows.table) AS t \
          JOIN \(try rows.list(recordSet.key, part)) ON \(try rows.isListed()) \(isReadOnly ? "" : engine.locking(skipsLocked: false))
          """
        ) { row in try body(Array(row.dropLast()), row[row.count - 1] != .integer(0)) }
      }
    }
  }

  /// Hands over the keys' values some thousand at a time: a batch that was a partition has a million.
  private func forEachPart(of keys: KeyList, _ body: ([[ColumnValue]]) throws -> Void) throws {
    for start in stride(from: 0, to: keys.count, by: 5_000) {
      try body((start..<min(start + 5_000, keys.count)).map { try keys.values(at: $0, store: name) })
    }
  }

  package func removeCopies(of keys: KeyList, from recordSet: RecordSet) throws(StoreError) -> Int {
    try asking(recordSet) { engine in
      let rows = try rows(recordSet, engine)
      // A commit that waits for a standby goes on without its client, and its copies are seen by nobody yet: its connection keeps the claim until
      // it is through.
      try engine.claim()
      try engine.begin(seconds: nil)
      do {
        var removed = 0
        try forEachPart(of: keys) { part in
          removed += try engine.execute(
            engine.delete(from: rows.table, list: try rows.list(recordSet.key, part), on: try rows.isListed())
          )
        }
        try engine.commit()
        return removed
      } catch {
        engine.rollback()
        throw error
      }
    }
  }

  package func physicalErasure() throws(StoreError) -> PhysicalErasure { try physicalErasure(of: []) }

  package func physicalErasure(of recordSets: [RecordSet]) throws(StoreError) -> PhysicalErasure {
    try asking(RecordSet(name: "", store: name, table: "", key: [])) { engine in
      try engine.gate.window { try engine.physicalErasure(of: allTables(of: recordSets)) }
    }
  }

  package func erase(_ recordSets: [RecordSet], _ effort: ErasureEffort) throws(StoreError) -> PhysicalErasure
  {
    try asking(RecordSet(name: "", store: name, table: "", key: [])) { engine in
      try engine.claim()
      return try engine.gate.window { try engine.erase(allTables(of: recordSets), effort) }
    }
  }

  package func checkDurability() throws(StoreError) {
    try reading(RecordSet(name: "", store: name, table: "", key: [])) { try $0.checkDurability() }
  }

  package func excess() throws(StoreError) -> [String] {
    try reading(RecordSet(name: "", store: name, table: "", key: [])) { try $0.excess() }
  }

  private func allTables(of recordSets: [RecordSet]) -> [String] {
    Set(recordSets.flatMap(tables)).sorted()
  }

  // MARK: Ledger

  package func review(_ ledger: Ledger) throws(StoreError) -> [SchemaFinding] {
    try reading(ledger.recordSet(in: name)) { engine in
      try ledger.review(
        in: engine.catalogue, definition: engine.ledgerDefinition(ledger.table),
        holdsText: engine.isLedgerType)
    }
  }

  package func recorded(_ batches: [String], in ledger: Ledger) throws(StoreError) -> Set<String> {
    try reading(ledger.recordSet(in: name)) { engine in
      var found: Set<String> = []
      for start in stride(from: 0, to: batches.count, by: 1_000) {
        let part = batches[start..<min(start + 1_000, batches.count)].map { SQLText.value(.text($0)) }
        try engine.query(
          """
          SELECT batch FROM \(engine.table(ledger.table)) WHERE journal = \(SQLText.value(.text(ledger.journal))) \
          AND batch IN (\(SQLText.join(part, ", "))) AND at <> \(SQLText.value(.text(Self.void)))
          """
        ) { row in if case .text(let batch) = row[0] { found.insert(batch) } }
      }
      return found
    }
  }

  package func maintain(
    _ ledger: Ledger, adding entries: [LedgerEntry], droppingBefore time: Instant
  ) throws(StoreError) {
    try asking(ledger.recordSet(in: name)) { engine in
      try engine.begin(seconds: nil)
      do {
        try engine.release(in: ledger)
        try insert(entries, into: ledger, engine)
        try engine.execute(
          """
          DELETE FROM \(engine.table(ledger.table)) WHERE journal = \(SQLText.value(.text(ledger.journal))) \
          AND (at < \(SQLText.value(.text(time.iso8601))) OR at = \(SQLText.value(.text(Self.void))))
          """)
        try engine.commit()
      } catch {
        engine.rollback()
        throw error
      }
    }
  }

  package func ledgerNeed() throws(StoreError) -> SchemaFinding? {
    try reading(RecordSet(name: "", store: name, table: "", key: [])) { $0.ledgerNeed() }
  }

  package func endStrays() throws(StoreError) {
    try asking(RecordSet(name: "", store: name, table: "", key: [])) { try $0.endStrays() }
  }

  /// What stands in place of the time in the entry of a batch that was not committed, and never will be.
  private static let void = "void"

  /// The batch's own name is written, by a transaction of its own. Where the batch's transaction is under way, this waits for its end; where it is on
  /// another node of a cluster, only one of the two can be certified; and where it was committed, the name is there.
  package func settle(_ batch: String, in ledger: Ledger) throws(StoreError) -> Bool {
    try asking(ledger.recordSet(in: name)) { engine in
      let name = [ledger.journal, batch].map { SQLText.value(.text($0)) }
      let table = engine.table(ledger.table)
      var at: ColumnValue?
      try engine.begin(seconds: nil)
      do {
        // Waits for a transaction that holds the name; nothing is written before the commit.
        try engine.gate.window {
          _ = try engine.execute(
            engine.insertIfAbsent(
              into: table, columns: Ledger.columns.map(engine.quoted).joined(separator: ", "),
              values: SQLText.join(name + [.value(.text(Self.void))], ", "),
              key: Ledger.columns.prefix(2).map(engine.quoted).joined(separator: ", ")))
        }
        try engine.query("SELECT at FROM \(table) WHERE journal = \(name[0]) AND batch = \(name[1])") {
          at = $0[0]
        }
        try engine.commit()
      } catch {
        engine.rollback()
        throw error
      }
      guard at != .text(Self.void) else { return false }
      try engine.confirm()
      return true
    }
  }

  /// Leaves a batch's name in the ledger, in the batch's own transaction.
  func record(_ entry: LedgerEntry?, _ engine: any ServerEngine) throws {
    guard let entry else { return }
    try engine.claim(in: entry.ledger)
    // Where the batch was settled meanwhile, its name is there and this fails.
    let values = [entry.ledger.journal, entry.batch, entry.at.iso8601].map { SQLText.value(.text($0)) }
    try engine.execute(
      """
      INSERT INTO \(engine.table(entry.ledger.table)) (\(Ledger.columns.map(engine.quoted).joined(separator: ", "))) \
      VALUES (\(SQLText.join(values, ", ")))
      """)
  }

  /// Adds what is not there yet, within the transaction that is open.
  func insert(_ entries: [LedgerEntry], into ledger: Ledger, _ engine: any ServerEngine) throws {
    for entry in entries {
      let values = [ledger.journal, entry.batch, entry.at.iso8601].map { SQLText.value(.text($0)) }
      try engine.execute(
        engine.insertIfAbsent(
          into: engine.table(ledger.table),
          columns: Ledger.columns.map(engine.quoted).joined(separator: ", "),
          values: SQLText.join(values, ", "),
          key: Ledger.columns.prefix(2).map(engine.quoted).joined(separator: ", ")))
    }
  }
}
