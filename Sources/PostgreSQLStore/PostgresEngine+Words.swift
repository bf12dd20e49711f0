internal import CivilTime
internal import RecordStores
internal import ServerStores

/// How PostgreSQL says it.
extension PostgresEngine {
  func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  func table(_ name: String) -> String { quoted(settings.schema) + "." + quoted(name) }

  /// One array a column: a statement is the same for any number of rows.
  func list(_ columns: [ColumnShape], rows: [[ColumnValue]]) -> SQLText {
    let arrays = columns.enumerated().map { place, column -> SQLText in
      "\(SQLText.value(.text(array(rows.map { $0[place] }))))::\(column.type)[]"
    }
    let names = columns.indices.map { "c\($0)" }.joined(separator: ", ")
    return "unnest(\(SQLText.join(arrays, ", "))) AS l(\(names))"
  }

  func listed(_ place: Int, _ column: ColumnShape) -> String { "l.c\(place)" }
  /// `infinity` is none, and is outside of what can be meant.
  func isDay(_ expression: String) -> String { "TRUE" }

  private func array(_ values: [ColumnValue]) -> String {
    var text = "{"
    for (place, value) in values.enumerated() {
      if place > 0 { text += "," }
      switch value {
      case .null: text += "NULL"
      case .integer(let number): text += String(number)
      default:
        text += "\""
        for character in Self.text(value) ?? "" {
          if character == "\"" || character == "\\" { text += "\\" }
          text.append(character)
        }
        text += "\""
      }
    }
    return text + "}"
  }

  /// Types without an equality of their own compare as they are written.
  private static let withoutEquality: Set<String> = [
    "json", "xml", "point", "polygon", "box", "path", "line", "lseg", "circle",
  ]

  func isSame(_ left: String, _ right: String, _ column: ColumnShape) -> String {
    if Self.withoutEquality.contains(column.type) {
      return "\(left)::text IS NOT DISTINCT FROM \(right)::text"
    }
    return "\(exactly(left, column)) IS NOT DISTINCT FROM \(exactly(right, column))"
  }

  func isSame(_ left: String, _ value: ColumnValue, _ column: ColumnShape) -> SQLText {
    let right: SQLText = "\(SQLText.value(value))::\(column.type)"
    if Self.withoutEquality.contains(column.type) {
      return "\(left)::text IS NOT DISTINCT FROM (\(right))::text"
    }
    return "\(exactly(left, column)) IS NOT DISTINCT FROM \(right)"
  }

  /// A collation may call two different texts equal; bytes do not.
  private func exactly(_ expression: String, _ column: ColumnShape) -> String {
    column.family == .text ? exact(expression) : expression
  }

  func matches(_ expression: String, _ pattern: String) -> String { "(\(expression) ~ '\(pattern)')" }
  func exact(_ expression: String) -> String { "(\(expression) COLLATE \"C\")" }
  func text(_ expression: String) -> String { "(\(expression)::text)" }
  func literal(_ instant: Instant) -> String { "TIMESTAMPTZ '\(TimeZone.utc.timestamp(of: instant))+00'" }

  func directAlias(_ table: String) -> String? { "t" }

  func directDelete(from table: String, key: String, where condition: SQLText, order: String, limit: Int)
    -> SQLText
  {
    """
    WITH due AS MATERIALIZED (SELECT t.tableoid AS part, t.ctid AS place FROM \(table) AS t WHERE \(condition) ORDER BY \(order) \
    LIMIT \(limit) FOR UPDATE OF t SKIP LOCKED) \
    DELETE FROM \(table) AS t USING due WHERE t.ctid = due.place AND t.tableoid = due.part RETURNING \(key)
    """
  }

  func delete(from table: String, list: SQLText, on condition: String) -> SQLText {
    "DELETE FROM \(table) AS t USING \(list) WHERE \(condition)"
  }

  var keepsNumbers: String { " OVERRIDING SYSTEM VALUE" }

  func update(
    _ table: String, set assignments: [(column: String, value: SQLText)], from list: SQLText,
    on condition: String
  ) -> SQLText {
    let set = assignments.map { column, value -> SQLText in "\(quoted(column)) = \(value)" }
    return "UPDATE \(table) AS t SET \(SQLText.join(set, ", ")) FROM \(list) WHERE \(condition)"
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
