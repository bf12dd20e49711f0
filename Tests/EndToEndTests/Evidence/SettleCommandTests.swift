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

/// A batch that a crash left open, and of whose rows some are there: the program asks a person, and takes the answer.
@Suite struct SettleCommandTests {
  private static let recordSet = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """

  /// Writes an intent for rows 1 and 2, as a run does that dies behind it.
  private func leaveOpen(_ small: SmallConfiguration) throws -> BatchName {
    func text(_ name: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: small.folder.appending(path: name)))
    }
    let session = Session(
      configuration: try Configuration.load(
        rules: text("retention-rules.json"), rulesFile: "rules", stores: text("stores.json"),
        storesFile: "stores", baseDirectory: small.folder.path))
    let journal = try session.journal(.run)
    var keys = KeyList()
    for id in [1, 2] { keys.append(key: [.integer(Int64(id))]) }
    let configuration = session.configuration.digest
    let run = RunName(beginningAt: journal.size)
    try journal.append(
      [.planMade(plan: "p", due: 2), .runStarted(run: run, configuration: configuration, plan: "p")],
      at: SystemClock.now())
    return try journal.prepare(
      BatchIntent(
        StageOfRun(
          run: run, configuration: configuration, domain: "rights", rule: "rights",
          action: .delete, recordSet: "person", store: "main", cutoff: "2021-11-23"), count: 2,
        dependents: [:]),
      keys: keys, holdGeneration: try journal.holdGeneration(), at: SystemClock.now())
  }

  @Test("A purge says what to type, a settled batch lets it go on, and a wrong word or batch changes nothing")
  func settle() throws {
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX person_ended ON person (ended);
        INSERT INTO person VALUES (2, 'old'), (3, 'old'), (4, 'new')
        """, recordSets: Self.recordSet)
    let batch = try leaveOpen(small)
    let stopped = try Program(["purge"] + small.files)
    let command = "retentiond journal settle \(batch) --as committed"
    #expect(stopped.exitCode == 74 && stopped.errors.contains(command), "\(stopped)")
    func settle(_ batch: BatchName, _ word: String) throws -> Program {
      try Program(
        ["journal", "settle", batch.rawValue, "--as", word, "--reason", "backup of Monday"] + small.files)
    }
    #expect(try settle(batch, "perhaps").exitCode == 64)
    #expect(try settle("batch-9999", "committed").exitCode == 66)
    #expect(try Program(["status"] + small.files).output.contains("Open batches   1"))
    // Of two rows one is there, which no commit leaves.
    let contradicted = try settle(batch, "committed")
    #expect(contradicted.exitCode == 74 && contradicted.errors.contains("1 of its 2 rows"), "\(contradicted)")
    let settled = try settle(batch, "not-committed")
    #expect(
      settled.exitCode == 0 && settled.output.contains("\(batch) is settled: not-committed"), "\(settled)")
    #expect(try settle(batch, "not-committed").exitCode == 66)
    #expect(try small.purge().program.exitCode == 0)
    #expect(try small.rows(of: "person", columns: ["id"]) == [["4"]])
    let shown = try Program(["journal", "show"] + small.files).output
    #expect(shown.contains("backup of Monday"), "\(shown)")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }
}
