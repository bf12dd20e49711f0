internal import PostgreSQL
internal import RecordStores
internal import ServerStores

/// What the role may do, by the server's own functions: they know of roles that are inherited, of PUBLIC, and of rights on columns.
extension PostgresCatalogue {
  func lacking(_ rights: TableRights) throws -> (toRead: [SchemaFinding], toChange: [SchemaFinding]) {
    let found = try rows(
      """
      SELECT has_schema_privilege(n.oid, 'USAGE'), has_table_privilege(c.oid, 'SELECT'), has_table_privilege(c.oid, 'INSERT'),
        has_table_privilege(c.oid, 'DELETE'), has_any_column_privilege(c.oid, 'UPDATE'), row_security_active(c.oid), current_user
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE \(Self.isTheTable)
      """, rights.table
    ).first
    guard let found else { return ([], []) }
    func may(_ place: Int) -> Bool { found[place] == "t" }
    let grants = PostgresGrants(schema: engine.settings.schema, role: found[6] ?? "")
    var toRead: [SchemaFinding] = []
    if !may(0) {
      let schema = engine.dialect.place(of: rights.table)[1]
      toRead.append(
        .notAllowed(table: rights.table, rights: ["use the schema"], grant: grants.grantUsage(of: schema)))
    }
    if may(5) { toRead.append(.rowsHidden(table: rights.table, account: found[6] ?? "")) }
    let columns = try columnRights(on: rights.table)
    var lacking = TableRights(table: rights.table, reads: rights.reads)
    if !may(1) {
      let hidden = Set(
        columns.filter { $0[1] != "t" && rights.reads?.contains($0[0] ?? "") != false }.compactMap { $0[0] })
      // Somebody without a right on any column cannot even count.
      if !hidden.isEmpty || columns.allSatisfy({ $0[1] != "t" }) {
        lacking.reads = rights.reads.map { hidden.isEmpty ? $0 : hidden }
        toRead += grants.findings(lacking, selecting: true)
      }
    }
    lacking.inserts = rights.inserts && !may(2) && !columns.allSatisfy { $0[3] == "t" || $0[4] == "t" }
    lacking.deletes = rights.deletes && !may(3)
    lacking.updates = rights.updates.intersection(
      columns.filter { $0[2] != "t" }.compactMap { $0[0] })
    if rights.locks != nil, lacking.updates.isEmpty, !may(4) { lacking.locks = rights.locks }
    let toChange = grants.findings(lacking, selecting: false)
    return (toRead, toChange + (may(1) ? [] : try lackingPlaces(rights, grants)))
  }

  /// The right on the columns that say where a row is, if it is needed and lacking.
  private func lackingPlaces(_ rights: TableRights, _ grants: PostgresGrants) throws -> [SchemaFinding] {
    let places = grants.placeColumns(rights)
    guard !places.isEmpty, try !maySeePlaces(of: rights.table) else { return [] }
    return [grants.finding(["SELECT " + grants.list(places)], on: rights.table)]
  }

  /// Reads of each column its name, whether it may be read, changed and inserted, and whether it is generated.
  private func columnRights(on table: String) throws -> [[String?]] {
    try rows(
      """
      SELECT a.attname, has_column_privilege(c.oid, a.attnum, 'SELECT'), has_column_privilege(c.oid, a.attnum, 'UPDATE'),
        has_column_privilege(c.oid, a.attnum, 'INSERT'), a.attgenerated <> ''
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE \(Self.isTheTable) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
      """, table)
  }

  /// Tells if the account may read where rows are: by their places they are changed.
  private func maySeePlaces(of table: String) throws -> Bool {
    try rows(
      """
      SELECT has_column_privilege(c.oid, 'ctid', 'SELECT') AND has_column_privilege(c.oid, 'tableoid', 'SELECT')
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE \(Self.isTheTable)
      """, table
    ).first?.first == "t"
  }

  func excess(on table: String) throws -> [SchemaFinding] {
    let isOwner = try rows(
      """
      SELECT pg_has_role(c.relowner, 'USAGE') AND NOT r.rolsuper
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.rolname = current_user
      WHERE \(Self.isTheTable)
      """, table
    ).first?[0]
    guard isOwner == "t" else { return [] }
    return [
      .other(
        table: table, message: "the account of stores.json owns it, and so could alter or drop it",
        remedy: "use a role that owns nothing, with what `retentiond grants` prints")
    ]
  }

