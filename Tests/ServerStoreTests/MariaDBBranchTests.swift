import Foundation
import MariaDB
import MariaDBStore
import RecordStores
import StoreConformance
import TestNames
import TestServers
import Testing
import Words

/// Two-phase commit: what the server keeps of a batch whose client or whose server was killed.
@Suite(.serialized) struct MariaDBBranchTests {
  @Test("Batches in two phases keep what every store promises", arguments: ConformanceCase.all)
  func conformance(promise: ConformanceCase) throws {
    try promise.run(try MariaDBHarness(isTwoPhase: true))
  }

  private let person = RecordSet(name: "person", store: "main", table: "person", key: ["id"], subject: "nir")

  private func open(_ server: MariaDBServer, journal: String = "test.example/one") -> any RecordStore {
    let address = server.address("branches")
    let settings = MariaDBSettings(
      busySeconds: 1, isReadOnly: false, isTwoPhase: true, journal: journal)
    return MariaDBStore.open(name: "main", settings: settings) { () throws(StoreError) in [address] }
  }

  private func begin(_ store: any RecordStore) throws -> any StoreBatch {
    try #require(
      try store.begin(
        .delete, on: Selection(recordSet: person, predicate: .always), limit: BatchLimit(rows: 10),
        holds: NoHolds()))
  }

  /// A server of its own, to be killed, with fifty people.
  private func makeServer() throws -> MariaDBServer {
    let server = try MariaDBServer()
    try server.connect().run("CREATE DATABASE branches")
    try fill(server)
    return server
  }

  private func fill(_ server: MariaDBServer) throws {
    let application = try server.connect("branches")
    try application.run("DROP TABLE IF EXISTS person")
    try application.run("CREATE TABLE person (id int PRIMARY KEY, nir varchar(20), ended date, KEY (ended))")
    try application.run("INSERT INTO person SELECT seq, 'n', '2001-01-01' FROM seq_1_to_50")
  }

  /// Ends every connection of the server's but its own, as the end of their clients would.
  private func cutClients(_ server: MariaDBServer) throws {
    let administrator = try server.connect("branches")
    var others: [Int64] = []
    try administrator.query(
      "SELECT ID FROM information_schema.processlist WHERE ID <> connection_id() AND USER = 'root'"
    ) {
      if case .integer(let number) = $0.value(0) { others.append(number) }
    }
    for other in others { try administrator.run("KILL \(other)") }
  }

  private func branches(_ server: MariaDBServer) throws -> Int {
    var count = 0
    try server.connect("branches").query("XA RECOVER") { _ in count += 1 }
    return count
  }

  @Test(
    "Whenever client or server is killed between two steps of a batch, the server knows what became of it, and keeps nothing of it"
  )
  func killed() throws {
    let server = try makeServer()
    for (name, strike) in [("client", { try cutClients(server) }), ("server", { try server.crash() })] {
      for step in ["changed", "prepared", "committed"] {
        try fill(server)
        let store = open(server)
        let batch = try begin(store)
        let keys = batch.keys
        let transaction = step == "changed" ? nil : try batch.transactionName()
        if step == "committed" { try batch.commit() }
        try strike()
        batch.rollback()
        let next = open(server)
        let logged = try transaction.flatMap { try next.fate(ofTransaction: $0) }
        #expect(logged == (step == "prepared" ? .notCommitted : nil), "\(name) \(step)")
        let expected: BatchOutcome = step == "committed" ? .committed : .notCommitted
        #expect(try next.fate(of: .delete, on: person, keys: keys) == expected, "\(name) \(step)")
        #expect(try branches(server) == 0, "\(name) \(step)")
        // Nobody holds a lock any more.
        try begin(next).commit()
        #expect(try next.rowCount(of: person) == (step == "committed" ? 30 : 40), "\(name) \(step)")
      }
    }
  }

  @Test(
    "A prepared branch that no intent explains is ended at the next start, and another journal's or program's is not"
  )
  func strays() throws {
    let server = try makeServer()
    let batch = try begin(open(server))
    _ = try batch.transactionName()
    try server.crash()
    batch.rollback()
    let other = try server.connect("branches")
    try other.begin(branch: "application-1")
    try other.run("UPDATE person SET nir = 'm' WHERE id = 50")
    _ = try other.prepare()
    #expect(try branches(server) == 2)
    try open(server, journal: "test.example/two").endStrays()
    #expect(try branches(server) == 2)
    try open(server).endStrays()
    #expect(try branches(server) == 1)
    try other.rollback()
    #expect(try open(server).rowCount(of: person) == 50)
  }
}
