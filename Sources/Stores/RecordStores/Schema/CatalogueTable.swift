/// The name of a table, as stores.json would write it, with the names of its columns.
package struct CatalogueTable: Hashable, Sendable {
  package let name: String
  package let columns: [String]

  package init(name: String, columns: [String]) {
    self.name = name
    self.columns = columns
  }

  /// Joins rows of a table's name and a column's.
  package static func tables(of rows: [(table: String, column: String)]) -> [CatalogueTable] {
    Dictionary(grouping: rows, by: \.table).sorted { $0.key < $1.key }.map { name, rows in
      CatalogueTable(name: name, columns: rows.map(\.column))
    }
  }
}
