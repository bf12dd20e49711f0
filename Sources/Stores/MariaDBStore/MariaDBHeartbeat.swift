internal import MariaDB
internal import RecordStores
internal import ServerStores

/// How far replicas are behind, by a beat that goes the way of the application's own rows: it is written to a table on the primary and read on each replica.
///
/// What a server says of itself (Seconds_Behind_Master) is nothing while the replication does not run.
final class MariaDBHeartbeat {
  /// A replica, and the connection to it while there is one.
  private struct Replica {
    let name: String
    let address: MariaDBAddress
    var connection: MariaDBConnection?
    /// When it is tried again, after it gave no answer.
    var retry: ContinuousClock.Instant?
    var cause = ""
  }

  private let table: String
  private var replicas: [Replica]
  private var delay = ReplicaDelay()

  /// A replica that is away is not asked at each look.
  private static let patience: Duration = .seconds(30)

  /// - Parameters:
  ///   - table: quoted, with its database.
  ///   - address: the primary's, whose account and certificates count for the replicas, too.
  init(table: String, replicas: [MariaDBSettings.Replica], like address: MariaDBAddress) {
    self.table = table
    self.replicas = replicas.map { place in
      var address = address
      let isLocal = place.host.hasPrefix("/")
      address.socket = isLocal ? place.host : nil
      address.host = isLocal ? nil : place.host
      address.port = place.port
      address.isVerified = place.isVerified
      address.timeoutSeconds = 3
      return Replica(name: place.name, address: address)
    }
  }

  /// The table as an administrator makes it.
  static func definition(_ table: String) -> String {
    "CREATE TABLE \(table) (id TINYINT PRIMARY KEY, beat BIGINT NOT NULL)"
  }

  /// Writes the next beat, in a transaction of its own.
  func beat(_ connection: MariaDBConnection) throws {
    try connection.execute(
      "INSERT INTO \(table) (id, beat) VALUES (1, 1) ON DUPLICATE KEY UPDATE beat = beat + 1", [])
    let now = ContinuousClock.now
    if let beat = try Self.read(table, connection) { delay.note(beat, at: now) }
  }

  private static func read(_ table: String, _ connection: MariaDBConnection) throws -> Int? {
    var beat: Int?
    try connection.query("SELECT beat FROM \(table) WHERE id = 1") { row in
      beat = MariaDBCatalogue.text(row.value(0)).flatMap { Int($0) }
    }
    return beat
  }

  /// Reads the beat of each replica. One that is away is a gap, and not behind.
  func look(_ seen: inout StoreObservation) {
    var least = Int.max
    for index in replicas.indices {
      guard let beat = beat(of: index, &seen) else { continue }
      least = min(least, beat)
      let seconds = delay.seconds(behind: beat, at: .now)
      if seconds >= seen.replica?.seconds ?? 0 {
        seen.replica = StoreObservation.Replica(name: replicas[index].name, seconds: seconds)
      }
    }
    delay.forget(before: least)
  }

  private func beat(of index: Int, _ seen: inout StoreObservation) -> Int? {
    if replicas[index].retry.map({ $0 <= .now }) ?? true {
      do {
        let connection = try replicas[index].connection ?? MariaDBConnection(replicas[index].address)
        replicas[index].connection = connection
        // A replica on which not even the table has arrived yet is behind from the first beat.
        return try Self.read(table, connection) ?? 0
      } catch let error as MariaDBError where error.code == 1146 {
        return 0
      } catch {
        replicas[index].connection = nil
        replicas[index].retry = .now + Self.patience
        replicas[index].cause = MariaDBEngine.cause(of: error)
      }
    }
    seen.gaps.append(
      ObservationGap(
        .replicas, cause: "replica \(replicas[index].name) gives no answer: \(replicas[index].cause)",
        remedy:
          "let the account of stores.json connect to it and SELECT from \(table), or take it out of \"heartbeat\""
      ))
    return nil
  }
}
