package import Files
package import RecordStores
internal import SQLWords
internal import Words

/// Columns that name files.
extension ServerStore {
  package func isIndexed(_ column: PathColumn) throws(StoreError) -> Bool {
    try reading(Self.recordSet(of: column.column, in: column.table, of: name)) { engine in
      try engine.catalogue.hasIndex(beginningWith: column.column, of: column.table)
    }
  }

  package func values(of column: PathColumn, among spellings: [FilePath]) throws(StoreError) -> [ColumnValue]
  {
    try reading(Self.recordSet(of: column.column, in: column.table, of: name)) { engine in
      let rows = try rows(of: column.column, in: column.table, engine)
      let isBytes = rows.shape.column(column.column)?.family == .blob
      // A column of text has no other names than texts.
      let values = spellings.compactMap { path -> ColumnValue? in
        isBytes ? .blob(path.bytes) : path.text.map(ColumnValue.text)
      }
      var found: [ColumnValue] = []
      for start in stride(from: 0, to: values.count, by: Self.spellings) {
        let part = Array(values[start..<min(start + Self.spellings, values.count)])
        // By the column's own type and collation, which its index has; what comes back is compared on this side.
        let isOne = rows.conditions.condition(
          .isOneOf(column: column.column, part, by: .asTheColumn))
        try engine.query(
          "SELECT DISTINCT \(rows.pathValue(column.column)) FROM \(rows.table) AS t WHERE \(isOne)"
        ) { found.append($0[0]) }
      }
      return found
    }
  }

  private static let spellings = 300

  /// Ends a question whose next row nobody wants.
  private struct Enough: Error {}

  package func forEachValue(
    of column: PathColumn, unusual: Bool, _ body: (ColumnValue) throws -> Bool
  ) throws(StoreError) {
    // A page that a lost connection cut short would be read twice, which only adds what was seen.
    try reading(Self.recordSet(of: column.column, in: column.table, of: name)) { engine in
      let rows = try rows(of: column.column, in: column.table, engine)
      let (words, name) = (rows.words, rows.name(column.column))
      var condition: SQLText = ""
      if unusual, rows.shape.column(column.column)?.family != .blob {
        let text = words.exact(words.text(name))
        // More than are unusual, and none less.
        let patterns = ["/%", "%/", "%//%", ".%", "%/.%"].map { pattern -> SQLText in
          "\(text) LIKE '\(pattern)'"
        }
        condition = " AND (\(SQLText.join(patterns, " OR ")))"
      }
      do {
        try engine.query(
          "SELECT \(rows.pathValue(column.column)) FROM \(rows.table) AS t WHERE \(name) IS NOT NULL\(condition)"
        ) { guard try body($0[0]) else { throw Enough() } }
      } catch is Enough {}
    }
  }

  func rows(of column: String, in table: String, _ engine: any ServerEngine) throws -> ServerRows {
    try rows(Self.recordSet(of: column, in: table, of: name), engine)
  }

  /// The record set that errors name, since the table may have none.
  private static func recordSet(of column: String, in table: String, of store: StoreName) -> RecordSet {
    RecordSet(name: RecordSetName(table), store: store, table: table, key: [column])
  }
}

extension ServerRows {
  /// A path as it is written, byte by byte: two that a collation calls equal are two files, and the blanks that fill up a column are none.
  func pathValue(_ column: String) -> SQLText {
    shape.column(column)?.family == .text ? words.bytes(of: words.text(name(column))) : name(column)
  }
}
