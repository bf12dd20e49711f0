internal import RecordStores
internal import SQLWords

/// The files that go with rows.
extension ServerBatch {
  var files: [OwnedFile] { claims.files }

  /// Notes the files of rows that are about to change.
  ///
  /// - Parameter condition: which of the rows with these keys go.
  func claimFiles(
    _ owned: [OwnedFiles], of rows: ServerRows, keys: [[ColumnValue]], where condition: Predicate = .always
  ) throws {
    for owned in owned {
      for part in parts(of: keys) {
        try engine.query(
          """
          SELECT DISTINCT \(rows.pathValue(owned.column)) FROM \(rows.table) AS t \
          JOIN \(try rows.list(rows.recordSet.key, part)) ON \(try rows.isListed()) \
          WHERE \(rows.names([owned.column])) IS NOT NULL AND \(rows.conditions.condition(condition))
          """
        ) { claims.add($0[0], of: owned) }
      }
    }
  }
}
