internal import PostgreSQL
internal import RecordStores
internal import ServerStores

/// Reads what pg_catalog says of the schema's tables.
struct PostgresCatalogue: ServerCatalogue {
  let engine: PostgresEngine

  /// Rows of texts; the first parameter is the table's name, the second the schema's.
  ///
  /// While the catalogue is read somebody may drop a table of theirs, and a function of the server that was given its number fails (XX000, "cache
  /// lookup failed"). What is asked again is whole.
  func rows(_ sql: String, _ table: String) throws -> [[String?]] {
    var tries = 3
    while true {
      var rows: [[String?]] = []
      do throws(ServerError) {
        try engine.asking {
          try engine.connection.query(sql, engine.dialect.place(of: table)) { row in
            rows.append((0..<row.count).map { row.text($0) })
          }
        }
        return rows
      } catch {
        tries -= 1
        guard case .other(code: "XX000", message: _) = error, tries > 0 else { throw error }
      }
    }
  }

  static let isTheTable = "c.relname = $1 AND n.nspname = $2"
  /// The table, its partitions and the tables that inherit from it, as `c`: a statement on the first is one on all.
  static let family = """
    WITH RECURSIVE family (oid, isTop) AS (
      SELECT c.oid, true FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE \(isTheTable)
      UNION SELECT i.inhrelid, false FROM pg_inherits i JOIN family f ON f.oid = i.inhparent)
    """

  func kind(of table: String) throws -> String? {
    try rows(
      """
      \(Self.family)
      SELECT CASE
        WHEN c.relpersistence = 't' THEN 'temporary table'
        WHEN c.relpersistence = 'u' AND c.relkind = 'r' THEN 'table that is unlogged, and empty after a crash'
        WHEN c.relkind IN ('r', 'p') AND EXISTS (SELECT FROM family f JOIN pg_class m ON m.oid = f.oid WHERE m.relkind = 'f')
          THEN 'table with a foreign table for a part, whose rows another server has'
        WHEN c.relkind IN ('r', 'p') AND EXISTS (SELECT FROM family f JOIN pg_class m ON m.oid = f.oid WHERE m.relpersistence <> 'p' AND m.relkind = 'r')
          THEN 'table with a part that is unlogged, and empty after a crash'
        WHEN c.relkind = 'r' AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid)
          THEN 'table that others inherit from, whose keys can be those of several rows'
        ELSE CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
          WHEN 'f' THEN 'foreign table' WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'composite type' ELSE 'relation of another kind' END
        END
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE \(Self.isTheTable) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'c')
      """, table
    ).first?[0]
  }

  func columns(of table: String) throws -> [CatalogueColumn] {
    let sources = Dictionary(grouping: try generationSources(of: table)) { $0[0] ?? "" }
    return try rows(
      """
      SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated <> '',
        coalesce(array_position(k.conkey, a.attnum), 0), \(PostgresEngine.typeName), a.atthasdef AND a.attgenerated = '',
        CASE WHEN y.typname = 'citext' THEN 'citext' WHEN NOT o.collisdeterministic THEN o.collname WHEN o.oid IS NOT NULL THEN 'by bytes' END
      FROM pg_attribute a \(PostgresEngine.baseType) JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_collation o ON o.oid = a.attcollation LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
      WHERE \(Self.isTheTable) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
      """, table
    ).map {
      var column = CatalogueColumn(
        name: $0[0] ?? "", type: $0[1] ?? "", isNullable: $0[2] == "f", isGenerated: $0[3] == "t",
        hasDefault: $0[6] == "t", keyPlace: Int($0[4] ?? "") ?? 0, content: Self.content($0[5] ?? ""),
        sources: Set((sources[$0[0] ?? ""] ?? []).compactMap { $0[1] }))
      // Collations of which two texts are equal if their bytes are are one here.
      column.collation = $0[7]
      return column
    }
  }

