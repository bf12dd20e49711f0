internal import Glibc
internal import Words

/// Ends the process if it does not end by itself after a stop: a commit may wait for a standby that is dead, and a file system for a server that is.
///
/// Whatever is open then, the journal has its intent, and the next start settles it. The deadline lies below the unit's TimeoutStopSec.
struct StopDeadline {
  /// What must come to its end may take so long, since the stop.
  static let patience: Duration = .seconds(60)
  /// All else may take so long, since the stop or since the last shielded work came to its end.
  static let shortPatience: Duration = .seconds(20)

  private let began: ContinuousClock.Instant
  private var lastShielded: ContinuousClock.Instant

  init(began: ContinuousClock.Instant) {
    self.began = began
    lastShielded = began
  }

  /// Notes whether some work is shielded now, and tells if the process has to end.
  mutating func isOver(at now: ContinuousClock.Instant, isShielded: Bool) -> Bool {
    if isShielded { lastShielded = now }
    return now - began > Self.patience || now - lastShielded > Self.shortPatience
  }

  /// Watches a stop that was requested, on a thread of its own.
  ///
  /// - Parameter end: ends the process.
  static func begin(_ stop: StopSignal, end: @escaping @Sendable () -> Void) {
    let began = ContinuousClock.now
    // Without a thread whoever asked to stop asks twice, or the service manager does.
    _ = OwnThread.start {
      var deadline = StopDeadline(began: began)
      while true {
        usleep(200_000)
        if deadline.isOver(at: .now, isShielded: stop.isShielded) { return end() }
      }
    }
  }
}
