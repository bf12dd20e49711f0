package import CivilTime
package import RecordStores
package import SQLWords

/// How one kind of server says what `ServerStore` asks: every word of SQL in which servers differ. It knows no connection.
///
/// An expression is given and answered as `SQLText`, so that a value that is bound within it stays in its place.
package protocol ServerDialect: SQLDialect {
  // MARK: Values

  /// Makes a derived table `l` whose columns c0, c1 and so on have the values of the rows.
  func list(_ columns: [ColumnShape], rows: [[ColumnValue]]) -> SQLText
  /// The value of a list's column, by its place.
  func listed(_ place: Int, _ column: ColumnShape) -> SQLText
  /// A value to be compared with a column, or written to it, without passing through another type.
  func value(_ value: ColumnValue, as column: ColumnShape) -> SQLText
  func literal(_ instant: Instant) -> String
  /// A number of binary floating point, to the last bit.
  func literal(_ number: Double) -> String

  // MARK: Expressions

  /// Counts the bytes of a value, for a column of any type.
  func byteCount(_ expression: SQLText, _ column: ColumnShape) -> SQLText
  /// Shows a value as text.
  func text(_ expression: SQLText) -> SQLText
  /// Shows a column's value as text, whatever somebody made of its type.
  func text(_ expression: SQLText, of column: ColumnShape?) -> SQLText
  /// A text that compares byte by byte.
  func exact(_ text: SQLText) -> SQLText
  /// A text's bytes: two are equal if and only if the texts have the same, blanks at the end included but for a column's padding.
  func bytes(of text: SQLText) -> SQLText
  /// The second of UTC that clocks at an offset show: as a time without a zone, of texts `YYYY-MM-DD HH:MM:SS` and `±HH:MM` that are known to be such.
  func second(_ shown: SQLText, offset: SQLText) -> SQLText
  /// Reads the server's clock while the statement runs: UTC, as ISO 8601 text with microseconds and Z.
  var clockText: String { get }

  // MARK: Conditions

  /// Compares a column's value with another one.
  ///
  /// - Parameter sign: `<`, `<=`, `=`, `>=` or `>`.
  func compare(_ left: SQLText, _ sign: String, _ right: SQLText, as column: ColumnShape?) -> SQLText
  /// Tells if two columns of one type have the same value to the last bit, null included.
  func isSame(_ left: SQLText, _ right: SQLText, _ column: ColumnShape) -> SQLText
  /// Tells if a value of the server's own date types is a day at all.
  func isDay(_ expression: SQLText) -> SQLText
  /// Tells if a text matches a regular expression of the kind that all servers have.
  func matches(_ text: SQLText, _ pattern: String) -> SQLText

  // MARK: Statements

  /// The name of the table within `directDelete`; nil if the server has no such statement.
  func directAlias(_ table: String) -> String?
  /// Deletes rows in one statement that gives their keys.
  func directDelete(from table: String, key: String, where condition: SQLText, order: SQLText, limit: Int)
    -> SQLText
  /// Deletes the rows of `t` that the list `l` names.
  func delete(from table: String, list: SQLText, on condition: SQLText) -> SQLText
  /// Changes the rows of `t` that the list `l` names.
  func update(
    _ table: String, set assignments: [(column: String, value: SQLText)], from list: SQLText,
    on condition: SQLText
  ) -> SQLText
  /// Stands before VALUES in an insert that keeps the values of columns which the server would number itself.
  var keepsNumbers: String { get }
  /// The end of a query that locks the rows of `t`.
  func locking(skipsLocked: Bool) -> String
  /// The end of a query whose rows others may read and refer to, and not change, until the transaction ends.
  var sharedLocking: String { get }
}

extension ServerDialect {
  package func truth(_ isMet: Bool) -> SQLText { isMet ? "(TRUE)" : "(FALSE)" }
}
