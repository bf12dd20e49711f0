internal import RecordStores
internal import SQLite

extension SQLiteCatalogue {
  /// The full-text tables that are made from the table's rows.
  func keepers(of table: String) throws -> [KeptCopy] {
    try fullTextTables().filter { $0.content == table.lowercased() }.map { index in
      KeptCopy(
        "full-text table \(index.name)",
        "is made from \(table), and has the words of deleted rows until somebody takes them out of it: run INSERT INTO \(index.name)(\(index.name)) VALUES ('rebuild')"
      )
    }
  }

  func otherTables(than table: String) throws -> [CatalogueTable] {
    let rows = try rows(
      """
      SELECT t.name, x.name FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS x
      WHERE t.schema = 'main' AND t.type = 'table' AND t.name <> ?1 COLLATE NOCASE AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      ORDER BY t.name, x.cid
      """, table
    ) { (table: $0.text(0) ?? "", column: $0.text(1) ?? "") }
    return CatalogueTable.tables(of: rows)
  }

  /// The full-text tables of the file, with the table that each is made from, in small letters; nil for one that has texts of its own.
  private func fullTextTables() throws -> [(name: String, content: String?)] {
    let made = try rows(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'", nil
    ) { (name: $0.text(0) ?? "", sql: $0.text(1) ?? "") }
    return made.compactMap { table in
      let parts = table.sql.firstMatch(of: #/(?i)\busing\s+fts[345]\b/#)
      guard parts != nil else { return nil }
      let content = table.sql.firstMatch(of: #/(?i)\bcontent\s*=\s*["'`\[]?([^"'`\],)\s]*)/#)
      return (table.name, content.map { $0.1.lowercased() })
    }
  }
}
