import AuditJournal
import Foundation
import JSONText
import Purging
import RetentionPolicy
import SQLite
import TestNames
import Testing
import Words

/// What the next run may change where stores.json has a guard, and where it has none.
@Suite struct VolumeGuardTests {
  /// What comes after the first approval, and what is run before.
  struct Case: CustomTestStringConvertible {
    enum Approval: String, CaseIterable {
      case none, unchanged, rule, binding, name
    }

    enum End: String, CaseIterable {
      case complete, otherSetRefused, truncated, firstRun
    }

    let approval: Approval
    let end: End

    var testDescription: String { "\(approval) after \(end)" }

    static let all = Approval.allCases.flatMap { approval in
      End.allCases.map { Case(approval: approval, end: $0) }
    }

    /// Of 300 people who are due, those that are left by the first run.
    var left: Int {
      switch end {
      case .complete, .otherSetRefused: 0
      case .truncated: 290
      case .firstRun: 295
      }
    }

    /// Reckoned here from the promise, and not from the code: nil where a first run bounds the next one.
    var limit: Int? {
      let counted = max(100, left + (left + 9) / 10)
      switch (approval, end) {
      case (.none, .complete), (.none, .otherSetRefused): return 900
      case (.none, .truncated): return 330 - 10
      case (.none, .firstRun): return 330 - 5
      case (.unchanged, .complete), (.unchanged, .otherSetRefused): return 900
      case (.unchanged, _): return counted
      case (_, .firstRun): return nil
      default: return counted
      }
    }
  }

  private static func stores(_ test: Case, changed: Bool) -> String {
    var stores = TestStore.stores()
    stores = stores.replacing(
      "\"stores\":", with: "\"firstRun\": \(test.end == .firstRun ? "5" : "false"), \"stores\":")
    guard changed else { return stores }
    switch test.approval {
    case .binding: return stores.replacing("\"subject\": \"nir\",", with: "")
    case .name: return stores.replacing("\"person\": {", with: "\"people\": {")
    default: return stores
    }
  }

  private func add(_ count: Int, to store: TestStore) throws {
    try store.database("main").execute(
      """
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
      INSERT INTO person SELECT (SELECT max(id) FROM person) + i, '0', 'name', '2015-01-01' FROM n
      """)
  }

  private func refusals(_ store: TestStore) throws -> [RecordSetRefusal] {
    try Planner(store.context(.read)).plan(at: store.now).recordSets.filter {
      ["person", "people"].contains($0.name)
    }
    .flatMap(\.refusals)
  }

  @Test(
    "Where no guard is configured, approvals and runs before say what the next run may change",
    arguments: Case.all)
  func limits(test: Case) throws {
    let store = try TestStore(people: 600, stores: Self.stores(test, changed: false), isApproved: false)
    try store.approveCounting()
    if test.end == .otherSetRefused {
      try FileManager.default.removeItem(at: store.folder.appending(path: "cold.sqlite"))
    }
    let stop = StopSignal()
    let moment = store.now
    let report = try Purger(store.context(stop: stop)).purge(
      clock: { moment },
      observe: { event in if case .batch = event, test.end == .truncated { stop.request() } })
    let statuses: [Case.End: RunEnding] = [
      .complete: .complete, .otherSetRefused: .incomplete, .truncated: .stopped, .firstRun: .firstRun,
    ]
    #expect(report.status == statuses[test.end] && report.firstRuns.isEmpty == (test.end != .firstRun))
    if test.end == .firstRun {
      _ = try FirstRuns(store.context(.append)).goOn(by: "test", reason: "seen", at: store.now)
    }
    #expect(try store.count("person WHERE ended = '2015-01-01'") == test.left)
    if test.approval != .none {
      let rules = test.approval == .rule ? TestStore.rules.replacing("P5Y", with: "P4Y") : TestStore.rules
      try store.change(stores: Self.stores(test, changed: true), rules: rules)
      try store.approveCounting(at: store.now)
    }
    guard let limit = test.limit else {
      try add(2_000, to: store)
      #expect(try refusals(store).isEmpty)
      let next = try store.purge()
      #expect(next.status == .firstRun && next.firstRuns.map(\.changed) == [5])
      return
    }
    try add(limit - test.left, to: store)
    #expect(try refusals(store).isEmpty)
    try add(1, to: store)
    let before = try store.count("person")
    #expect(try refusals(store).count == 1)
    do {
      try store.purge()
      Issue.record("the guard let \(limit + 1) rows through")
    } catch RunError.guardStopped(let stopped) {
      let sentence = "\(try #require(stopped.first).refusal)"
      #expect(sentence.contains("\(limit + 1) rows are due for delete, and a run may change \(limit) ("))
      // Each stop says how to allow what it stopped.
      #expect(sentence.contains("`retentiond approve \(store.configuration.digest.short)`"))
      #expect(sentence.contains("guard.maximumRows"))
    }
    #expect(try store.count("person") == before)
    // As it says: approving again allows what is due now.
    try store.approveCounting(at: store.now)
    #expect(try store.purge().changed.contains { $0.action == .delete && $0.count == limit + 1 })
    #expect(try store.verify().findings == [])
  }

