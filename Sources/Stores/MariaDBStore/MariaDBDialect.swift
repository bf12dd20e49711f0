internal import CivilTime
internal import JSONText
internal import RecordStores
internal import SQLWords
internal import ServerStores
internal import Words

/// How MariaDB and MySQL say it.
struct MariaDBDialect: ServerDialect {
  /// The database of tables that are named without one.
  let database: String
  let kind: MariaDBKind

  func quoted(_ name: String) -> String { name.enclosed(in: "`") }

  func table(_ name: String) -> String {
    let place = place(of: name)
    return quoted(place.database) + "." + quoted(place.table)
  }

  func place(of table: String) -> (database: String, table: String) {
    let name = TableName(table)
    return (name.schema ?? database, name.table)
  }

  /// One JSON text: a statement is the same for any number of rows. An error is an error there, and not a null as it would be.
  func list(_ columns: [ColumnShape], rows: [[ColumnValue]]) -> SQLText {
    if let raw = rows.joined().first(where: \.isRawText) { return .value(raw) }
    let json = JSONValue.array(
      rows.map { row in
        .array(zip(columns, row).map { Self.json($0.family == .instant ? Self.withoutOffset($1) : $1) })
      })
    let definitions = columns.enumerated().map { place, column in
      "c\(place) \(column.type) PATH '$[\(place)]' ERROR ON ERROR"
    }
    let text = String(decoding: json.canonical, as: UTF8.self)
    return "JSON_TABLE(\(value: .text(text)), '$[*]' COLUMNS (\(definitions.joined(separator: ", ")))) AS l"
  }

  /// JSON has no bytes: they travel as hexadecimal digits.
  func listed(_ place: Int, _ column: ColumnShape) -> SQLText {
    guard column.family == .blob else { return "l.c\(place)" }
    // Bits compare as a number, and bytes with them as none.
    return column.type == Self.bits ? "CAST(CONV(l.c\(place), 16, 10) AS UNSIGNED)" : "UNHEX(l.c\(place))"
  }

  /// `2020-00-10` and `0000-00-00` are none, and a server may hold them all the same.
  func isDay(_ expression: SQLText) -> SQLText {
    "DAYOFMONTH(\(expression)) > 0 AND MONTH(\(expression)) > 0"
  }

  /// How bits travel, which compare as a number.
  static let bits = "varchar(16) CHARACTER SET ascii"

  private static func json(_ value: ColumnValue) -> JSONValue {
    switch value {
    case .null: .null
    // As text: a JSON number of more than 53 bits is rounded by many.
    case .integer(let number): .string(String(number))
    case .real(let number): .string(number.description)
    case .text(let text): .string(text)
    case .rawText(let blob), .blob(let blob):
      .string(Hexadecimal.encode(blob))
    }
  }

  func isSame(_ left: SQLText, _ right: SQLText, _ column: ColumnShape) -> SQLText {
    // What is longer than max_allowed_packet is null for a function, and no two of them are the same then.
    func isWhole(_ text: SQLText) -> SQLText { "(\(text) IS NULL) = (\(bytes(of: text)) IS NULL)" }
    return switch column.family {
    case .text, .other:
      // A collation may call two different texts equal; bytes do not.
      "(\(bytes(of: left)) <=> \(bytes(of: right)) AND \(isWhole(left)) AND \(isWhole(right)))"
    case .integer, .number, .blob, .date, .timestamp, .instant: "(\(left) <=> \(right))"
    }
  }