  // MARK: What refuses rows

  func constraints(of table: String) throws -> [CatalogueConstraint] {
    let indexes = try rows(
      """
      \(Self.family)
      SELECT i.relname, CASE WHEN x.indisexclusion THEN 'x' WHEN pg_get_indexdef(i.oid) LIKE '%NULLS NOT DISTINCT%' THEN 'n' ELSE 'u' END,
        pg_get_indexdef(i.oid), a.attname
      FROM pg_index x JOIN family c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
      LEFT JOIN pg_constraint k ON k.conindid = i.oid AND k.conrelid = x.indrelid AND k.contype IN ('u', 'x')
      JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum > 0
      WHERE (x.indisunique OR x.indisexclusion) AND x.indislive AND (c.isTop OR NOT i.relispartition)
        AND (x.indpred IS NOT NULL OR x.indexprs IS NOT NULL OR NOT x.indimmediate OR x.indisexclusion
          OR pg_get_indexdef(i.oid) LIKE '%NULLS NOT DISTINCT%')
        AND (a.attnum = ANY (x.indkey[0:x.indnkeyatts - 1]) OR EXISTS (SELECT 1 FROM pg_depend d
          WHERE (d.classid = 'pg_class'::regclass AND d.objid = i.oid OR d.classid = 'pg_constraint'::regclass AND d.objid = k.oid)
            AND d.refclassid = 'pg_class'::regclass AND d.refobjid = x.indrelid AND d.refobjsubid = a.attnum))
      """, table)
    let checks = try rows(
      """
      \(Self.family)
      SELECT k.conname, 'c', pg_get_constraintdef(k.oid), a.attname
      FROM pg_constraint k JOIN family c ON c.oid = k.conrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
      WHERE k.contype = 'c' AND (c.isTop OR k.coninhcount = 0)
      UNION ALL SELECT k.conname, 'c', pg_get_constraintdef(k.oid), a.attname
      FROM family c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 JOIN pg_constraint k ON k.contypid = a.atttypid
      WHERE c.isTop AND k.contype = 'c'
      UNION ALL SELECT d.typname, 'd', 'NOT NULL of the domain ' || d.typname, a.attname
      FROM family c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 JOIN pg_type d ON d.oid = a.atttypid
      WHERE c.isTop AND d.typnotnull
      UNION ALL SELECT a.attname, 'i', 'GENERATED ALWAYS AS IDENTITY', a.attname
      FROM family c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 WHERE c.isTop AND a.attidentity = 'a'
      """, table)
    return Dictionary(grouping: indexes + checks) { [$0[1] ?? "", $0[0] ?? "", $0[2] ?? ""] }.sorted {
      $0.key.lexicographicallyPrecedes($1.key)
    }.map { words, rows in
      let columns = Set(rows.compactMap { $0[3] })
      return CatalogueConstraint(
        name: words[1], kind: Self.kind(words[0], words[2], columns), columns: columns, definition: words[2])
    }
  }

  private static func kind(_ mark: String, _ definition: String, _ columns: Set<String>)
    -> CatalogueConstraint.Kind
  {
    switch mark {
    case "x": .exclusion
    case "n": .unique(nullsAreAlike: true)
    case "u": .unique(nullsAreAlike: false)
    case "i": .identity
    case "d": .check(isNotNull: true)
    default:
      .check(
        isNotNull: columns.contains { column in
          [column, "\"" + column.doubling("\"") + "\""].contains {
            definition == "CHECK ((\($0) IS NOT NULL))"
          }
        })
    }
  }
}

extension PostgresEngine {
  func excess() throws(ServerError) -> [String] {
    var excess: [String] = []
    try asking {
      try connection.query(
        "SELECT rolsuper, rolbypassrls, current_user FROM pg_roles WHERE rolname = current_user"
      ) { row in
        let role = row.text(2) ?? ""
        if row.text(0) == "t" {
          excess.append(
            "the role \(role) is a superuser, whom nothing keeps from any table: use a role with what `retentiond grants` prints"
          )
        } else if row.text(1) == "t" {
          excess.append(
            "the role \(role) has BYPASSRLS, so that it sees rows of all tables that policies hide: take it away unless a table of stores.json has policies"
          )
        }
      }
    }
    return excess
  }
}
