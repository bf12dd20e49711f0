import Foundation
import MariaDB
import Purging
import TestServers
import Testing
import Words

@testable import retentiond

/// Runs in two phases on a server that is killed in the middle of them.
@Suite struct TwoPhaseTests {
  @Test(
    "A server that is killed between prepare, intent and commit loses and repeats nothing, and keeps no branch"
  )
  func killed() throws {
    let server = try MariaDBServer()
    try server.connect().run("CREATE DATABASE people")
    let application = try server.connect("people")
    try application.run(
      "CREATE TABLE person (id int PRIMARY KEY, nir varchar(20) NOT NULL, ended date, KEY (ended), KEY (nir))"
    )
    try application.run(
      "INSERT INTO person SELECT seq, CONCAT('08405881', LPAD(seq, 5, '0')), IF(seq % 10 = 0, CURRENT_DATE, '2015-01-01') FROM seq_1_to_600"
    )
    let runs = try ServerRuns(
      store:
        #"{"engine": "mariadb", "host": "\#(server.socket)", "database": "people", "user": "root", "commit": "two-phase"}"#
    )
    var retried = 0
    // The clock is read when a batch is prepared and its intent is not written; the second time the strike comes a little later.
    let report = try runs.purge(
      beforeIntent: { batch in
        if batch == 3 { try? server.crash() }
        if batch == 8 {
          Thread.detachNewThread {
            usleep(4_000)
            try? server.crash()
          }
        }
      }, observe: { if $0.isTrouble { retried += 1 } })
    #expect(report.status == .complete && retried > 1, "\(report.refused), \(retried)")
    var left: Set<Int64> = []
    var branches = 0
    let later = try server.connect("people")
    try later.query("SELECT id FROM person") { if case .integer(let id) = $0.value(0) { left.insert(id) } }
    try later.query("XA RECOVER") { _ in branches += 1 }
    #expect(left == Set((1...600).filter { $0 % 10 == 0 }) && branches == 0)
    try runs.expectEvidence(of: 540)
  }
}
