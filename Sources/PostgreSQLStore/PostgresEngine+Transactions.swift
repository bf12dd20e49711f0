internal import Glibc
internal import PostgreSQL
internal import RecordStores
internal import ServerStores

/// A transaction's name in the server's log, and what became of it.
///
/// A number alone says nothing after a crash: where nothing of its transaction had reached the disk, the server gives the number again. So the log is
/// flushed up to it first, by a transaction of another connection; and the name says which cluster and which of its histories it belongs to.
extension PostgresEngine {
  func transactionName() throws(ServerError) -> String? {
    var name: String?
    try asking {
      try connection.query("SELECT \(Self.history) || ':' || pg_current_xact_id()") { name = $0.text(0) }
      try flushLog()
    }
    return name
  }

  /// The cluster, and its timeline, which a failover or a restore to a point in time changes.
  private static let history =
    "(SELECT system_identifier FROM pg_control_system()) || ':' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"

  /// Commits something of no meaning, durably: whatever stands before it in the log is durable then, too.
  private func flushLog() throws {
    if flushing?.isBroken ?? true {
      flushing = try connect()
      try flushing?.run(script: "SET synchronous_commit = local")
    }
    try flushing?.execute("SELECT pg_logical_emit_message(true, 'retentiond', '')")
  }

  func fate(ofTransaction name: String) throws(ServerError) -> BatchFate? {
    let parts = name.split(separator: ":").map(String.init)
    guard parts.count == 3 else { return nil }
    for _ in 0..<600 {
      switch try status(ofTransaction: parts) {
      case "committed": return .committed
      case "aborted": return .notCommitted
      // A server may go on for a while with a transaction whose client is gone.
      case "in progress": usleep(100_000)
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
