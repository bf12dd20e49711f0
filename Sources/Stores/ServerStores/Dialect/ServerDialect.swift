package import CivilTime
package import RecordStores
package import SQLWords

/// How one kind of server says what `ServerStore` asks: every word of SQL in which servers differ. It knows no connection.
///
/// What PostgreSQL and MariaDB say alike has a default in `ServerDialect+Common`, such as `LIMIT`; a server that says it otherwise has its own. What
/// is left in `ServerStores` is what every server that we know of says: `substr`, `replace`, `length`, CASE, COALESCE, EXISTS, joins of derived
/// tables, and comparisons of rows of values (`(a, b) > (x, y)`).
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
  func literal(_ day: CivilDate) -> String
  /// A date and time of no zone.
  ///
  /// - Parameter shown: as `YYYY-MM-DD HH:MM:SS`, with or without a fraction.
  func literal(time shown: String) -> String
  /// A number of binary floating point, to the last bit.
  func literal(_ number: Double) -> String

  /// Whether something is so, as a value within an expression, such as behind ELSE.
  func value(_ isMet: Bool) -> SQLText

  // MARK: Expressions

  /// Texts one behind the other; of a single value its text.
  func joined(_ texts: [SQLText]) -> SQLText
  /// The first characters of a text.
  func first(_ count: Int, of text: SQLText) -> SQLText
  /// The last characters of a text.
  func last(_ count: Int, of text: SQLText) -> SQLText
  /// A text with a character behind it as often as it needs to have so many.
  func filled(_ text: SQLText, to count: Int, with character: Character) -> SQLText
  /// A text without the characters of one kind that it ends with.
  func withoutEnd(_ text: SQLText, _ character: Character) -> SQLText
  /// Counts the bytes of a value, for a column of any type.
  func byteCount(_ expression: SQLText, _ column: ColumnShape) -> SQLText
  /// A text without what a regular expression of the kind that all servers have finds in it once.
  func without(_ pattern: String, in text: SQLText) -> SQLText
  /// Shows a value as text.
  func text(_ expression: SQLText) -> SQLText
  /// Shows a column's value as text, whatever somebody made of its type.
  func text(_ expression: SQLText, of column: ColumnShape?) -> SQLText
  /// The number of a text that is known to be digits, with a sign and decimals or without; exact.
  func number(_ text: SQLText) -> SQLText
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

  /// The first rows of a query.
  func limited(_ query: SQLText, to count: Int) -> SQLText
  /// A query for one row that is of no table.
  func select(_ columns: SQLText) -> SQLText
  /// Returns the statement that deletes rows of a table and gives their keys; nil if the server has none.
  func directDelete(from table: String) -> DirectDelete?
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
  /// A query that locks the rows of a list by one index, and fails at one that others have locked.
  func lockedThrough(_ index: String, of table: String, list: SQLText, on condition: SQLText) -> SQLText
  /// The end of a query whose rows others may read and refer to, and not change, until the transaction ends.
  ///
  /// - Parameter waits: whether it waits for rows that others have locked.
  func sharedLocking(waits: Bool) -> String
  /// A join of the list `l` with a table `t`, for a query that locks rows: it goes from the list to each row by its index and meets no other row, where the
  /// server knows a word for that.
  func fromList(_ list: SQLText, to table: String) -> SQLText
}
