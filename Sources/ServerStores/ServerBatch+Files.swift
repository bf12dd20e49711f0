internal import RecordStores

/// The files that go with rows.
extension ServerBatch {
  var files: [OwnedFile] { claims.files }

  /// Notes the files of rows that are about to change.
  func claimFiles(_ owned: [OwnedFiles], of rows: Rows, keys: [[ColumnValue]]) throws {
    for owned in owned {
      let column = rows.names([owned.column])
      for part in parts(of: keys) {
        try engine.query(
          """
          SELECT DISTINCT \(column) FROM \(rows.table) AS t JOIN \(try rows.list(rows.recordSet.key, part)) ON \(try rows.isListed()) \
          WHERE \(column) IS NOT NULL
          """
        ) { claims.add($0[0], of: owned, in: rows.recordSet.table) }
      }
    }
  }

  /// Leaves the files that another row still names.
  func releaseSharedFiles() throws {
    for (source, values) in claims.values {
      let rows = try rows(of: source.table, by: [source.owned.column])
      for part in parts(of: values.map { [$0] }) {
        try engine.query(
          """
          SELECT DISTINCT \(rows.names([source.owned.column])) FROM \(rows.table) AS t \
          JOIN \(try rows.list([source.owned.column], part)) ON \(try rows.isListed())
          """
        ) { claims.release($0[0], of: source) }
      }
    }
  }
}
