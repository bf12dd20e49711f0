internal import MariaDB
internal import RecordStores
internal import SQLWords
internal import ServerStores

/// A node of a Galera cluster.
///
/// Locks are the node's own: what another node's application changed meanwhile is found by certification, at the latest at the commit, which then
/// fails as a deadlock would. So is what keeps two programs apart: a row of the ledger that each batch writes, whichever node it is on.
extension MariaDBEngine {
  /// Tells if the server is a node, and one that may be worked on.
  func findCluster() throws -> Bool {
    let variables = try values(
      "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('wsrep_on', 'wsrep_provider')")
    guard let provider = variables["wsrep_provider"], provider != "none", !provider.isEmpty else {
      return false
    }
    guard variables["wsrep_on"] == "ON" else {
      throw StoreError.notDurable(
        store: store, setting: "wsrep_on = OFF, so that the cluster's other nodes do not follow",
        remedy: "set it to ON on the node")
    }
    let status = try values(
      "SHOW GLOBAL STATUS WHERE Variable_name IN ('wsrep_cluster_status', 'wsrep_ready', 'wsrep_local_state_comment')"
    )
    guard status["wsrep_cluster_status"] == "Primary", status["wsrep_ready"] == "ON" else {
      throw StoreError.unavailable(store: store, cause: "the node is not in its cluster's primary component")
    }
    guard status["wsrep_local_state_comment"] == "Synced" else {
      throw StoreError.unavailable(
        store: store,
        cause: "the node is not in step with its cluster (\(status["wsrep_local_state_comment"] ?? "?"))")
    }
    guard !settings.isTwoPhase else {
      throw StoreError.unavailable(
        store: store,
        cause:
          "a Galera cluster has no two-phase commit: take \"commit\" out of stores.json, and name a \"ledger\""
      )
    }
    return true
  }

  /// The rows of a SHOW statement.
  private func values(_ query: String) throws -> [String: String] {
    var values: [String: String] = [:]
    try connection.query(query) { row in
      if let name = MariaDBCatalogue.text(row.value(0)) { values[name] = MariaDBCatalogue.text(row.value(1)) }
    }
    return values
  }

  /// A node that is cut off answers with errors of many kinds, some of which it has in good days, too.
  func hasLeftCluster(after code: Int) -> Bool {
    guard isCluster, !isBroken, [1047, 1180, 1205, 1213, 1105].contains(code) else { return isLost }
    // A node that cannot say how it is, is lost.
    let status = try? lifeline.during {
      try values("SHOW GLOBAL STATUS WHERE Variable_name = 'wsrep_ready'")
    }
    isLost = status?["wsrep_ready"] != "ON"
    return isLost
  }

  /// While the members of a cluster change, a node may hand on what its replication library answered in place of an error of its own.
  func providerError(_ code: Int) -> ServerError? {
    switch code {
    case 3, 4: return .conflict(cause: "the transaction was not certified")
    case 5: return .tooLarge(cause: "the cluster's nodes do not take it at once")
    case 1..<12:
      isLost = true
      return .lost(cause: "the node has no connection to its cluster (\(code))")
    default: return nil
    }
  }

  func ledgerNeed() -> SchemaFinding? {
    guard isCluster else { return nil }
    let table = "retentiond_ledger"
    return .other(
      table: table,
      message:
        "only a ledger keeps two programs on two nodes of a Galera cluster apart, and tells what became of a batch whose node is gone",
      remedy:
        "as the database's owner, \(dialect.ledgerDefinition(table)), and name it as \"ledger\" in stores.json"
    )
  }

  /// For so long a claim stands after the last batch that renewed it, by the servers' clocks.
  private static let claimSeconds = 120

  func claim(in ledger: Ledger) throws(ServerError) {
    guard isCluster else { return }
    let place = dialect.table(ledger.table)
    let owner: SQLText = "LEFT(SHA1(\(value: .text(ledger.journal))), 12)"
    let until =
      "DATE_FORMAT(UTC_TIMESTAMP(6) + INTERVAL \(Self.claimSeconds) SECOND, '%Y-%m-%dT%H:%i:%s.%fZ')"
    let now = "DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%fZ')"
    // The time has 27 characters. It always differs, so that the row is written, and two batches on two nodes cannot both be certified.
    try execute(
      """
      INSERT INTO \(place) (journal, batch, at) VALUES ('', 'claim', CONCAT(\(until), ' ', \(owner))) \
      ON DUPLICATE KEY UPDATE at = IF(SUBSTRING(at, 29) = \(owner) OR LEFT(at, 27) < \(now), VALUES(at), at)
      """)
    var isOurs = false
    try asking {
      try query(
        "SELECT COUNT(*) FROM \(place) WHERE journal = '' AND batch = 'claim' AND SUBSTRING(at, 29) = \(owner)"
      ) { isOurs = $0[0] == .integer(1) }
    }
    guard isOurs else { throw .taken("database \(dialect.database), on another node of its cluster") }
  }

  func release(in ledger: Ledger) throws(ServerError) {
    guard isCluster else { return }
    try execute(
      """
      DELETE FROM \(dialect.table(ledger.table)) WHERE journal = '' AND batch = 'claim' \
      AND SUBSTRING(at, 29) = LEFT(SHA1(\(value: .text(ledger.journal))), 12)
      """)
  }
}
