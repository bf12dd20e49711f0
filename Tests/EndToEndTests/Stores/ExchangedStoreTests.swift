import AuditJournal
import Foundation
import Purging
import RecordStores
import SQLite
import TestNames
import Testing
import Words

@testable import retentiond

/// A store in whose place another one is put. What is changed in a store that no path leads to any more would be journalled as gone, and the application would
/// have it still.
@Suite(.serialized) struct ExchangedStoreTests {
  /// When in a run another store is put in the place.
  enum Moment: CaseIterable, Sendable {
    /// Between two batches; when a change was made and not written down; when its intent is durable; when the last batch is through.
    case between, beforeIntent, beforeCommit, atTheEnd
  }

  private static let cases = ExchangedStore.Kind.allCases.flatMap { kind in
    Moment.allCases.compactMap { moment -> (ExchangedStore.Kind, Moment)? in
      // A folder of documents has no ledger, by which the test knows when an intent is durable. A server's connection is cut with the exchange.
      kind == .documents && moment == .beforeCommit ? nil : (kind, moment)
    }
  }

  @Test(
    "Whenever another store takes the place, the journal counts what is gone from the store that the path leads to, and the run is not complete",
    arguments: cases)
  func inMidRun(kind: ExchangedStore.Kind, moment: Moment) throws {
    let store = try ExchangedStore(kind)
    let runs = try ServerRuns(
      store: store.definition(withLedger: true), recordSets: store.recordSet(batchRows: 10))
    var exchanged = false
    func exchange(_ isNow: Bool) {
      guard isNow, !exchanged else { return }
      exchanged = true
      do { try store.exchange() } catch { Issue.record(error) }
    }
    var batches = 0
    var changed: Int?
    var failure: (any Error)?
    do {
      let report = try runs.purge(
        beforeCommit: { exchange(moment == .beforeCommit && $0 == 3) },
        beforeIntent: { exchange(moment == .beforeIntent && $0 == 4) },
        observe: { event in
          guard case .batch = event else { return }
          batches += 1
          exchange(moment == .between && batches == 3 || moment == .atTheEnd && batches == 6)
        })
      changed = report.changedCount
      #expect(report.status == .incomplete, "\(report.status)")
      #expect(
        report.refused.contains { "\($0.refusal)".contains("another one stands in its place") },
        "\(report.refused)")
    } catch RunError.unsettled(_, let reason) {
      // A server that is cut off in its commit leaves a batch that only it could tell of.
      #expect(!kind.isFile, "\(reason)")
      failure = RunError.unsettled(batch: "", reason: reason)
    }
    #expect(exchanged)
    let left = try store.ids().count
    let journal = try runs.session.verifyJournal(verifierKey: nil, authorities: []).result
    #expect(journal.findings == [])
    #expect(
      journal.rows == ExchangedStore.count - left, "the journal counts \(journal.rows), and \(left) are there"
    )
    if let changed { #expect(changed == journal.rows && journal.openBatches == 0) }
    #expect(failure == nil || journal.openBatches == 1)
  }

  @Test(
    "A file that is exchanged while its commit waits leaves the batch open until somebody says which file is the right one"
  )
  func duringCommit() throws {
    let store = try ExchangedStore(.rolled)
    let runs = try ServerRuns(store: store.definition(), recordSets: store.recordSet(batchRows: 10))
    // Who reads keeps a commit waiting.
    let reader = try Connection(path: store.folder + "/main.sqlite", mode: .readOnly, busySeconds: 1)
    var waiting: Thread?
    #expect {
      _ = try runs.purge(beforeIntent: { number in
        guard number == 3 else { return }
        do {
          try reader.execute("BEGIN; SELECT count(*) FROM person")
        } catch {
          Issue.record(error)
        }
        let folder = store.folder
        waiting = Thread {
          usleep(1_000_000)
          do {
            try FileManager.default.copyItem(
              atPath: folder + "/main.sqlite", toPath: folder + "/copy")
            try ExchangedStore.move(folder + "/copy", folder + "/main.sqlite")
            try reader.execute("ROLLBACK")
          } catch {
            Issue.record(error)
          }
        }
        waiting?.start()
      })
    } throws: {
      if case RunError.unsettled = $0 { true } else { false }
    }
    let small = runs.small
    let left = try store.ids().count
    #expect(left == 40)
    // The next run does not guess.
    let next = try small.purge()
    #expect(next.program.exitCode == 1 && next.program.output.contains("another"), "\(next.program.output)")
    #expect(try store.ids().count == left)
    #expect(try SmallJournal(small).pendingBatches().count == 1)
    let accepted = try Program(["store", "accept", "main", "--reason", "moved"] + small.files)
    #expect(accepted.exitCode == 0, "\(accepted.errors)")
    // The rows are there, so that the batch was not committed in this file.
    let last = try small.purge()
    #expect(last.program.exitCode == 0, "\(last.program.errors)")
    #expect(try store.ids().isEmpty)
    try runs.expectEvidence(of: ExchangedStore.count)
  }

  @Test(
    "A table in whose place another one of the same definition is put stops the run before its next batch",
    arguments: [ExchangedStore.Kind.postgresql, .mariadb])
  func table(kind: ExchangedStore.Kind) throws {
    let store = try ExchangedStore(kind)
    let runs = try ServerRuns(store: store.definition(), recordSets: store.recordSet(batchRows: 10))
    var batches = 0
    let report = try runs.purge(observe: { event in
      guard case .batch = event else { return }
      batches += 1
      if batches == 2 { do { try store.exchangeTable() } catch { Issue.record(error) } }
    })
    #expect(report.status == .incomplete && report.changedCount == 20, "\(report.refused)")
    #expect(try store.ids().count == 40)
    // Who looks again finds the table as it is now.
    #expect(try runs.purge().status == .complete)
    #expect(try store.ids().isEmpty)
    try runs.expectEvidence(of: ExchangedStore.count)
  }

  // MARK: Between runs

  private func make(_ kind: ExchangedStore.Kind) throws -> (store: ExchangedStore, small: SmallConfiguration)
  {
    let store = try ExchangedStore(kind)
    let small = try SmallConfiguration(
      store: store.definition(withLedger: true), recordSets: store.recordSet(batchRows: 10))
    return (store, small)
  }

  /// Makes a first run that sees which store it is, and is stopped before it changes anything.
  private func lookOnce(_ small: SmallConfiguration) throws {
    let stop = StopSignal()
    let context = try ServerRuns.session(of: small, stop: stop).purgingContext()
    let report = try Purger(context).purge(clock: SystemClock.now) { event in
      if case .started = event { stop.request() }
    }
    #expect(report.status == .stopped && report.changedCount == 0)
  }

  @Test(
    "Another store than the journal knows is refused by every command that changes or foretells, and worked on once somebody has accepted it",
    arguments: ExchangedStore.Kind.allCases)
  func refused(kind: ExchangedStore.Kind) throws {
    let (store, small) = try make(kind)
    let session = try ServerRuns.session(of: small)
    try lookOnce(small)
    #expect(try Program(["store", "show"] + small.files).exitCode == 0)
    try store.exchange()
    for (command, exitCode) in [
      (["check"], 2), (["purge"], 1), (["reconcile", "--purge"], nil), (["scrub"], 1),
      (["store", "show"], 2),
      (["plan"], nil),
    ] as [([String], Int32?)] {
      let program = try Program(command + small.files)
      if let exitCode {
        #expect(
          program.exitCode == exitCode, "\(command): \(program.exitCode) \(program.output) \(program.errors)")
      }
      let isSilent = command[0] == "reconcile"
      #expect(
        isSilent || (program.output + program.errors).lowercased().contains("another"),
        "\(command): \(program.output) \(program.errors)")
      #expect(try store.ids().count == ExchangedStore.count, "\(command)")
    }
    #expect(try Program(["store", "accept", "nobody", "--reason", "x"] + small.files).exitCode == 66)
    let accepted = try Program(["store", "accept", "main", "--reason", "moved"] + small.files)
    #expect(accepted.exitCode == 0, "\(accepted.errors)")
    #expect(try Program(["store", "show"] + small.files).exitCode == 0)
    let purged = try small.purge()
    #expect(purged.program.exitCode == 0, "\(purged.program.output) \(purged.program.errors)")
    #expect(try store.ids().isEmpty)
    let verified = try session.verifyJournal(verifierKey: nil, authorities: []).result
    #expect(verified.findings == [] && verified.rows == ExchangedStore.count)
  }

  @Test(
    "What is missing from a store that was accepted later proves no commit: a person settles the batch",
    arguments: ExchangedStore.Kind.allCases.filter { $0 != .documents })
  func missing(kind: ExchangedStore.Kind) throws {
    let store = try ExchangedStore(kind)
    let small = try SmallConfiguration(store: store.definition(), recordSets: store.recordSet(batchRows: 10))
    try lookOnce(small)
    // The batch lists row 1, which the other store does not have.
    let batch = try SmallJournal(small).openBatch(recordSet: "person", store: "main")
    try store.remove(1)
    try store.exchange()
    let refused = try small.purge()
    #expect(
      refused.program.exitCode == 1 && refused.program.output.contains("is open"), "\(refused.program.output)"
    )
    #expect(try Program(["store", "accept", "main", "--reason", "restored"] + small.files).exitCode == 0)
    let unsettled = try Program(["purge"] + small.files)
    #expect(unsettled.exitCode == 74 && unsettled.errors.contains("proves nothing"), "\(unsettled.errors)")
    #expect(try SmallJournal(small).pendingBatches() == [batch])
    let settled = try Program(
      ["journal", "settle", batch.rawValue, "--as", "not-committed", "--reason", "as the backup has it"]
        + small.files)
    #expect(settled.exitCode == 0, "\(settled.errors)")
    #expect(try small.purge().program.exitCode == 0)
    #expect(try store.ids().isEmpty)
  }

  @Test(
    "A file whose content was restored in place is the same store; and a store that was put back is, too, but a file only after an act"
  )
  func restored() throws {
    let (store, small) = try make(.rolled)
    let path = store.folder + "/main.sqlite"
    let before = try Data(contentsOf: URL(filePath: path))
    #expect(try small.purge().program.exitCode == 0)
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.write(contentsOf: before)
    try handle.truncate(atOffset: UInt64(before.count))
    try handle.close()
    #expect(try Program(["store", "show"] + small.files).exitCode == 0)
    #expect(try small.purge().program.exitCode == 0)
    #expect(try store.ids().isEmpty)
  }

  @Test("One store that is exchanged keeps no other from its run")
  func others() throws {
    let store = try ExchangedStore(.rolled)
    let second = try ExchangedStore(.logged)
    let small = try SmallConfiguration(
      store: store.definition() + ", \"second\": " + second.definition(),
      recordSets: store.recordSet(batchRows: 10) + ", "
        + second.recordSet("other", batchRows: 10).replacing(#""store": "main""#, with: #""store": "second""#)
    )
    try lookOnce(small)
    // A batch is open in the store, too.
    let batch = try SmallJournal(small).openBatch(recordSet: "person", store: "main")
    try store.exchange()
    #expect(try small.purge().program.exitCode == 1)
    #expect(try store.ids().count == ExchangedStore.count && second.ids().isEmpty)
    #expect(try SmallJournal(small).pendingBatches() == [batch])
  }
}
