internal import RecordStores
internal import SQLWords
internal import SQLite

/// Batches that set off triggers which somebody has reviewed.
extension SQLiteBatch {
  /// Runs changes, and compares by table what SQLite says that it changed with what the batch did and what triggers may write.
  func countingTriggers(_ work: BatchWork, _ changes: () throws -> Void) throws {
    let before = connection.totalChanges
    let told = try connection.countingChanges(changes)
    let total = connection.totalChanges - before
    var counted: [TableChange: Int] = [:]
    for (change, count) in told {
      counted[TableChange(table: change.table.lowercased(), event: Self.event(change.kind)), default: 0] +=
        count
    }
    let writes = self.writes(of: work)
    let unseen = writes.made(besides: counted)
    let hidden = total - counted.values.reduce(0, +)
    // Tables without rowids are told by their sum alone: no trigger may write to one.
    guard hidden == unseen.values.reduce(0, +) else {
      throw StoreError.miscount(
        store: store.name, recordSet: recordSet.name, listed: unseen.values.reduce(0, +), changed: hidden)
    }
    let declared = Set(recordSet.triggerWrites.map { $0.lowercased() })
    try writes.compare(with: .byTable(counted.merging(unseen) { $0 + $1 }), declared: declared, of: recordSet)
  }

  /// The columns, quoted, that are looked at again after they were written: a trigger can put back what was there.
  var writtenColumns: [String] {
    guard !recordSet.triggers.isEmpty else { return [] }
    return (store.functions.changes.map(\.column) + (recordSet.marker.map { [$0.column] } ?? [])).map(
      sqlite.quoted)
  }

  /// - Parameter written: what each row had in these columns when it was written, before triggers behind the statement.
  func checkWritten(_ written: [[ColumnValue]: [ColumnValue]], _ columns: [String], _ rows: SQLiteRows) throws
  {
    guard !columns.isEmpty else { return }
    let width = rows.identity.names.count
    var same = 0
    try connection.query(
      "SELECT \((rows.identity.names + columns).joined(separator: ", ")) FROM \(rows.table) WHERE \(rows.areStaged)"
    ) { row in
      let identity = (0..<width).map { row.value($0) }
      if written[identity] == columns.indices.map({ row.value(width + $0) }) { same += 1 }
    }
    guard same == keys.count else {
      throw StoreError.ignoredChanges(
        store: store.name, recordSet: recordSet.name, chosen: keys.count, changed: same)
    }
  }

  /// What the batch did itself, its tables in lower case.
  private func writes(of work: BatchWork) -> BatchWrites {
    var writes = BatchWrites()
    let own = recordSet.table.lowercased()
    switch work {
    case .going: writes.note(keys.count, .delete, of: own)
    case .rewriting: writes.note(keys.count, .update, of: own)
    case .moving(let archive):
      writes.note(keys.count, .delete, of: own)
      writes.note(copied, .insert, of: archive.lowercased())
    }
    for (table, count) in dependents { writes.note(count, .delete, of: table.lowercased()) }
    for (table, count) in referencesLost { writes.note(count, .update, of: table.lowercased()) }
    return writes
  }

  private static func event(_ kind: RowChange.Kind) -> TableEvent {
    switch kind {
    case .delete: .delete
    case .insert: .insert
    case .update: .update
    }
  }
}

/// What statements that are counted do with the rows of the record set.
enum BatchWork {
  case going, rewriting
  /// - Parameter archive: the table that they move to.
  case moving(archive: String)
}
