internal import Synchronization

/// When the service last showed that it works: the watchdog is fed only while it does.
final class Liveness: Sendable {
  /// Longer than any batch and any plan of a healthy store.
  static let longestSilence: Duration = .seconds(900)

  private let last: Mutex<ContinuousClock.Instant>

  init() {
    last = Mutex(.now)
  }

  func touch() { last.withLock { $0 = .now } }

  var isAlive: Bool { last.withLock { ContinuousClock.now - $0 } < Self.longestSilence }
}
