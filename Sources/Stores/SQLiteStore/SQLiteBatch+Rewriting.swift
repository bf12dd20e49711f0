internal import RecordStores
internal import SQLWords
internal import SQLite

/// Rows that are pseudonymised.
extension SQLiteBatch {
  /// Rewrites the staged rows, and claims the files that go with that.
  private func rewrite(_ rows: SQLiteRows, by update: SQLText) throws {
    try claimFiles(
      rows.recordSet.files.filter(\.goWhenPseudonymised), of: rows.recordSet.table, where: rows.areStaged)
    let tags = try stagedTags(rows)
    let first = recordSet.key.count
    let looked = writtenColumns
    var written: [[ColumnValue]: [ColumnValue]] = [:]
    try counting(.rewriting) {
      try change(update, rows, in: rows.staged, returning: rows.identity.names + looked) { row in
        let identity = rows.identity.names.indices.map { row.value(first + $0) }
        if !looked.isEmpty {
          written[identity] = looked.indices.map { row.value(first + identity.count + $0) }
        }
        guard self.tags != nil else { return }
        subjects.records.append(tags[identity])
      }
    }
    try expect(try stagedCount())
    try checkWritten(written, looked, rows)
  }

  /// Rewrites the staged rows, and once more without those that would be too few of their class: what counts is what the columns really hold
  /// after the change.
  func rewrite(_ rows: SQLiteRows, by update: SQLText, for anonymity: Anonymity?) throws {
    guard let anonymity else { return try rewrite(rows, by: update) }
    try connection.execute("SAVEPOINT retentiond_anonymity")
    try rewrite(rows, by: update)
    tooFew = try smallClasses(of: rows, for: anonymity)
    if !tooFew.isEmpty {
      try connection.uninterrupted { try connection.execute("ROLLBACK TO retentiond_anonymity") }
      forgetChanges()
      var left = KeyList()
      for key in tooFew.flatMap(\.keys) { left.append(key[...]) }
      try unstage(left, rows)
      try rewrite(rows, by: update)
    }
    try connection.execute("RELEASE retentiond_anonymity")
  }

  private func smallClasses(of rows: SQLiteRows, for anonymity: Anonymity) throws -> [SmallClass] {
    let columns = anonymity.quasiIdentifiers.map { sqlite.quoted($0) }
    var changed: [(key: [ColumnValue], values: [ColumnValue])] = []
    let keyCount = recordSet.key.count
    try connection.query(
      "SELECT \(sqlite.quoted(recordSet.key + anonymity.quasiIdentifiers)) FROM \(rows.table) WHERE \(rows.areStaged)"
    ) { row in
      let values = (0..<row.columnCount).map { row.value($0) }
      changed.append((Array(values[..<keyCount]), Array(values[keyCount...])))
    }
    // Bytes decide, whatever a column's collation calls equal.
    let isOfClass = columns.map { "\($0) COLLATE BINARY IS ?" }.joined(separator: " AND ")
    let isDone = recordSet.marker.map { "\(sqlite.quoted($0.column)) IS NOT NULL" } ?? "0"
    let count = try connection.prepare(
      "SELECT count(*) FROM (SELECT 1 FROM \(rows.table) WHERE \(isDone) AND \(isOfClass) LIMIT \(anonymity.k))"
    )
    return try SmallClass.among(changed, for: anonymity) { values in
      count.bind(values)
      defer { count.reset() }
      return try count.step() ? Int(count.integer(0)) : 0
    }
  }
}
