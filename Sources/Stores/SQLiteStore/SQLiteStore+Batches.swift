package import RecordStores
internal import SQLWords
internal import SQLite

extension SQLiteStore {
  package func begin(_ change: Change, on selection: Selection, limit: BatchLimit, holds: any HoldTest)
    throws(StoreError) -> (any StoreBatch)?
  {
    let recordSet = selection.recordSet
    let selection = selection.asking(holds)
    return try asking(recordSet) { connection in
      functions.ask(holds, about: recordSet, on: connection)
      let transaction = try OpenTransaction(store: self, connection: connection, recordSet: recordSet)
      do {
        let batch = SQLiteBatch(transaction, selection)
        functions.heldRows = 0
        try connection.interruptibly {
          try checkSchema(of: recordSet, on: connection)
          try connection.withTimeLimit(seconds: limit.seconds) {
            try apply(change, to: selection, limit: limit, holds: holds, batch: batch)
          }
        }
        // To keep a place costs as much as to ask about one row in ten again.
        if functions.heldRows * 10 > limit.rows { heldRecordSets.insert(recordSet.name) }
        if batch.keys.isEmpty && batch.setAside.isEmpty && batch.tooFew.isEmpty {
          batch.rollback()
          return nil
        }
        try checkPlace()
        return batch
      } catch {
        let error = storeError(error, connection: connection, recordSet: recordSet)
        transaction.rollback()
        throw error
      }
    }
  }

  private func checkSchema(of recordSet: RecordSet, on connection: Connection) throws {
    guard let described = describedVersions[recordSet.name] else { return }
    guard try connection.integer("PRAGMA main.schema_version") == described else {
      throw StoreError.schemaChanged(store: name, recordSet: recordSet.name)
    }
  }

  private func apply(
    _ change: Change, to selection: Selection, limit: BatchLimit, holds: any HoldTest, batch: SQLiteBatch
  ) throws {
    let rows = SQLiteRows(recordSet: selection.recordSet, identity: try identity(of: selection.recordSet))
    if selection.recordSet.isKeyless { batch.digest = RowDigest(columns: try batch.columnNames(rows)) }
    // Rows that stay are in the way of the next batch: it must know where this one ended.
    let leavesRows =
      selection.keys == nil
      && (heldRecordSets.contains(selection.recordSet.name) || selection.pseudonymising != nil
        || selection.dependents != nil)
    if case .delete = change, selection.recordSet.dependents.isEmpty, selection.recordSet.files.isEmpty,
      selection.dependents == nil, !leavesRows, selection.predicate.relatedRows.isEmpty, !batch.judgesRelated,
      batch.tags == nil || !ParentSubjects.areThere(for: selection.recordSet)
    {
      try deleteAtOnce(rows, selection, limit: limit, holds: holds, batch: batch)
      if !batch.keys.isEmpty || selection.keys != nil || functions.heldRows == 0 { return }
      // All that were first in order are held: those behind them are looked for.
      heldRecordSets.insert(selection.recordSet.name)
      return try apply(change, to: selection, limit: limit, holds: holds, batch: batch)
    }
    batch.guarded = batch.guardedColumns(change, selection)
    batch.leavesRows = leavesRows
    try stage(selection, rows, subject: batch.stagedSubject(change), limit: limit, holds: holds, batch: batch)
    try batch.noteParents(of: rows)
    try batch.readRelated(rows)
    switch change {
    case .delete: try batch.deleteWithDependents(rows, limit: limit)
    case .pseudonymise(let changes, let markerValue, let anonymity):
      functions.changes = changes
      try batch.judgeStaged()
      try batch.rewrite(rows, by: update(rows, changes, markerValue: markerValue), for: anonymity)
      try batch.checkKept(rows)
    case .archive(let target): try batch.move(rows, into: target)
    case .archiveElsewhere(let sink):
      if try batch.send(rows, to: sink, bytes: limit.bytes), leavesRows {
        try batch.notePosition(rows, isOrdered: selection.orderedBy != nil)
      }
      try batch.counting { try batch.deleteStaged(rows) }
    }
  }

