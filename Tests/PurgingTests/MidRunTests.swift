import AuditJournal
import CivilTime
import Foundation
import Purging
import RetentionPolicy
import SQLite
import TestNames
import Testing
import Words

/// What changes while a run goes on: rows that fall due, and the clock.
@Suite struct MidRunTests {
  private static func stores(limits: String = "{}") -> String {
    TestStore.stores(guard: limits).replacing("\"stores\":", with: "\"firstRun\": false, \"stores\":")
  }

  @Test(
    "Rows that fall due while a run goes on wait for the next plan, as far as the guard has no room for them",
    arguments: [("{}", 100), (#"{"maximumRows": 35}"#, 35), (#"{"maximumRows": 20}"#, 20)])
  func meanwhile(limits: String, changed: Int) throws {
    let store = try TestStore(people: 40, stores: Self.stores(limits: limits), isApproved: false)
    _ = try store.approveCounting()
    let application = try store.database("main")
    var hasCome = false
    let report = try store.purge { event in
      guard case .batch(let batch) = event, batch.recordSet == "person", !hasCome else { return }
      hasCome = true
      // An application's rows; if they cannot be written the counts below say so.
      try? application.execute(
        """
        WITH RECURSIVE n (i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
        INSERT INTO person SELECT i, '0840588123410', 'late', '2015-01-01' FROM n
        """)
    }
    #expect(report.changed.filter { $0.recordSet == "person" }.reduce(0) { $0 + $1.count } == changed)
    #expect(report.status == .incomplete)
    #expect(report.refused.map(\.recordSet) == ["person"] && report.refused.first?.refusal == .cameMeanwhile)
    #expect(try store.count("person") == 540 - changed)
    #expect(try store.verify().findings == [])
  }

  @Test("A guard that is just met by what was planned is no reason to stop")
  func justMet() throws {
    let store = try TestStore(
      people: 40, stores: Self.stores(limits: #"{"maximumRows": 20}"#), isApproved: false)
    _ = try store.approveCounting()
    #expect(try store.purge().status == .complete)
    #expect(try store.count("person") == 20)
  }

  @Test(
    "A clock that jumps while a run goes on ends it before the next intent, and what was done stays explained",
    arguments: [20 * 366 * 86_400, -20 * 366 * 86_400])
  func jump(seconds: Int) throws {
    let store = try TestStore(people: 40)
    var shown = store.now
    let jump: (RunEvent) -> Void = { event in
      if case .batch = event { shown = store.now.adding(seconds: seconds) }
    }
    #expect {
      // The context ends with this, and the run's lock with it.
      try Purger(store.context()).purge(clock: { shown }, observe: jump)
    } throws: {
      if case RunError.clock = $0 { true } else { false }
    }
    #expect(try store.count("person") == 30)
    #expect(try store.verify().findings == [])
    let later = store.now.adding(seconds: 60)
    #expect(try store.purge(at: later).status == .complete)
    #expect(try store.count("person") == 20 && store.verify().findings == [])
  }

  @Test(
    "An approval under a doubtful clock allows no more than the least guard, and one under the right clock does"
  )
  func approval() throws {
    let store = try TestStore(people: 400, stores: Self.stores(), isApproved: false)
    let wrong = store.now.adding(seconds: 20 * 366 * 86_400)
    let doubted = try store.approveCounting(at: wrong)
    #expect(doubted.due.isEmpty)
    #expect(
      doubted.unknown.count == 3 && doubted.unknown.allSatisfy { $0.reason.contains("the clock shows") })
    #expect(throws: RunError.self) { try store.purge() }
    #expect(try store.count("person") == 400)
    let right = try store.approveCounting(at: store.now)
    #expect(right.due.contains { $0.recordSet == "person" && $0.count == 200 })
    #expect(try store.purge().changedCount > 200)
  }
}
