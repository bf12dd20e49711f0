internal import MariaDB
internal import RecordStores
internal import ServerStores

/// Reads what information_schema says of the database's tables.
struct MariaDBCatalogue: ServerCatalogue {
  let engine: MariaDBEngine

  /// Rows of texts; the parameters are the database and the table.
  func rows(_ sql: String, _ table: String) throws -> [[String?]] {
    var rows: [[String?]] = []
    let place = engine.dialect.place(of: table)
    let names = [place.database, place.table].map {
      MariaDBConnection.Value.bytes(Array($0.utf8), isText: true)
    }
    try engine.asking {
      try engine.connection.query(sql, names) { row in
        rows.append((0..<row.count).map { Self.text(row.value($0)) })
      }
    }
    return rows
  }

  static func text(_ value: MariaDBRow.Value) -> String? {
    switch value {
    case .null: nil
    case .integer(let number): String(number)
    case .large(let number): String(number)
    case .real(let number): number.description
    case .text(let text): text
    case .bytes(let bytes), .rawText(let bytes): String(decoding: bytes, as: UTF8.self)
    }
  }

  func kind(of table: String) throws -> String? {
    let found = try rows(
      """
      SELECT t.table_type, t.engine, e.transactions FROM information_schema.tables t
      LEFT JOIN information_schema.engines e ON e.engine = t.engine WHERE t.table_schema = ? AND t.table_name = ?
      """, table
    ).first
    guard let found else { return nil }
    switch found[0] {
    case "BASE TABLE": return Self.kind(engine: found[1], hasTransactions: found[2] == "YES")
    case "SYSTEM VERSIONED": return "system-versioned table, in which every deleted row stays as history"
    case "TEMPORARY": return "temporary table"
    default: return found[0]?.lowercased() ?? "relation of another kind"
    }
  }

  private static func kind(engine: String?, hasTransactions: Bool) -> String {
    switch engine {
    case "InnoDB": "table"
    case nil: "table that the server cannot open"
    // What makes InnoDB's commits durable is asserted for no other.
    case let engine? where hasTransactions: "table of the engine \(engine), which is not InnoDB"
    // Nothing can be taken back.
    case let engine?: "table of the engine \(engine), which has no transactions"
    }
  }

  func columns(of table: String) throws -> [CatalogueColumn] {
    try rows(
      """
      SELECT c.column_name, c.column_type, c.is_nullable, c.extra LIKE '%GENERATED%' AND c.extra NOT LIKE 'DEFAULT_GENERATED%',
        coalesce(k.ordinal_position, 0), c.data_type, coalesce(c.column_default, 'NULL') <> 'NULL',
        c.extra LIKE '%on update%', c.generation_expression, c.collation_name
      FROM information_schema.columns c LEFT JOIN information_schema.key_column_usage k
        ON k.table_schema = c.table_schema AND k.table_name = c.table_name AND k.column_name = c.column_name
        AND k.constraint_name = 'PRIMARY'
      WHERE c.table_schema = ? AND c.table_name = ? ORDER BY c.ordinal_position
      """, table
    ).map {
      var column = CatalogueColumn(
        name: $0[0] ?? "", type: $0[1] ?? "", isNullable: $0[2] == "YES", isGenerated: $0[3] == "1",
        hasDefault: $0[6] == "1", keyPlace: Int($0[4] ?? "") ?? 0,
        content: Self.content($0[5] ?? "", $0[1] ?? ""), updatesItself: $0[7] == "1",
        sources: $0[8].map(Self.names))
      // The server compares both sets of characters of one collation alike.
      column.collation = $0[9]?.replacing(/^utf8(mb3)?_/, with: "utf8mb4_")
      return column
    }
  }

