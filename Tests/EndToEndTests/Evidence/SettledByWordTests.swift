import AuditJournal
import Foundation
import Purging
import RecordStores
import SQLite
import StoreBindings
import TestNames
import Testing
import Words

@testable import retentiond

/// A batch that a crash left open and whose rows do not tell: what a person may say of it on each engine, and what is said of it ever after.
@Suite struct SettledByWordTests {
  private static let engines: [TestEngine?] = [nil] + TestEngine.allCases
  private static let rowCount = 6

  /// Six people who are due, and one who is not.
  private func make(on engine: TestEngine?, action: StageAction) throws -> SmallConfiguration {
    let people = (1...Self.rowCount).map { "(\($0), '084058812340\($0)', 'N', 'old', NULL)" }.joined(
      separator: ", ")
    let more =
      switch action {
      case .archive: #", "archive": {"to": "attic"}"#
      case .pseudonymise:
        #", "pseudonymise": {"marker": {"column": "done", "as": "date"}, "columns": {"name": {"transform": "null"}}}"#
      case .delete: ""
      }
    func set(_ name: String, _ more: String) -> String {
      """
      "\(name)": {"store": "main", "table": "\(name)", "domain": "rights", "key": ["id"], "subject": "nir",
        "events": {"ended": {"column": "ended", "as": "date"}}\(more)}
      """
    }
    return try SmallConfiguration(
      content: ["person", "attic"].map {
        "CREATE TABLE \($0) (id INTEGER PRIMARY KEY, nir TEXT, name TEXT, ended TEXT, done TEXT); CREATE INDEX \($0)_ended ON \($0) (ended);"
      }.joined() + "INSERT INTO person VALUES \(people), (7, '0840588123407', 'N', 'new', NULL)",
      recordSets: set("person", more) + (action == .archive ? "," + set("attic", "") : ""), on: engine,
      rules: action == .delete ? SmallConfiguration.rules : SmallConfiguration.rules(first: action.rawValue))
  }

  /// Writes a run's first entries and the intent for all six, as a run does that dies behind it.
  private func leaveOpen(_ small: SmallConfiguration, action: StageAction) throws -> (
    run: RunName, batch: BatchName
  ) {
    let session = try ServerRuns.session(of: small)
    let journal = try session.journal(.run)
    var keys = KeyList()
    for id in 1...Self.rowCount { keys.append(key: [.integer(Int64(id))]) }
    let run = RunName(beginningAt: journal.size)
    let digest = session.configuration.digest
    try journal.append(
      [
        .planMade(plan: "p", due: Self.rowCount), .runStarted(run: run, configuration: digest, plan: "p"),
      ], at: SystemClock.now())
    let batch = try journal.prepare(
      BatchIntent(
        StageOfRun(
          run: run, configuration: digest, domain: "rights", rule: "rights", action: action,
          recordSet: "person", store: "main", cutoff: "2021-11-23"), count: keys.count, dependents: [:]),
      keys: keys, holdGeneration: try journal.holdGeneration(), at: SystemClock.now())
    return (run, batch)
  }

  private func change(_ small: SmallConfiguration, _ sql: String) throws {
    if let copy = small.copy { return try copy.run(sql) }
    try Connection(path: small.path, mode: .readWrite, busySeconds: 2).execute(sql)
  }

  private func settle(_ batch: BatchName, as decision: String, _ small: SmallConfiguration, _ more: String...)
    throws
    -> Program
  {
    try Program(
      [
        "journal", "settle", batch.rawValue, "--as", decision, "--by", "the officer", "--reason",
        "backup of Monday",
      ]
        + more + small.files)
  }

