internal import CivilTime
internal import RecordStores
internal import SQLWords
internal import ServerStores
internal import Words

/// How PostgreSQL says it.
struct PostgresDialect: ServerDialect {
  /// The schema of tables that are named without one.
  let schema: String

  func quoted(_ name: String) -> String { name.enclosed(in: "\"") }

  func table(_ name: String) -> String {
    let place = place(of: name)
    return quoted(place[1]) + "." + quoted(place[0])
  }

  /// A table's own name, and its schema's.
  func place(of table: String) -> [String] {
    let name = TableName(table)
    return [name.table, name.schema ?? schema]
  }

  func literal(_ text: String) -> String { text.enclosed(in: "'") }

  /// One array a column: a statement is the same for any number of rows.
  func list(_ columns: [ColumnShape], rows: [[ColumnValue]]) -> SQLText {
    if let raw = rows.joined().first(where: \.isRawText) { return .value(raw) }
    let arrays = columns.enumerated().map { place, column -> SQLText in
      "\(value: .text(array(rows.map { $0[place] })))::\(column.type)[]"
    }
    let names = columns.indices.map { "c\($0)" }.joined(separator: ", ")
    return "unnest(\(SQLText.join(arrays, ", "))) AS l(\(names))"
  }

  func listed(_ place: Int, _ column: ColumnShape) -> SQLText { "l.c\(place)" }

  /// A parameter takes the type of what it is compared with; one of a foreign type is given it.
  func value(_ value: ColumnValue, as column: ColumnShape) -> SQLText {
    column.foreign.map { "\(value: value)::\($0.name)" } ?? .value(value)
  }

  func byteCount(_ expression: SQLText, _ column: ColumnShape) -> SQLText {
    switch column.family {
    case .blob: "coalesce(octet_length(\(expression)), 0)::bigint"
    case .text, .other: "coalesce(octet_length(\(text(expression, of: column))), 0)::bigint"
    case .integer, .number, .date, .timestamp, .instant: "8"
    }
  }

  /// `infinity` is none, and is outside of what can be meant.
  func isDay(_ expression: SQLText) -> SQLText { "TRUE" }

  /// A value as the server is sent it; nil for null.
  static func text(_ value: ColumnValue) -> String? {
    switch value {
    case .null: nil
    case .integer(let number): String(number)
    case .real(let number):
      number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : number.isNaN ? "NaN" : number.description
    case .text(let text): text
    // Not sent as a text's own bytes, but refused before.
    case .rawText(let bytes), .blob(let bytes): "\\x" + Hexadecimal.encode(bytes)
    }
  }

  private func array(_ values: [ColumnValue]) -> String {
    // By code points: a combining accent behind a quote does not hide it.
    var text = "{".unicodeScalars
    for (place, value) in values.enumerated() {
      if place > 0 { text.append(",") }
      switch value {
      case .null: text.append(contentsOf: "NULL".unicodeScalars)
      case .integer(let number): text.append(contentsOf: String(number).unicodeScalars)
      case .real, .text, .rawText, .blob:
        text.append("\"")
        for scalar in (Self.text(value) ?? "").unicodeScalars {
          if scalar == "\"" || scalar == "\\" { text.append("\\") }
          text.append(scalar)
        }
        text.append("\"")
      }
    }
    text.append("}")
    return String(text)
  }

  /// Types without an equality of their own compare as they are written.
  private static let withoutEquality: Set<String> = [
    "json", "xml", "point", "polygon", "box", "path", "line", "lseg", "circle",
  ]

  func isSame(_ left: SQLText, _ right: SQLText, _ column: ColumnShape) -> SQLText {
    if column.foreign != nil || Self.withoutEquality.contains(column.type) {
      return "\(exact(text(left, of: column))) IS NOT DISTINCT FROM \(exact(text(right, of: column)))"
    }
    return "\(exactly(left, column)) IS NOT DISTINCT FROM \(exactly(right, column))"
  }

  /// A collation may call two different texts equal; bytes do not.
  private func exactly(_ expression: SQLText, _ column: ColumnShape) -> SQLText {
    column.family == .text ? exact(expression) : expression
  }

  func matches(_ text: SQLText, _ pattern: String) -> SQLText { "(\(text) ~ '\(pattern)')" }