  /// Pairs of a generated column and one that it is made from.
  private func generationSources(of table: String) throws -> [[String?]] {
    try rows(
      """
      SELECT a.attname, b.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attrdef f ON f.adrelid = c.oid AND f.adnum = a.attnum
      JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
      JOIN pg_attribute b ON b.attrelid = c.oid AND b.attnum = d.refobjsubid
      WHERE \(Self.isTheTable) AND a.attgenerated <> '' AND b.attnum > 0 AND b.attnum <> a.attnum
      """, table)
  }

  /// - Parameter type: as `PostgresEngine.typeName` has it.
  private static func content(_ type: String) -> ColumnContent {
    switch type {
    case "int2": .integer(bits: 16, isSigned: true)
    case "int4": .integer(bits: 32, isSigned: true)
    case "int8": .integer(bits: 64, isSigned: true)
    case "numeric": .decimal
    case "float4": .real(bits: 32)
    case "float8": .real(bits: 64)
    case "bool": .boolean
    case "text", "varchar", "bpchar", "name", "citext": .text
    case "bytea": .bytes
    case "date": .day
    case "timestamp": .time
    case "timestamptz": .moment
    case "json": .json(isRewritten: false)
    case "jsonb": .json(isRewritten: true)
    default: .other
    }
  }

