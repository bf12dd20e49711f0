internal import RecordStores
internal import ServerStores

extension MariaDBCatalogue {
  func quoted(_ name: String) -> String { engine.dialect.quoted(name) }

  func keepers(of table: String) throws -> [KeptCopy] {
    try rows(
      """
      SELECT DISTINCT s.index_name FROM information_schema.statistics s
      WHERE s.table_schema = ? AND s.table_name = ? AND s.index_type = 'FULLTEXT' ORDER BY 1
      """, table
    ).map { row in
      KeptCopy(
        "FULLTEXT index \(row[0] ?? "") of \(table)", endsWithRewriting: true,
        "may have words of deleted rows until the table is written anew: run `retentiond scrub --rewrite \(engine.store)`"
      )
    }
  }

  func otherTables(than table: String) throws -> [CatalogueTable] {
    let schema = engine.dialect.place(of: table).database
    let rows = try rows(
      """
      SELECT c.table_name, c.column_name FROM information_schema.columns c
      JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
      WHERE c.table_schema = ? AND c.table_name <> ? AND t.table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')
      ORDER BY c.table_name, c.ordinal_position
      """, table)
    let prefix = engine.dialect.place(of: "t").database == schema ? "" : schema + "."
    return CatalogueTable.tables(of: rows.map { (prefix + ($0[0] ?? ""), $0[1] ?? "") })
  }
}
