internal import PostgreSQL
internal import RecordStores
internal import ServerStores

/// What pg_catalog says of the schema's tables.
struct PostgresCatalogue: SchemaCatalogue {
  let engine: PostgresEngine

  /// Rows of texts; the first parameter is the table's name, the second the schema's.
  private func rows(_ sql: String, _ table: String) throws -> [[String?]] {
    var rows: [[String?]] = []
    try engine.connection.query(sql, [table, engine.settings.schema]) { row in
      rows.append((0..<row.count).map { row.text($0) })
    }
    return rows
  }

  private static let isTheTable = "c.relname = $1 AND n.nspname = $2"

  func kind(of table: String) throws -> String? {
    try rows(
      """
      SELECT CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
        WHEN 'f' THEN 'foreign table' ELSE 'relation of another kind' END
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE \(Self.isTheTable) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'i')
      """, table
    ).first?[0]
  }

  func columns(of table: String) throws -> [CatalogueColumn] {
    try rows(
      """
      SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated <> '',
        coalesce(array_position(k.conkey, a.attnum), 0)
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
      WHERE \(Self.isTheTable) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
      """, table
    ).map {
      CatalogueColumn(
        name: $0[0] ?? "", type: $0[1] ?? "", isNullable: $0[2] == "f", isGenerated: $0[3] == "t",
        keyPlace: Int($0[4] ?? "") ?? 0)
    }
  }

  func indexes(of table: String) throws -> [(columns: [String], isUnique: Bool)] {
    // One row a column, in order; an expression has no name and ends what the index can serve.
    let rows = try rows(
      """
      SELECT x.indexrelid::text, a.attname, x.indisunique AND x.indimmediate AND x.indisvalid
      FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL unnest(x.indkey[0:x.indnkeyatts - 1]) WITH ORDINALITY AS p (attnum, place)
      LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.attnum AND p.attnum > 0
      WHERE \(Self.isTheTable) AND x.indpred IS NULL AND x.indisready ORDER BY x.indexrelid, p.place
      """, table)
    let indexes = Dictionary(grouping: rows) { $0[0] ?? "" }
    return indexes.values.map { rows -> (columns: [String], isUnique: Bool) in
      let columns = rows.map { $0[1] }.prefix { $0 != nil }.compactMap(\.self)
      return (columns, rows[0][2] == "t" && columns.count == rows.count)
    }
  }

  func references(to table: String) throws -> [CatalogueReference] {
    let rows = try rows(
      """
      SELECT k.oid::text, CASE WHEN child.relnamespace = c.relnamespace THEN '' ELSE child.relnamespace::regnamespace || '.' END || child.relname, a.attname, b.attname,
        CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_class child ON child.oid = k.conrelid
      CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS p (own, parent, place)
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.own
      JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = p.parent
      WHERE \(Self.isTheTable) AND k.contype = 'f' AND k.conparentid = 0 ORDER BY k.oid, p.place
      """, table)
    return Dictionary(grouping: rows) { $0[0] ?? "" }.sorted { $0.key < $1.key }.map { _, rows in
      CatalogueReference(
        table: rows[0][1] ?? "", columns: rows.map { $0[2] ?? "" }, parentColumns: rows.map { $0[3] ?? "" },
        onDelete: rows[0][4] ?? "")
    }
  }

  func triggers(of table: String) throws -> [(name: String, events: Set<String>)] {
    // Bits of tgtype: 4 insert, 8 delete, 16 update, 32 truncate.
    let triggers = try rows(
      """
      SELECT g.tgname, g.tgtype & 4 <> 0, g.tgtype & 8 <> 0, g.tgtype & 16 <> 0
      FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE \(Self.isTheTable) AND NOT g.tgisinternal AND g.tgenabled <> 'D'
      """, table)
    // A rule writes a statement anew: as little of it is listed.
    let rules = try rows(
      """
      SELECT r.rulename, r.ev_type = '3', r.ev_type = '4', r.ev_type = '2'
      FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE \(Self.isTheTable) AND r.ev_type <> '1'
      """, table)
    return (triggers + rules).map { row in
      let events = zip(["INSERT", "DELETE", "UPDATE"], row.dropFirst()).filter { $0.1 == "t" }.map(\.0)
      return (row[0] ?? "", Set(events))
    }
  }
}

extension PostgresEngine {
  func shape(of table: String) throws(ServerError) -> TableShape? {
    var columns: [ColumnShape] = []
    try asking {
      try connection.query(
        """
        SELECT a.attname, format_type(a.atttypid, NULL), y.typname, y.typcategory, a.attgenerated <> ''
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_type d ON d.oid = a.atttypid JOIN pg_type y ON y.oid = CASE WHEN d.typtype = 'd' THEN d.typbasetype ELSE d.oid END
        WHERE c.relname = $1 AND n.nspname = $2 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
        """, [table, settings.schema]
      ) { row in
        columns.append(
          ColumnShape(
            name: row.text(0) ?? "", type: Self.castable(row.text(1) ?? ""),
            family: Self.family(row.text(2) ?? "", row.text(3) ?? ""),
            isGenerated: row.text(4) == "t"))
      }
    }
    return columns.isEmpty ? nil : TableShape(columns: columns)
  }

  /// `character` alone is one character, to which a cast cuts.
  private static func castable(_ type: String) -> String {
    switch type {
    case "character": "bpchar"
    case "bit": "varbit"
    default: type
    }
  }

  private static func family(_ type: String, _ category: String) -> TypeFamily {
    switch type {
    case "int2", "int4", "int8": .integer
    case "numeric", "float4", "float8": .number
    case "date": .date
    case "timestamp": .timestamp
    case "timestamptz": .instant
    case "bytea": .blob
    case "text", "varchar", "bpchar", "name": .text
    default: category == "S" ? .text : .other
    }
  }

  func fingerprint(of tables: [String]) throws(ServerError) -> String {
    var fingerprint = ""
    try asking {
      for table in tables {
        try connection.query(
          """
          SELECT md5(concat_ws('|', c.oid, c.relkind,
            (SELECT string_agg(concat_ws(',', a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attgenerated), ';' ORDER BY a.attnum)
             FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
            (SELECT string_agg(concat_ws(',', g.oid, g.tgtype, g.tgenabled), ';' ORDER BY g.oid)
             FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal),
            (SELECT string_agg(concat_ws(',', k.oid, k.contype, k.confdeltype), ';' ORDER BY k.oid)
             FROM pg_constraint k WHERE k.conrelid = c.oid OR k.confrelid = c.oid),
            (SELECT string_agg(r.oid::text, ';' ORDER BY r.oid) FROM pg_rewrite r WHERE r.ev_class = c.oid)))
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = $1 AND n.nspname = $2
          """, [table, settings.schema]
        ) { fingerprint += ($0.text(0) ?? "") }
      }
    }
    return fingerprint
  }
}
