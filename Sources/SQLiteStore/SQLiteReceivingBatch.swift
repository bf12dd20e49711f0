internal import RecordStores
internal import SQLite

/// A transaction that takes in rows from another store.
final class SQLiteReceivingBatch: ReceivingBatch, @unchecked Sendable {
  // Sendable for the seam's sake; one thread runs the batch.
  private let transaction: OpenTransaction

  init(_ transaction: OpenTransaction) {
    self.transaction = transaction
  }

  func receive(columns: [String], values: [ColumnValue]) throws {
    let (store, connection, recordSet) = (transaction.store, transaction.connection, transaction.recordSet)
    let table = "main.\(SQLText.quoted(recordSet.table))"
    let key = recordSet.key.compactMap { name in columns.firstIndex(of: name).map { values[$0] } }
    let existing = try connection.prepare(
      "SELECT \(SQLText.quoted(columns)) FROM \(table) WHERE \(store.keyCondition(recordSet))")
    existing.bind(key)
    if try existing.step() {
      guard columns.indices.allSatisfy({ existing.value($0) == values[$0] }) else {
        throw StoreError.row(
          store: store.name, recordSet: recordSet.name,
          reason: "the archive has a row of this key with other content")
      }
      return
    }
    let insert = try connection.prepare(
      "INSERT INTO \(table) (\(SQLText.quoted(columns))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
    )
    insert.bind(values)
    do {
      try insert.run()
    } catch {
      throw store.storeError(error, connection: connection, recordSet: recordSet)
    }
  }

  func commit() throws(StoreError) { try transaction.commit() }
  func rollback() { transaction.rollback() }
}
