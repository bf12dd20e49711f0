import AuditJournal
import CivilTime
import Purging
import RecordStores
import SQLite
import TestNames
import Testing
import Words

/// An intent that a crash left open, in each state that the store can be in.
@Suite struct RecoveryTests {
  @Test("An intent whose rows are gone is journalled as committed")
  func committed() throws {
    let store = try TestStore()
    try prepare(store, keys: [2, 4])
    try store.database("main").execute("DELETE FROM person WHERE id IN (2, 4)")
    var verdicts: [String] = []
    try store.purge { if case .recovered(_, let outcome) = $0 { verdicts.append(outcome.word) } }
    #expect(verdicts == ["committed"])
    let result = try store.verify()
    #expect(result.findings.isEmpty && result.openBatches == 0 && result.rows == 2 + 20)
  }

  @Test("An intent under a configuration that the journal lacks stays open, and what to do is said")
  func unknownConfiguration() throws {
    let store = try TestStore()
    let digest = ConfigurationDigest(String(repeating: "ab", count: 32))
    try prepare(store, keys: [2, 4], under: digest)
    #expect {
      try store.purge()
    } throws: { error in
      guard case RunError.unknownConfiguration(digest) = error else { return false }
      return "\(error)".contains("no configuration abababababababab,")
        && "\(error)".contains("journal verify")
    }
    #expect(try store.count("person") == 40 && store.verify().openBatches == 1)
  }

  @Test("An intent whose rows are all there is journalled as not committed, and they are purged again")
  func notCommitted() throws {
    let store = try TestStore()
    try prepare(store, keys: [2, 4])
    var verdicts: [String] = []
    try store.purge { if case .recovered(_, let outcome) = $0 { verdicts.append(outcome.word) } }
    #expect(verdicts == ["not-committed"])
    #expect(try store.count("person") == 20)
    #expect(try store.verify().findings.isEmpty)
  }

  @Test(
    "Rows that are there in part tell nothing: no run begins until a person has said what became of the batch",
    arguments: [SettlingDecision.committed, .notCommitted])
  func inPart(decision: SettlingDecision) throws {
    let store = try TestStore()
    try prepare(store, keys: [2, 4])
    try store.database("main").execute("DELETE FROM person WHERE id = 2")
    for _ in 0..<2 {
      #expect {
        try store.purge()
      } throws: { error in
        "\(error)".contains("batch-4 cannot be settled") && "\(error)".contains("journal settle batch-4 --as")
      }
    }
    #expect(try store.count("person") == 39 && store.verify().openBatches == 1)
    func settle(_ reason: String) throws -> Recovery {
      try Settlement(store.context()).settle(
        "batch-4", as: decision, by: "dpo", reason: reason, at: store.now)
    }
    if decision == .committed {
      #expect { try settle("I believe so") } throws: { "\($0)".contains("1 of its 2 rows are in the store") }
      #expect(try store.verify().openBatches == 1)
      // Whoever takes the row away by hand has the store say it.
      try store.database("main").execute("DELETE FROM person WHERE id = 4")
      #expect(try settle("gone by now").decision == nil)
    } else {
      let verdict = try settle("compared with last night's backup")
      #expect(verdict.outcome.word == decision.rawValue)
      #expect(verdict.method == "decided by dpo: compared with last night's backup")
      #expect(verdict.decision?.found == SettlingWord.Found(present: 1, changed: 0, absent: 1))
    }
    try store.purge()
    let result = try store.verify()
    #expect(result.findings.isEmpty && result.openBatches == 0)
    #expect(result.rows == (decision == .committed ? 2 + 20 : 21))
    #expect(throws: JournalError.self) {
      try Settlement(store.context()).settle(
        "batch-4", as: decision, by: "dpo", reason: "again", at: store.now)
    }
  }

  @Test("What the rows tell goes before what a person says")
  func overruled() throws {
    let store = try TestStore()
    try prepare(store, keys: [2, 4])
    let verdict = try Settlement(store.context()).settle(
      "batch-4", as: .committed, by: "dpo", reason: "I believe so", at: store.now)
    #expect(verdict.outcome == .notCommitted && verdict.method.hasPrefix("asked the store"))
  }

  @Test(
    "A move whose source was not committed takes its copies back, and only those of rows that are still there"
  )
  func moved() throws {
    let store = try TestStore()
    try prepare(store, keys: [1, 2], action: .archive, recordSet: "file")
    try store.database("cold").execute(
      "INSERT INTO file VALUES (1, 'one', '2020-01-01'), (2, 'two', '2021-01-01')")
    // Somebody else took the second from the source: its copy is all that is left of it.
    try store.database("main").execute("DELETE FROM file WHERE id = 2")
    _ = try store.journal().placeHold(
      .recordSet("file"), reference: "R", reason: "reason", by: "test", at: store.now.adding(seconds: -5))
    #expect(throws: RunError.self) { try store.purge() }
    #expect(try store.count("file", in: "cold") == 2, "nothing is taken back in doubt")
    let verdict = try Settlement(store.context()).settle(
      "batch-4", as: .notCommitted, by: "dpo", reason: "the second was deleted by hand", at: store.now)
    #expect(verdict.copiesRemoved == 1)
    try store.purge()
    #expect(try store.count("file WHERE id = 1") == 1)
    #expect(try store.count("file WHERE id = 1", in: "cold") == 0)
    #expect(try store.count("file WHERE id = 2", in: "cold") == 1)
  }

  @Test("A move that was committed on both sides is finished, and repeating it changes nothing")
  func movedTwice() throws {
    let store = try TestStore()
    try store.purge()
    let archived = try store.count("file", in: "cold")
    #expect(archived == 2)
    #expect(try store.purge().changedCount == 0)
    #expect(try store.count("file", in: "cold") == archived)
  }

  @Test("A batch of a configuration that was changed since is settled under its own")
  func changedConfiguration() throws {
    let store = try TestStore()
    try prepare(store, keys: [2])
    try store.change(stores: TestStore.stores(guard: #"{"maximumRows": 1000}"#))
    try store.approve()
    try store.purge()
    #expect(try store.verify().openBatches == 0)
  }

  private func prepare(
    _ store: TestStore, keys numbers: [Int64], action: StageAction = .delete,
    recordSet: RecordSetName = "person", under configuration: ConfigurationDigest? = nil
  ) throws {
    var keys = KeyList()
    for number in numbers {
      keys.append(.integer(number))
      keys.endKey()
    }
    let journal = try store.journal(.run)
    _ = try journal.prepare(
      BatchIntent(
        StageOfRun(
          run: try store.beginRun(in: journal, at: store.now.adding(seconds: -20)),
          configuration: configuration ?? store.configuration.digest, domain: "rights", rule: "rights",
          action: action,
          recordSet: recordSet, store: "main", cutoff: "2021-11-23"), count: keys.count, dependents: [:]),
      keys: keys, holdGeneration: try journal.holdGeneration(), at: store.now.adding(seconds: -20))
  }
}
