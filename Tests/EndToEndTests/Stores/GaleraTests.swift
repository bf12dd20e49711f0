import Foundation
import MariaDB
import Purging
import RecordStores
import Synchronization
import TestServers
import Testing
import Words

@testable import retentiond

/// Runs on a Galera cluster of three nodes, whose nodes die, hang and change rows under them.
@Suite(.serialized) struct GaleraTests {
  /// A database of its own on the cluster, with people of whom most are due.
  private final class Database {
    let cluster: GaleraCluster
    let name = "g" + UUID().uuidString.lowercased().replacing("-", with: "").prefix(14)
    let count = 1_200

    init(_ cluster: GaleraCluster) throws {
      self.cluster = cluster
      // On the node that runs are to begin on: another may be behind for a moment.
      try connection(0, database: "mysql").run("CREATE DATABASE \(name)")
      let application = try connection(0)
      try application.run(
        "CREATE TABLE person (id bigint PRIMARY KEY, nir varchar(20) NOT NULL, ended date, note varchar(200), KEY (ended), KEY (nir))"
      )
      try application.run(
        """
        CREATE TABLE retentiond_ledger (journal varchar(255) NOT NULL, batch varchar(64) NOT NULL, at varchar(40) NOT NULL,
        PRIMARY KEY (journal, batch)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
        """)
      try application.run(
        """
        INSERT INTO person SELECT seq, CONCAT('08405881', LPAD(seq, 5, '0')), IF(seq % 10 = 0, CURRENT_DATE, '2015-01-01'), REPEAT('x', 150)
        FROM seq_1_to_\(count)
        """)
    }

    deinit { try? connection(1, database: "mysql").run("DROP DATABASE \(name)") }

    func address(_ node: Int, database: String? = nil) -> MariaDBAddress {
      MariaDBServer.address(database ?? name, at: cluster.socket(node))
    }

    func connection(_ node: Int, database: String? = nil) throws -> MariaDBConnection {
      try MariaDBConnection(address(node, database: database))
    }

    func definition(nodes: [Int] = [0, 1, 2], more: String = #", "ledger": "retentiond_ledger""#) -> String {
      let hosts = nodes.map { #"{"host": "\#(cluster.socket($0))"}"# }.joined(separator: ", ")
      return #"{"engine": "mariadb", "hosts": [\#(hosts)], "database": "\#(name)", "user": "root"\#(more)}"#
    }

    func ids(on node: Int, where condition: String = "TRUE") throws -> Set<Int64> {
      var ids: Set<Int64> = []
      try connection(node).query("SELECT id FROM person WHERE \(condition)") { row in
        if case .integer(let id) = row.value(0) { ids.insert(id) }
      }
      return ids
    }
  }

  /// An application that renews rows on one node, now and then, until it is told to stop.
  private final class Renewing: Sendable {
    private let isStopped = Atomic<Bool>(false)
    private let done = DispatchSemaphore(value: 0)
    private let ids = Mutex<Set<Int64>>([])

    init(_ address: MariaDBAddress, upTo count: Int) {
      Thread.detachNewThread { [self] in
        defer { done.signal() }
        guard let connection = try? MariaDBConnection(address) else { return }
        while !isStopped.load(ordering: .relaxed) {
          let id = Int64.random(in: 1...Int64(count))
          // A row that the run deletes at the same moment goes or stays: who is certified first wins.
          let found = try? connection.execute(
            "UPDATE person SET ended = CURRENT_DATE WHERE id = ?", [.integer(id)])
          if found == 1 { ids.withLock { _ = $0.insert(id) } }
          usleep(2_000)
        }
      }
    }

    /// The rows that it renewed.
    func stop() -> Set<Int64> {
      isStopped.store(true, ordering: .relaxed)
      done.wait()
      return ids.withLock { $0 }
    }
  }

  /// That every row that was due is gone once, every row that was renewed, held or not due is there, on each of the nodes, and the journal knows.
  private func expectExact(
    _ database: Database, _ runs: ServerRuns, renewed: Set<Int64>, held: Set<Int64>, nodes: [Int]
  ) throws {
    let all = Set(1...Int64(database.count))
    let expected = all.filter { $0 % 10 == 0 }.union(renewed).union(held)
    for node in nodes {
      var left = try database.ids(on: node)
      // A node may have to apply some yet.
      for _ in 0..<40 where left != expected {
        usleep(100_000)
        left = try database.ids(on: node)
      }
      #expect(
        left == expected,
        "node \(node): \(left.subtracting(expected).count) left over, \(expected.subtracting(left).count) gone"
      )
    }
    try runs.expectEvidence(of: all.subtracting(expected).count)
  }

