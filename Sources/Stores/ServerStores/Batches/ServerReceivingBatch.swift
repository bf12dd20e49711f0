internal import RecordStores
internal import SQLWords

/// A transaction that takes in rows from another store.
final class ServerReceivingBatch: ReceivingBatch, @unchecked Sendable {
  // Sendable for the seam's sake; one thread runs the batch.
  private let store: ServerStore
  private let rows: ServerRows
  private var isOpen = true

  init(store: ServerStore, rows: ServerRows) {
    self.store = store
    self.rows = rows
  }

  func receive(columns: [String], values: [ColumnValue]) throws {
    do {
      try rows.keep(columns, values)
    } catch {
      throw store.storeError(error, recordSet: rows.recordSet)
    }
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

extension ServerRows: ArchiveTable {
  func kept(_ columns: [String], like values: [ColumnValue]) throws -> [ColumnValue]? {
    let isTheRow = columns.indices.filter { recordSet.key.contains(columns[$0]) }.map {
      conditions.compare(columns[$0], "=", values[$0])
    }
    var kept: [ColumnValue]?
    try engine.query("SELECT \(names(columns)) FROM \(table) AS t WHERE \(SQLText.join(isTheRow, " AND "))") {
      kept = $0
    }
    return kept
  }

  func insert(_ columns: [String], _ values: [ColumnValue]) throws {
    let marks = zip(columns, values).map { conditions.typed($1, as: $0) }
    try engine.execute(
      "INSERT INTO \(table) (\(words.quoted(columns)))\(words.keepsNumbers) VALUES (\(SQLText.join(marks, ", ")))"
    )
  }

  func shownForm(of column: String) throws -> ShownForm { try shapes([column])[0].shownForm }
}
