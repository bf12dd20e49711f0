internal import PostgreSQL
internal import ServerStores
internal import Synchronization

/// The server's side of a connection, as another connection finds it.
final class PostgresSession: Sendable {
  private struct Known {
    let process: Int
    /// When the server's process began, and when the server itself did: numbers are given again, and an address may lead to another server.
    let began: String
    let serverBegan: String
  }

  private let parameters: [(keyword: String, value: String)]
  private let known = Mutex<Known?>(nil)

  /// - Parameter parameters: for another connection to the same server.
  init(parameters: [(keyword: String, value: String)]) { self.parameters = parameters }

  private static let serverBegan =
    "pg_catalog.date_part('epoch', pg_catalog.pg_postmaster_start_time())::pg_catalog.text"

  func note(_ connection: PostgresConnection) throws {
    let process = connection.process
    try connection.query(
      """
      SELECT pg_catalog.date_part('epoch', backend_start)::pg_catalog.text, \(Self.serverBegan)
      FROM pg_catalog.pg_stat_activity WHERE pid = pg_catalog.pg_backend_pid()
      """
    ) { row in
      guard let began = row.text(0), let serverBegan = row.text(1) else { return }
      known.withLock { $0 = Known(process: process, began: began, serverBegan: serverBegan) }
    }
  }

  /// Asks the server by another connection what becomes of this one.
  func look() -> Lifeline.Answer {
    guard PostgresConnection.answers(parameters) else { return .silent }
    // A server that takes nobody in lives, and says no more.
    guard let known = known.withLock({ $0 }), let other = try? PostgresConnection(parameters: parameters)
    else { return .working }
    var answer = Lifeline.Answer.working
    // One that cannot be asked for this is believed to work.
    try? other.query(
      """
      SELECT \(Self.serverBegan), (SELECT state FROM pg_catalog.pg_stat_activity
        WHERE pid = $1::pg_catalog.int4 AND pg_catalog.date_part('epoch', backend_start)::pg_catalog.text = $2),
        EXISTS (SELECT 1 FROM pg_catalog.pg_stat_activity WHERE pid = $1::pg_catalog.int4)
      """, [String(known.process), known.began]
    ) { row in
      guard row.text(0) == known.serverBegan else { return }
      let state = row.text(1)
      if row.text(2) == "f" || state?.hasPrefix("idle") == true { answer = .idle }
    }
    return answer
  }
}
