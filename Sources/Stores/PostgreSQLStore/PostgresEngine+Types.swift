internal import PostgreSQL
internal import RecordStores
internal import ServerStores

/// Types of columns that are not the server's own, and how they are compared.
extension PostgresEngine {
  /// The type `y` of the attribute `a`, or the one below a domain, and below a domain over a domain.
  static let baseType = """
    JOIN LATERAL (
      WITH RECURSIVE chain AS (
        SELECT p.oid, p.typtype, p.typbasetype FROM pg_type p WHERE p.oid = a.atttypid
        UNION ALL SELECT p.oid, p.typtype, p.typbasetype FROM chain h JOIN pg_type p ON p.oid = h.typbasetype WHERE h.typtype = 'd')
      SELECT p.* FROM chain h JOIN pg_type p ON p.oid = h.oid WHERE h.typtype <> 'd') y ON true
    """

  /// What `y` is called, with its schema if it is not the server's own: somebody's type may be called `date`. Of types from elsewhere citext is known by
  /// its name, since whoever makes a type of texts has to be a superuser.
  static let typeName = """
    CASE WHEN y.typnamespace = 'pg_catalog'::regnamespace OR (y.typname = 'citext' AND y.typcategory = 'S') THEN y.typname::text
      ELSE format_type(y.oid, NULL) END
    """

  /// The types of a table's columns that others than the server brought, by column.
  ///
  /// An operator class is a superuser's to make, and so is a type without an enumeration, a range or a row behind it: for those the server's own operators
  /// take any type of the kind. A cast that the type's owner made can lead these to another type, so that the operator's function is called instead,
  /// which takes nothing else, and which no index serves.
  func foreignTypes(of table: String) throws(ServerError) -> [String: ForeignType] {
    var found: [String: ForeignType] = [:]
    try asking {
      try connection.query(
        """
        SELECT a.attname, format_type(y.oid, NULL), o.amname, o.amopstrategy, o.operator, o.function,
          o.opcintype <> y.oid AND EXISTS (SELECT FROM pg_cast k WHERE k.castsource = y.oid AND k.castcontext = 'i'),
          EXISTS (SELECT FROM pg_cast k WHERE k.castsource = y.oid AND k.casttarget = 'text'::regtype AND k.castmethod = 'f')
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        \(Self.baseType)
        LEFT JOIN LATERAL (
          SELECT m.amname, p.amopstrategy, k.opcintype,
            format('OPERATOR(%I.%s)', s.nspname, r.oprname) AS operator, format('%I.%I', t.nspname, f.proname) AS function
          FROM pg_opclass k JOIN pg_am m ON m.oid = k.opcmethod AND m.amname IN ('btree', 'hash')
          JOIN pg_amop p ON p.amopfamily = k.opcfamily AND p.amoplefttype = k.opcintype AND p.amoprighttype = k.opcintype AND p.amoppurpose = 's'
          JOIN pg_operator r ON r.oid = p.amopopr JOIN pg_namespace s ON s.oid = r.oprnamespace
          JOIN pg_proc f ON f.oid = r.oprcode JOIN pg_namespace t ON t.oid = f.pronamespace
          WHERE k.opcdefault AND k.opcintype IN (y.oid, CASE y.typtype WHEN 'e' THEN 'anyenum'::regtype WHEN 'r' THEN 'anyrange'::regtype
            WHEN 'm' THEN to_regtype('anymultirange') WHEN 'c' THEN 'record'::regtype
            ELSE CASE WHEN y.typcategory = 'A' THEN 'anyarray'::regtype END END)
        ) o ON true
        WHERE c.relname = $1 AND n.nspname = $2 AND a.attnum > 0 AND NOT a.attisdropped AND y.typnamespace <> 'pg_catalog'::regnamespace
        ORDER BY a.attnum, o.amname DESC, o.opcintype <> y.oid DESC
        """, dialect.place(of: table)
      ) { row in
        let column = row.text(0) ?? ""
        var comparisons = found[column]?.comparisons ?? [:]
        if let sign = Self.sign(row.text(2), row.text(3)), let named = row.text(4), let function = row.text(5)
        {
          comparisons[sign] = row.text(6) == "t" ? .byFunction(function) : .byOperator(named)
        }
        found[column] = ForeignType(
          name: row.text(1) ?? "", comparisons: comparisons, hasTextFunction: row.text(7) == "t")
      }
    }
    return found
  }

  /// The sign of comparison that a strategy of an index stands for.
  private static func sign(_ method: String?, _ strategy: String?) -> String? {
    switch (method, strategy) {
    case ("hash", "1"), ("btree", "3"): "="
    case ("btree", "1"): "<"
    case ("btree", "2"): "<="
    case ("btree", "4"): ">="
    case ("btree", "5"): ">"
    default: nil
    }
  }
}
