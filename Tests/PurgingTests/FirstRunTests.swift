import AuditJournal
import CivilTime
import Foundation
import JSONText
import Purging
import RecordStores
import SQLite
import TestNames
import Testing
import Words

/// The first run under an approval that changed something: few rows, a look, and then the rest.
@Suite struct FirstRunTests {
  private static func stores(_ firstRun: String, person: String = "") -> String {
    TestStore.stores().replacing("\"stores\":", with: "\"firstRun\": \(firstRun), \"stores\":")
      .replacing("\"batch\": {\"rows\": 10}", with: "\"batch\": {\"rows\": 10}\(person)")
  }

  private func made(_ firstRun: String = "7", people: Int = 40) throws -> TestStore {
    let store = try TestStore(people: people, stores: Self.stores(firstRun), isApproved: false)
    try store.approveCounting()
    return store
  }

  private func kept(_ store: TestStore) throws -> Int {
    Int(
      try store.database("journal").integer(
        "SELECT count(*) FROM batch WHERE outcome IS NOT NULL AND sealed IS NOT NULL") ?? -1)
  }

  private func due(_ store: TestStore) throws -> Int { try store.count("person WHERE ended = '2015-01-01'") }

  @Test("A first run changes as many rows as it may, keeps their keys, and says that it was one")
  func few() throws {
    let store = try made()
    let report = try store.purge()
    #expect(report.status == .firstRun && report.firstRuns.map(\.recordSet) == ["file", "person"])
    #expect(report.firstRuns.map(\.changed) == [2, 7])
    #expect(try due(store) == 13)
    #expect(report.overdue.first { $0.recordSet == "person" }?.cause == .firstRun)
    let end = try #require(try store.last("run.ended"))
    #expect(end.data["status"]?.stringValue == "first-run")
    let batches = try FirstRuns(store.context(.read)).batches().filter { $0.intent.recordSet == "person" }
    #expect(batches.reduce(0) { $0 + $1.keys.count } == 7)
    let ids = try batches.flatMap { batch in
      try (0..<batch.keys.count).map { try #require(batch.keys.values(at: $0)) }
    }
    for id in ids { #expect(try store.count("person WHERE id = \(id[0].number)") == 0) }
    #expect(try store.verify().findings == [])
  }

  @Test("As long as nobody says a word, nothing more of it is changed, and all other record sets go on")
  func waits() throws {
    let store = try TestStore(
      people: 40, stores: Self.stores("false", person: ", \"firstRun\": 7"), isApproved: false)
    try store.approveCounting()
    #expect(try store.purge().status == .firstRun)
    #expect(try store.count("file", in: "cold") == 2)
    try store.database("main").execute("INSERT INTO file VALUES (9, 'nine', '2021-01-01')")
    let later = store.now.adding(seconds: 86_399)
    let report = try store.purge(at: later)
    #expect(report.status == .firstRun && report.changed.map(\.recordSet) == ["file"])
    #expect(try due(store) == 13 && kept(store) == 1)
    #expect(try store.verify().findings == [])
  }

  @Test("The word to go on is an entry, drops the keys, and the next run is complete")
  func word() throws {
    let store = try made()
    try store.purge()
    #expect(try kept(store) == 2)
    let names = try FirstRuns(store.context(.append)).goOn(
      by: "dba", reason: "looked at them", at: store.now)
    #expect(names == ["file", "person"])
    let entry = try #require(try store.last("first-run.continued"))
    #expect(entry.data["by"]?.stringValue == "dba" && entry.data["reason"]?.stringValue == "looked at them")
    #expect(try kept(store) == 0 && FirstRuns(store.context(.read)).batches().isEmpty)
    #expect(try store.verify().findings == [])
    #expect(throws: FirstRunError.self) {
      try FirstRuns(store.context(.append)).goOn(by: "dba", reason: "again", at: store.now)
    }
    let report = try store.purge()
    #expect(report.status == .complete && report.changedCount == 13)
    #expect(try due(store) == 0 && store.verify().findings == [])
  }

  @Test("A day without a word is one: the next run goes on, and an entry says that nobody said it")
  func day() throws {
    let store = try made()
    try store.purge()
    var told: [[RecordSetName]] = []
    let report = try store.purge(at: store.now.adding(seconds: 86_400)) {
      if case .firstRunContinued(let names) = $0 { told.append(names) }
    }
    #expect(report.status == .complete && told == [["file", "person"]])
    let entry = try #require(try store.last("first-run.continued"))
    #expect(entry.data["by"] == nil && entry.data["reason"]?.stringValue == "a day went by without a word")
    #expect(try due(store) == 0 && kept(store) == 0 && store.verify().findings == [])
  }

  @Test("A day counts from the first run's end, however many runs came in between")
  func dayCounts() throws {
    let store = try made()
    try store.purge()
    for hours in 1...23 {
      #expect(try store.purge(at: store.now.adding(seconds: hours * 3_600)).changedCount == 0)
    }
    #expect(try store.purge(at: store.now.adding(seconds: 24 * 3_600)).status == .complete)
  }

  @Test("A first run that is stopped goes on later within its number, and its day begins at its own end")
  func stopped() throws {
    let store = try TestStore(people: 80, stores: Self.stores("25"), isApproved: false)
    try store.approveCounting()
    let stop = StopSignal()
    let moment = store.now
    let first = try Purger(store.context(stop: stop)).purge(
      clock: { moment }, observe: { if case .batch = $0 { stop.request() } })
    #expect(first.status == .stopped && first.changedCount == 10)
    let later = store.now.adding(seconds: 2 * 86_400)
    let second = try store.purge(at: later)
    #expect(second.status == .firstRun && second.firstRuns.first { $0.recordSet == "person" }?.changed == 25)
    #expect(try due(store) == 15)
    #expect(try store.purge(at: later.adding(seconds: 86_399)).changedCount == 0)
    #expect(try store.verify().findings == [])
  }

  @Test("What changed nothing has nothing to show: the next run with rows is the first")
  func nothing() throws {
    let store = try made(people: 1)
    try store.database("main").execute("DELETE FROM file")
    #expect(try store.purge().status == .complete)
    try store.database("main").execute(
      "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 20) INSERT INTO person SELECT i, '0', 'n', '2015-01-01' FROM n"
    )
    let report = try store.purge()
    #expect(report.status == .firstRun && report.changedCount == 7)
  }

  /// What is approved behind a configuration whose word was said, and whether its next run is a first run.
  static let approvals: [(name: String, stores: String, rules: String, isFirst: Bool)] = [
    ("the same files", stores("7"), TestStore.rules, false),
    (
      "pace and guards",
      stores("7").replacing("\"rows\": 10", with: "\"rows\": 4").replacing(
        "\"guard\": {}", with: "\"guard\": {\"maximumRows\": 999}"), TestStore.rules, false
    ),
    (
      "a title and a source", stores("7"),
      TestStore.rules.replacing("\"en\": \"Rights\"", with: "\"en\": \"Right\"").replacing(
        "\"source\": \"test\"", with: "\"source\": \"law\""), false
    ),
    (
      "another store's path", stores("7").replacing("cold.sqlite", with: "./cold.sqlite"), TestStore.rules,
      false
    ),
    ("another period", stores("7"), TestStore.rules.replacing("P5Y", with: "P6Y"), true),
    (
      "a minimum", stores("7"),
      TestStore.rules.replacing("\"ceiling\": \"P5Y\"", with: "\"minimum\": \"P1Y\", \"ceiling\": \"P5Y\""),
      true
    ),
    ("no subject", stores("7").replacing("\"subject\": \"nir\",", with: ""), TestStore.rules, true),
    ("another name", stores("7").replacing("\"person\": {", with: "\"people\": {"), TestStore.rules, true),
    ("another time zone", stores("7"), TestStore.rules.replacing("Europe/Paris", with: "UTC"), true),
    (
      "first runs dropped, and another period", stores("false"),
      TestStore.rules.replacing("P5Y", with: "P6Y"), false
    ),
  ]

  @Test("A first run follows what decides over rows, and nothing else", arguments: approvals.indices)
  func changes(index: Int) throws {
    let (name, stores, rules, isFirst) = Self.approvals[index]
    let store = try made()
    try store.purge()
    _ = try FirstRuns(store.context(.append)).goOn(by: "dba", reason: "seen", at: store.now)
    try store.change(stores: stores, rules: rules)
    let approval = try store.approveCounting(at: store.now)
    #expect(
      approval.firstRuns.contains { ["person", "people"].contains($0.recordSet) } == isFirst, "\(name)")
    let report = try store.purge()
    #expect((report.status == .firstRun) == isFirst, "\(name)")
    #expect(try due(store) == (isFirst ? 6 : 0), "\(name)")
    #expect(try store.verify().findings == [], "\(name)")
  }

