internal import Glibc

/// The thread that a run is on.
enum Thread {
  /// Waits, without giving up the thread: a run has one of its own.
  static func pause(seconds: Double) {
    var time = timespec(
      tv_sec: Int(seconds), tv_nsec: Int((seconds - seconds.rounded(.down)) * 1_000_000_000))
    // A signal ends it early, which does no harm.
    unsafe nanosleep(&time, nil)
  }
}
