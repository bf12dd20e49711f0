package import RecordStores

/// A real engine for the conformance cases: makes tables, writes and reads rows as an application would, and opens the adapter.
package protocol ConformanceHarness: AnyObject {
  /// Makes a table in the store of that name; the columns of the key are not null and unique together.
  func makeTable(_ table: ConformanceTable, in store: String) throws
  func insert(_ rows: [[ColumnValue]], into table: String, in store: String) throws
  /// Every row of the table by its key's encoding, its columns in order.
  func rows(of table: ConformanceTable, in store: String) throws -> [[ColumnValue]: [ColumnValue]]
  /// Changes one column of the row with that first key column, as an application beside the adapter.
  func update(
    _ table: ConformanceTable, key: ColumnValue, set column: String, to value: ColumnValue, in store: String)
    throws
  /// Adds a column to a table.
  func alter(_ table: ConformanceTable, in store: String) throws
  /// The columns that people's identifiers can be in, one of each kind that the engine has.
  var subjectColumns: [SubjectColumn] { get }
  /// A type for texts with bytes that are no UTF-8, and a literal of it, with … for hexadecimal digits.
  var rawBytes: (type: String, literal: String) { get }
  /// Runs a statement of the engine's own SQL, as an application.
  func run(_ sql: String, in store: String) throws
  /// Makes a ledger as docs/stores-file.md says for the engine.
  func makeLedger(_ table: String, in store: String) throws
  /// The adapter, on a new connection.
  func open(_ store: String) throws -> any RecordStore
}

/// A table in words that every engine has.
package struct ConformanceTable: Sendable {
  package enum Kind: Sendable {
    case integer, text
  }

  package let name: String
  package let columns: [(name: String, kind: Kind)]
  package let key: [String]
  /// Columns with an index of their own.
  package let indexed: [String]
  /// References to another table's columns, each with its own.
  package let references: (table: String, columns: [(String, String)])?

  package init(
    _ name: String, _ columns: [(name: String, kind: Kind)], key: [String], indexed: [String] = [],
    references: (table: String, columns: [(String, String)])? = nil
  ) {
    self.name = name
    self.columns = columns
    self.key = key
    self.indexed = indexed
    self.references = references
  }
}

/// A promise that was not kept.
package struct ConformanceFailure: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// Throws unless the condition holds.
func expect(_ condition: Bool, _ promise: String) throws {
  if !condition { throw ConformanceFailure(promise) }
}