  /// Compares as plain text: a type such as citext compares by its own operators, whatever the collation.
  func exact(_ text: SQLText) -> SQLText { "((\(text))::text COLLATE \"C\")" }
  func bytes(of text: SQLText) -> SQLText { exact(text) }
  func text(_ expression: SQLText) -> SQLText { "(\(expression)::text)" }
  func number(_ text: SQLText) -> SQLText { "((\(text))::numeric)" }

  /// What the type's own output shows, if a cast would run somebody's function; so the value is shown where it is read, too.
  func text(_ expression: SQLText, of column: ColumnShape?) -> SQLText {
    guard column?.foreign?.hasTextFunction ?? false else { return text(expression) }
    return "(CASE WHEN (\(expression)) IS NULL THEN NULL ELSE concat(\(expression)) END)"
  }

  func compare(_ left: SQLText, _ sign: String, _ right: SQLText, as column: ColumnShape?) -> SQLText {
    guard let foreign = column?.foreign else { return "\(left) \(sign) \(right)" }
    // Of one type on both sides, so that only one operator can be meant; of a domain its base type.
    let (ours, other): (SQLText, SQLText) = ("(\(left))::\(foreign.name)", "(\(right))::\(foreign.name)")
    switch foreign.comparisons[sign] {
    case .byOperator(let name): return "\(ours) \(name) \(other)"
    case .byFunction(let name): return "\(name)(\(ours), \(other))"
    case nil: return "\(exact(text(left, of: column))) \(sign) \(exact(text(other, of: column)))"
    }
  }

  /// No operator and no other schema's function: nothing that an owner of the schema made can answer in the clock's place.
  var clockText: String {
    """
    pg_catalog.to_char(pg_catalog.timezone('UTC', pg_catalog.clock_timestamp()), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    """
  }

  func literal(_ instant: Instant) -> String { "TIMESTAMPTZ '\(TimeZone.utc.timestamp(of: instant))+00'" }

  func literal(_ number: Double) -> String { "'\(number)'::float8" }

  func second(_ shown: SQLText, offset: SQLText) -> SQLText {
    "(CAST(\(shown) AS timestamp) - CAST(\(offset) AS interval))"
  }

  func directDelete(from table: String) -> DirectDelete? {
    let table = self.table(table)
    return DirectDelete(alias: "t", skipsLocked: true) { parts in
      """
      WITH due AS MATERIALIZED (SELECT t.tableoid AS part, t.ctid AS place FROM \(table) AS t WHERE \(parts.condition) \(parts.ordered)\
      LIMIT \(parts.limit) FOR UPDATE OF t SKIP LOCKED) \
      DELETE FROM \(table) AS t USING due WHERE t.ctid = due.place AND t.tableoid = due.part RETURNING \(parts.key)
      """
    }
  }

  func delete(from table: String, list: SQLText, on condition: SQLText) -> SQLText {
    "DELETE FROM \(table) AS t USING \(list) WHERE \(condition)"
  }

  var keepsNumbers: String { " OVERRIDING SYSTEM VALUE" }

  func update(
    _ table: String, set assignments: [(column: String, value: SQLText)], from list: SQLText,
    on condition: SQLText
  ) -> SQLText {
    let set = assignments.map { column, value -> SQLText in "\(quoted(column)) = \(value)" }
    return "UPDATE \(table) AS t SET \(SQLText.join(set, ", ")) FROM \(list) WHERE \(condition)"
  }

  func sharedLocking(waits: Bool) -> String { "FOR SHARE OF t" + (waits ? "" : " NOWAIT") }

  /// A lock is the row's, whichever index led to it.
  func lockedThrough(_ index: String, of table: String, list: SQLText, on condition: SQLText) -> SQLText {
    "SELECT 1 FROM \(table) AS t JOIN \(list) ON \(condition) FOR UPDATE OF t NOWAIT"
  }

  func locking(skipsLocked: Bool) -> String { "FOR UPDATE OF t" + (skipsLocked ? " SKIP LOCKED" : "") }

  func ledgerDefinition(_ table: String) -> String {
    "CREATE TABLE \(self.table(table)) (journal text NOT NULL, batch text NOT NULL, at text NOT NULL, PRIMARY KEY (journal, batch))"
  }

  func isLedgerType(_ column: CatalogueColumn) -> Bool { column.type == "text" }

  func insertIfAbsent(into table: String, columns: String, values: SQLText, key: String) -> SQLText {
    "INSERT INTO \(table) (\(columns)) VALUES (\(values)) ON CONFLICT (\(key)) DO NOTHING"
  }
}
