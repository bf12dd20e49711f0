import Foundation
import PostgreSQL
import Purging
import TestServers
import Testing
import Words

@testable import retentiond

/// Each reason to wait that a PostgreSQL server gives, caused for real.
@Suite(.serialized) struct PostgresPaceTests {
  private static let rows = 1_200

  private func connect(_ parameters: [String: String]) throws -> PostgresConnection {
    try PostgresConnection(parameters: parameters.map { ($0.key, $0.value) })
  }

  private func fill(_ application: PostgresConnection) throws {
    try application.run(
      script: """
        DROP TABLE IF EXISTS person;
        CREATE TABLE person (id int PRIMARY KEY, nir text NOT NULL, ended date);
        CREATE INDEX ON person (ended); CREATE INDEX ON person (nir);
        INSERT INTO person SELECT i, '08405881' || lpad(i::text, 5, '0'), '2015-01-01'
        FROM generate_series(1, \(Self.rows)) i
        """)
  }

  private func store(_ host: String, user: String = "tester", database: String = "postgres") -> String {
    #""engine": "postgresql", "host": "\#(host)", "database": "\#(database)", "user": "\#(user)""#
  }

  private func number(_ sql: String, _ connection: PostgresConnection) throws -> Int? {
    var number: Int?
    try connection.query(sql) { number = $0.text(0).flatMap { Int($0) } }
    return number
  }

  /// A server of the test's own, with a filled table.
  private func make(_ pace: String) throws -> (PostgresServer, PostgresConnection, PacedRuns) {
    let server = try PostgresServer()
    let application = try server.connect()
    try fill(application)
    return (server, application, try PacedRuns(store: store(server.folder), pace: pace))
  }

  @Test(
    "A replica that replays two seconds late stops the run and lets it go on, with no transaction open meanwhile"
  )
  func lateReplica() throws {
    let pair = try PostgresPair()
    let application = try connect(pair.parameters(pair.primary))
    try fill(application)
    let standby = try connect(pair.parameters(pair.standby))
    try standby.run(script: "ALTER SYSTEM SET recovery_min_apply_delay = '2s'")
    try standby.run(script: "SELECT pg_reload_conf()")
    let paced = try PacedRuns(
      store: store(pair.primary), pace: #""lagSeconds": 1, "rowsPerSecond": 400, "longestWait": "PT1M""#)
    var idle: [Int?] = []
    paced.waiting = { wait, _ in
      #expect(wait.reason == .replicas && wait.detail.contains("behind, and lagSeconds allows 1"))
      idle.append(
        try self.number(
          "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'retentiond' AND state <> 'idle'",
          application))
      #expect(
        try self.number(
          "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE a.application_name = 'retentiond' AND l.locktype <> 'advisory'",
          application) == 0)
    }
    let report = try paced.purge()
    #expect(report.status == .complete && report.heldBack.isEmpty)
    #expect(paced.waits.count >= 1 && paced.goneOn.count == paced.waits.count)
    #expect(idle.allSatisfy { $0 == 0 })
    #expect(try number("SELECT count(*) FROM person", application) == 0)
    let tally = try #require(report.waits.first { $0.reason == .replicas })
    #expect(tally.count == paced.waits.count && tally.seconds > 0.4)
    try paced.runs.expectEvidence(of: Self.rows)
  }

