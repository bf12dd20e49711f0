internal import RecordStores

/// A transaction that takes in rows from another store.
///
/// Each row is read again as the archive has kept it: what a column rounds, cuts, pads or writes otherwise is not kept, and the row stays.
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
    let shapes = try columns.map(shape)
    if let there = try firstDifference(columns, shapes, values) {
      guard there.isEmpty else { throw refused("the archive has a row of this key with other content") }
      return
    }
    let engine = rows.engine
    let names = columns.map(engine.quoted).joined(separator: ", ")
    let marks = zip(values, shapes).map { engine.value($0, as: $1) }
    try engine.execute(
      "INSERT INTO \(rows.table) (\(names))\(engine.keepsNumbers) VALUES (\(SQLText.join(marks, ", ")))")
    let changed = try firstDifference(columns, shapes, values) ?? rows.recordSet.key.joined(separator: ", ")
    guard changed.isEmpty else {
      throw refused("the archive's column \(changed) does not keep its value as it is")
    }
  }

  /// The first column that has another value in the archive's row of this key, or an empty text; nil if there is no such row.
  private func firstDifference(_ columns: [String], _ shapes: [ColumnShape], _ values: [ColumnValue]) throws
    -> String?
  {
    let engine = rows.engine
    let isTheRow = columns.indices.filter { rows.recordSet.key.contains(columns[$0]) }.map {
      place -> SQLText in
      engine.compare(
        "t.\(engine.quoted(columns[place]))", "=", engine.value(values[place], as: shapes[place]),
        as: shapes[place])
    }
    var difference: String?
    try engine.query(
      "SELECT \(rows.names(columns)) FROM \(rows.table) AS t WHERE \(SQLText.join(isTheRow, " AND "))"
    ) { kept in
      let place = columns.indices.first { !values[$0].isKept(as: kept[$0], shown: shapes[$0].shownForm) }
      difference = place.map { columns[$0] } ?? ""
    }
    return difference
  }

  private func shape(_ column: String) throws -> ColumnShape {
    guard let shape = rows.shape.column(column) else {
      throw StoreError.schema(
        store: store.name, recordSet: rows.recordSet.name,
        .columnMissing(table: rows.recordSet.table, column: column))
    }
    return shape
  }

  private func refused(_ reason: String) -> StoreError {
    .row(store: store.name, recordSet: rows.recordSet.name, reason: reason)
  }

  func commit(recording entry: LedgerEntry?) throws(StoreError) {
    do {
      try store.record(entry, rows.engine)
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
