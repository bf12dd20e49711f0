import CivilTime
import Foundation
import MariaDB
import MariaDBStore
import RecordStores
import StoreConformance
import TestNames
import TestServers
import Testing
import Words

/// Adapters on nodes of a cluster, and an application on one of them.
@Suite(.serialized) struct GaleraStoreTests {
  @Test(
    "A node of a cluster keeps what every store promises",
    arguments: ConformanceCase.withKeys)
  func conformance(promise: ConformanceCase) throws {
    try GaleraCluster.use { try promise.run(MariaDBHarness(cluster: $0)) }
  }

  private let person = RecordSet(name: "person", store: "main", table: "person", key: ["id"], subject: "nir")
  private let ledger = Ledger(table: "retentiond_ledger", journal: "test.example/one")

  /// Adapters on two nodes, over a table of fifty people.
  private func two(_ cluster: GaleraCluster, rows: Int = 50) throws -> (
    harness: MariaDBHarness, first: any RecordStore, second: any RecordStore
  ) {
    let harness = MariaDBHarness(cluster: cluster)
    let application = try harness.application("main")
    try application.run("CREATE TABLE person (id int PRIMARY KEY, nir varchar(20), ended date, KEY (ended))")
    try application.run("INSERT INTO person SELECT seq, CONCAT('n', seq), '2001-01-01' FROM seq_1_to_\(rows)")
    try harness.makeLedger(ledger.table, in: "main")
    let (first, second) = try (
      harness.open("main", on: cluster.socket(0)), harness.open("main", on: cluster.socket(1))
    )
    for _ in 0..<600 where try second.rowCount(of: person) < rows { usleep(50_000) }
    return (harness, first, second)
  }

  private func begin(_ store: any RecordStore, rows: Int = 1) throws -> any StoreBatch {
    try #require(
      try store.begin(
        .delete, on: Selection(recordSet: person, predicate: .always), limit: BatchLimit(rows: rows),
        holds: NoHolds()))
  }

  private func entry(_ batch: BatchName, _ ledger: Ledger? = nil) -> LedgerEntry {
    LedgerEntry(ledger: ledger ?? self.ledger, batch: batch, at: Instant(secondsSinceEpoch: 1_790_000_000))
  }

  @Test(
    "What one node has committed another one's adapter sees and settles as committed, at once and each time")
  func committed() throws {
    try GaleraCluster.use { cluster in
      let (harness, first, second) = try two(cluster, rows: 200)
      defer { withExtendedLifetime(harness) {} }
      for number in 0..<100 {
        let batch = try begin(first, rows: 2)
        try batch.commit(recording: entry("batch-\(number)"))
        #expect(try second.fate(of: .delete, on: person, keys: batch.keys) == .committed)
        // A row that is being applied is in the way of ours, as the engine's patience knows.
        var isCommitted: Bool?
        while isCommitted == nil {
          do {
            isCommitted = try second.settle("batch-\(number)", in: ledger)
          } catch StoreError.conflict {}
        }
        #expect(isCommitted == true)
      }
      #expect(try second.rowCount(of: person) == 0)
    }
  }

  @Test("A batch that was settled on one node as not committed can no longer be committed on another")
  func settled() throws {
    try GaleraCluster.use { cluster in
      let (harness, first, second) = try two(cluster)
      defer { withExtendedLifetime(harness) {} }
      for number in 0..<10 {
        let batch = try begin(first)
        #expect(try second.settle("batch-\(number)", in: ledger) == false)
        #expect(throws: (any Error).self) { try batch.commit(recording: entry("batch-\(number)")) }
        batch.rollback()
        #expect(try second.recorded(["batch-\(number)"], in: ledger).isEmpty)
      }
      // The same where the name is in the ledger already, and only the commit is to come.
      var address = harness.address(harness.database("main"))
      address.socket = cluster.socket(0)
      let batch = try MariaDBConnection(address)
      try batch.begin()
      try batch.run("DELETE FROM person WHERE id = 50")
      try batch.run(
        "INSERT INTO retentiond_ledger VALUES ('test.example/one', 'batch-99', '2026-11-24T00:00:00Z')")
      #expect(try second.settle("batch-99", in: ledger) == false)
      #expect { try batch.commit() } throws: { ($0 as? MariaDBError)?.code == 1213 }
      #expect(try second.rowCount(of: person) == 50)
    }
  }

  @Test("A row that an application renews on another node survives, and the batch that had it is in conflict")
  func renewed() throws {
    try GaleraCluster.use { cluster in
      let (harness, first, second) = try two(cluster)
      let batch = try begin(first, rows: 10)
      var address = harness.address(harness.database("main"))
      address.socket = cluster.socket(1)
      try MariaDBConnection(address).run("UPDATE person SET ended = '2026-01-01' WHERE id = 5")
      #expect {
        try batch.commit(recording: entry("batch-1"))
      } throws: { if case StoreError.conflict = $0 { true } else { false } }
      batch.rollback()
      #expect(try second.settle("batch-1", in: ledger) == false)
      #expect(try second.rowCount(of: person) == 50)
    }
  }

  @Test(
    "While one journal's program works on a cluster, another's commits no batch there, on whichever node, until it is through"
  )
  func claimed() throws {
    try GaleraCluster.use { cluster in
      let (harness, first, second) = try two(cluster)
      defer { withExtendedLifetime(harness) {} }
      let other = Ledger(table: ledger.table, journal: "test.example/two")
      try begin(first).commit(recording: entry("batch-1"))
      let batch = try begin(second)
      #expect {
        try batch.commit(recording: entry("batch-1", other))
      } throws: { "\($0)".contains("another retentiond works on") }
      batch.rollback()
      try first.maintain(ledger, adding: [], droppingBefore: Instant(secondsSinceEpoch: 0))
      try begin(second).commit(recording: entry("batch-1", other))
      #expect {
        try begin(first).commit(recording: entry("batch-2"))
      } throws: { "\($0)".contains("another retentiond works on") }
    }
  }

  @Test("A cluster without a ledger, or a table without a primary key on it, is refused with what to do")
  func refused() throws {
    try GaleraCluster.use { cluster in
      let (harness, first, _) = try two(cluster)
      #expect(try first.ledgerNeed()?.description.contains("CREATE TABLE") == true)
      try harness.application("main").run("ALTER TABLE person DROP PRIMARY KEY, ADD UNIQUE KEY (id)")
      let use = SchemaUse(
        deletes: true, changedColumns: [], archive: nil, readColumns: ["id"], events: [])
      let findings = try first.describe(person, use: use).refusals.map(\.description)
      #expect(findings.contains { $0.contains("primary key") }, "\(findings)")
      #expect(throws: StoreError.self) {
        _ = try harness.open("main", on: cluster.socket(0), isTwoPhase: true).rowCount(of: person)
      }
    }
  }
}
