package import Files
package import RecordStores
internal import SQLWords
internal import SQLite
internal import Words

/// Columns that name files.
extension SQLiteStore {
  package func isIndexed(_ column: PathColumn) throws(StoreError) -> Bool {
    try reading(Self.recordSet(of: column, in: name)) { connection in
      try SQLiteCatalogue(connection: connection).hasIndex(beginningWith: column.column, of: column.table)
    }
  }

  /// A column may have texts, bytes and numbers, whatever its type says.
  package func values(of column: PathColumn, among spellings: [FilePath]) throws(StoreError) -> [ColumnValue]
  {
    let values = spellings.flatMap { path -> [ColumnValue] in
      let number = path.text.flatMap { text in Int64(text).flatMap { String($0) == text ? $0 : nil } }
      return [.text(of: path.bytes), .blob(path.bytes)] + (number.map { [.integer($0)] } ?? [])
    }
    return try reading(Self.recordSet(of: column, in: name)) { connection in
      var found: [ColumnValue] = []
      let (name, table) = (sqlite.quoted(column.column), sqlite.table(column.table))
      for part in stride(from: 0, to: values.count, by: Self.listLength).map({
        Array(values[$0..<min($0 + Self.listLength, values.count)])
      }) {
        try connection.query(
          "SELECT DISTINCT \(name) COLLATE BINARY FROM \(table) WHERE \(name) IN (\(SQLText.values(part)))"
        ) { found.append($0.value(0)) }
      }
      return found
    }
  }

  private static let listLength = 300

  package func forEachValue(
    of column: PathColumn, unusual: Bool, _ body: (ColumnValue) throws -> Bool
  ) throws(StoreError) {
    let name = sqlite.quoted(column.column)
    // More than are unusual, and none less.
    let isUnusual =
      "typeof(\(name)) = 'blob' OR \(name) GLOB '/*' OR \(name) GLOB '*/' OR \(name) GLOB '*//*' OR \(name) GLOB '.*' OR \(name) GLOB '*/.*'"
    try reading(Self.recordSet(of: column, in: self.name)) { connection in
      let query = try connection.prepare(
        "SELECT \(name) FROM \(sqlite.table(column.table)) WHERE \(name) IS NOT NULL"
          + (unusual ? " AND (\(isUnusual))" : ""))
      while try query.step(), try body(query.value(0)) {}
    }
  }

  /// The record set that errors name, since the table may have none.
  private static func recordSet(of column: PathColumn, in store: StoreName) -> RecordSet {
    RecordSet(name: RecordSetName(column.table), store: store, table: column.table, key: [column.column])
  }
}
