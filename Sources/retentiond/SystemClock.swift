internal import CivilTime
internal import Glibc

/// The system's clock: the only place of the program that asks what time it is.
enum SystemClock {
  static func now() -> Instant {
    var time = timespec()
    // Cannot fail: the clock exists on every Linux and the pointer is ours.
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microsecondsSinceEpoch: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
  }
}