  /// What stands between the quotes of an expression as the server writes it. A name within a text is one too many, which does no harm.
  static func names(in expression: String) -> Set<String> {
    let parts = expression.split(separator: "`", omittingEmptySubsequences: false)
    return Set(parts.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) })
  }

  private static func content(_ kind: String, _ declared: String) -> ColumnContent {
    let isSigned = !declared.contains("unsigned")
    return switch kind.lowercased() {
    case "tinyint": .integer(bits: 8, isSigned: isSigned)
    case "smallint", "year": .integer(bits: 16, isSigned: isSigned)
    case "mediumint": .integer(bits: 24, isSigned: isSigned)
    case "int": .integer(bits: 32, isSigned: isSigned)
    case "bigint": .integer(bits: 64, isSigned: isSigned)
    case "decimal": .decimal
    case "float": .real(bits: 32)
    case "double": .real(bits: 64)
    case "char", "varchar", "tinytext", "text", "mediumtext", "longtext": .text
    case "binary", "varbinary", "bit", "tinyblob", "blob", "mediumblob", "longblob": .bytes
    case "date": .day
    case "datetime": .time
    case "timestamp": .moment
    case "json": .json(isRewritten: true)
    default: .other
    }
  }

  func indexes(of table: String) throws -> [(columns: [String], isUnique: Bool)] {
    let rows = try rows(
      """
      SELECT index_name, column_name, non_unique, sub_part FROM information_schema.statistics
      WHERE table_schema = ? AND table_name = ? AND index_type = 'BTREE' ORDER BY index_name, seq_in_index
      """, table)
    let indexes = Dictionary(grouping: rows) { $0[0] ?? "" }
    return indexes.values.map { rows -> (columns: [String], isUnique: Bool) in
      let columns = rows.compactMap { $0[1] }
      // A part of a column does not make it unique.
      return (columns, rows[0][2] == "0" && columns.count == rows.count && rows.allSatisfy { $0[3] == nil })
    }
  }

  func references(to table: String) throws -> [CatalogueReference] {
    let rows = try rows(
      """
      SELECT k.constraint_name, k.table_schema, k.table_name, k.column_name, k.referenced_column_name, r.delete_rule
      FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r
        ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
      WHERE k.referenced_table_schema = ? AND k.referenced_table_name = ? ORDER BY k.table_name, k.constraint_name, k.ordinal_position
      """, table)
    let references = Dictionary(grouping: rows) { [$0[1] ?? "", $0[2] ?? "", $0[0] ?? ""] }
    let shown = references.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { _, rows in
      let schema = rows[0][1] == engine.dialect.database ? nil : rows[0][1]
      let child = TableName(schema: schema, table: rows[0][2] ?? "").text
      return CatalogueReference(
        table: child, columns: rows.map { $0[3] ?? "" }, parentColumns: rows.map { $0[4] ?? "" },
        onDelete: rows[0][5] ?? "")
    }
    return shown + (try hiddenReferences(to: table, besides: shown))
  }

  func triggers(of table: String) throws -> [CatalogueTrigger] {
    try rows(
      """
      SELECT trigger_name, event_manipulation, event_object_table, action_timing, action_orientation, CAST(action_order AS CHAR), action_condition,
        action_statement, sql_mode, definer, character_set_client, collation_connection, database_collation
      FROM information_schema.triggers WHERE event_object_schema = ? AND event_object_table = ?
      """, table
    ).map { row in
      // Since MariaDB 12 a trigger may have several events. One that has another word is set off by everything.
      let events = (row[1] ?? "").split(separator: ",").map { TableEvent(rawValue: String($0)) }
      return CatalogueTrigger(
        name: row[0] ?? "",
        events: events.contains(nil) ? Set(TableEvent.allCases) : Set(events.compactMap(\.self)),
        text: TriggerText([
          "name": row[0], "event": row[1], "table": row[2], "timing": row[3], "orientation": row[4],
          "order": row[5], "condition": row[6], "body": row[7], "mode": row[8], "definer": row[9],
          "characters": row[10], "collation": row[11], "database": row[12],
        ]))
    }
  }

  func keylessObstacle(of table: String) -> SchemaFinding? {
    if engine.isCluster {
      return .other(
        table: table,
        message:
          "it has no key, and a Galera cluster cannot certify what is deleted from a table without a primary key",
        remedy: "add a primary key to the table")
    }
    guard !engine.dialect.kind.returnsDeletedRows else { return nil }
    return .other(
      table: table,
      message: "it has no key, and MySQL has no DELETE … RETURNING, by which alone its rows could be told",
      remedy: "add a unique key to the table")
  }

  /// What MySQL counts was not tried.
  var countsTriggers: Bool { engine.dialect.kind == .mariaDB }

  func otherRefusals(of table: String) throws -> [SchemaFinding] {
    guard engine.isCluster, try columns(of: table).allSatisfy({ $0.keyPlace == 0 }) else { return [] }
    return [
      .other(
        table: table,
        message:
          "without a primary key, a Galera cluster does not tell whether two nodes change the same row",
        remedy: "add one")
    ]
  }
}

