internal import RecordStores
internal import ServerStores

extension PostgresCatalogue {
  func quoted(_ name: String) -> String { engine.dialect.quoted(name) }

  func keepers(of table: String) throws -> [KeptCopy] {
    try views(of: table) + publications(of: table) + idleSlots(beside: table)
  }

  /// The materialized views that are made from the table, also by way of other views.
  private func views(of table: String) throws -> [KeptCopy] {
    try rows(
      """
      \(Self.family),
      made (oid) AS (
        SELECT oid FROM family
        UNION SELECT r.ev_class FROM made m JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = m.oid AND d.classid = 'pg_rewrite'::regclass
          JOIN pg_rewrite r ON r.oid = d.objid)
      SELECT DISTINCT nullif(n.nspname, \(engine.dialect.literal(engine.settings.schema))), c.relname, quote_ident(n.nspname) || '.' || quote_ident(c.relname)
      FROM made m JOIN pg_class c ON c.oid = m.oid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'm' AND c.relispopulated ORDER BY 1, 2
      """, table
    ).map { row in
      let name = row.prefix(2).compactMap(\.self).joined(separator: ".")
      return KeptCopy(
        "materialized view \(name)",
        "may have the rows until somebody runs REFRESH MATERIALIZED VIEW \(row[2] ?? name), after those that it is made from"
      )
    }
  }

  /// The server refuses each DELETE from a published table of which it cannot tell subscribers which row went.
  func keylessObstacle(of table: String) throws -> SchemaFinding? {
    let publications = try rows(
      """
      \(Self.family)
      SELECT DISTINCT p.pubname FROM pg_publication p JOIN pg_publication_tables t ON t.pubname = p.pubname
      JOIN pg_namespace n ON n.nspname = t.schemaname JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.tablename
      JOIN family f ON f.oid = c.oid WHERE (p.pubdelete OR p.pubupdate) AND c.relreplident NOT IN ('f', 'i') ORDER BY 1
      """, table
    ).compactMap { $0[0] }
    guard !publications.isEmpty else { return nil }
    return .other(
      table: table,
      message:
        "it has no key, and publication \(publications.joined(separator: ", ")) sends what is deleted: the server refuses each DELETE, since subscribers could not tell which row went",
      remedy: "ALTER TABLE \(engine.dialect.table(table)) REPLICA IDENTITY FULL, or add a primary key")
  }

  /// The publications that send the table's rows to others.
  private func publications(of table: String) throws -> [KeptCopy] {
    try rows(
      """
      \(Self.family)
      SELECT DISTINCT p.pubname, p.pubdelete AND p.pubupdate FROM pg_publication p JOIN pg_publication_tables t ON t.pubname = p.pubname
      JOIN pg_namespace n ON n.nspname = t.schemaname JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.tablename
      JOIN family f ON f.oid = c.oid ORDER BY 1
      """, table
    ).map { row in
      KeptCopy(
        "publication \(row[0] ?? "")",
        row[1] == "t"
          ? "sends the rows to its subscribers, which delete and change them as well: what they keep beside is to be purged there"
          : "sends the rows to its subscribers and not what becomes of them: add delete and update to what it publishes, or purge there"
      )
    }
  }

  /// The replication slots that nobody reads.
  private func idleSlots(beside table: String) throws -> [KeptCopy] {
    try rows(
      """
      SELECT s.slot_name FROM pg_replication_slots s WHERE NOT s.active AND s.restart_lsn IS NOT NULL AND s.wal_status <> 'lost'
        AND $1 <> '' AND $2 <> '' ORDER BY 1
      """, table
    ).map { row in
      KeptCopy(
        "replication slot \(row[0] ?? "")",
        "has no reader, and the server keeps the log with the deleted rows for it: let its reader come, or drop it"
      )
    }
  }

  func otherTables(than table: String) throws -> [CatalogueTable] {
    let rows = try rows(
      """
      \(Self.family)
      SELECT nullif(n.nspname, \(engine.dialect.literal(engine.settings.schema))), c.relname, a.attname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE n.nspname = $2 AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
        AND c.oid NOT IN (SELECT oid FROM family) ORDER BY c.relname, a.attnum
      """, table)
    return CatalogueTable.tables(
      of: rows.map { ([$0[0], $0[1]].compactMap(\.self).joined(separator: "."), $0[2] ?? "") })
  }
}
