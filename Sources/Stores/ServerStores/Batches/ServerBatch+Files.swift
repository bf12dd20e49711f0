internal import RecordStores
internal import SQLWords

/// The files that go with rows.
extension ServerBatch {
  var files: [OwnedFile] { claims.files }

  /// Notes the files of rows that are about to change.
  func claimFiles(_ owned: [OwnedFiles], of rows: ServerRows, keys: [[ColumnValue]]) throws {
    for owned in owned {
      for part in parts(of: keys) {
        try engine.query(
          """
          SELECT DISTINCT \(rows.pathValue(owned.column)) FROM \(rows.table) AS t \
          JOIN \(try rows.list(rows.recordSet.key, part)) ON \(try rows.isListed()) \
          WHERE \(rows.names([owned.column])) IS NOT NULL
          """
        ) { claims.add($0[0], of: owned) }
      }
    }
  }
}