  /// Stages the next rows that a batch changes: those of the first page in which some row is kept by nothing.
  private func stage(
    _ selection: Selection, _ rows: SQLiteRows, subject: String?, limit: BatchLimit, holds: any HoldTest,
    batch: SQLiteBatch
  ) throws {
    var page = try choice(
      of: rows, selection: selection, limit: limit.rows, holds: holds,
      inOrder: batch.leavesRows || limit.rows == 1, on: batch.connection)
    while try stage(page, rows, order: selection.orderedBy, subject: subject, batch: batch) > 0 {
      if batch.leavesRows { try batch.notePosition(rows, isOrdered: selection.orderedBy != nil) }
      guard var walk = walk(from: selection, holds: holds, on: batch.connection) else { return }
      if try batch.leaveBlocked(rows, &walk) > 0 || !batch.leavesRows { return }
      var next = selection
      next.after = batch.position
      page = try choice(
        of: rows, selection: next, limit: limit.rows, holds: holds, inOrder: true, on: batch.connection)
    }
  }

  /// Chooses and deletes in one statement. It asks about holds where it has the row at hand, and not where an index chooses it, so that each row is
  /// read once; listed rows it must tell from their neighbours at the choice.
  private func deleteAtOnce(
    _ rows: SQLiteRows, _ selection: Selection, limit: BatchLimit, holds: any HoldTest, batch: SQLiteBatch
  ) throws {
    let asksLast = selection.keys == nil && !holds.isEmpty
    // The one row of a batch of one is the row that `nextKeys` names.
    let chosen = try choice(
      of: rows, selection: selection, limit: limit.rows, holds: asksLast ? NoHolds() : holds,
      inOrder: limit.rows == 1, on: batch.connection)
    let isFree = asksLast ? "NOT \(heldCall(selection.recordSet, holds)) AND " : ""
    try batch.counting {
      try batch.delete(rows, where: isFree, in: "(SELECT \(rows.identity.columns) \(chosen))")
    }
    // All that was there has been chosen: what is still there and free was passed over.
    guard batch.keys.count + functions.heldRows < limit.rows else { return }
    let left = try choice(
      of: rows, selection: selection, limit: 1, holds: holds, inOrder: false, on: batch.connection)
    let query = try batch.connection.compile("SELECT 1 \(left)")
    if try query.step() { try batch.expect(batch.keys.count + 1) }
  }

  /// The next rows that may change, in index order, as the end of a query.
  ///
  /// - Parameter inOrder: also where no event leads; by identity then, so that a batch can begin where the last one ended.
  func choice(
    of rows: SQLiteRows, selection: Selection, limit: Int, holds: any HoldTest, inOrder: Bool,
    on connection: Connection
  ) throws -> SQLText {
    let order = order(of: selection, rows)
    let sorted: SQLText =
      selection.orderedBy == nil && !inOrder ? "" : " ORDER BY \(SQLText.join(order, ", "))"
    let isBehind = selection.after.flatMap { after -> SQLText? in
      guard after.values.count == order.count else { return nil }
      return "\(SQLOrder.isBehind(after.values.map(SQLText.value), order)) AND "
    }
    let isFree = try batchCondition(of: selection, holds: holds, on: connection)
    // The position stands first: of two lower bounds SQLite gives the index the one that it meets first.
    return
      "FROM \(rows.table) WHERE \(isBehind ?? "")\(isFree)\(sorted) LIMIT \(limit)"
  }

  /// The order in which a selection's rows are taken: by its event if it has one, then by identity.
  func order(of selection: Selection, _ rows: SQLiteRows) -> [SQLText] {
    (selection.orderedBy.map { [SQLiteEventConditions($0).orderExpression] } ?? [])
      + rows.identity.names.map { SQLText($0) }
  }

