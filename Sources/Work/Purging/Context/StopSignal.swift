internal import Synchronization

/// Asks a run to end after the batch in hand. Set from any thread, read between batches.
package final class StopSignal: Sendable {
  private let requested = Atomic<Bool>(false)

  package init() {}

  package func request() { requested.store(true, ordering: .releasing) }

  package var isRequested: Bool { requested.load(ordering: .acquiring) }
}
