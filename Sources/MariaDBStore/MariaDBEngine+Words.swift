internal import CivilTime
internal import JSONText
internal import RecordStores
internal import ServerStores

/// How MariaDB and MySQL say it.
extension MariaDBEngine {
  func quoted(_ name: String) -> String {
    "`" + name.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "``") + "`"
  }

  func table(_ name: String) -> String { quoted(database) + "." + quoted(name) }

  /// One JSON text: a statement is the same for any number of rows. An error is an error there, and not a null as it would be.
  func list(_ columns: [ColumnShape], rows: [[ColumnValue]]) -> SQLText {
    let json = JSONValue.array(rows.map { .array($0.map(Self.json)) })
    let definitions = columns.enumerated().map { place, column in
      "c\(place) \(column.type) PATH '$[\(place)]' ERROR ON ERROR"
    }
    let parameter = SQLText.value(.text(String(decoding: json.canonical, as: UTF8.self)))
    return "JSON_TABLE(\(parameter), '$[*]' COLUMNS (\(definitions.joined(separator: ", ")))) AS l"
  }

  /// JSON has no bytes: they travel as hexadecimal digits.
  func listed(_ place: Int, _ column: ColumnShape) -> String {
    column.family == .blob ? "UNHEX(l.c\(place))" : "l.c\(place)"
  }

  /// `2020-00-10` and `0000-00-00` are none, and a server may hold them all the same.
  func isDay(_ expression: String) -> String { "DAYOFMONTH(\(expression)) > 0 AND MONTH(\(expression)) > 0" }

  private static func json(_ value: ColumnValue) -> JSONValue {
    switch value {
    case .null: .null
    // As text: a JSON number of more than 53 bits is rounded by many.
    case .integer(let number): .string(String(number))
    case .real(let number): .string(number.description)
    case .text(let text): .string(text)
    case .blob(let blob):
      .string(blob.map { String(Int($0) + 256, radix: 16).dropFirst() }.joined())
    }
  }

  func isSame(_ left: String, _ right: String, _ column: ColumnShape) -> String {
    "(\(exactly(left, column)) <=> \(exactly(right, column)))"
  }

  func isSame(_ left: String, _ value: ColumnValue, _ column: ColumnShape) -> SQLText {
    guard column.family == .text || column.family == .other else {
      return "(\(left) <=> \(SQLText.value(value)))"
    }
    return "(\(exactly(left, column)) <=> CAST(\(SQLText.value(value)) AS BINARY))"
  }

  /// A collation may call two different texts equal; bytes do not.
  private func exactly(_ expression: String, _ column: ColumnShape) -> String {
    switch column.family {
    case .text, .other: "CAST(CONVERT(\(expression) USING utf8mb4) AS BINARY)"
    default: expression
    }
  }

  /// At its end a pattern's `$` lets a line break pass, which what follows it does not.
  func matches(_ expression: String, _ pattern: String) -> String {
    "(\(expression) REGEXP '\(pattern.hasSuffix("$") ? pattern + "(?!\n)" : pattern)')"
  }

  func exact(_ expression: String) -> String { "(CONVERT(\(expression) USING utf8mb4) COLLATE utf8mb4_bin)" }
  func text(_ expression: String) -> String { "CAST(\(expression) AS CHAR)" }
  func literal(_ instant: Instant) -> String { "TIMESTAMP '\(TimeZone.utc.timestamp(of: instant))'" }

  /// `DELETE … RETURNING`, which takes no alias.
  func directAlias(_ table: String) -> String? { isMariaDB ? quoted(table) : nil }

  func directDelete(from table: String, key: String, where condition: SQLText, order: String, limit: Int)
    -> SQLText
  {
    "DELETE FROM \(table) WHERE \(condition) ORDER BY \(order) LIMIT \(limit) RETURNING \(key)"
  }

  func delete(from table: String, list: SQLText, on condition: String) -> SQLText {
    "DELETE t FROM \(table) AS t JOIN \(list) ON \(condition)"
  }

  var keepsNumbers: String { "" }

  func update(
    _ table: String, set assignments: [(column: String, value: SQLText)], from list: SQLText,
    on condition: String
  ) -> SQLText {
    let set = assignments.map { column, value -> SQLText in "t.\(quoted(column)) = \(value)" }
    return "UPDATE \(table) AS t JOIN \(list) ON \(condition) SET \(SQLText.join(set, ", "))"
  }

  func locking(skipsLocked: Bool) -> String { "FOR UPDATE" + (skipsLocked ? " SKIP LOCKED" : "") }

  func ledgerDefinition(_ table: String) -> String {
    "CREATE TABLE \(self.table(table)) (journal varchar(255) NOT NULL, batch varchar(64) NOT NULL, at varchar(40) NOT NULL, "
      + "PRIMARY KEY (journal, batch)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
  }

  func isLedgerType(_ column: CatalogueColumn) -> Bool { column.type.hasPrefix("varchar") }

  func insertIfAbsent(into table: String, columns: String, values: SQLText, key: String) -> SQLText {
    "INSERT INTO \(table) (\(columns)) VALUES (\(values)) ON DUPLICATE KEY UPDATE batch = batch"
  }
}
