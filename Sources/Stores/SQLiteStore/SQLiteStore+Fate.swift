package import RecordStores
internal import SQLWords
internal import SQLite
package import Words

extension SQLiteStore {
  package func fate(of change: Change, on recordSet: RecordSet, keys: KeyList) throws(StoreError)
    -> BatchOutcome
  {
    try recordSet.requireKey()
    func look(_ connection: Connection) throws -> BatchOutcome {
      let done =
        if case .pseudonymise(let changes, _, _) = change { doneCondition(recordSet, changes) } else {
          sqlite.truth(false)
        }
      var present = 0
      var changed = 0
      try forEach(keys, of: recordSet, on: connection, select: done) { row in
        present += 1
        if row.integer(0) != 0 { changed += 1 }
      }
      let isPseudonymising = if case .pseudonymise = change { true } else { false }
      return BatchOutcome(listed: keys.count, present: present, changed: isPseudonymising ? changed : nil)
    }
    return try certainly(recordSet, look: look) { $0 != .notCommitted }
  }

  package func presentKeys(_ keys: KeyList, in recordSet: RecordSet) throws(StoreError) -> KeyList {
    try recordSet.requireKey()
    return try reading(recordSet) { connection in
      var present = KeyList()
      try forEach(keys, of: recordSet, on: connection, select: SQLText(sqlite.quoted(recordSet.key))) { row in
        row.appendKey(to: &present, from: 0, count: recordSet.key.count)
      }
      return present
    }
  }

  package func keys(of recordSet: RecordSet, after: [UInt8]?, count: Int) throws(StoreError) -> KeyList {
    try recordSet.requireKey()
    return try reading(recordSet) { connection in
      let chosen = try SQLiteTable(recordSet: recordSet).chosen(at: .behind(after), store: name)
      var keys = KeyList()
      try connection.query(
        "SELECT \(sqlite.quoted(recordSet.key)) FROM \(sqlite.table(recordSet.table)) \(chosen) LIMIT \(count)"
      ) { $0.appendKey(to: &keys, from: 0, count: recordSet.key.count) }
      return keys
    }
  }

  package func removeCopies(of keys: KeyList, from recordSet: RecordSet) throws(StoreError) -> Int {
    try recordSet.requireKey()
    func remove(on connection: Connection) throws -> Int {
      let delete = try connection.prepare(
        "DELETE FROM \(sqlite.table(recordSet.table)) WHERE \(keyCondition(recordSet))")
      var removed = 0
      for index in 0..<keys.count {
        delete.bind(try keys.values(at: index, store: name))
        try delete.run()
        removed += connection.changes
      }
      return removed
    }
    // Where none is there, one that was committed and has not been seen yet must not come.
    return try certainly(recordSet, look: remove) { _ in false }
  }

  private func forEach(
    _ keys: KeyList, of recordSet: RecordSet, on connection: Connection, select columns: SQLText,
    _ body: (borrowing Statement) throws -> Void
  ) throws {
    let query = try connection.prepare(
      "SELECT \(columns.marked) FROM \(sqlite.table(recordSet.table)) WHERE \(keyCondition(recordSet))")
    for index in 0..<keys.count {
      query.bind(columns.values + (try keys.values(at: index, store: name)))
      while try query.step() { try body(query) }
      query.reset()
    }
  }

  func keyCondition(_ recordSet: RecordSet) -> String {
    recordSet.key.map { "\(sqlite.quoted($0)) = ?" }.joined(separator: " AND ")
  }

  func isRow(of recordSet: RecordSet, _ key: [ColumnValue]) -> SQLText {
    SQLText.join(zip(recordSet.key, key).map { "\(sqlite.quoted($0)) = \(value: $1)" }, " AND ")
  }
}
