internal import Files
internal import RecordStores
internal import SQLite

/// A write transaction on a store's file that is open until it is committed, rolled back or forgotten.
final class OpenTransaction {
  let store: SQLiteStore
  let connection: Connection
  let recordSet: RecordSet
  private var isOpen = true
  /// The write-ahead log that the transaction is written to; nil for a file without one.
  private let log: FilePlace?

  /// Begins it, with the file's write lock from the first moment on.
  init(store: SQLiteStore, connection: Connection, recordSet: RecordSet) throws {
    try connection.beginImmediate()
    self.store = store
    self.connection = connection
    self.recordSet = recordSet
    log = try? FilePlace(of: connection.logPath)
  }

  /// What is written to a log that no name leads to any more, nobody else sees, and after a crash nobody at all.
  private func checkLog() throws(StoreError) {
    guard let log, (try? FilePlace(of: connection.logPath)) != log else { return }
    throw .replaced(
      store: store.name, difference: "its write-ahead log \(connection.logPath) was removed or replaced")
  }

  /// Commits. A stop ends the wait for readers, which there is without a write-ahead log.
  ///
  /// - Throws: `StoreError.interrupted` if it did; then the transaction is rolled back for certain.
  func commit() throws(StoreError) {
    try store.checkPlace()
    try checkLog()
    do {
      try connection.commit(yieldsToStop: log == nil)
      isOpen = false
    } catch {
      if isRefusedForStop(error), connection.rollback() {
        isOpen = false
        throw .interrupted(store: store.name)
      }
      throw store.storeError(error, connection: connection, recordSet: recordSet)
    }
    // Between that look and the commit the file may have been exchanged: then nobody knows which of the two has what was committed.
    do throws(StoreError) {
      try store.checkPlace()
      try checkLog()
    } catch {
      throw .lost(store: store.name, cause: "\(error)")
    }
  }

  /// Tells if the commit was refused before anything was written to the database: without a write-ahead log the wait for readers comes first, and
  /// SQLite leaves the transaction open.
  private func isRefusedForStop(_ error: SQLiteError) -> Bool {
    log == nil && error.code == 5 && connection.isInTransaction && connection.isStopRequested
  }

  func rollback() {
    guard isOpen else { return }
    isOpen = false
    if !connection.rollback() { store.drop(connection) }
  }

  deinit { rollback() }
}
