internal import RecordStores
internal import SQLWords
internal import SQLite

/// Statements with the values that belong to them.
extension Connection {
  /// Compiles a statement and binds its values.
  func compile(_ sql: SQLText) throws -> Statement {
    let statement = try prepare(sql.marked)
    statement.bind(sql.values)
    return statement
  }

  /// Runs a statement that has no rows.
  ///
  /// - Returns: how many rows it changed.
  @discardableResult
  func run(_ sql: SQLText) throws -> Int {
    try compile(sql).run()
    return changes
  }

  /// Hands over each row of a question as it comes.
  func query(_ sql: SQLText, _ body: (borrowing Statement) throws -> Void) throws {
    let statement = try compile(sql)
    while try statement.step() { try body(statement) }
  }
}

extension SQLText {
  /// A list of rows, each with its values.
  static func rows(_ rows: some Sequence<[ColumnValue]>) -> SQLText {
    "VALUES \(join(rows.map { "(\(values($0)))" }, ", "))"
  }
}
