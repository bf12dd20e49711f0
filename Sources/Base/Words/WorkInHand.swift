internal import Glibc
internal import Synchronization

/// The work of one thread, as others see it: whether it is to end, where it must not be interrupted, and whether it goes on.
///
/// An adapter interrupts a statement or a wait only while `mustEnd` is true. From a batch's intent to its outcome the work is shielded: a stop
/// that comes meanwhile takes effect after it.
package final class WorkInHand: Sendable {
  package let stop: StopSignal
  private let shields = Atomic<Int>(0)
  private let stepCount = Atomic<UInt64>(0)
  /// The known waits that are under way, each with the moment at which it counts as a hang.
  private let waits = Mutex<[(name: String, end: ContinuousClock.Instant)]>([])

  package init(stop: StopSignal = StopSignal()) { self.stop = stop }

  // MARK: Stop

  /// Tells if the work is to end now, and may.
  package var mustEnd: Bool { stop.isRequested && shields.load(ordering: .acquiring) == 0 }

  /// Notes a step of the work, and throws `Stopped` if the work is to end.
  package func check() throws(Stopped) {
    step()
    if mustEnd { throw Stopped() }
  }

  /// Runs what must not be interrupted: a stop takes effect after it.
  package func shielded<Result>(_ body: () throws -> Result) rethrows -> Result {
    shields.add(1, ordering: .acquiringAndReleasing)
    stop.shields.add(1, ordering: .acquiringAndReleasing)
    defer {
      stop.shields.subtract(1, ordering: .acquiringAndReleasing)
      shields.subtract(1, ordering: .acquiringAndReleasing)
    }
    return try body()
  }

  /// Waits for so long, or until the work is to end: whoever was in the way, or is starting, is given time.
  ///
  /// - Returns: false if the work is to end.
  @discardableResult
  package func pause(for duration: Duration) -> Bool {
    let end = ContinuousClock.now + duration
    while !mustEnd {
      let left = end - .now
      guard left > .zero else { return true }
      step()
      usleep(UInt32(min(left, .milliseconds(20)) / .microseconds(1)) + 1)
    }
    return false
  }

  // MARK: Progress

  /// Notes that the work goes on.
  package func step() { stepCount.add(1, ordering: .relaxed) }

  /// How many steps were noted: whoever finds the same number twice has seen no progress in between.
  package var steps: UInt64 { stepCount.load(ordering: .relaxed) }

  /// Runs a wait that shows no steps, such as for a disk to have written all: for up to `limit` it is no hang.
  package func waiting<Result, Failure: Error>(
    for name: String, atMost limit: Duration, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    waits.withLock { $0.append((name, .now + limit)) }
    defer {
      _ = waits.withLock { $0.popLast() }
      step()
    }
    return try body()
  }

  /// What the work is known to wait for, and may wait for still; nil if it is not known to wait.
  package func knownWait(at now: ContinuousClock.Instant) -> String? {
    waits.withLock { $0.last { $0.end > now }?.name }
  }
}