  func indexes(of table: String) throws -> [(columns: [String], isUnique: Bool)] {
    // One row a column, in order; an expression has no name and ends what the index can serve.
    let rows = try rows(
      """
      SELECT x.indexrelid::text, a.attname, x.indisunique AND x.indimmediate AND x.indisvalid AND \(Self.comparesAsItsColumns)
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

  /// Tells if what an index calls different is different to a statement, too. An index by bytes lets a column have both `a` and `A`, and where the column's own collation calls
  /// them equal, a statement that names one row means both.
  private static let comparesAsItsColumns = """
    NOT EXISTS (SELECT FROM generate_series(0, x.indnkeyatts - 1) s JOIN pg_opclass o ON o.oid = x.indclass[s]
      LEFT JOIN pg_attribute b ON b.attrelid = x.indrelid AND b.attnum = x.indkey[s] LEFT JOIN pg_collation l ON l.oid = b.attcollation
      WHERE o.opcname NOT LIKE '%pattern\\_ops' AND (NOT o.opcdefault OR EXISTS (SELECT FROM pg_opclass d
          WHERE d.opcmethod = o.opcmethod AND d.opcdefault AND d.opcintype = b.atttypid AND d.oid <> o.oid))
        OR NOT l.collisdeterministic AND x.indcollation[s] <> b.attcollation)
    """

  func references(to table: String) throws -> [CatalogueReference] {
    let rows = try rows(
      """
      \(Self.family)
      SELECT k.oid::text, nullif(place.nspname, \(engine.dialect.literal(engine.settings.schema))), child.relname, a.attname, b.attname,
        CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END,
        k.convalidated AND NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgconstraint = k.oid AND g.tgenabled NOT IN ('O', 'A'))
      FROM pg_constraint k JOIN family c ON c.oid = k.confrelid
      JOIN pg_class child ON child.oid = k.conrelid JOIN pg_namespace place ON place.oid = child.relnamespace
      CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS p (own, parent, place)
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.own
      JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = p.parent
      WHERE k.contype = 'f' AND k.conparentid = 0 ORDER BY k.oid, p.place
      """, table)
    return Dictionary(grouping: rows) { $0[0] ?? "" }.sorted { $0.key < $1.key }.map { _, rows in
      CatalogueReference(
        table: TableName(schema: rows[0][1], table: rows[0][2] ?? "").text, columns: rows.map { $0[3] ?? "" },
        parentColumns: rows.map { $0[4] ?? "" }, onDelete: rows[0][5] ?? "", isEnforced: rows[0][6] == "t")
    }
  }

  /// pg_catalog shows triggers and references to every role.
  func unseen(of table: String, events: Set<TableEvent>) -> [SchemaFinding] { [] }

  /// What hides rows or refuses statements is a rule, told with the triggers, a policy or a right, told by `lacking`.
  func otherRefusals(of table: String) -> [SchemaFinding] { [] }

  func triggers(of table: String) throws -> [CatalogueTrigger] {
    // Bits of tgtype: 4 insert, 8 delete, 16 update, 32 truncate. One row for each column of UPDATE OF.
    let triggers = try rows(
      """
      \(Self.family)
      SELECT g.oid, g.tgname, g.tgtype & 4 <> 0, g.tgtype & 8 <> 0, g.tgtype & 16 <> 0, a.attname,
        CASE WHEN p.prolang NOT IN (12, 13) AND NOT EXISTS (SELECT FROM unnest(p.proconfig) s (setting) WHERE s.setting LIKE 'search_path=%')
          THEN format('ALTER FUNCTION %I.%I() SET search_path = %I, pg_temp', f.nspname, p.proname, f.nspname) END,
        g.tgrelid::regclass::text, g.tgtype::text, g.tgenabled::text, pg_get_triggerdef(g.oid), pg_get_functiondef(p.oid), p.proconfig::text,
        CASE WHEN p.prosecdef THEN pg_get_userbyid(p.proowner) END
      FROM pg_trigger g JOIN family c ON c.oid = g.tgrelid JOIN pg_proc p ON p.oid = g.tgfoid JOIN pg_namespace f ON f.oid = p.pronamespace
        LEFT JOIN pg_attribute a ON a.attrelid = g.tgrelid AND a.attnum = ANY (g.tgattr::int2[])
      WHERE NOT g.tgisinternal AND g.tgenabled <> 'D' AND (c.isTop OR g.tgparentid = 0)
      """, table)
    // A rule writes a statement anew: as little of it is listed.
    let rules = try rows(
      """
      SELECT r.oid, r.rulename, r.ev_type = '3', r.ev_type = '4', r.ev_type = '2', NULL
      FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE \(Self.isTheTable) AND r.ev_type <> '1'
      """, table)
    return [triggers, rules].flatMap { Dictionary(grouping: $0) { $0[0] ?? "" }.values }.map { rows in
      let events = zip([TableEvent.insert, .delete, .update], rows[0][2...4]).filter { $0.1 == "t" }.map(\.0)
      let columns = Set(rows.compactMap { $0[5] })
      return CatalogueTrigger(
        name: rows[0][1] ?? "", events: Set(events), assignedColumns: columns.isEmpty ? nil : columns,
        text: Self.text(rows[0]), pathRemedy: rows[0].count > 6 ? rows[0][6] : nil)
    }.sorted { $0.name < $1.name }
  }

  /// What a review is of: the trigger and its function. A rule has none.
  private static func text(_ row: [String?]) -> TriggerText? {
    guard row.count > 13 else { return nil }
    return TriggerText([
      "name": row[1], "table": row[7], "events": row[8], "enabled": row[9], "definition": row[10],
      "function": row[11], "settings": row[12], "owner": row[13],
    ])
  }

  func warnings(about table: String) throws -> [SchemaFinding] {
    let relatives = try rows(
      """
      SELECT CASE WHEN c.oid = i.inhparent THEN 'child' ELSE 'parent' END, other.oid::regclass::text
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_inherits i ON c.oid IN (i.inhparent, i.inhrelid)
      JOIN pg_class other ON other.oid = CASE WHEN c.oid = i.inhparent THEN i.inhrelid ELSE i.inhparent END
      WHERE \(Self.isTheTable) AND NOT other.relispartition AND c.relkind = 'r' AND NOT c.relispartition ORDER BY 1, 2
      """, table)
    func names(_ kind: String) -> String {
      relatives.filter { $0[0] == kind }.compactMap { $0[1] }.joined(separator: ", ")
    }
    var warnings: [SchemaFinding] = []
    if relatives.contains(where: { $0[0] == "child" }) {
      warnings.append(
        .other(
          table: table,
          message:
            "the rows of \(names("child")), which inherit from it, are its rows, and no index keeps their keys apart",
          remedy: "see that no two of them have one key, or the batch that meets it is not made"))
    }
    if relatives.contains(where: { $0[0] == "parent" }) {
      warnings.append(
        .other(
          table: table, message: "its rows are rows of \(names("parent")), too, from which it inherits",
          remedy: "bind one of them, or the same rows are counted twice"))
    }
    return warnings
  }
}

extension PostgresEngine {
  func shape(of table: String) throws(ServerError) -> TableShape? {
    let words = try words(of: table)
    let foreign = try foreignTypes(of: table)
    var columns: [ColumnShape] = []
    try asking {
      try connection.query(
        """
        SELECT a.attname, format_type(y.oid, NULL), \(Self.typeName), y.typcategory, a.attgenerated <> '', NOT a.attnotnull,
          y.oid IN ('text'::regtype, 'varchar'::regtype, 'name'::regtype) AND coalesce(o.collisdeterministic, true)
        FROM pg_attribute a LEFT JOIN pg_collation o ON o.oid = a.attcollation JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        \(Self.baseType)
        WHERE c.relname = $1 AND n.nspname = $2 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
        """, dialect.place(of: table)
      ) { row in
        columns.append(
          ColumnShape(
            name: row.text(0) ?? "", type: Self.castable(row.text(1) ?? ""),
            family: Self.family(row.text(2) ?? "", row.text(3) ?? ""),
            isGenerated: row.text(4) == "t", isNullable: row.text(5) == "t",
            comparesBytes: row.text(6) == "t",
            base: row.text(2) ?? "", words: words[row.text(0) ?? ""],
            foreign: foreign[row.text(0) ?? ""]))
      }
    }
    return columns.isEmpty ? nil : TableShape(columns: columns)
  }

  /// The words of each column that is an enumeration.
  private func words(of table: String) throws(ServerError) -> [String: [String]] {
    var words: [String: [String]] = [:]
    try asking {
      try connection.query(
        """
        SELECT a.attname, e.enumlabel FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        \(Self.baseType) JOIN pg_enum e ON e.enumtypid = y.oid
        WHERE c.relname = $1 AND n.nspname = $2 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY e.enumsortorder
        """, dialect.place(of: table)
      ) { row in words[row.text(0) ?? "", default: []].append(row.text(1) ?? "") }
    }
    return words
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
            (SELECT string_agg(concat_ws(',', a.attnum, e.oid, e.enumlabel), ';' ORDER BY a.attnum, e.oid)
             FROM pg_attribute a \(Self.baseType) JOIN pg_enum e ON e.enumtypid = y.oid
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
            (SELECT string_agg(concat_ws(',', g.oid, g.tgtype, g.tgenabled, md5(pg_get_triggerdef(g.oid)),
               p.oid, p.prosrc, p.probin, p.prolang, p.prosecdef, p.proowner, p.proconfig), ';' ORDER BY g.oid)
             FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
             WHERE g.tgrelid IN (SELECT c.oid UNION ALL SELECT t.relid FROM pg_partition_tree(c.oid) t) AND NOT g.tgisinternal),
            (SELECT string_agg(concat_ws(',', k.oid, k.contype, k.confdeltype), ';' ORDER BY k.oid)
             FROM pg_constraint k WHERE k.conrelid = c.oid OR k.confrelid = c.oid),
            (SELECT string_agg(r.oid::text, ';' ORDER BY r.oid) FROM pg_rewrite r WHERE r.ev_class = c.oid)))
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = $1 AND n.nspname = $2
          """, dialect.place(of: table)
        ) { fingerprint += ($0.text(0) ?? "") }
      }
    }
    return fingerprint
  }
}
