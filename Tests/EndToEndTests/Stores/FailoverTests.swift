import Foundation
import PostgreSQL
import Purging
import TestServers
import Testing
import Words

@testable import retentiond

/// A primary that dies in the middle of a run, and a standby that takes its place.
@Suite(.serialized) struct FailoverTests {
  private func people(_ pair: PostgresPair, on host: String) throws -> Set<String> {
    let connection = try PostgresConnection(parameters: pair.parameters(host).map { ($0.key, $0.value) })
    var ids: Set<String> = []
    try connection.query("SELECT id FROM person") { if let id = $0.text(0) { ids.insert(id) } }
    return ids
  }

  private func make(withLedger: Bool) throws -> (pair: PostgresPair, runs: ServerRuns) {
    let pair = try PostgresPair()
    let application = try PostgresConnection(
      parameters: pair.parameters(pair.primary).map { ($0.key, $0.value) })
    try application.run(
      script: """
        CREATE TABLE person (id int PRIMARY KEY, nir text NOT NULL, ended date);
        CREATE INDEX ON person (ended); CREATE INDEX ON person (nir);
        INSERT INTO person SELECT i, '08405881' || lpad(i::text, 5, '0'), CASE i % 10 WHEN 0 THEN current_date ELSE '2015-01-01' END
        FROM generate_series(1, 600) i;
        CREATE TABLE retentiond_ledger (journal text NOT NULL, batch text NOT NULL, at text NOT NULL, PRIMARY KEY (journal, batch))
        """)
    let ledger = withLedger ? #", "ledger": "retentiond_ledger""# : ""
    // The standby comes first in the list, and must be passed over while it is one.
    let store =
      #"{"engine": "postgresql", "hosts": [{"host": "\#(pair.standby)"}, {"host": "\#(pair.primary)"}], "#
      + #""database": "postgres", "user": "tester"\#(ledger)}"#
    return (pair, try ServerRuns(store: store))
  }

  @Test(
    "A primary that is killed before a commit or about during it, with its standby promoted, loses and repeats nothing",
    arguments: [(true, 0), (false, 3_000)])
  func failover(withLedger: Bool, microseconds: UInt32) throws {
    let (pair, runs) = try make(withLedger: withLedger)
    let hold = "0840588100001"
    try runs.hold(hold)
    let strike = { (batch: Int) in
      guard batch == 5 else { return }
      Thread.detachNewThread {
        if microseconds > 0 { usleep(microseconds) }
        pair.killPrimary()
        usleep(200_000)
        do { try pair.promote() } catch { Issue.record(error) }
      }
      // In the first case nothing goes on before it is dead.
      if microseconds == 0 { usleep(100_000) }
    }
    var retried = 0
    let report = try runs.purge(
      beforeCommit: { if withLedger { strike($0) } }, beforeIntent: { if !withLedger { strike($0) } },
      observe: { if $0.isTrouble { retried += 1 } })
    #expect(report.status == .complete && retried > 0, "\(report.refused)")
    let expected = Set((1...600).filter { $0 % 10 == 0 || $0 == 1 }.map(String.init))
    #expect(try people(pair, on: pair.standby) == expected)
    try runs.expectEvidence(of: 600 - expected.count)
  }
}
