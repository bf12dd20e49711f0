internal import RecordStores
internal import SQLWords

/// Batches that set off triggers which somebody has reviewed (decision 234).
extension ServerBatch {
  /// Tells if the change can set off such a trigger.
  var setsOffTriggers: Bool { !recordSet.triggers.isEmpty }

  /// Notes what was counted before the change that is kept.
  func beginCounting() throws {
    writtenBefore = setsOffTriggers ? try engine.writtenRows(telling: toldTables) : nil
  }

  private var toldTables: Set<String> { Set(store.tables(of: recordSet)) }

  /// Compares what the server says that was changed with what the batch did and what triggers may write, and the text of the triggers with what it was
  /// before. A function can be replaced while a batch is open: the lock on a table does not keep anybody from that.
  func checkTriggers(_ change: Change) throws {
    // What is put off to the commit would run after the intent, and be counted by nobody.
    try engine.runDeferredTriggers()
    let written = try engine.writtenRows(telling: toldTables)
    try store.checkDescribed(recordSet, engine)
    guard let before = writtenBefore, let counted = written?.since(before) else {
      throw ServerError.other(
        code: "count", message: "the server does not tell how many rows its triggers changed")
    }
    try writes(of: change).compare(with: counted, declared: recordSet.triggerWrites, of: recordSet)
  }

  /// Looks whether the columns have what was written into them: a trigger can put back what was there.
  ///
  /// - Parameter list: the keys with the columns' new values.
  func checkWritten(_ columns: [String], listed list: SQLText, nulled: [String], of keys: [[ColumnValue]])
    throws
  {
    let marker = recordSet.marker.map { [SQLText("t.\(words.quoted($0.column)) IS NOT NULL")] } ?? []
    let isWritten =
      try columns.enumerated().map { try rows.isSame($1, listedAt: keyCount + $0) }
      + nulled.map { SQLText("t.\(words.quoted($0)) IS NULL") } + marker
    var count = 0
    try engine.query(
      """
      SELECT count(*) FROM \(rows.table) AS t JOIN \(list) ON \(try rows.isListed()) WHERE \(SQLText.join(isWritten, " AND "))
      """
    ) { row in
      if case .integer(let number) = row[0] { count = Int(number) }
    }
    guard count == keys.count else {
      throw StoreError.ignoredChanges(
        store: store.name, recordSet: recordSet.name, chosen: keys.count, changed: count)
    }
  }

  /// What the batch did itself, as the server counts it.
  private func writes(of change: Change) throws -> BatchWrites {
    var writes = BatchWrites()
    func note(_ count: Int, _ event: TableEvent, of table: String) throws {
      guard count > 0 else { return }
      writes.note(try count * engine.countsPerRow(of: table), event, of: table)
    }
    switch change {
    case .delete, .archiveElsewhere: try note(keys.count, .delete, of: recordSet.table)
    case .pseudonymise: try note(keys.count, .update, of: recordSet.table)
    case .archive(let target):
      try note(keys.count, .delete, of: recordSet.table)
      try note(copied, .insert, of: target.table)
    }
    try note(referencesTaken, .update, of: recordSet.table)
    for (table, count) in dependents { try note(count, .delete, of: table) }
    for (table, count) in referencesLost { try note(count, .update, of: table) }
    return writes
  }
}
