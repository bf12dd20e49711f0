import AuditJournal
import Foundation
import Purging
import StoreBindings
import Testing
import Words

@testable import retentiond

/// Runs in this process on a table of people, with something happening in the middle of them.
final class ServerRuns {
  let small: SmallConfiguration

  /// The table `person` of the store `main`: `id`, `nir`, `ended`.
  ///
  /// - Parameter recordSets: what stores.json has of record sets, where it is something else.
  init(store: String, batchRows: Int = 40, recordSets: String? = nil) throws {
    small = try SmallConfiguration(
      store: store,
      recordSets: recordSets ?? """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
          "batch": {"rows": \(batchRows)}, "events": {"ended": {"column": "ended", "as": "date"}}}
        """)
  }

  func hold(_ subject: String) throws {
    let hold = try Program(
      ["hold", "add", "--subject", "-", "--reference", "case 1", "--reason", "suit"] + small.files,
      input: subject + "\n")
    try #require(hold.exitCode == 0, "\(hold.errors)")
  }

  var session: Session {
    get throws { try Self.session(of: small) }
  }

  /// What the program does with a small configuration, in this process.
  ///
  /// - Parameter stop: ends its work, and that of no other test.
  static func session(of small: SmallConfiguration, stop: StopSignal = StopSignal()) throws -> Session {
    func read(_ name: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: small.folder.appending(path: name)))
    }
    var session = Session(
      configuration: try Configuration.load(
        rules: read("retention-rules.json"), rulesFile: "rules", stores: read("stores.json"),
        storesFile: "stores", baseDirectory: small.folder.path))
    session.work = WorkInHand(stop: stop)
    return session
  }

  /// Purges a small configuration in this process, with something that an application does when the first batch's change is made and its intent is not.
  static func purge(_ session: Session, doing act: @escaping () -> Void) throws -> RunReport {
    var (isStarted, isDone) = (false, false)
    let report = try Purger(try session.purgingContext()).purge(
      clock: {
        // The intent's time is read when the batch's change is made.
        if isStarted, !isDone {
          isDone = true
          act()
        }
        return SystemClock.now()
      },
      observe: { if case .started = $0 { isStarted = true } })
    #expect(isDone)
    return report
  }

  /// - Parameters:
  ///   - beforeCommit: called between each batch's durable intent and its commit, with the batch's number from 1, where there is a ledger.
  ///   - beforeIntent: called when a batch's change was made and its intent was not, with the batch's number from 1.
  ///   - observe: called for each event.
  func purge(
    beforeCommit: @escaping (Int) -> Void = { _ in }, beforeIntent: @escaping (Int) -> Void = { _ in },
    observe: @escaping (RunEvent) -> Void = { _ in }
  ) throws -> RunReport {
    let session = try session
    let context = try session.purgingContext()
    var batches: Set<BatchName> = []
    var prepared = 0
    var isRunning = false
    return try Purger(context).purge(
      clock: {
        // With a ledger the entry's time is read right before the commit, when the batch's intent is durable.
        if let last = try? context.journal?.pendingBatches().last, batches.insert(last.batch).inserted {
          beforeCommit(batches.count)
        } else if isRunning {
          prepared += 1
          beforeIntent(prepared)
        }
        return SystemClock.now()
      },
      observe: { event in
        if case .started = event { isRunning = true }
        observe(event)
      })
  }

  /// That the journal verifies, has no open batch, and counts what is gone.
  func expectEvidence(of gone: Int) throws {
    let verified = try session.verifyJournal(verifierKey: nil, authorities: []).result
    #expect(verified.findings == [] && verified.openBatches == 0)
    #expect(verified.rows == gone, "the journal counts \(verified.rows), and \(gone) rows are gone")
  }
}

extension RunEvent {
  /// Tells if a batch was done again, or settled by what the store says of it.
  var isTrouble: Bool {
    switch self {
    case .retried, .recovered: true
    default: false
    }
  }
}
