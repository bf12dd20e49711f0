package import RecordStores
internal import SQLWords
package import Words

extension ServerStore {
  package func fate(of change: Change, on recordSet: RecordSet, keys: KeyList) throws(StoreError)
    -> BatchOutcome
  {
    try recordSet.requireKey()
    return try asking(recordSet) { engine in
      let pseudonymising: [ColumnChange]? =
        if case .pseudonymise(let changes, _, _) = change { changes } else { nil }
      let filter = RowFilter(recordSet, holds: NoHolds(), pseudonymising: pseudonymising)
      var present = 0
      var changed = 0
      try settled(keys, of: recordSet, { $0.names(filter) }, engine) { row, isMarked in
        present += 1
        if filter.looksAtRows ? filter.isDone(row) : isMarked { changed += 1 }
      }
      let fate = BatchOutcome(
        listed: keys.count, present: present, changed: pseudonymising == nil ? nil : changed)
      if fate == .committed, !isReadOnly { try engine.confirm() }
      return fate
    }
  }

  package func fate(ofTransaction name: String) throws(StoreError) -> BatchOutcome? {
    try asking(.whole(self.name)) { try $0.fate(ofTransaction: name) }
  }

  package func presentKeys(_ keys: KeyList, in recordSet: RecordSet) throws(StoreError) -> KeyList {
    try recordSet.requireKey()
    return try asking(recordSet) { engine in
      var present = KeyList()
      try settled(keys, of: recordSet, { SQLText($0.key) }, engine) { row, _ in
        present.append(key: row)
      }
      return present
    }
  }

  /// Reads the rows with these keys as they are once nobody is changing them: a server may go on with a transaction whose client is gone,
  /// and has its rows' locks until it is through.
  private func settled(
    _ keys: KeyList, of recordSet: RecordSet, _ columns: (ServerRows) -> SQLText, _ engine: any ServerEngine,
    _ body: ([ColumnValue], _ isMarked: Bool) throws -> Void
  ) throws {
    let rows = try rows(recordSet, engine)
    let isMarked =
      recordSet.marker.map { "CASE WHEN t.\(engine.dialect.quoted($0.column)) IS NULL THEN 0 ELSE 1 END" }
      ?? "0"
    if isReadOnly == false { try engine.begin(seconds: nil) }
    defer { if !isReadOnly { engine.rollback() } }
    try forEachPart(of: keys) { part in
      // The rows' locks are waited for.
      try engine.gate.interruptibly {
        try engine.query(
          """
          SELECT \(columns(rows)), \(isMarked) FROM \(rows.table) AS t \
          JOIN \(try rows.list(recordSet.key, part)) ON \(try rows.isListed()) \(isReadOnly ? "" : engine.dialect.locking(skipsLocked: false))
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
    try recordSet.requireKey()
    return try asking(recordSet) { engine in
      let rows = try rows(recordSet, engine)
      // A commit that waits for a standby goes on without its client, and its copies are seen by nobody yet: its connection keeps the claim until
      // it is through.
      try engine.claim()
      try engine.begin(seconds: nil)
      do {
        var removed = 0
        try forEachPart(of: keys) { part in
          removed += try engine.execute(
            rows.words.delete(
              from: rows.table, list: try rows.list(recordSet.key, part), on: try rows.isListed())
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

  package func physicalScrub() throws(StoreError) -> PhysicalScrub { try physicalScrub(of: []) }

  package func physicalScrub(of recordSets: [RecordSet]) throws(StoreError) -> PhysicalScrub {
    try asking(.whole(name)) { engine in
      try engine.gate.interruptibly { try engine.physicalScrub(of: allTables(of: recordSets)) }
    }
  }

  package func scrub(_ recordSets: [RecordSet], _ effort: ScrubEffort) throws(StoreError) -> PhysicalScrub {
    try asking(.whole(name)) { engine in
      try engine.claim()
      return try engine.gate.interruptibly { try engine.scrub(allTables(of: recordSets), effort) }
    }
  }

  package func checkDurability() throws(StoreError) {
    try reading(.whole(name)) { try $0.checkDurability() }
  }

  package func excess() throws(StoreError) -> [String] {
    try reading(.whole(name)) { try $0.excess() }
  }

  private func allTables(of recordSets: [RecordSet]) -> [String] {
    Set(recordSets.flatMap(tables)).sorted()
  }

  package func endStrays() throws(StoreError) {
    try asking(.whole(name)) { try $0.endStrays() }
  }
}
