internal import RecordStores
internal import SQLite

/// Reads what refuses rows from the statements that made the table and its indexes: SQLite keeps them as they were written, and says it nowhere else.
extension SQLiteCatalogue {
  func constraints(of table: String) throws -> [CatalogueConstraint] {
    let names = try columns(of: table).map(\.name)
    let indexes = try rows(
      """
      SELECT l.name, l.partial OR EXISTS (SELECT 1 FROM pragma_index_info(l.name) i WHERE i.name IS NULL), s.sql
      FROM pragma_index_list(?1) l JOIN sqlite_schema s ON s.type = 'index' AND s.name = l.name WHERE l."unique" ORDER BY l.name
      """, table
    ) { (name: $0.text(0) ?? "", isSpecial: $0.integer(1) == 1, sql: $0.text(2) ?? "") }
    let unique = indexes.filter(\.isSpecial).map { index in
      // The index's own name and the table's stand before the first bracket.
      let words = SQLTokens(index.sql)
      let start = words.parts.firstIndex(of: .symbol(UInt8(ascii: "("))) ?? words.parts.endIndex
      return CatalogueConstraint(
        name: index.name, kind: .unique(nullsAreAlike: false),
        columns: words.columns(among: names, in: start..<words.parts.endIndex), definition: index.sql)
    }
    let sql = try rows(
      "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE", table
    ) { $0.text(0) ?? "" }.first
    let words = SQLTokens(sql ?? "")
    let checks = words.bracketed(after: "check").map { range -> CatalogueConstraint in
      let columns = words.columns(among: names, in: range)
      let shown = words.text(of: range)
      let isNotNull =
        columns.count == 1 && shown.lowercased() == "\(columns.first ?? "") is not null".lowercased()
      return CatalogueConstraint(
        name: "CHECK", kind: .check(isNotNull: isNotNull), columns: columns, definition: shown)
    }
    return unique + checks
  }
}