  /// A text that is compared with a number is a double to the server: large numbers are then their neighbours, and what is no number is 0.
  func value(_ value: ColumnValue, as column: ColumnShape) -> SQLText {
    if column.type == Self.bits { return "CAST(CONV(HEX(\(value: value)), 16, 10) AS UNSIGNED)" }
    guard case .text(let text) = value else {
      return column.family == .text || column.family == .blob ? .value(Self.digits(of: value)) : .value(value)
    }
    switch column.family {
    case .integer where text.wholeMatch(of: /-?[0-9]+/) != nil:
      return "CAST(\(value: value) AS \(column.type.contains("unsigned") ? "UNSIGNED" : "SIGNED"))"
    case .number where column.type.hasPrefix("decimal"):
      guard let number = text.wholeMatch(of: /-?[0-9]+(?:\.([0-9]+))?/) else { return .value(value) }
      let scale = Int(column.type.firstMatch(of: /,([0-9]+)\)/)?.1 ?? "0") ?? 0
      return "CAST(\(value: value) AS DECIMAL(65, \(min(38, max(scale, number.1?.utf8.count ?? 0)))))"
    case .instant: return .value(Self.withoutOffset(value))
    case .integer, .number, .text, .blob, .date, .timestamp, .other: return .value(value)
    }
  }

  private static func digits(of value: ColumnValue) -> ColumnValue {
    switch value {
    case .integer(let number): .text(String(number))
    case .real(let number): .text(number.description)
    case .null, .text, .rawText, .blob: value
    }
  }

  /// A moment comes with its offset, which the session's zone says already.
  private static func withoutOffset(_ value: ColumnValue) -> ColumnValue {
    guard case .text(let text) = value, text.hasSuffix("+00") else { return value }
    return .text(String(text.dropLast(3)))
  }

  func byteCount(_ expression: SQLText, _ column: ColumnShape) -> SQLText {
    switch column.family {
    case .text, .blob, .other: "COALESCE(LENGTH(\(expression)), 0)"
    case .integer, .number, .date, .timestamp, .instant: "8"
    }
  }

  /// At its end a pattern's `$` lets a line break pass, which what follows it does not.
  func matches(_ text: SQLText, _ pattern: String) -> SQLText {
    "(\(text) REGEXP '\(pattern.hasSuffix("$") ? pattern + "(?!\n)" : pattern)')"
  }

  /// A binary string has neither a collation nor padding.
  func bytes(of text: SQLText) -> SQLText { "CAST(CONVERT(\(text) USING utf8mb4) AS BINARY)" }
  func exact(_ text: SQLText) -> SQLText { "(CONVERT(\(text) USING utf8mb4) COLLATE utf8mb4_bin)" }
  func text(_ expression: SQLText) -> SQLText { "CAST(\(expression) AS CHAR)" }
  func number(_ text: SQLText) -> SQLText { "CAST(\(text) AS DECIMAL(65, 18))" }

  // No type of a column is somebody's own.

  func text(_ expression: SQLText, of column: ColumnShape?) -> SQLText { text(expression) }

  func compare(_ left: SQLText, _ sign: String, _ right: SQLText, as column: ColumnShape?) -> SQLText {
    "\(left) \(sign) \(right)"
  }

  /// SYSDATE and not NOW: a session's `timestamp` (which `init_connect` may set) changes NOW. The session's zone is UTC.
  var clockText: String { "DATE_FORMAT(SYSDATE(6), '%Y-%m-%dT%H:%i:%s.%fZ')" }

  func literal(_ instant: Instant) -> String { "TIMESTAMP '\(TimeZone.utc.timestamp(of: instant))'" }

  func literal(_ number: Double) -> String {
    let text = "\(number)"
    return text.contains("e") ? text : text + "e0"
  }

  func second(_ shown: SQLText, offset: SQLText) -> SQLText {
    let minutes: SQLText =
      "(CAST(substr(\(offset), 2, 2) AS SIGNED) * 60 + CAST(substr(\(offset), 5, 2) AS SIGNED))"
    return
      "(CAST(\(shown) AS DATETIME) - INTERVAL (CASE WHEN substr(\(offset), 1, 1) = '-' THEN -\(minutes) ELSE \(minutes) END) MINUTE)"
  }

  /// `DELETE … RETURNING`, which takes no alias.
  func directDelete(from table: String) -> DirectDelete? {
    guard kind.returnsDeletedRows else { return nil }
    let name = self.table(table)
    return DirectDelete(alias: quoted(place(of: table).table), skipsLocked: false) { parts in
      "DELETE FROM \(name) WHERE \(parts.condition) \(parts.ordered)LIMIT \(parts.limit) RETURNING \(parts.key)"
    }
  }

  func delete(from table: String, list: SQLText, on condition: SQLText) -> SQLText {
    // From the list to each row by its key: a scan would wait at every row that others have locked, listed or not.
    "DELETE t FROM \(list) STRAIGHT_JOIN \(table) AS t ON \(condition)"
  }

  var keepsNumbers: String { "" }

  func update(
    _ table: String, set assignments: [(column: String, value: SQLText)], from list: SQLText,
    on condition: SQLText
  ) -> SQLText {
    let set = assignments.map { column, value -> SQLText in "t.\(quoted(column)) = \(value)" }
    return "UPDATE \(list) STRAIGHT_JOIN \(table) AS t ON \(condition) SET \(SQLText.join(set, ", "))"
  }

  func sharedLocking(waits: Bool) -> String {
    waits ? "LOCK IN SHARE MODE" : kind.sharedLockingWithoutWaiting
  }

  func fromList(_ list: SQLText, to table: String) -> SQLText { "\(list) STRAIGHT_JOIN \(table) AS t" }

  func lockedThrough(_ index: String, of table: String, list: SQLText, on condition: SQLText) -> SQLText {
    "SELECT 1 FROM \(list) STRAIGHT_JOIN \(table) AS t FORCE INDEX (\(quoted(index))) ON \(condition) FOR UPDATE NOWAIT"
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
