import Foundation
import MariaDB
import Purging
import TestServers
import Testing
import Words

@testable import retentiond

/// Each reason to wait that a MariaDB server gives, caused for real.
@Suite(.serialized) struct MariaDBPaceTests {
  private static let rows = 1_000

  private func fill(_ application: MariaDBConnection) throws {
    try application.run("DROP TABLE IF EXISTS paced.person")
    try application.run(
      "CREATE TABLE paced.person (id INT PRIMARY KEY, nir VARCHAR(20) NOT NULL, ended DATE, KEY (ended), KEY (nir))"
    )
    try application.run(
      "INSERT INTO paced.person SELECT seq, CONCAT('08405881', LPAD(seq, 5, '0')), '2015-01-01' FROM seq_1_to_\(Self.rows)"
    )
  }

  private func make(_ server: MariaDBServer) throws -> MariaDBConnection {
    let application = try server.connect()
    try application.run("CREATE DATABASE paced")
    try fill(application)
    return application
  }

  private func store(_ server: MariaDBServer, user: String = "root") -> String {
    #""engine": "mariadb", "host": "\#(server.socket)", "database": "paced", "user": "\#(user)""#
  }

  private func number(_ sql: String, _ connection: MariaDBConnection) throws -> Int? {
    var number: Int?
    try connection.query(sql) { row in
      if case .integer(let value) = row.value(0) { number = Int(value) }
    }
    return number
  }

  /// A primary and a replica that applies two seconds late.
  private func pair() throws -> (primary: MariaDBServer, replica: MariaDBServer) {
    let port = try GaleraCluster.freePorts(1)[0]
    let primary = try MariaDBServer(options: ["--port=\(port)", "--bind-address=127.0.0.1", "--server-id=1"])
    let replica = try MariaDBServer(options: ["--server-id=2"])
    let boss = try primary.connect()
    try boss.run("CREATE USER 'follower'@'127.0.0.1' IDENTIFIED BY 'x'")
    try boss.run("GRANT REPLICATION SLAVE ON *.* TO 'follower'@'127.0.0.1'")
    let follower = try replica.connect()
    try follower.run(
      """
      CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = \(port), MASTER_USER = 'follower', MASTER_PASSWORD = 'x',
        MASTER_LOG_FILE = 'binlog.000001', MASTER_LOG_POS = 4, MASTER_DELAY = 2
      """)
    return (primary, replica)
  }

  private static let table = "CREATE TABLE paced.heartbeat (id TINYINT PRIMARY KEY, beat BIGINT NOT NULL)"

  @Test("A replica that applies two seconds late stops the run, and lets it go on once it keeps up")
  func lateReplica() throws {
    let (primary, replica) = try pair()
    let application = try make(primary)
    try application.run(Self.table)
    let follower = try replica.connect()
    try follower.run("START SLAVE")
    // It has the table late, too, and a replica without it is none that is waited for.
    for _ in 0..<600 where (try? number("SELECT COUNT(*) FROM paced.heartbeat", follower)) == nil {
      usleep(50_000)
    }
    let paced = try PacedRuns(
      store: store(primary),
      pace: """
        "lagSeconds": 1, "rowsPerSecond": 400, "longestWait": "PT1M", "heartbeat": {"table": "heartbeat", "replicas": [{"host": "\(replica.socket)"}]}
        """)
    paced.waiting = { wait, count in
      #expect(wait.reason == .replicas && wait.detail.contains("behind, and lagSeconds allows 1"))
      #expect(try self.number("SELECT COUNT(*) FROM information_schema.INNODB_TRX", application) == 0)
      guard count == 1 else { return }
      try follower.run("STOP SLAVE")
      try follower.run("CHANGE MASTER TO MASTER_DELAY = 0")
      try follower.run("START SLAVE")
    }
    let report = try paced.purge()
    #expect(report.status == .complete && report.heldBack.isEmpty)
    #expect(paced.waits.count >= 1 && paced.goneOn.count == paced.waits.count)
    #expect(paced.blind.isEmpty)
    #expect(try number("SELECT COUNT(*) FROM paced.person", application) == 0)
    try paced.runs.expectEvidence(of: Self.rows)
  }

  @Test("A replica that stands still ends the run as truncated; one that is away is named and not waited for")
  func standingReplica() throws {
    let (primary, replica) = try pair()
    let application = try make(primary)
    try application.run(Self.table)
    let follower = try replica.connect()
    try follower.run("CHANGE MASTER TO MASTER_DELAY = 0")
    try follower.run("START SLAVE")
    let paced = try PacedRuns(
      store: store(primary),
      pace: """
        "lagSeconds": 0.5, "rowsPerSecond": 200, "longestWait": "PT2S",
        "heartbeat": {"table": "heartbeat", "replicas": [{"host": "\(replica.socket)"}, {"host": "/nowhere/socket"}]}
        """)
    try follower.run("STOP SLAVE SQL_THREAD")
    let report = try paced.purge()
    #expect(report.status == .stopped && report.heldBack.map(\.reason) == [.replicas])
    #expect(
      paced.blind.count == 1 && paced.blind.allSatisfy { $0.contains("/nowhere/socket gives no answer") })
    let left = try #require(try number("SELECT COUNT(*) FROM paced.person", application))
    #expect(left > 0 && left < Self.rows)
    try follower.run("START SLAVE SQL_THREAD")
    #expect(try paced.purge().status == .complete)
  }

  @Test(
    "Threads that run are waited for, and what may be written to the binary log in a second takes its time")
  func loadAndLog() throws {
    let server = try MariaDBServer()
    let application = try make(server)
    let paced = try PacedRuns(
      store: store(server), pace: #""running": 1, "rowsPerSecond": 2000, "logBytesPerSecond": 4000"#)
    for _ in 0..<2 {
      let handed = Handed(connection: try server.connect())
      PacedRuns.later(0) { try handed.connection.run("SELECT SLEEP(3)") }
    }
    Thread.sleep(forTimeInterval: 0.3)
    let report = try paced.purge()
    #expect(report.status == .complete)
    #expect(paced.waits.first?.reason == .load && paced.goneOn.first?.reason == .load)
    #expect(paced.waits.first?.detail == "2 statements of others run, and running allows 1")
    #expect(report.waits.contains { $0.reason == .logVolume && $0.seconds > 0.2 }, "\(report.waits)")
    #expect(try number("SELECT COUNT(*) FROM paced.person", application) == 0)
  }

  @Test(
    "A heartbeat without its table, and locks that the account may not see, are said once, with the remedy")
  func blind() throws {
    let server = try MariaDBServer()
    let application = try make(server)
    try application.run("CREATE USER 'limited'@'localhost'")
    try application.run("GRANT SELECT, DELETE, TRIGGER ON paced.* TO 'limited'@'localhost'")
    let paced = try PacedRuns(
      store: store(server, user: "limited"),
      pace: #""heartbeat": {"table": "heartbeat", "replicas": [{"host": "/nowhere/socket"}]}"#)
    let check = try Program(["check"] + paced.runs.small.files)
    #expect(check.output.contains("GRANT PROCESS ON *.*"), "\(check.output)")
    let root = try PacedRuns(
      store: store(server),
      pace: #""heartbeat": {"table": "heartbeat", "replicas": [{"host": "\#(server.socket)"}]}"#)
    #expect(try root.purge().status == .complete)
    #expect(
      root.blind.count == 1 && root.blind[0].contains("CREATE TABLE `paced`.`heartbeat`"), "\(root.blind)")
  }
}
