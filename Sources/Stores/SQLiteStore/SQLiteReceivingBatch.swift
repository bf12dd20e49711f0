internal import RecordStores
internal import SQLWords
internal import SQLite

/// A transaction that takes in rows from another store.
final class SQLiteReceivingBatch: ReceivingBatch, @unchecked Sendable {
  // Sendable for the seam's sake; one thread runs the batch.
  private let transaction: OpenTransaction

  init(_ transaction: OpenTransaction) {
    self.transaction = transaction
  }

  func receive(columns: [String], values: [ColumnValue]) throws { try keep(columns, values) }

  /// A file has one writer at a time: what was not committed never will be, and no entry has to say so.
  func commit(recording entry: LedgerEntry?) throws(StoreError) { try transaction.commit() }
  func rollback() { transaction.rollback() }
}

extension SQLiteReceivingBatch: ArchiveTable {
  var recordSet: RecordSet { transaction.recordSet }

  func kept(_ columns: [String], like values: [ColumnValue]) throws -> [ColumnValue]? {
    let key = recordSet.key.compactMap { name in columns.firstIndex(of: name).map { values[$0] } }
    let query = try transaction.connection.compile(
      """
      SELECT \(sqlite.quoted(columns)) FROM \(sqlite.table(recordSet.table))
      WHERE \(transaction.store.isRow(of: recordSet, key))
      """)
    return try query.step() ? columns.indices.map { query.value($0) } : nil
  }

  /// An affinity may change a value, which `keep` finds.
  func insert(_ columns: [String], _ values: [ColumnValue]) throws {
    do {
      try transaction.connection.run(
        """
        INSERT OR ABORT INTO \(sqlite.table(recordSet.table)) (\(sqlite.quoted(columns)))
        VALUES (\(SQLText.values(values)))
        """)
    } catch {
      throw transaction.store.storeError(error, connection: transaction.connection, recordSet: recordSet)
    }
  }

  func shownForm(of column: String) -> ShownForm { .asWritten }
}
