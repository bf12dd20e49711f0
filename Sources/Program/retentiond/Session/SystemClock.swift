internal import CLinux
internal import CivilTime
internal import Glibc
internal import Purging
internal import Systemd

/// The system's clocks: the only place of the program that asks what time it is.
enum SystemClock {
  static func now() -> Instant {
    let (time, isTooFar) = microseconds(CLOCK_REALTIME).addingReportingOverflow(shift)
    return Instant(microsecondsSinceEpoch: isTooFar ? .max : time)
  }

  /// The time since the machine started, its sleep included. Nobody can set it.
  static func sinceBoot() -> Duration { .microseconds(microseconds(CLOCK_BOOTTIME)) }

  /// What the kernel says of the clock.
  static func kernel() -> KernelClock {
    guard let answer = ServiceEnvironment.kernelClock else { return .unknown }
    return KernelClock(
      time: Instant(microsecondsSinceEpoch: answer.microseconds), isSynchronised: answer.isSynchronised)
  }

  private static func microseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    // Cannot fail: the clocks exist on every Linux and the pointer is ours.
    _ = unsafe clock_gettime(clock, &time)
    // A clock of another geological age is doubted, and no reason to crash.
    let (micros, isTooFar) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000)
    return isTooFar ? .max / 2 : micros + Int64(time.tv_nsec) / 1_000
  }

  #if DEBUG
    /// Tests start the program with a clock that is wrong by so many seconds. A build that is shipped has no such door.
    private static let shift: Int64 = {
      guard let text = unsafe getenv("RETENTIOND_TEST_CLOCK_SHIFT") else { return 0 }
      let (micros, isTooFar) = (Int64(unsafe String(cString: text)) ?? 0).multipliedReportingOverflow(
        by: 1_000_000)
      return isTooFar ? .max / 2 : micros
    }()
  #else
    private static let shift: Int64 = 0
  #endif
}
