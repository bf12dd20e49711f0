package import RecordStores
package import SQLWords
package import Words

/// Why a server could not do what was asked, in words that adapters share. No case carries a value of a row.
package enum ServerError: Error, Hashable, Sendable {
  /// No connection, or none any more.
  case lost(cause: String)
  /// Somebody else's lock.
  case busy
  case timedOut
  case interrupted
  /// A deadlock, or a transaction that cannot be put in order with another: the same again may succeed.
  case conflict(cause: String)
  case constraint(String)
  /// A value that its column does not take.
  case value(String)
  case full
  /// More than the server takes in one transaction.
  case tooLarge(cause: String)
  /// Another program of ours has claimed what it names.
  case taken(String)
  case notDurable(setting: String, remedy: String)
  case other(code: String, message: String)
}

/// One connection to a server: its settings, its transactions, its catalogue and its dialect. Used by one thread at a time.
package protocol ServerEngine: AnyObject {
  associatedtype Dialect: ServerDialect

  var catalogue: any SchemaCatalogue { get }
  /// Decides which statements end when the work is to end.
  var gate: StatementGate { get }
  var isBroken: Bool { get }

  /// Asks the server which database it is that this connection leads to: a cluster and a database in it.
  func identity() throws(ServerError) -> StoreIdentity
  /// Says which tables these names lead to now, as far as `fingerprint` does not: another table of the same name and definition is another one.
  func relations(_ tables: [String]) throws(ServerError) -> String

  // MARK: Statements

  @discardableResult
  func execute(_ statement: SQLText) throws(ServerError) -> Int
  /// Hands over each row as it comes.
  func query(_ statement: SQLText, _ body: ([ColumnValue]) throws -> Void) throws

  // MARK: Transactions

  /// - Parameter seconds: how long a statement of the transaction may take; nil for as long as it needs.
  func begin(seconds: Double?) throws(ServerError)
  /// Tells if the next transaction waits for locks at all.
  var waitsForLocks: Bool { get set }
  /// Begins a transaction that `transactionName` may be asked of.
  func beginBatch(seconds: Double) throws(ServerError)
  func commit() throws(ServerError)
  func rollback()
  /// Keeps other daemons from this store for as long as the connection lives.
  func claim() throws(ServerError)
  /// Claims the store by a row of the ledger, in the open transaction, if a connection says nothing to other servers of the store.
  func claim(in ledger: Ledger) throws(ServerError)
  /// Gives up that claim, in the open transaction.
  func release(in ledger: Ledger) throws(ServerError)
  /// Why batches are not safe without a ledger; nil where they are.
  func ledgerNeed() -> SchemaFinding?
  /// Ends transactions of ours that the server keeps and no intent explains.
  func endStrays() throws(ServerError)
  /// Waits until what was seen is as durable as a commit has to be: a server may show what its standby does not have.
  func confirm() throws(ServerError)
  /// Remembers the open transaction's state; there is one place for it.
  func setSavepoint() throws(ServerError)
  /// Undoes what came after `setSavepoint`. Locks are kept.
  func returnToSavepoint() throws(ServerError)
  /// Names the open transaction in the server's own log, durably before the commit; nil if the server has no such log.
  func transactionName() throws(ServerError) -> String?
  /// Tells what became of a transaction; nil if the server does not know any more.
  func fate(ofTransaction name: String) throws(ServerError) -> BatchOutcome?
  /// The rows that the open transaction changed, and others of this connection just before it, by the identity of their table; nil where the
  /// server does not count them.
  func changedRows() throws(ServerError) -> [String: Int]?

  /// Tells if a statement that deletes rows which refer to each other may fail for the order that it takes them in.
  var checksRowByRow: Bool { get }

  // MARK: Tables

  /// How this kind of server says it.
  var dialect: Dialect { get }
  /// Reads a table's columns; nil if there is no such table.
  func shape(of table: String) throws(ServerError) -> TableShape?
  /// Returns what changes with the definition of any of the tables, their triggers and their references.
  func fingerprint(of tables: [String]) throws(ServerError) -> String
  /// Tells where deleted rows of these tables can still be read, as the server knows it now.
  func physicalScrub(of tables: [String]) throws(ServerError) -> PhysicalScrub
  /// Throws `ServerError.notDurable` where a commit made with the server's settings might not last.
  func checkDurability() throws(ServerError)
  /// Tells what the account may do on the server beside what runs need, each with what would be better.
  func excess() throws(ServerError) -> [String]
  /// Does what goes further, outside of any transaction. What this account may not do stands in what is told.
  func scrub(_ tables: [String], _ effort: ScrubEffort) throws(ServerError) -> PhysicalScrub

  // MARK: Partitions

  /// Lists the partitions of a table that this account could drop or empty, whatever is in them.
  func partitions(of table: String) throws(ServerError) -> [TablePartition]
  /// Remembers where the transaction is, before a partition is looked at.
  func approach(_ partition: TablePartition) throws(ServerError)
  /// Keeps everybody else from the partition until the transaction ends.
  ///
  /// - Returns: false where it is no longer the partition that it was, or others use it.
  func lock(_ partition: TablePartition) throws(ServerError) -> Bool
  /// Takes it away, locked: with the commit, or as the commit where the server knows no other way.
  func remove(_ partition: TablePartition) throws(ServerError)
  /// Goes back to where `approach` was, without the lock.
  func leavePartition() throws(ServerError)
}

/// One part of a table that can go in one step.
package struct TablePartition: Hashable, Sendable {
  /// As the server calls it, for the journal.
  package let name: String
  /// The table whose direct part it is, as a statement names it.
  package let container: String
  /// The text that a query reads its rows from, before an alias.
  package let source: String
  /// The server's own identity of it, which no new name changes.
  package let identity: String
  /// Tells if it is dropped. Where rows could still come that belong to it, it is emptied in one step and stays.
  package let isDropped: Bool
  /// The server's own estimate.
  package let estimatedRows: Int

  package init(
    name: String, container: String, source: String, identity: String, isDropped: Bool, estimatedRows: Int
  ) {
    self.name = name
    self.container = container
    self.source = source
    self.identity = identity
    self.isDropped = isDropped
    self.estimatedRows = estimatedRows
  }
}

extension ServerEngine {
  package func beginBatch(seconds: Double) throws(ServerError) { try begin(seconds: seconds) }
  package func claim(in ledger: Ledger) throws(ServerError) {}
  package func release(in ledger: Ledger) throws(ServerError) {}
  package func ledgerNeed() -> SchemaFinding? { nil }
  package func endStrays() throws(ServerError) {}
  package func confirm() throws(ServerError) {}
}
