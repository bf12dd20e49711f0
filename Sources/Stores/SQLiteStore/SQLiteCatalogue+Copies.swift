internal import RecordStores
internal import SQLWords
internal import SQLite

extension SQLiteCatalogue {
  func quoted(_ name: String) -> String { sqlite.quoted(name) }

  /// The full-text tables that are made from the table's rows, also by way of a view.
  func keepers(of table: String) throws -> [KeptCopy] {
    let sources = try Set([table.lowercased()] + views(of: table))
    return try fullTextTables().filter { $0.content.map(sources.contains) ?? false }.map { index in
      let name = sqlite.quoted(index.name)
      return KeptCopy(
        "full-text table \(index.name)",
        "is made from \(table), and may have words of deleted rows until somebody takes them out of it: run INSERT INTO \(name)(\(name)) VALUES ('rebuild')"
      )
    }
  }

  /// The views in whose text the table's name stands, in small letters.
  private func views(of table: String) throws -> [String] {
    let name = Array(table.lowercased().utf8)
    return try rows("SELECT name, sql FROM sqlite_schema WHERE type = 'view'", nil) {
      (name: $0.text(0) ?? "", parts: SQLTokens($0.text(1) ?? "").parts)
    }.filter { $0.parts.contains(.word(name)) || $0.parts.contains(.name(name)) }.map { $0.name.lowercased() }
  }

  func otherTables(than table: String) throws -> [CatalogueTable] {
    let rows = try rows(
      """
      SELECT t.name, x.name FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS x
      WHERE t.schema = 'main' AND t.type IN ('table', 'virtual') AND t.name <> ?1 COLLATE NOCASE AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
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
      return (table.name, Self.content(table.sql))
    }
  }

  /// What stands behind `content =`, without its quotes, in small letters.
  private static func content(_ sql: String) -> String? {
    guard let found = sql.firstMatch(of: #/(?i)\bcontent\s*=\s*/#) else { return nil }
    let rest = sql[found.range.upperBound...]
    guard let quote = rest.first, let end = ["'": "'", "\"": "\"", "`": "`", "[": "]"][quote] as Character?
    else {
      return rest.prefix { !$0.isWhitespace && $0 != "," && $0 != ")" }.lowercased()
    }
    // A quote within is written twice.
    var text = ""
    var characters = rest.dropFirst()
    while let character = characters.popFirst() {
      if character == end {
        guard characters.first == end, end != "]" else { break }
        characters.removeFirst()
      }
      text.append(character)
    }
    return text.lowercased()
  }
}
