internal import Glibc
internal import Words

/// Ends the process if it does not end by itself after a stop: a commit may wait for a standby that is dead, and a file system for a server that is.
///
/// Whatever is open then, the journal has its intent, and the next start settles it. The deadline lies below the unit's TimeoutStopSec.
enum StopDeadline {
  /// What must come to its end may take so long.
  private static let patience: Duration = .seconds(60)
  /// All else may take so long.
  private static let shortPatience: Duration = .seconds(20)

  /// - Parameter end: ends the process.
  static func begin(_ stop: StopSignal, end: @escaping @Sendable () -> Void) {
    let began = ContinuousClock.now
    // Without a thread whoever asked to stop asks twice, or the service manager does.
    _ = OwnThread.start {
      while true {
        usleep(200_000)
        if ContinuousClock.now - began > (stop.isShielded ? patience : shortPatience) { return end() }
      }
    }
  }
}
