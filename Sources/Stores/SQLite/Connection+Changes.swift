internal import CSQLite

/// A change of a row, as SQLite tells it while it makes it.
package struct RowChange: Hashable, Sendable {
  package enum Kind: Sendable { case delete, insert, update }

  /// As the schema spells it.
  package let table: String
  package let kind: Kind
}

extension Connection {
  /// Counts the rows that statements change in the body, those of triggers and of foreign keys included.
  ///
  /// SQLite tells nothing of tables without rowids, of a table that is emptied without a condition, and of rows that REPLACE removes. `totalChanges`
  /// has the first two.
  package func countingChanges(_ body: () throws -> Void) rethrows -> [RowChange: Int] {
    let counter = ChangeCounter()
    let context = unsafe Unmanaged.passUnretained(counter).toOpaque()
    unsafe sqlite3_update_hook(
      handle,
      { context, operation, database, table, _ in
        guard let context = unsafe context, let table = unsafe table, let database = unsafe database else {
          return
        }
        // The counter lives until the hook is taken away.
        unsafe Unmanaged<ChangeCounter>.fromOpaque(context).takeUnretainedValue().add(
          operation, unsafe String(validatingCString: database) ?? "",
          // A name that is no UTF-8 is in no file: nobody can have declared such a table.
          unsafe String(validatingCString: table) ?? "")
      }, context)
    defer {
      _ = unsafe sqlite3_update_hook(handle, nil, nil)
      withExtendedLifetime(counter) {}
    }
    try body()
    return counter.changes
  }
}

private final class ChangeCounter {
  private(set) var changes: [RowChange: Int] = [:]

  func add(_ operation: Int32, _ database: String, _ table: String) {
    // Tables of this connection's own are nobody else's.
    guard database == "main" else { return }
    let kind: RowChange.Kind? =
      switch operation {
      case SQLITE_DELETE: .delete
      case SQLITE_INSERT: .insert
      case SQLITE_UPDATE: .update
      default: nil
      }
    if let kind { changes[RowChange(table: table, kind: kind), default: 0] += 1 }
  }
}
