package import RecordStores
package import SQLWords
package import Words

/// One connection to a server: its settings, its transactions, its catalogue and its dialect. Used by one thread at a time.
///
/// An adapter writes what its server does. How each call is watched, interrupted and told in the words that adapters share is in
/// `ServerEngine+Calls`: a method that asks the server does it by `asking`, and one that must come to its end, such as a commit, by `uninterrupted`.
package protocol ServerEngine: AnyObject {
  associatedtype Dialect: ServerDialect

  var catalogue: any SchemaCatalogue { get }

  /// Asks the server which database this connection leads to: a cluster and a database in it.
  func identity() throws(ServerError) -> StoreIdentity
  /// Returns the identities of the tables that these names lead to now, as far as `fingerprint` does not tell them apart: a table that was dropped
  /// and made again with the same definition is another one.
  func relations(_ tables: [String]) throws(ServerError) -> String

  // MARK: Calls

  /// Decides which statements end when the work is to end.
  var gate: StatementGate { get }
  /// Cuts the connection to a server that says nothing any more.
  var lifeline: Lifeline { get }
  /// Tells if the connection itself is of no use any more: the client library says so, or an answer of the server did.
  var isConnectionLost: Bool { get }
  /// Brings the session back to its own settings before a call, if something may have changed them.
  func ensureSession() throws
  /// Runs a statement without meaning. It absorbs a cancel that came too late for the statement that it was meant for.
  func absorbCancel()
  /// Gives an error of the client library the words that adapters share; nil for an error that is not the library's.
  func serverError(for error: any Error) -> ServerError?
  /// Says an error in the client library's own words, for a connection that could not be made.
  static func cause(of error: any Error) -> String
  /// Returns the first setting of the server by which a commit might not last, with what to do about it.
  func durabilityProblem() throws -> (setting: String, remedy: String)?

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
  /// Begins a transaction that `transactionName` may be asked of. A server that needs nothing more for that begins one as by `begin`.
  func beginBatch(seconds: Double) throws(ServerError)
  func commit() throws(ServerError)
  func rollback()
  /// Keeps other programs of ours, a service or a command, from this store for as long as the connection lives.
  func claim() throws(ServerError)
  /// Claims the store by a row of the ledger, in the open transaction, if a connection says nothing to other servers of the store.
  func claim(in ledger: Ledger) throws(ServerError)
  /// Gives up that claim, in the open transaction.
  func release(in ledger: Ledger) throws(ServerError)
  /// Returns why batches are not safe without a ledger; nil if they are. A cluster may forget a transaction that it has committed, for example.
  func ledgerNeed() -> SchemaFinding?
  /// Ends transactions of ours that the server keeps and no intent explains. A server that keeps none after their connection does nothing here.
  func endStrays() throws(ServerError)
  /// Waits until what was seen is as durable as a commit has to be. A server may show what its standby does not have yet; one that shows nothing of
  /// that kind does nothing here.
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
  /// Counts the rows that statements of this connection and triggers that they set off have changed until now; nil if the server does not tell. Fails if a trigger
  /// changed the session's settings.
  ///
  /// - Parameter tables: those that have a row of their own in the count, also if they are partitions of another.
  func writtenRows(telling tables: Set<String>) throws(ServerError) -> CountedWrites?
  /// How often that count has each row that a statement changes in the table.
  func countsPerRow(of table: String) throws(ServerError) -> Int
  /// Runs the triggers that the open transaction would run at its commit.
  func runDeferredTriggers() throws(ServerError)

  /// Tells if a statement that deletes rows which refer to each other may fail for the order that it takes them in.
  var checksRowByRow: Bool { get }

  // MARK: Tables

  /// How this kind of server says it.
  var dialect: Dialect { get }
  /// Reads a table's columns; nil if there is no such table.
  func shape(of table: String) throws(ServerError) -> TableShape?
  /// Returns the indexes that a foreign key to these columns may look into, if the lock on a row by another index does not keep the key from it. Empty if a lock on the
  /// row is enough.
  func referencedIndexes(of table: String, columns: [String]) throws(ServerError) -> [String]
  /// Returns what changes with the definition of any of the tables, their triggers and their references.
  func fingerprint(of tables: [String]) throws(ServerError) -> String
  /// Tells where deleted rows of these tables can still be read, as the server knows it now.
  func physicalScrub(of tables: [String]) throws(ServerError) -> PhysicalScrub
  /// Tells what of the server's work the pace asks for. What this account may not see is a gap of the answer; in an open transaction only `locks` is asked.
  func observe(_ wanted: Set<StoreObservable>) throws(ServerError) -> StoreObservation
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
