internal import MariaDB
internal import ServerStores
internal import Synchronization

/// The server's side of a connection, as another connection finds it: by a lock whose name nobody else knows.
///
/// The session's number alone would not do: behind an address that moves, or a proxy, another connection may reach another server, where that number is
/// somebody else's session of the same account.
final class MariaDBSession: Sendable {
  private struct Known {
    let number: Int
    let server: String
  }

  private let address: MariaDBAddress
  private let lock = "retentiond-" + String(UInt64.random(in: .min ... .max), radix: 36)
  private let known = Mutex<Known?>(nil)

  init(at address: MariaDBAddress) { self.address = address }

  private static let server = "CONCAT_WS(' ', @@global.hostname, @@global.port, @@global.datadir)"

  func note(_ connection: MariaDBConnection) throws {
    let number = connection.session
    try connection.query("SELECT GET_LOCK('\(lock)', 0), \(Self.server)") { row in
      // A server that gives no such locks is not asked to end a statement: its connection is cut.
      guard case .integer(1) = row.value(0) else { return }
      let server = MariaDBCatalogue.text(row.value(1)) ?? ""
      known.withLock { $0 = Known(number: number, server: server) }
    }
  }

  /// Has the server end the statement that the session runs. It may block.
  func endStatement() {
    guard let known = known.withLock({ $0 }) else { return }
    // Whoever cannot be reached, or leads elsewhere, is not asked: the connection is cut in a moment.
    guard let other = try? MariaDBConnection(address) else { return }
    var isOurs = false
    try? other.query("SELECT IS_USED_LOCK('\(lock)')") { row in
      switch row.value(0) {
      case .integer(let number): isOurs = number == Int64(known.number)
      case .large(let number): isOurs = number == UInt64(known.number)
      default: break
      }
    }
    if isOurs { try? other.run("KILL QUERY \(known.number)") }
  }

  /// Asks the server by another connection what becomes of this one.
  func look() -> Lifeline.Answer {
    let other: MariaDBConnection
    do {
      other = try MariaDBConnection(address)
    } catch {
      // What the server itself says, it lives to say.
      return error.code < 2_000 || (3_000..<5_000).contains(error.code) ? .working : .silent
    }
    guard let known = known.withLock({ $0 }) else { return .working }
    var answer = Lifeline.Answer.working
    // One that cannot be asked for this is believed to work.
    try? other.query(
      """
      SELECT \(Self.server), IS_USED_LOCK('\(lock)') IS NULL,
        (SELECT COMMAND FROM information_schema.PROCESSLIST WHERE ID = \(known.number))
      """
    ) { row in
      guard MariaDBCatalogue.text(row.value(0)) == known.server else { return }
      if case .integer(1) = row.value(1) { answer = .idle }
      if MariaDBCatalogue.text(row.value(2)) == "Sleep" { answer = .idle }
    }
    return answer
  }
}
