internal import Synchronization

/// Asks a run to end after the batch in hand. Set from any thread, read between batches.
public final class StopSignal: Sendable {
  private let requested = Atomic<Bool>(false)

  public init() {}

  public func request() { requested.store(true, ordering: .releasing) }

  public var isRequested: Bool { requested.load(ordering: .acquiring) }
}
