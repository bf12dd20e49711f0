internal import PostgreSQL
internal import RecordStores
internal import SQLWords
internal import ServerStores
internal import Words

/// A transaction's name in the server's log, and what became of it.
///
/// A number alone says nothing after a crash: where nothing of its transaction had reached the disk, the server gives the number again. So the log is
/// flushed up to it first, by a transaction of another connection; and the name says which cluster and which of its histories it belongs to.
extension PostgresEngine {
  func transactionName() throws(ServerError) -> String? {
    var name: String?
    try asking {
      var history: String?
      try connection.query("SELECT \(Self.history), \(Self.history) || ':' || pg_current_xact_id()") {
        history = $0.text(0)
        name = $0.text(1)
      }
      try flushLog(of: history)
    }
    return name
  }

  /// A lock is the row's, whichever index leads to it.
  func referencedIndexes(of table: String, columns: [String]) -> [String] { [] }

  /// The cluster, and its timeline, which a failover or a restore to a point in time changes.
  private static let history =
    "(SELECT system_identifier FROM pg_control_system()) || ':' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"

  /// Commits something of no meaning, durably: whatever stands before it in the log is durable then, too. The log of this server: behind an address that
  /// moves there may be another by now.
  private func flushLog(of history: String?) throws {
    var flushed: String?
    try secondConnection().query("SELECT \(Self.history), pg_logical_emit_message(true, 'retentiond', '')") {
      flushed = $0.text(0)
    }
    guard flushed == history else { throw ServerError.lost(cause: "the server's place was taken by another") }
  }

  /// If a connection ends while its commit waits for a standby, the server goes on without, and shows what the standby does not have. A commit after
  /// it, which waits in turn, has it arrive there first.
  func confirm() throws(ServerError) {
    try asking { _ = try connection.execute("SELECT pg_logical_emit_message(true, 'retentiond', '')") }
  }

  /// A claim is an advisory lock of the one server that may write, which every program of ours meets; so it needs no row in a ledger.
  func claim(in ledger: Ledger) throws(ServerError) {}
  func release(in ledger: Ledger) throws(ServerError) {}

  /// Without a ledger the server's own log tells what became of a transaction.
  func ledgerNeed() -> SchemaFinding? { nil }

  /// Nothing of ours is prepared: the server undoes what is open when its connection ends.
  func endStrays() throws(ServerError) {}

  func fate(ofTransaction name: String) throws(ServerError) -> BatchOutcome? {
    let parts = name.split(separator: ":").map(String.init)
    guard parts.count == 3 else { return nil }
    for _ in 0..<600 {
      switch try status(ofTransaction: parts) {
      case "committed": return .committed
      case "aborted": return .notCommitted
      // A server may go on for a while with a transaction whose client is gone.
      case "in progress":
        guard gate.work.pause(for: .milliseconds(100)) else { throw .interrupted }
      default: return nil
      }
    }
    throw .busy
  }

  /// Nil for a transaction of another history, and for one that the server has forgotten.
  private func status(ofTransaction parts: [String]) throws(ServerError) -> String? {
    var status: String?
    try asking {
      do {
        try connection.query(
          "SELECT pg_xact_status(CASE WHEN \(Self.history) = $1 || ':' || $2 THEN $3::xid8 END)", parts
        ) { status = $0.text(0) }
      } catch PostgresError.server(state: "22023", message: _, constraint: _) {
        // A number that was not given yet: of a history that is not this one.
      }
    }
    return status
  }
}
