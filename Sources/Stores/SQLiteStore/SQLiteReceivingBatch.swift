internal import RecordStores
internal import SQLite

/// A transaction that takes in rows from another store.
final class SQLiteReceivingBatch: ReceivingBatch, @unchecked Sendable {
  // Sendable for the seam's sake; one thread runs the batch.
  private let transaction: OpenTransaction

  init(_ transaction: OpenTransaction) {
    self.transaction = transaction
  }

  /// Each row is read again as the archive has kept it: an affinity that changes a value does not keep it, and the row stays.
  func receive(columns: [String], values: [ColumnValue]) throws {
    let (store, connection, recordSet) = (transaction.store, transaction.connection, transaction.recordSet)
    if let difference = try firstDifference(columns, values) {
      guard difference.isEmpty else {
        throw refused("the archive has a row of this key with other content")
      }
      return
    }
    let insert = try connection.prepare(
      """
      INSERT OR ABORT INTO main.\(SQLText.quoted(recordSet.table)) (\(SQLText.quoted(columns)))
      VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
      """)
    insert.bind(values)
    do {
      try insert.run()
    } catch {
      throw store.storeError(error, connection: connection, recordSet: recordSet)
    }
    let changed = try firstDifference(columns, values) ?? recordSet.key.joined(separator: ", ")
    guard changed.isEmpty else {
      throw refused("the archive's column \(changed) does not keep its value as it is")
    }
  }

  /// The first column that has another value in the archive's row of this key, or an empty text; nil if there is no such row.
  private func firstDifference(_ columns: [String], _ values: [ColumnValue]) throws -> String? {
    let (connection, recordSet) = (transaction.connection, transaction.recordSet)
    let query = try connection.prepare(
      """
      SELECT \(SQLText.quoted(columns)) FROM main.\(SQLText.quoted(recordSet.table))
      WHERE \(transaction.store.keyCondition(recordSet))
      """)
    query.bind(recordSet.key.compactMap { name in columns.firstIndex(of: name).map { values[$0] } })
    guard try query.step() else { return nil }
    return columns.indices.first { !values[$0].isKept(as: query.value($0), shown: .asWritten) }.map {
      columns[$0]
    } ?? ""
  }

  private func refused(_ reason: String) -> StoreError {
    .row(store: transaction.store.name, recordSet: transaction.recordSet.name, reason: reason)
  }

  /// A file has one writer at a time: what was not committed never will be, and no entry has to say so.
  func commit(recording entry: LedgerEntry?) throws(StoreError) { try transaction.commit() }
  func rollback() { transaction.rollback() }
}
