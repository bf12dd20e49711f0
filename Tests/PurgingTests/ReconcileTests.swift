import AuditJournal
import CivilTime
import JSONText
import Purging
import RecordStores
import SQLite
import TestNames
import Testing
import Words

/// A store is put back to before a purge: what came back is found, told apart from what is new, and purged again.
@Suite struct ReconcileTests {
  @Test("Exactly the purged rows are found again after a restore, by run and batch, and nothing is changed")
  func finds() throws {
    let store = try TestStore()
    try store.backUp()
    let purged = try store.purge()
    #expect(try store.found().lines.isEmpty)
    try store.restore()
    // Somebody else's row went since, and one was never purged.
    try store.database("main").execute("DELETE FROM person WHERE id IN (1, 2)")
    let size = try store.journal(.read).size
    let found = try store.found()
    let line = try #require(found.lines.first { $0.counts.recordSet == "person" })
    #expect(line.run == purged.run && line.batches == 2 && line.at == store.now)
    #expect(
      line.counts
        == ReturnedLine(recordSet: "person", rule: "rights", action: .delete, again: 19))
    #expect(
      found.lines.first { $0.counts.recordSet == "file" }?.counts
        == ReturnedLine(recordSet: "file", rule: "record", action: .archive, again: 2))
    #expect(found.lines.count == 2 && found.refused.isEmpty && found.restored.isEmpty)
    #expect(try store.count("person") == 38 && store.journal(.read).size == size)
  }

  @Test("What came back is purged again with evidence of its own, and then nothing is found any more")
  func purgesAgain() throws {
    let store = try TestStore()
    try store.backUp()
    try store.purge()
    try store.restore()
    let report = try store.reconcile()
    #expect(report.status == .complete && report.changedCount == 22)
    #expect(try store.count("person") == 20 && store.count("person WHERE id % 2 = 0") == 0)
    #expect(try store.count("file") == 1 && store.count("file", in: "cold") == 2)
    #expect(
      try store.types().suffix(8) == [
        "reconcile.found", "batch.prepared", "batch.outcome", "batch.prepared", "batch.outcome",
        "batch.prepared", "batch.outcome", "reconcile.ended",
      ])
    let intent = try #require(try store.last("batch.prepared"))
    #expect(intent.data["reason"]?.stringValue == "reconcile")
    #expect(intent.data["repeats"]?.stringValue?.hasPrefix("batch-") == true)
    #expect(intent.data["run"]?.stringValue == report.run.rawValue)
    #expect(try store.found().lines.isEmpty)
    #expect(try store.reconcile().changedCount == 0)
    let verified = try store.verify()
    #expect(verified.findings.isEmpty && verified.rows == 44 && verified.openBatches == 0)
  }

  @Test("A second restore brings back what was purged again, and it is found as what it was at first")
  func twice() throws {
    let store = try TestStore()
    try store.backUp()
    let first = try store.purge()
    try store.restore()
    try store.reconcile()
    try store.restore()
    #expect(try store.found().lines.allSatisfy { $0.run == first.run && $0.counts.kept == 0 })
    #expect(try store.reconcile().changedCount == 22)
    #expect(try store.verify().findings.isEmpty)
  }

  @Test("A held record that came back stays, and is counted as held")
  func held() throws {
    let store = try TestStore()
    try store.backUp()
    try store.purge()
    try store.restore()
    _ = try store.journal().placeHold(
      .subject("0840588123412"), reference: "R-1", reason: "dispute", by: "test", at: store.now)
    #expect(try store.returned("person").again == 20 && store.returned("person").held == 1)
    #expect(try store.reconcile().changedCount == 21)
    #expect(try store.count("person WHERE id = 2") == 1)
    #expect(try store.returned("person").again == 1)
  }

  @Test("What was purged rightly is purged again though the rules keep it longer now, or not at all any more")
  func otherRules() throws {
    let store = try TestStore()
    try store.backUp()
    try store.purge()
    try store.restore()
    try store.change(stores: TestStore.stores(), rules: TestStore.rules.replacing("P5Y", with: "P30Y"))
    try store.approve()
    #expect(try Planner(store.context(.read)).plan(at: store.now).recordSets[0].dueCount == 0)
    #expect(try store.reconcile().changed.first { $0.recordSet == "person" }?.count == 20)
    try store.restore()
    try store.change(
      stores: TestStore.stores(),
      rules: TestStore.rules.replacing(
        #"{"id": "rights", "title": {"fr": "Droits", "en": "Rights"}, "source""#,
        with: #"{"id": "other", "title": {"fr": "Droits", "en": "Rights"}, "source""#))
    try store.approve()
    #expect(try store.reconcile().changed.first { $0.recordSet == "person" }?.count == 20)
  }

  @Test(
    "A record under a used key is not what was purged: kept while its dates allow doubt, never touched if they are later"
  )
  func usedKeys() throws {
    let store = try TestStore()
    try store.purge()
    try store.database("main").execute(
      """
      INSERT INTO person VALUES (2, '0840588123499', 'without a date', NULL),
        (4, '0840588123498', 'dated since', '2026-11-25'), (6, '0840588123497', 'after the cutoff', '2026-10-01')
      """)
    let counts = try store.returned("person")
    #expect(counts.again == 0 && counts.kept == 2 && counts.new == 1)
    #expect(try store.reconcile().changedCount == 0)
    #expect(try store.count("person WHERE id IN (2, 4, 6)") == 3)
    #expect(try store.reconcile(includingKept: true).changedCount == 2)
    #expect(try store.count("person WHERE id IN (2, 4, 6)") == 1 && store.count("person WHERE id = 4") == 1)
    #expect(try store.last("reconcile.found")?.data["includesKept"] == .bool(true))
  }

  @Test("Rows that were pseudonymised and are back in the clear are pseudonymised again, and no others")
  func pseudonymised() throws {
    let rules = TestStore.rules.replacing(
      #"[{"action": "delete", "at": "period"}]}]}"#,
      with: #"[{"action": "pseudonymise", "at": "trigger"}, {"action": "delete", "at": "period"}]}]}"#)
    let stores = TestStore.stores().replacing(
      "\"batch\":",
      with:
        #""pseudonymise": {"marker": {"column": "done", "as": "date"}, "columns": {"name": {"transform": "null"}}}, "batch":"#
    )
    let store = try TestStore(stores: stores, rules: rules)
    try store.database("main").execute("ALTER TABLE person ADD COLUMN done TEXT")
    try store.backUp()
    func waiting() throws -> [Int] {
      try Forecaster(store.context()).forecast(from: store.now, months: 1).lines.filter {
        $0.action == .pseudonymise
      }
      .map(\.backlog)
    }
    #expect(try waiting() == [20], "the other rows are past the deletion, and stand under it alone")
    try store.purge()
    #expect(try waiting() == [0], "a forecast counts what is done already")
    #expect(try store.found().lines.isEmpty)
    try store.restore()
    let found = try store.found().lines.filter { $0.counts.recordSet == "person" }.map(\.counts)
    #expect(
      found.map(\.action).sorted() == [.pseudonymise, .delete] && found.allSatisfy { $0.again == 20 })
    // With the section gone nobody can tell which of them are in the clear, and that is said.
    try store.change(stores: TestStore.stores())
    let blind = try store.found()
    let refusals = blind.refused.map { "\($0.recordSet): \($0.refusal)" }
    #expect(refusals.contains { $0.hasPrefix("person: ") && $0.contains("which came back") })
    try store.change(stores: stores, rules: rules)
    #expect(try store.reconcile().status == .complete)
    #expect(
      try store.count("person") == 20 && store.count("person WHERE name IS NULL AND done IS NOT NULL") == 20)
    #expect(try store.found().lines.isEmpty)
  }

  @Test("What is moved to an archive again is deleted there if it was before")
  func archived() throws {
    let store = try TestStore()
    try store.backUp()
    try store.purge()
    let later = store.now.adding(seconds: 20 * 366 * 86_400)
    try store.acceptClock(at: later)
    #expect(try store.purge(at: later).changed.contains { $0.recordSet == "file-archive" })
    try store.restore()
    let report = try Reconciling(store.context()).purge(
      includingKept: false, clock: { later }, observe: { _ in })
    #expect(report.status == .complete)
    #expect(try store.count("file", in: "cold") == 0 && store.count("file WHERE closed IS NOT NULL") == 0)
  }

  @Test("Nothing is purged again without approval, beyond the guards, or by a journal that does not verify")
  func refused() throws {
    let store = try TestStore()
    try store.backUp()
    try store.purge()
    try store.restore()
    try store.change(stores: TestStore.stores(guard: #"{"maximumRows": 19}"#))
    #expect(throws: RunError.self) { try store.reconcile() }
    try store.approve()
    #expect(throws: RunError.self) { try store.reconcile() }
    #expect(try store.last("refusal")?.data["code"]?.stringValue == "guard")
    try store.change(stores: TestStore.stores())
    // A locator that no signed entry stands for.
    try store.database("journal").execute(
      "UPDATE batch SET locators = CAST(zeroblob(32) || substr(locators, 33) AS BLOB) WHERE entry = (SELECT min(entry) FROM batch)"
    )
    #expect(throws: JournalError.self) { try store.reconcile() }
    #expect(throws: JournalError.self) { try store.found() }
    #expect(try store.count("person") == 40)
  }

  @Test("A crash amid it is settled as any other, and the rest is found")
  func crashed() throws {
    let store = try TestStore()
    try store.backUp()
    try store.purge()
    try store.restore()
    let stop = StopSignal()
    #expect(try store.reconcile(stop: stop) { if case .batch = $0 { stop.request() } }.status == .stopped)
    #expect(try store.returned("person").again == 10)
    try leaveOpen(store)
    #expect(try store.found().openBatches == 1)
    var verdicts: [String] = []
    let report = try store.reconcile {
      if case .recovered(_, let outcome) = $0 { verdicts.append(outcome.word) }
    }
    #expect(verdicts == ["not-committed"] && report.changedCount == 12 && report.status == .complete)
    #expect(try store.count("person") == 20 && store.found().lines.isEmpty)
    let verified = try store.verify()
    #expect(verified.findings.isEmpty && verified.openBatches == 0)
  }

  /// An intent for everybody who is left, as a crash before its commit leaves it.
  private func leaveOpen(_ store: TestStore) throws {
    let journal = try store.journal(.run)
    let remaining = try store.database("main").prepare("SELECT id FROM person WHERE id % 2 = 0")
    var keys = KeyList()
    while try remaining.step() {
      keys.append(.integer(remaining.integer(0)))
      keys.endKey()
    }
    let run = RunName(beginningAt: journal.size)
    try journal.append(
      [
        .reconcileFound(
          run: run, configuration: store.configuration.digest, includesKept: false, lines: [])
      ], at: store.now)
    _ = try journal.prepare(
      BatchIntent(
        StageOfRun(
          run: run, configuration: store.configuration.digest, domain: "rights", rule: "rights",
          action: .delete, recordSet: "person", store: "main", cutoff: "2021-11-23"), count: keys.count,
        dependents: [:], repeats: "batch-4"), keys: keys, holdGeneration: try journal.holdGeneration(),
      at: store.now)
  }

  @Test("A record set of the journal that stores.json has no more is named as not looked at")
  func unknown() throws {
    let store = try TestStore()
    try store.purge()
    try store.change(stores: TestStore.stores().replacing("\"person\":", with: "\"people\":"))
    #expect(try store.found().unknown.map(\.recordSet) == ["person"])
  }
}
