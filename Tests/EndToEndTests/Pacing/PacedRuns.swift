import Foundation
import Purging
import Synchronization
import Testing
import Words

@testable import retentiond

/// What a run under a pace said of its waits, with something that happens when the first one begins.
final class PacedRuns {
  let runs: ServerRuns
  private(set) var waits: [PaceWait] = []
  private(set) var goneOn: [PaceWait] = []
  private(set) var blind: [String] = []
  /// Called when the run waits for a reason, with how often it has.
  var waiting: (PaceWait, Int) throws -> Void = { _, _ in }

  /// - Parameter pace: the members of the store's `pace`.
  init(store: String, pace: String, batchRows: Int = 40) throws {
    runs = try ServerRuns(store: "{\(store), \"pace\": {\(pace)}}", batchRows: batchRows)
  }

  @discardableResult
  func purge() throws -> RunReport {
    (waits, goneOn, blind) = ([], [], [])
    return try runs.purge(observe: { event in
      switch event {
      case .paceWaits(let wait):
        self.waits.append(wait)
        do { try self.waiting(wait, self.waits.count) } catch { Issue.record(error) }
      case .paceWaited(let wait): self.goneOn.append(wait)
      case .paceBlind(_, let reason): self.blind.append(reason)
      default: break
      }
    })
  }

  /// Does something on a thread of its own, a while later.
  static func later(_ seconds: Double, _ body: @escaping @Sendable () throws -> Void) {
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: seconds)
      do { try body() } catch { Issue.record(error) }
    }
  }
}

/// A connection that one thread hands to another, and does not use any more.
struct Handed<Connection>: @unchecked Sendable {
  // The tests that use it have one thread with it at a time.
  let connection: Connection
}
