internal import RecordStores
internal import SQLite

/// Texts of a file in UTF-16, which SQLite hands over in UTF-8. It joins half of a surrogate pair with whatever unit is behind it to another
/// character, so that two keys become one, and the key that was read finds the other row.
extension SQLiteCatalogue {
  /// Refuses the columns that can hold a text, whatever is in them today: the application could write another one at any time.
  func alteredTexts(in columns: Set<String>, of table: String) throws -> SchemaFinding? {
    let encoding = try connection.text("PRAGMA main.encoding") ?? ""
    guard encoding != "UTF-8" else { return nil }
    let held = try textColumns(of: table).filter { name in
      columns.contains { $0.lowercased() == name.lowercased() }
    }
    guard !held.isEmpty else { return nil }
    return .other(
      table: table,
      message:
        "the database keeps texts in \(encoding), and SQLite reads half of a surrogate pair as another character, so that two values of \(held.joined(separator: ", ")) could pass for one",
      remedy:
        "move the application to a copy in UTF-8, which `sqlite3 OLD .dump | sqlite3 NEW` makes, then look whether its indexes and rows are all there"
    )
  }

  /// The columns that can hold a text. A declared type keeps none out, but for the number that a rowid is and in a STRICT table.
  private func textColumns(of table: String) throws -> [String] {
    try rows(
      """
      SELECT x.name FROM pragma_table_xinfo(?1) x JOIN pragma_table_list l ON l.schema = 'main' AND l.name = ?1 COLLATE NOCASE
      WHERE NOT (l.strict AND upper(x.type) NOT IN ('TEXT', 'ANY'))
      AND NOT (x.pk > 0 AND upper(x.type) = 'INTEGER' AND NOT l.wr
        AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?1) i WHERE i.origin = 'pk')
        AND (SELECT count(*) FROM pragma_table_xinfo(?1) k WHERE k.pk > 0) = 1)
      ORDER BY x.cid
      """, table
    ) { $0.text(0) ?? "" }
  }
}
