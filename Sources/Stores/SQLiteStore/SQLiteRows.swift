internal import RecordStores
internal import SQLWords

/// The table of a batch and how its rows are named.
struct SQLiteRows {
  let recordSet: RecordSet
  let identity: RowIdentity

  var table: String { "\(sqlite.table(recordSet.table))" }
  /// Tells if a row is one of the staged.
  var areStaged: SQLText { "\(identity.tuple) IN \(staged)" }
  var staged: SQLText { "(SELECT \(identity.stagedColumns) FROM temp.retentiond_batch)" }

  /// The staged rows that lie so many references away from what the batch began with.
  func staged(at depth: Int64) -> SQLText {
    "(SELECT \(identity.stagedColumns) FROM temp.retentiond_batch WHERE depth = \(value: .integer(depth)))"
  }
}