  @Test(
    "A replica that stands still is waited for as long as it may be; what is left goes when it replays again")
  func standingReplica() throws {
    let pair = try PostgresPair()
    let application = try connect(pair.parameters(pair.primary))
    try fill(application)
    let standby = try connect(pair.parameters(pair.standby))
    try standby.run(script: "SELECT pg_wal_replay_pause()")
    let paced = try PacedRuns(
      store: store(pair.primary),
      pace: #""lagSeconds": 0.5, "rowsPerSecond": 200, "longestWait": "PT2S""#)
    let report = try paced.purge()
    #expect(report.status == .stopped)
    #expect(report.heldBack.map(\.reason) == [.replicas] && report.refused.isEmpty)
    #expect(report.overdue.map(\.cause) == [.truncated])
    let left = try #require(try number("SELECT count(*) FROM person", application))
    #expect(left > 0 && left < Self.rows)
    try paced.runs.expectEvidence(of: Self.rows - left)
    try standby.run(script: "SELECT pg_wal_replay_resume()")
    Thread.sleep(forTimeInterval: 1)
    let again = try paced.purge()
    #expect(again.status == .complete, "\(again.heldBack)")
    #expect(try number("SELECT count(*) FROM person", application) == 0)
  }

  @Test("A slot that keeps the log is waited for until it is gone")
  func slot() throws {
    let (_, application, paced) = try make(#""keptLogBytes": 2000000"#)
    try application.run(
      script: """
        SELECT pg_create_physical_replication_slot('abandoned', true);
        CREATE TABLE noise AS SELECT repeat('x', 1000) AS text FROM generate_series(1, 5000)
        """)
    paced.waiting = { wait, _ in
      #expect(wait.reason == .keptLog && wait.detail.hasPrefix("replication slot abandoned keeps "))
      try application.run(script: "SELECT pg_drop_replication_slot('abandoned')")
    }
    #expect(try paced.purge().status == .complete)
    #expect(paced.waits.count == 1 && paced.goneOn.count == 1)
  }

  @Test("What others run is waited for, and the server's own statements of ours are none of it")
  func load() throws {
    let (server, _, paced) = try make(#""running": 1"#)
    #expect(try paced.purge().waits.isEmpty)
    try fill(try server.connect())
    let others = try (0..<2).map { _ in try server.connect() }
    for other in others {
      let handed = Handed(connection: other)
      PacedRuns.later(0) { try handed.connection.run(script: "SELECT pg_sleep(3)") }
    }
    Thread.sleep(forTimeInterval: 0.3)
    let report = try paced.purge()
    #expect(report.status == .complete)
    #expect(paced.waits.map(\.reason) == [.load] && paced.goneOn.count == 1)
    #expect(paced.waits.first?.detail == "2 statements of others run, and running allows 1")
  }

  @Test("What may be written to the log in a second makes the run take its time")
  func logVolume() throws {
    let (_, _, paced) = try make(#""logBytesPerSecond": 50000, "rowsPerSecond": 2000"#)
    let start = ContinuousClock.now
    let report = try paced.purge()
    #expect(report.status == .complete)
    let tally = try #require(report.waits.first { $0.reason == .logVolume })
    #expect(tally.seconds > 0.2 && ContinuousClock.now - start > .milliseconds(500))
    // It is said once, and not for each batch.
    #expect(paced.waits.map(\.reason) == [.logVolume])
  }

  @Test("What the role may not see is said once, and by `check` with the GRANT; the run goes on")
  func blind() throws {
    let pair = try PostgresPair()
    let application = try connect(pair.parameters(pair.primary))
    try fill(application)
    try application.run(
      script:
        "CREATE ROLE limited LOGIN; ALTER TABLE person OWNER TO limited; GRANT CREATE ON SCHEMA public TO limited"
    )
    let paced = try PacedRuns(store: store(pair.primary, user: "limited"), pace: #""running": 9"#)
    let report = try paced.purge()
    #expect(report.status == .complete, "\(report.refused)")
    #expect(paced.blind.count == 2 && paced.blind.allSatisfy { $0.contains("GRANT pg_read_all_stats") })
    let check = try Program(["check"] + paced.runs.small.files)
    #expect(check.output.contains("GRANT pg_read_all_stats TO the role of stores.json"), "\(check.output)")
    try application.run(script: "GRANT pg_read_all_stats TO limited")
    try fill(application)
    try application.run(script: "ALTER TABLE person OWNER TO limited")
    try paced.purge()
    #expect(paced.blind.isEmpty)
  }
}
