public import RecordStores

extension ServerStore {
  public func begin(_ change: Change, on selection: Selection, limit: BatchLimit, holds: any HoldTest)
    throws(StoreError) -> (any StoreBatch)?
  {
    let recordSet = selection.recordSet
    return try asking(recordSet) { engine in
      try engine.claim()
      do {
        return try begin(change, on: selection, limit: limit, holds: holds, engine)
      } catch is HeldRowFound {
        // Nothing was committed. From here on the run judges the rows of this record set before it changes them.
        heldRecordSets.insert(recordSet.name)
        return try begin(change, on: selection, limit: limit, holds: holds, engine)
      }
    }
  }

  private func begin(
    _ change: Change, on selection: Selection, limit: BatchLimit, holds: any HoldTest,
    _ engine: any ServerEngine
  ) throws -> (any StoreBatch)? {
    let recordSet = selection.recordSet
    try engine.begin(seconds: limit.seconds)
    do {
      try checkSchema(of: recordSet, engine)
      let batch = ServerBatch(store: self, rows: try rows(recordSet, engine))
      try batch.fill(change, selection: selection, limit: limit, holds: holds)
      if batch.keys.isEmpty && batch.setAside.isEmpty {
        batch.rollback()
        return nil
      }
      return batch
    } catch {
      engine.rollback()
      throw error
    }
  }

  private func checkSchema(of recordSet: RecordSet, _ engine: any ServerEngine) throws {
    guard let described = fingerprints[recordSet.name] else { return }
    guard try engine.fingerprint(of: tables(of: recordSet)) == described else {
      throw StoreError.schemaChanged(store: name, recordSet: recordSet.name)
    }
  }

  public func beginReceiving(into recordSet: RecordSet) throws(StoreError) -> any ReceivingBatch {
    try asking(recordSet) { engine in
      try engine.claim()
      let rows = try rows(recordSet, engine)
      try engine.begin(seconds: nil)
      return ServerReceivingBatch(store: self, rows: rows)
    }
  }
}

/// A transaction that takes in rows from another store.
final class ServerReceivingBatch: ReceivingBatch, @unchecked Sendable {
  // Sendable for the seam's sake; one thread runs the batch.
  private let store: ServerStore
  private let rows: Rows
  private var isOpen = true

  init(store: ServerStore, rows: Rows) {
    self.store = store
    self.rows = rows
  }

  func receive(columns: [String], values: [ColumnValue]) throws {
    do {
      try keep(columns, values)
    } catch {
      throw store.storeError(error, recordSet: rows.recordSet)
    }
  }

  private func keep(_ columns: [String], _ values: [ColumnValue]) throws {
    let engine = rows.engine
    let row = zip(columns, values)
    let isSame = try row.map { column, value -> SQLText in
      guard let shape = rows.shape.column(column) else {
        throw StoreError.schema(
          store: store.name, recordSet: rows.recordSet.name,
          .columnMissing(table: rows.recordSet.table, column: column))
      }
      return engine.isSame("t.\(engine.quoted(column))", value, shape)
    }
    let isTheRow = row.filter { rows.recordSet.key.contains($0.0) }.map { column, value -> SQLText in
      "t.\(engine.quoted(column)) = \(SQLText.value(value))"
    }
    var isThere: Bool?
    try engine.query(
      """
      SELECT CASE WHEN \(SQLText.join(isSame, " AND ")) THEN 1 ELSE 0 END FROM \(rows.table) AS t \
      WHERE \(SQLText.join(isTheRow, " AND "))
      """
    ) { isThere = $0[0] == .integer(1) }
    if isThere == true { return }
    guard isThere == nil else {
      throw StoreError.row(
        store: store.name, recordSet: rows.recordSet.name,
        reason: "the archive has a row of this key with other content")
    }
    let names = columns.map(engine.quoted).joined(separator: ", ")
    try engine.execute(
      """
      INSERT INTO \(rows.table) (\(names))\(engine.keepsNumbers) \
      VALUES (\(SQLText.join(values.map { SQLText.value($0) }, ", ")))
      """)
  }

  func commit() throws(StoreError) {
    do {
      try rows.engine.commit()
      isOpen = false
    } catch {
      throw store.storeError(error, recordSet: rows.recordSet)
    }
  }

  func rollback() {
    guard isOpen else { return }
    isOpen = false
    rows.engine.rollback()
  }

  deinit { rollback() }
}