extension MariaDBEngine {
  func shape(of table: String) throws(ServerError) -> TableShape? {
    let place = dialect.place(of: table)
    var columns: [ColumnShape] = []
    try asking {
      try connection.query(
        """
        SELECT column_name, data_type, column_type, character_set_name, collation_name, CAST(character_maximum_length AS CHAR),
          extra LIKE '%GENERATED%' AND extra NOT LIKE 'DEFAULT_GENERATED%', is_nullable
        FROM information_schema.columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position
        """, [place.database, place.table].map { .bytes(Array($0.utf8), isText: true) }
      ) { row in
        let texts = (0..<row.count).map { MariaDBCatalogue.text(row.value($0)) }
        columns.append(Self.shape(texts))
      }
    }
    return columns.isEmpty ? nil : TableShape(columns: columns)
  }

  private static func shape(_ texts: [String?]) -> ColumnShape {
    let kind = (texts[1] ?? "").lowercased()
    let declared = texts[2] ?? ""
    let words = texts[3].map { " CHARACTER SET \($0) COLLATE \(texts[4] ?? $0 + "_bin")" } ?? ""
    let length = Int(texts[5] ?? "") ?? 0
    let (family, type): (TypeFamily, String) =
      switch kind {
      case "tinyint", "smallint", "mediumint", "int", "bigint": (.integer, declared)
      case "year": (.integer, "smallint")
      case "decimal", "float", "double": (.number, declared)
      case "date": (.date, "date")
      case "datetime": (.timestamp, declared)
      case "timestamp": (.instant, "datetime(6)")
      case "char", "varchar", "enum", "set":
        // Wider than the column, so that what is too long is refused and not cut.
        (.text, length <= 1_000 ? "varchar(1000)\(words)" : "longtext\(words)")
      case "tinytext", "text", "mediumtext", "longtext": (.text, "longtext\(words)")
      case "bit": (.blob, MariaDBDialect.bits)
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob":
        (.blob, "longtext CHARACTER SET ascii")
      case "time": (.other, declared)
      default: (.other, "varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
      }
    return ColumnShape(
      name: texts[0] ?? "", type: type, family: family, isGenerated: texts[6] == "1",
      isNullable: texts[7] == "YES", ordersByNumber: kind == "enum" || kind == "set", base: kind,
      words: Self.labels(in: declared, of: kind))
  }

  /// The words of `enum('a','b')` or of a set; in them a quote is written twice.
  private static func labels(in declared: String, of kind: String) -> [String]? {
    guard kind == "enum" || kind == "set" else { return nil }
    return declared.matches(of: /'((?:[^']|'')*)'/).map {
      String($0.1).replacing("''", with: "'")
    }
  }

  func fingerprint(of tables: [String]) throws(ServerError) -> String {
    var fingerprint = ""
    try asking {
      for table in tables {
        let place = dialect.place(of: table)
        let name = Array(repeating: [place.database, place.table], count: 3).flatMap(\.self).map {
          MariaDBConnection.Value.bytes(Array($0.utf8), isText: true)
        }
        try connection.query(
          """
          SELECT MD5(CONCAT_WS('|',
            (SELECT GROUP_CONCAT(CONCAT_WS(',', column_name, column_type, is_nullable, extra, collation_name) ORDER BY ordinal_position)
             FROM information_schema.columns WHERE table_schema = ? AND table_name = ?),
            (SELECT GROUP_CONCAT(CONCAT_WS(',', trigger_name, event_manipulation, action_timing, action_order, action_condition, action_statement, sql_mode,
               definer) ORDER BY trigger_name)
             FROM information_schema.triggers WHERE event_object_schema = ? AND event_object_table = ?),
            (SELECT GROUP_CONCAT(CONCAT_WS(',', constraint_name, table_name, column_name, referenced_column_name)
               ORDER BY table_name, constraint_name, ordinal_position)
             FROM information_schema.key_column_usage WHERE referenced_table_schema = ? AND referenced_table_name = ?)))
          """, name
        ) { fingerprint += MariaDBCatalogue.text($0.value(0)) ?? "" }
      }
    }
    // What the account does not see otherwise.
    for table in tables {
      for reference in try innoDBReferences(to: table) ?? [] {
        fingerprint +=
          " \(reference.name) \(reference.column) \(reference.parentColumn) \(reference.onDelete)"
      }
    }
    return fingerprint
  }
}
