package import SQLWords

/// One statement that deletes rows by a condition and gives the key of each.
package struct DirectDelete: Sendable {
  /// The rows that go, and the columns of them that are returned.
  package struct Parts: Sendable {
    /// The columns that are given, each with `alias` before it.
    package let key: String
    package let condition: SQLText
    /// Nil for no order.
    package let order: SQLText?
    package let limit: Int

    /// The order as a statement has it, with a blank behind it.
    package var ordered: SQLText { order.map { "ORDER BY \($0) " } ?? "" }
  }

  /// The name of the table within the statement.
  package let alias: String
  /// Tells if it passes over rows that others have locked; if not, it waits for whichever it meets on its way.
  package let skipsLocked: Bool
  package let statement: @Sendable (Parts) -> SQLText

  package init(alias: String, skipsLocked: Bool, statement: @escaping @Sendable (Parts) -> SQLText) {
    self.alias = alias
    self.skipsLocked = skipsLocked
    self.statement = statement
  }
}
