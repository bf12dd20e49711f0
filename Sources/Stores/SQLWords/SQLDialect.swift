package import RecordStores

/// The words in which engines differ, for what all of them say. Each engine has one type that conforms to it, in a file of its own.
package protocol SQLDialect: Sendable {
  /// A name in the engine's quotes.
  func quoted(_ name: String) -> String
  /// A table's name with the schema, database or file that it is in.
  func table(_ name: String) -> String
  /// A condition that every row meets, or none does.
  func truth(_ isMet: Bool) -> SQLText
  /// Tells if a query within a statement finds a row, asked for one row of the statement at a time.
  func isThere(_ query: SQLText) -> SQLText

  /// The statement that makes a ledger, as its administrator runs it.
  func ledgerDefinition(_ table: String) -> String
  /// Tells if a column of a ledger has a type that takes its texts whole.
  func isLedgerType(_ column: CatalogueColumn) -> Bool
  /// An insert that leaves a row of the same key as it is.
  ///
  /// - Parameter key: names of columns in quotes, with commas between them, as `columns` is.
  func insertIfAbsent(into table: String, columns: String, values: SQLText, key: String) -> SQLText
}

extension SQLDialect {
  /// Names in the engine's quotes, with commas between them.
  ///
  /// - Parameter prefix: what stands before each, such as `t.`.
  package func quoted(_ names: [String], prefix: String = "") -> String {
    names.map { prefix + quoted($0) }.joined(separator: ", ")
  }
}

extension String {
  /// The text between two marks, with each such mark within it doubled: how every engine quotes names and texts.
  package func enclosed(in mark: Unicode.Scalar) -> String { "\(mark)" + doubling(mark) + "\(mark)" }
}