  @Test(
    "A node that is killed in mid-batch, before a commit or during it, while an application writes on another, loses and repeats nothing",
    arguments: [0, 2_500])
  func killed(microseconds: UInt32) throws {
    try GaleraCluster.use { cluster in
      let database = try Database(cluster)
      let runs = try ServerRuns(store: database.definition())
      let held: Set<Int64> = [1, 501]
      for id in held { try runs.hold("08405881" + String(format: "%05d", id)) }
      let application = Renewing(database.address(2), upTo: database.count)
      var retried = 0
      let report = try runs.purge(
        beforeCommit: { batch in
          guard batch == 6 else { return }
          // The first moment is before the commit; the second is about in the middle of it.
          if microseconds == 0 { return cluster.kill(0) }
          Thread.detachNewThread {
            usleep(microseconds)
            cluster.kill(0)
          }
        }, observe: { if $0.isTrouble { retried += 1 } })
      let renewed = application.stop()
      #expect(report.refused.isEmpty && retried > 0, "\(report.refused)")
      // What was renewed away meanwhile, or locked, another run looks at again.
      let again = try runs.purge()
      #expect(again.status == .complete, "\(again.refused)")
      #expect(!renewed.isEmpty)
      try cluster.start(0)
      try expectExact(database, runs, renewed: renewed, held: held, nodes: [0, 1, 2])
    }
  }

  @Test("A node that hangs is left after a while, and the run goes on elsewhere")
  func frozen() throws {
    try GaleraCluster.use { cluster in
      let database = try Database(cluster)
      let runs = try ServerRuns(store: database.definition(), batchRows: 200)
      var retried: [String] = []
      let report = try runs.purge(
        beforeCommit: { if $0 == 2 { cluster.freeze(0) } },
        observe: { if $0.isTrouble { retried.append("\($0)") } })
      try cluster.thaw(0)
      #expect(report.status == .complete && !retried.isEmpty, "\(report.refused), \(retried)")
      try expectExact(database, runs, renewed: [], held: [], nodes: [0, 1, 2])
    }
  }

  @Test(
    "Rows that are renewed on another node between a batch's intent and its commit survive, and the others of it go"
  )
  func certification() throws {
    try GaleraCluster.use { cluster in
      let database = try Database(cluster)
      let runs = try ServerRuns(store: database.definition(), batchRows: 100)
      let application = try database.connection(2)
      var renewed: Set<Int64> = []
      let report = try runs.purge(beforeCommit: { batch in
        // The batch has the due rows of the lowest numbers.
        let id = Int64(batch * 7)
        if batch <= 4,
          (try? application.execute("UPDATE person SET ended = CURRENT_DATE WHERE id = ?", [.integer(id)]))
            == 1
        {
          renewed.insert(id)
        }
      })
      #expect(report.status == .complete && renewed.count == 4, "\(report.refused), \(renewed)")
      try expectExact(database, runs, renewed: renewed, held: [], nodes: [0, 1, 2])
    }
  }

  @Test("A batch that changes more than a node takes at once is halved until it fits")
  func tooLarge() throws {
    try GaleraCluster.use { cluster in
      let database = try Database(cluster)
      let runs = try ServerRuns(store: database.definition(), batchRows: 1_000)
      let administrator = try database.connection(0)
      try administrator.run("SET GLOBAL wsrep_max_ws_size = 40000")
      defer { try? administrator.run("SET GLOBAL wsrep_max_ws_size = DEFAULT") }
      var reasons: [String] = []
      let report = try runs.purge(observe: {
        if case .retried(_, _, _, let reason) = $0 { reasons.append(reason) }
      })
      #expect(report.status == .complete, "\(report.refused)")
      #expect(reasons.contains { $0.contains("larger than one transaction may be") }, "\(reasons)")
      try expectExact(database, runs, renewed: [], held: [], nodes: [0])
    }
  }

  @Test(
    "A store on a cluster without a ledger is refused with the statement that makes one; so is two-phase commit"
  )
  func refused() throws {
    try GaleraCluster.use { cluster in
      let database = try Database(cluster)
      for (more, words) in [("", "CREATE TABLE"), (#", "commit": "two-phase""#, "no two-phase commit")] {
        let runs = try ServerRuns(store: database.definition(more: more))
        let check = try Program(["check"] + runs.small.files)
        #expect(
          check.exitCode != 0 && (check.output + check.errors).contains(words),
          "\(check.output)\(check.errors)")
        let report = try runs.purge()
        #expect(report.refused.count == 1 && report.changedCount == 0)
      }
    }
  }
}