  @Test(
    "Rows that a commit would have taken away say that it was not made; whatever a person decides is said to be theirs",
    arguments: engines, [StageAction.delete, .archive, .pseudonymise])
  func inPart(engine: TestEngine?, action: StageAction) throws {
    let small = try make(on: engine, action: action)
    let (run, batch) = try leaveOpen(small, action: action)
    try change(
      small,
      action == .pseudonymise
        ? "UPDATE person SET name = NULL, done = '2026-01-01' WHERE id = 3"
        : "DELETE FROM person WHERE id = 3")
    #expect(try Program(["purge"] + small.files).exitCode == 74)
    let open = try Program(["journal", "find", "person", "1"] + small.files)
    #expect(open.exitCode == 0 && open.output.hasPrefix("Unknown whether"), "\(open.output)")

    let refused = try settle(batch, as: "committed", small)
    if action == .pseudonymise {
      // Rows that stay where they are may have been changed back: nothing contradicts either word.
      #expect(refused.exitCode == 0, "\(refused.errors)")
    } else {
      #expect(refused.exitCode == 74 && refused.errors.contains("5 of its 6 rows"), "\(refused.errors)")
      #expect(try SmallJournal(small).pendingBatches() == [batch])
      let settled = try settle(batch, as: "not-committed", small)
      #expect(settled.exitCode == 0, "\(settled.errors)")
    }
    try expectSaid(small, run: run, batch: batch, action: action)
    #expect(try small.purge().program.exitCode == 0)
    #expect(try Program(["journal", "verify"] + small.files).output.contains("Verified: root "))
  }

  /// What certificate and `find` say of the batch.
  private func expectSaid(_ small: SmallConfiguration, run: RunName, batch: BatchName, action: StageAction)
    throws
  {
    let found = try Program(["journal", "find", "person", "3"] + small.files)
    for words in [
      "Unknown whether", "the store did not tell, and the officer decided",
      "by the officer: backup of Monday",
      "of 6 rows were there",
    ] {
      #expect(found.output.contains(words), "\(words): \(found.output)")
    }
    #expect(!["Deleted at", "Archived at", "Pseudonymised at"].contains { found.output.contains($0) })
    let person = try Program(["journal", "find", "--subject", "0840588123403"] + small.files)
    #expect(person.output.contains("1 batch cannot answer"), "an intent without subjects: \(person.output)")
    for (language, words, none) in [
      ("en", "What a person decided", "No store says that this run changed a record."),
      (
        "fr", "Ce qu’une personne a décidé",
        "Aucune base ne dit que cette exécution ait modifié un enregistrement."
      ),
    ] {
      let html = try Program(["journal", "certificate", run.rawValue, "--language", language] + small.files)
        .output
      for words in [words, none, batch.rawValue, "the officer", "backup of Monday"] {
        #expect(html.contains(words), "\(words): \(html)")
      }
      #expect(!html.contains("<tfoot>"), "nothing is counted as done")
      #expect(!html.contains("Certificate of destruction") && !html.contains("Certificat de destruction"))
    }
    let entries = try Program(["journal", "show", "--json", "--type", "batch.recovered"] + small.files).output
    #expect(entries.contains(#""by":"the officer""#) && entries.contains(#""present":"#), "\(entries)")
  }

  @Test(
    "A reason that could be personal data, or that says nothing, settles nothing",
    arguments: ["0840588123403", " "])
  func reason(text: String) throws {
    let small = try make(on: nil, action: .delete)
    let (_, batch) = try leaveOpen(small, action: .delete)
    try change(small, "DELETE FROM person WHERE id = 3")
    let settled = try Program(
      ["journal", "settle", batch.rawValue, "--as", "not-committed", "--reason", text] + small.files)
    #expect(settled.exitCode == 64 && settled.errors.contains("reason: "), "\(settled.errors)")
    #expect(try SmallJournal(small).pendingBatches() == [batch])
  }

  @Test(
    "Of a store that is gone for good a person's word settles the batch, if they say that it is gone; of one that answers the store's does",
    arguments: ["committed", "not-committed"], [true, false])
  func gone(decision: String, isGone: Bool) throws {
    let small = try make(on: nil, action: .delete)
    let (run, batch) = try leaveOpen(small, action: .delete)
    if isGone { try FileManager.default.removeItem(atPath: small.path) }
    if isGone { #expect(try settle(batch, as: decision, small).exitCode == 69) }
    let settled = try settle(batch, as: decision, small, "--without-store")
    #expect(settled.exitCode == 0, "\(settled.errors)")
    #expect(
      settled.output.contains(isGone ? "decided by the officer" : "asked the store"), "\(settled.output)")
    let found = try Program(["journal", "find", "person", "1"] + small.files)
    #expect(found.output.contains("it did not answer") == isGone, "\(found.output)")
    #expect(found.output.hasPrefix("Unknown whether") == isGone)
    let html = try Program(["journal", "certificate", run.rawValue] + small.files).output
    #expect(html.contains("What a person decided") == isGone)
  }
}
