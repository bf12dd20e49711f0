import AuditJournal
import CivilTime
import Foundation
import RecordStores
import StoreBindings
import TestNames
import Testing
import Words

@testable import Purging

/// What ends a run between two batches: a pause, a window's end, a black-out day, and the longest time that a run may last.
@Suite struct BatchGateTests {
  /// A way to end a run after its first batch.
  enum Ending: String, CaseIterable, CustomTestStringConvertible {
    case pause, window, blackOut

    var testDescription: String { rawValue }

    var cause: TruncationCause { self == .pause ? .paused : .window }

    /// How much later it is then.
    var seconds: Int {
      switch self {
      case .pause: 60
      case .window: 3 * 3_600
      case .blackOut: 86_400
      }
    }

    /// What stores.json says beside the rest. The test's day is Tuesday, 2026-11-24, 10:00 UTC.
    var members: String {
      switch self {
      case .pause: ""
      case .window: #""windows": [{"from": "09:00 UTC", "until": "12:00 UTC"}],"#
      case .blackOut: #""blackOut": ["Wed UTC"],"#
      }
    }
  }

  private static func stores(_ members: String) -> String {
    TestStore.stores().replacing(#""clock":"#, with: members + #""clock":"#)
  }

  private final class Clock {
    var now: Instant

    init(_ now: Instant) { self.now = now }
  }

  @Test(
    "A batch that waited for its locks does not go on behind the end of its run", arguments: Ending.allCases)
  func afterLocks(ending: Ending) throws {
    let store = try TestStore(stores: Self.stores(ending.members))
    let clock = Clock(store.now)
    var begun = 0
    store.wrap = { inner in
      guard inner.name == "main" else { return inner }
      let troubled = TroubledStore(inner)
      // As if the second change had waited until then.
      troubled.beginning = { (_, batch) throws(StoreError) in
        begun += 1
        guard begun == 2 else { return batch }
        switch ending {
        case .pause:
          _ = try? store.journal().pauseRuns(
            until: nil, reason: "a migration", by: "dba", account: nil, at: clock.now)
        case .window, .blackOut: clock.now = clock.now.adding(seconds: ending.seconds)
        }
        return batch
      }
      return troubled
    }
    let report = try Purger(store.context()).purge(clock: { clock.now }, observe: { _ in })
    #expect(begun == 2 && report.cause == ending.cause, "\(report.status)")
    #expect(report.changedCount == 10)
    #expect(try store.count("person") == 30 && store.verify().findings == [])
  }

  @Test(
    "A run that a window keeps waiting for longer than the calendar's gap does not doubt the clock for that")
  func clockAllowance() throws {
    let day = 86_400
    // A nightly calendar, with a window each week; the test's day is a Tuesday.
    let weekly = try TestStore(
      stores: Self.stores(#""windows": [{"from": "Tue 09:00 UTC", "until": "Tue 12:00 UTC"}],"#))
    let nightly = try TestStore()
    #expect(nightly.configuration.clockAllowance(after: nightly.now) < 4 * day)
    let allowed = weekly.configuration.clockAllowance(after: weekly.now)
    #expect((8 * day..<10 * day).contains(allowed), "\(allowed)")
    let dark = try TestStore(stores: Self.stores(#""blackOut": ["*-11-25..30 UTC"],"#))
    #expect((7 * day..<10 * day).contains(dark.configuration.clockAllowance(after: dark.now)))
  }

  /// A run that is ended after its first batch.
  private func run(_ store: TestStore, _ ending: Ending, options: RunOptions = RunOptions()) throws
    -> RunReport
  {
    let clock = Clock(store.now)
    var batches = 0
    let observe = { (event: RunEvent) in
      guard case .batch = event else { return }
      batches += 1
      guard batches == 1 else { return }
      switch ending {
      case .pause:
        _ = try? store.journal().pauseRuns(
          until: nil, reason: "a migration", by: "dba", account: nil, at: clock.now)
      case .window, .blackOut: clock.now = clock.now.adding(seconds: ending.seconds)
      }
    }
    return try Purger(store.context()).purge(clock: { clock.now }, options: options, observe: observe)
  }

  @Test(
    "A run ends after the batch in hand, as truncated, says why, and counts what it left",
    arguments: Ending.allCases)
  func truncated(ending: Ending) throws {
    let store = try TestStore(stores: Self.stores(ending.members))
    let report = try run(store, ending)
    #expect(report.status == .stopped && report.cause == ending.cause)
    #expect(report.changedCount == 10)
    #expect(try store.count("person") == 30)
    // A stop asks nothing any more; this does.
    #expect(report.unmeasured.isEmpty)
    #expect(
      report.overdue.first { $0.recordSet == "person" }.map { $0.count == 10 && $0.cause == .truncated }
        == true)
    let end = try #require(try store.journal(.read).lastEndedRun())
    #expect(end.ending == .stopped && end.cause == ending.cause && end.overdue >= 10)
    #expect(try store.journal(.read).pendingBatches().isEmpty)
    #expect(try store.verify().findings == [])
  }

  @Test(
    "No run begins meanwhile, and what a crash left open is settled all the same", arguments: Ending.allCases)
  func refused(ending: Ending) throws {
    let store = try TestStore(stores: Self.stores(ending.members))
    _ = try run(store, ending)
    let later = store.now.adding(seconds: ending.seconds)
    let types = try store.types().count
    #expect {
      try store.purge(at: later)
    } throws: { error in
      switch error {
      case RunError.paused(let pause):
        ending == .pause && "\(error)".contains("a migration") && pause.by == "dba"
      case RunError.outsideWindow: ending != .pause && "\(error)".contains("--outside-window")
      default: false
      }
    }
    // Nothing was tried, and so the journal says nothing.
    #expect(try store.types().count == types)
    #expect(try store.count("person") == 30)
    // Whoever says so runs outside of windows, but not in spite of a pause.
    var options = RunOptions()
    options.windows = .none
    if ending == .pause {
      #expect(throws: RunError.self) { try store.purge(at: later, options: options) }
      try store.journal().resumeRuns(reason: "done", by: "dba", account: nil, at: later)
    }
    let report = try store.purge(at: later, options: options)
    #expect(report.cause == nil && report.changedCount >= 10)
    #expect(try store.count("person") == 20)
    #expect(try store.verify().findings == [])
  }

  @Test("A run lasts no longer than it may, by a clock that nobody sets")
  func longest() throws {
    let store = try TestStore(stores: Self.stores(#""longestRun": "PT2M","#))
    let context = try store.context()
    let journal = try #require(context.journal)
    var elapsed = Duration.seconds(119)
    let gate = BatchGate(context, journal: journal, clock: { store.now }, windows: .all, elapsed: { elapsed })
    #expect(try gate.allowsBatch() && gate.cause == nil)
    elapsed = .seconds(120)
    #expect(try !gate.allowsBatch() && gate.cause == .longestRun)
    // What has said no says so until the run is over.
    elapsed = .seconds(1)
    #expect(try !gate.allowsBatch())
  }

  @Test("A clock that is set in either direction has the windows asked anew")
  func clockSet() throws {
    let store = try TestStore(stores: Self.stores(Ending.window.members))
    let context = try store.context()
    let journal = try #require(context.journal)
    for hours in [3, -2, 24 * 7 + 3] {
      let clock = Clock(store.now)
      let gate = BatchGate(context, journal: journal, clock: { clock.now }, windows: .all, elapsed: { .zero })
      #expect(try gate.allowsBatch())
      clock.now = store.now.adding(seconds: hours * 3_600)
      #expect(try !gate.allowsBatch() && gate.cause == .window, "\(hours)")
    }
  }
}
