import AuditJournal
import CivilTime
import JSONText
import Purging
import RecordStores
import SQLite
import TestNames
import Testing
import Words

/// A store whose administrator lets each batch leave its name in it.
@Suite struct LedgerTests {
  private func ledgered() throws -> TestStore {
    let store = try TestStore(stores: TestStore.stores(ledger: true))
    try store.database("main").execute(
      """
      CREATE TABLE retentiond_ledger
        (journal TEXT NOT NULL, batch TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (journal, batch))
      """)
    return store
  }

  @Test("Each committed batch is in the ledger, by its name and its journal's")
  func recorded() throws {
    let store = try ledgered()
    #expect(try store.purge().status == .complete)
    let batches = try store.database("main").text(
      "SELECT group_concat(batch) FROM (SELECT batch FROM retentiond_ledger WHERE journal = 'test.example/engine' ORDER BY batch)"
    )
    let prepared = try store.types().enumerated().filter { $0.element == "batch.prepared" }
    #expect(
      prepared.count == 3 && batches == prepared.map { "batch-\($0.offset)" }.sorted().joined(separator: ","))
    #expect(try store.last("batch.prepared")?.data["ledger"]?.stringValue == "retentiond_ledger")
  }

  /// What a crash leaves, and what somebody else did before the next start: the keys alone would mislead in half of these.
  @Test(
    "Recovery reads the ledger, whatever became of the rows since",
    arguments: [
      (isRecorded: true, sql: "DELETE FROM person WHERE id IN (2, 4)", verdict: "committed"),
      (isRecorded: false, sql: "", verdict: "not-committed"),
      (isRecorded: true, sql: "", verdict: "committed"),
      (isRecorded: false, sql: "DELETE FROM person WHERE id IN (2, 4)", verdict: "not-committed"),
    ])
  func recovery(isRecorded: Bool, sql: String, verdict: String) throws {
    let store = try ledgered()
    let batch = try prepare(store, ledger: "retentiond_ledger")
    let main = try store.database("main")
    try main.execute(sql)
    if isRecorded {
      try main.execute("INSERT INTO retentiond_ledger VALUES ('test.example/engine', '\(batch)', '')")
    }
    var verdicts: [String] = []
    try store.purge { if case .recovered(_, let outcome) = $0 { verdicts.append(outcome.word) } }
    #expect(verdicts == [verdict])
    #expect(try store.last("batch.recovered")?.data["method"]?.stringValue == "ledger")
    #expect(try store.verify().findings.isEmpty)
  }

  @Test(
    "A ledger that lacks committed batches is believed in nothing that it lacks: the keys tell",
    arguments: [
      (sql: "DELETE FROM person WHERE id IN (2, 4)", verdict: "committed"),
      (sql: "", verdict: "not-committed"),
    ])
  func madeAnew(sql: String, verdict: String) throws {
    let store = try ledgered()
    let main = try store.database("main")
    try main.execute("CREATE TABLE kept AS SELECT * FROM person")
    try store.purge()
    // Rows that are due again, and a ledger that somebody emptied.
    try main.execute("INSERT OR IGNORE INTO person SELECT * FROM kept; DELETE FROM retentiond_ledger")
    _ = try prepare(store, ledger: "retentiond_ledger")
    try main.execute(sql)
    var verdicts: [String] = []
    try store.purge { if case .recovered(_, let outcome) = $0 { verdicts.append(outcome.word) } }
    #expect(verdicts == [verdict])
    #expect(try store.last("batch.recovered")?.data["method"]?.stringValue != "ledger")
    #expect(try store.verify().findings.isEmpty)
  }

  @Test("A batch from before the ledger, or whose ledger is gone, is settled by its keys")
  func withoutEntry() throws {
    for ledger in [nil, "another_ledger"] {
      let store = try ledgered()
      _ = try prepare(store, ledger: ledger)
      try store.database("main").execute("DELETE FROM person WHERE id IN (2, 4)")
      var verdicts: [String] = []
      try store.purge { if case .recovered(_, let outcome) = $0 { verdicts.append(outcome.word) } }
      #expect(verdicts == ["committed"])
    }
  }

  @Test(
    "A ledger that is missing or has another shape refuses its store and no other, and says what to do",
    arguments: [
      "", "CREATE TABLE retentiond_ledger (journal TEXT, batch TEXT, at TEXT)",
      "CREATE VIEW retentiond_ledger AS SELECT 1 AS journal, 2 AS batch, 3 AS at",
    ])
  func refused(sql: String) throws {
    let store = try TestStore(stores: TestStore.stores(ledger: true))
    try store.database("main").execute(sql)
    let findings = try Checker(store.context(.read)).check(at: store.now)
    let refused = findings.filter(\.isRefusal)
    #expect(Set(refused.map(\.recordSet)) == ["person", "file"])
    #expect(refused.allSatisfy { $0.sentence.contains("CREATE TABLE retentiond_ledger") })
    let report = try store.purge()
    #expect(report.status == .incomplete && report.changedCount == 0)
    #expect(try store.count("person") == 40)
  }

  @Test(
    "A restored store is seen: the run says so in journal and log and goes on, and reconciling it settles it")
  func restored() throws {
    let store = try ledgered()
    try store.backUp()
    try store.purge()
    let first = try #require(try store.types().firstIndex(of: "batch.prepared"))
    #expect(try Ledgers(store.context(.read)).restored(at: store.now).isEmpty)
    try store.restore()
    let seen = try #require(try Ledgers(store.context(.read)).restored(at: store.now).first)
    #expect(seen.store == "main" && seen.missing == 3 && seen.first == "batch-\(first)")
    #expect(try store.found().restored == [seen])
    var told: [RestoredStore] = []
    let report = try store.purge { if case .restored(let store) = $0 { told.append(store) } }
    #expect(told == [seen] && report.changedCount == 22)
    #expect(try store.last("store.restored")?.data["missing"]?.integerValue == 3)
    // The run purged what was due again; that the store was restored is said until somebody has reconciled it.
    #expect(try Ledgers(store.context(.read)).restored(at: store.now) == [seen])
    #expect(try store.reconcile().changedCount == 0)
    #expect(try Ledgers(store.context(.read)).restored(at: store.now).isEmpty)
    try store.restore()
    #expect(try Ledgers(store.context(.read)).restored(at: store.now).first?.missing == 6)
    #expect(try store.verify().findings.isEmpty)
  }

  @Test("Entries older than four hundred days are dropped after a run, and are not missed")
  func old() throws {
    let store = try ledgered()
    try store.purge()
    let later = store.now.adding(seconds: 500 * 86_400)
    try store.database("main").execute("INSERT INTO person VALUES (100, '0', 'n', '2015-01-01')")
    try store.acceptClock(at: later)
    try store.purge(at: later)
    #expect(try store.count("retentiond_ledger") == 1)
    #expect(try Ledgers(store.context(.read)).restored(at: later).isEmpty)
  }

  @Test("A ledger whose rows would be purged is a mistake of the stores file")
  func recordSet() throws {
    #expect {
      try TestStore(stores: TestStore.stores(ledger: true).replacing("retentiond_ledger", with: "person"))
    } throws: { "\($0)".contains("$.stores.main.ledger") }
  }

  private func prepare(_ store: TestStore, ledger: String?) throws -> BatchName {
    var keys = KeyList()
    for number: Int64 in [2, 4] {
      keys.append(.integer(number))
      keys.endKey()
    }
    let journal = try store.journal(.run)
    return try journal.prepare(
      BatchIntent(
        StageOfRun(
          run: try store.beginRun(in: journal, at: store.now.adding(seconds: -20)),
          configuration: store.configuration.digest, domain: "rights", rule: "rights",
          action: .delete, recordSet: "person", store: "main", cutoff: "2021-11-23"), count: keys.count,
        dependents: [:], ledger: ledger), keys: keys, holdGeneration: try journal.holdGeneration(),
      at: store.now.adding(seconds: -20))
  }
}