  @Test(
    "A guard of stores.json takes the place of the approval's, and says the key and number that allow more",
    arguments: [
      (#"{"maximumRows": 150}"#, 150, "set guard.maximumRows to 151 or more"),
      (#"{"maximumShare": 0.5}"#, 500, "set guard.maximumShare to a larger share"),
    ])
  func configured(limits: String, most: Int, remedy: String) throws {
    let stores = TestStore.stores(guard: limits).replacing(
      "\"stores\":", with: "\"firstRun\": false, \"stores\":")
    let store = try TestStore(people: 1, stores: stores)
    try store.database("main").execute(
      """
      WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
      INSERT INTO person SELECT i, '0', 'name', CASE WHEN i < 2 + \(most) THEN '2015-01-01' END FROM n
      """)
    try store.approveCounting()
    #expect(try refusals(store).isEmpty)
    try store.database("main").execute("UPDATE person SET ended = '2015-01-01' WHERE id = 1000")
    let refusal = try #require(try refusals(store).first)
    #expect(refusal.description.contains(remedy), "\(refusal)")
    #expect(throws: RunError.self) { try store.purge() }
    #expect(try store.count("person") == 1_000)
  }

  @Test(
    "A store that cannot be asked keeps nobody from approving; a hundred of its rows go without a look then")
  func unknown() throws {
    let store = try TestStore(
      people: 200,
      stores: TestStore.stores().replacing("\"stores\":", with: "\"firstRun\": false, \"stores\":"))
    let main = store.folder.appending(path: "main.sqlite")
    let away = store.folder.appending(path: "away")
    try FileManager.default.moveItem(at: main, to: away)
    let report = try store.approveCounting()
    #expect(report.unknown.map(\.recordSet) == ["person", "file"] && report.due.isEmpty)
    try FileManager.default.moveItem(at: away, to: main)
    #expect(try refusals(store).isEmpty)
    try add(1, to: store)
    #expect(throws: RunError.self) { try store.purge() }
    try store.approveCounting(at: store.now)
    #expect(try store.purge().status == .complete)
    #expect(try store.verify().findings == [])
  }

  @Test("An approval of before rows were counted allows a hundred, and three times what is usual")
  func uncounted() throws {
    let store = try TestStore(people: 200, isApproved: false)
    try store.approve(isCounted: false)
    #expect(try refusals(store).isEmpty)
    try add(1, to: store)
    #expect(throws: RunError.self) { try store.purge() }
    try store.database("main").execute("DELETE FROM person WHERE id = (SELECT max(id) FROM person)")
    #expect(try store.purge().status == .complete)
    try add(300, to: store)
    #expect(try refusals(store).isEmpty)
    try add(1, to: store)
    #expect(try refusals(store).count == 1)
  }

  @Test(
    "What is usual is the largest of the last ten runs that changed something, and an eleventh does not count"
  )
  func usual() throws {
    let store = try TestStore(
      people: 400,
      stores: TestStore.stores().replacing("\"stores\":", with: "\"firstRun\": false, \"stores\":"))
    try store.approveCounting()
    #expect(try store.purge().changedCount == 202)
    for number in 1...10 {
      // Nothing is due in between: such a run says nothing of what is usual.
      #expect(try store.purge().changedCount == 0)
      try add(40 + number, to: store)
      #expect(
        try Planner(store.context(.read)).plan(at: store.now).recordSets.allSatisfy { $0.refusals.isEmpty })
      #expect(try store.purge().status == .complete)
    }
    // Fifty in the largest of the last ten: the two hundred of the first are forgotten.
    try add(150, to: store)
    #expect(try refusals(store).isEmpty)
    try add(1, to: store)
    #expect(try refusals(store).count == 1)
  }

  @Test("Bytes of entries are as they were where an approval counts nothing")
  func bytes() throws {
    let store = try TestStore(isApproved: false)
    try store.approve(isCounted: false)
    try store.purge()
    let approval = try #require(try store.last("configuration.approved"))
    let end = try #require(try store.last("run.ended"))
    for (entry, members) in [
      (approval, ["by", "baseDirectory", "configuration", "rules", "stores"]),
      (end, ["changed", "counts", "left", "run", "status"]),
    ] {
      guard case .object(let data) = entry.data else {
        Issue.record("no object")
        continue
      }
      // Beside what the transaction made of the state, which every last entry says.
      #expect(Set(data.keys).subtracting(["state"]) == Set(members))
    }
  }
}
