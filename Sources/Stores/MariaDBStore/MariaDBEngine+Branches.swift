internal import MariaDB
internal import RecordStores
internal import ServerStores
internal import Words

/// Two-phase commit (XA). A batch is prepared first, and its intent is written then. The server keeps a prepared batch under its name, even after a restart,
/// until it is told to commit or to roll back.
///
/// A branch that is listed was not committed, and is rolled back; one that is not was decided, and its rows say how.
extension MariaDBEngine {
  /// What names of branches begin with, of whatever journal.
  private static let ours = "retentiond-"

  /// The first versions whose prepared branches outlive their connection.
  func prepareBranches() throws {
    guard dialect.kind.isCrashSafe(version: connection.serverVersion) else {
      throw StoreError.unavailable(
        store: store,
        cause:
          "two-phase commit needs MariaDB 10.6 or later: take \"commit\" out of stores.json, and name a \"ledger\""
      )
    }
    // Another journal's branches, or those of another database on the server, are not ours to end.
    var name = ""
    try connection.query(
      "SELECT LEFT(SHA1(CONCAT(?, ' ', DATABASE())), 16)",
      [.bytes(Array(settings.journal.utf8), isText: true)]
    ) { name = MariaDBCatalogue.text($0.value(0)) ?? "" }
    branches = Self.ours + name + "-"
  }

  func transactionName() throws(ServerError) -> String? { try asking { try connection.prepare() } }

  func fate(ofTransaction name: String) throws(ServerError) -> BatchOutcome? {
    guard name.hasPrefix(Self.ours), name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) else {
      return nil
    }
    for _ in 0..<600 {
      guard try listedBranches().contains(name) else { return nil }
      if try endBranch(name) { return .notCommitted }
      // It is still its connection's, which the server has not seen end, or which is committing it.
      guard gate.work.pause(for: .milliseconds(100)) else { throw .interrupted }
    }
    throw .busy
  }

  func endStrays() throws(ServerError) {
    guard let branches else { return }
    for name in try listedBranches() where name.hasPrefix(branches) { _ = try endBranch(name) }
  }

  /// What the server shows is in its own log, and a commit promises no more here: no standby is waited for.
  func confirm() throws(ServerError) {}

  private func listedBranches() throws(ServerError) -> [String] {
    var names: [String] = []
    try asking {
      try connection.query("XA RECOVER") { row in
        if let name = MariaDBCatalogue.text(row.value(3)) { names.append(name) }
      }
    }
    return names
  }

  /// - Returns: false for a branch that is none, or another connection's.
  private func endBranch(_ name: String) throws(ServerError) -> Bool {
    try asking {
      do {
        try connection.run("XA ROLLBACK '\(name)'")
        return true
      } catch let error as MariaDBError where error.code == 1397 {
        return false
      }
    }
  }
}
