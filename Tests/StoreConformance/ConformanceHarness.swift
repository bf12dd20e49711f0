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
  ///
  /// - Parameter busySeconds: how long it waits for an application's lock.
  func open(_ store: String, busySeconds: Double) throws -> any RecordStore

  // MARK: What can be wrong with a store

  /// Makes a trigger that deletes all rows of another table wherever a row of this one is deleted.
  func makeTrigger(on table: String, deletingFrom other: String, in store: String) throws
  /// Locks a table as an application does that changes it, until what is returned is called.
  func lock(_ table: ConformanceTable, in store: String) throws -> () throws -> Void
  /// Opens a store whose settings make a commit no promise; no table need be in it.
  var laxStore: Means<() throws -> any RecordStore> { get }
  /// Opens the adapter for an account that may read a table of a store and not change it.
  var readingAccount: Means<(_ table: ConformanceTable, _ store: String) throws -> any RecordStore> { get }
  /// Tells if the engine has a clock of its own, which is not this machine's.
  var hasClock: Bool { get }
}

extension ConformanceHarness {
  /// The adapter, on a new connection, with little patience for locks.
  package func open(_ store: String) throws -> any RecordStore { try open(store, busySeconds: 1) }
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