  @Test("Approving the same files again is no word: the first run waits as it did, and its day goes on")
  func approvedAgain() throws {
    let store = try made()
    try store.purge()
    let later = store.now.adding(seconds: 3_600)
    #expect(
      try store.approveCounting(at: later).firstRuns.map(\.recordSet) == ["person", "file", "file-archive"])
    #expect(try kept(store) == 2 && store.verify().findings == [])
    #expect(try store.purge(at: later).changedCount == 0)
    #expect(try store.purge(at: store.now.adding(seconds: 86_400)).status == .complete)
  }

  @Test("Other rules, approved before anybody looked, have a first run of their own, and both are shown")
  func approvedMeanwhile() throws {
    let store = try made()
    try store.purge()
    try store.change(stores: Self.stores("7"), rules: TestStore.rules.replacing("P5Y", with: "P6Y"))
    try store.approveCounting(at: store.now)
    #expect(try kept(store) == 2 && store.verify().findings == [])
    #expect(try store.purge().firstRuns.first { $0.recordSet == "person" }?.changed == 7)
    let shown = try FirstRuns(store.context(.read)).batches().filter { $0.intent.recordSet == "person" }
    #expect(shown.reduce(0) { $0 + $1.keys.count } == 14)
    _ = try FirstRuns(store.context(.append)).goOn(by: "dba", reason: "seen", at: store.now)
    #expect(try kept(store) == 0 && store.verify().findings == [])
  }

  @Test("A record set that is approved away takes the kept keys with it")
  func removed() throws {
    let store = try made()
    try store.purge()
    try store.change(stores: Self.stores("7").replacing("\"person\": {", with: "\"people\": {"))
    try store.approveCounting(at: store.now)
    #expect(try kept(store) == 1 && store.verify().findings == [])
  }

  @Test("A configuration that was approved before rows were counted has no first run")
  func uncounted() throws {
    let store = try TestStore(people: 40, stores: Self.stores("7"), isApproved: false)
    try store.approve(isCounted: false)
    #expect(try store.purge().status == .complete)
    // And the same files, approved by the new program, have none either.
    #expect(try store.approveCounting(at: store.now).firstRuns.isEmpty)
  }

  @Test("A move to another store is a first run like any other")
  func archive() throws {
    let store = try made("1")
    let report = try store.purge()
    #expect(report.firstRuns.map(\.changed) == [1, 1])
    #expect(try store.count("file", in: "cold") == 1 && store.count("file") == 2)
    _ = try FirstRuns(store.context(.append)).goOn(by: "dba", reason: "seen", at: store.now)
    #expect(try store.purge().status == .complete)
    #expect(try store.count("file", in: "cold") == 2)
  }

  @Test("A batch of a first run that a crash left open keeps its keys once it is settled, and counts")
  func crashed() throws {
    let store = try made()
    var keys = KeyList()
    for number in [2, 4, 6] as [Int64] { keys.append(key: [.integer(number)]) }
    do {
      let journal = try store.journal(.run)
      _ = try journal.prepare(
        BatchIntent(
          StageOfRun(
            run: try store.beginRun(in: journal, at: store.now.adding(seconds: -10)),
            configuration: store.configuration.digest, domain: "rights", rule: "rights",
            action: .delete, recordSet: "person", store: "main", cutoff: "2021-11-23"), count: 3,
          dependents: [:],
          isFirstRun: true), keys: keys, holdGeneration: try journal.holdGeneration(),
        at: store.now.adding(seconds: -10))
    }
    try store.database("main").execute("DELETE FROM person WHERE id IN (2, 4, 6)")
    #expect(try store.verify().findings == [])
    let report = try store.purge()
    #expect(report.firstRuns.first { $0.recordSet == "person" }?.changed == 7 && report.status == .firstRun)
    #expect(try due(store) == 13 && store.verify().findings == [])
    #expect(
      try FirstRuns(store.context(.read)).batches().contains { $0.batch == "batch-4" && $0.keys.count == 3 })
  }

  @Test(
    "Keys that are gone before the word, or there after it, are found",
    arguments: [
      ("UPDATE batch SET sealed = NULL", false),
      ("UPDATE batch SET sealed = zeroblob(40) WHERE entry = (SELECT min(entry) FROM batch)", true),
    ])
  func tampered(statement: String, afterWord: Bool) throws {
    let store = try made()
    try store.purge()
    if afterWord { _ = try FirstRuns(store.context(.append)).goOn(by: "dba", reason: "seen", at: store.now) }
    try store.database("journal").execute(statement)
    #expect(try !store.verify().findings.isEmpty)
  }
}

extension ColumnValue {
  fileprivate var number: Int64 { if case .integer(let number) = self { number } else { -1 } }
}
