import RecordStores
import StoreConformance

/// What the harnesses of both servers do alike, each in its own words.
protocol ServerHarness: ConformanceHarness {
  /// The type of a column of text.
  var textType: String { get }
  /// A name between the dialect's quotes.
  func quoted(_ name: String) -> String
  /// Runs a statement as the application does.
  func run(_ sql: String, in store: String) throws
}

extension ServerHarness {
  func makeTable(_ table: ConformanceTable, in store: String) throws {
    let columns = table.columns.map { column in
      "\(quoted(column.name)) \(column.kind == .integer ? "bigint" : textType)\(table.key.contains(column.name) ? " NOT NULL" : "")"
    }
    let key = table.key.isEmpty ? [] : ["PRIMARY KEY (\(table.key.map(quoted).joined(separator: ", ")))"]
    let reference = table.references.map { reference in
      "FOREIGN KEY (\(reference.columns.map { quoted($0.0) }.joined(separator: ", "))) REFERENCES "
        + "\(quoted(reference.table)) (\(reference.columns.map { quoted($0.1) }.joined(separator: ", ")))"
    }
    let parts = columns + key + (reference.map { [$0] } ?? [])
    try run("CREATE TABLE \(quoted(table.name)) (\(parts.joined(separator: ", ")))", in: store)
    for column in table.indexed {
      let index = quoted("i_\(table.name)_\(column)")
      try run("CREATE INDEX \(index) ON \(quoted(table.name)) (\(quoted(column)))", in: store)
    }
  }

  func alter(_ table: ConformanceTable, in store: String) throws {
    try run("ALTER TABLE \(quoted(table.name)) ADD COLUMN added text", in: store)
  }

  /// Rows by their keys.
  ///
  /// - Parameter read: reads the columns' values, row by row.
  func rows(
    of table: ConformanceTable, _ read: (_ query: String, _ each: ([ColumnValue]) -> Void) throws -> Void
  ) throws -> [[ColumnValue]: [ColumnValue]] {
    let names = table.columns.map { quoted($0.name) }.joined(separator: ", ")
    let places = table.key.compactMap { name in table.columns.firstIndex { $0.name == name } }
    var rows: [[ColumnValue]: [ColumnValue]] = [:]
    try read("SELECT \(names) FROM \(quoted(table.name))") { row in rows[places.map { row[$0] }] = row }
    return rows
  }
}