  private func update(_ rows: SQLiteRows, _ changes: [ColumnChange], markerValue: ColumnValue) -> SQLText {
    let isMarked = rows.recordSet.marker.map { "\(sqlite.quoted($0.column)) IS NOT NULL" } ?? "0"
    let columns = changes.enumerated().map { slot, change -> SQLText in
      let column = sqlite.quoted(change.column)
      // Every column on the right is as it was before the statement, the subject and the marker included.
      let subject = change.transform.needsSubject ? rows.recordSet.subject.map { sqlite.quoted($0) } : nil
      return "\(column) = \(RowFunctions.transform)(\(slot), \(column), \(subject ?? "NULL"), \(isMarked))"
    }
    let marker = rows.recordSet.marker.map { marker -> [SQLText] in
      ["\(sqlite.quoted(marker.column)) = \(value: markerValue)"]
    }
    // Whatever the table's constraints say of conflicts: IGNORE would pass over the row, REPLACE remove another.
    return "UPDATE OR ABORT \(rows.table) SET \(SQLText.join(columns + (marker ?? []), ", "))"
  }

  /// Writes the chosen rows' identities, what they are ordered by, and the values that the change has to leave as they are (`SQLiteBatch.guarded`) into a
  /// table of this connection's own.
  ///
  /// - Parameters:
  ///   - subject: the subject's column, if its values are kept, too.
  /// - Returns: how many they are.
  private func stage(
    _ chosen: SQLText, _ rows: SQLiteRows, order: EventColumn?, subject: String?, batch: SQLiteBatch
  ) throws -> Int {
    let guarded = batch.guarded
    let kept =
      guarded.indices.map { ", \(SQLiteBatch.kept($0))" }.joined() + ", \(SQLiteBatch.stagedSubject)"
    try batch.connection.execute(
      "DROP TABLE IF EXISTS temp.retentiond_batch; CREATE TEMP TABLE retentiond_batch (\(rows.identity.stagedColumns), at, depth DEFAULT 0\(kept))"
    )
    let at: SQLText = order.map { SQLiteEventConditions($0).orderExpression } ?? "NULL"
    let values = (guarded.map(sqlite.quoted) + [subject.map(sqlite.quoted) ?? "NULL"]).map { ", " + $0 }
      .joined()
    return try batch.connection.run(
      "INSERT INTO temp.retentiond_batch SELECT \(rows.identity.columns), \(at), 0\(values) \(chosen)")
  }

  package func beginReceiving(into recordSet: RecordSet) throws(StoreError) -> any ReceivingBatch {
    try asking(recordSet) { connection in
      SQLiteReceivingBatch(
        try OpenTransaction(store: self, connection: connection, recordSet: recordSet))
    }
  }

  /// Finds what identifies a row in the file: the rowid, by whichever of its names no column has taken, or the key. A rowid is an address within a run: it is in no
  /// evidence, since the file may give it to another row.
  func identity(of recordSet: RecordSet) throws(StoreError) -> RowIdentity {
    try asking(recordSet) { connection in
      if let rowid = try SQLiteCatalogue(connection: connection).rowid(of: recordSet.table) {
        return RowIdentity(names: [rowid])
      }
      try recordSet.requireKey()
      return RowIdentity(names: recordSet.key.map { sqlite.quoted($0) })
    }
  }
}

extension SQLiteCatalogue {
  /// The rowid of a table as a statement names it; nil if the table has none, or if columns have taken all of its names.
  func rowid(of table: String) throws -> String? {
    let query = try connection.prepare("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?")
    query.bind(1, table)
    guard try query.step() ? query.integer(0) == 0 : true else { return nil }
    let columns = try connection.prepare(
      "SELECT lower(name) FROM pragma_table_xinfo(\(sqlite.literal(table)))")
    var taken: Set<String> = []
    while try columns.step() { taken.insert(columns.text(0) ?? "") }
    return ["rowid", "_rowid_", "oid"].first { !taken.contains($0) }.map { "\(sqlite.quoted(table)).\($0)" }
  }

  func keylessObstacle(of table: String) throws -> SchemaFinding? {
    guard try rowid(of: table) == nil else { return nil }
    return .other(
      table: table,
      message:
        "it has no key, and its columns are called rowid, _rowid_ and oid, so that nothing names a row within a batch",
      remedy: "rename one of these columns, or add a unique key")
  }
}
