internal import CSystemd
internal import Glibc

/// Tells the service manager what state the program is in (sd_notify(3)).
///
/// Every call does nothing when the program was not started by systemd, that is, without `$NOTIFY_SOCKET`.
package struct ServiceNotifier: Sendable {
  /// Tells if a service manager listens.
  package let isActive: Bool
  /// The watchdog's limit (`WatchdogSec=`), or nil without one. Call `watchdog()` at least twice as often.
  package let watchdogInterval: Duration?
  private let line = StatusLine()

  /// Reads the environment once. `$NOTIFY_SOCKET` stays in it, because libsystemd reads it at every message and
  /// changing the environment beside other threads is not safe; `NotifyAccess=main` keeps children from using it.
  package init() {
    isActive = environmentVariable("NOTIFY_SOCKET") != nil
    var microseconds: UInt64 = 0
    let isWatched = unsafe sd_watchdog_enabled(0, &microseconds) > 0
    watchdogInterval = isWatched ? .microseconds(Int64(clamping: microseconds)) : nil
  }

  /// Start-up, or a reload, is finished.
  ///
  /// - Returns: whether the manager was told; the program need not care.
  @discardableResult
  package func ready(status: String? = nil) -> Bool { send(["READY=1"], status: status) }

  /// Start-up goes on, and is not to be given up before so long from now.
  @discardableResult
  package func extendStart(by duration: Duration) -> Bool { extend(by: duration) }

  /// Stopping goes on, and is not to be cut short before so long from now.
  @discardableResult
  package func extendStop(by duration: Duration) -> Bool { extend(by: duration) }

  private func extend(by duration: Duration) -> Bool {
    send(["EXTEND_TIMEOUT_USEC=\(duration.components.seconds * 1_000_000)"], status: nil)
  }

  /// A reload begins; `ready` ends it.
  @discardableResult
  package func reloading(status: String? = nil) -> Bool {
    // From systemd 253 on (Type=notify-reload) the time tells this reload from an earlier one; 252 ignores it.
    send(["RELOADING=1", "MONOTONIC_USEC=\(Self.monotonicMicroseconds())"], status: status)
  }

  /// The program begins to stop.
  @discardableResult
  package func stopping(status: String? = nil) -> Bool { send(["STOPPING=1"], status: status) }

  /// The one line that `systemctl status` shows.
  @discardableResult
  package func status(_ text: String) -> Bool { send([], status: text) }

  /// Adds to the status what the program waits for, such as "a commit"; nil takes it away. The same as before is not sent again.
  @discardableResult
  package func waits(for name: String?) -> Bool {
    guard isActive, let text = line.waiting(for: name) else { return false }
    return tell(["STATUS=" + StatusText.singleLine(text)])
  }

  /// The program is alive.
  @discardableResult
  package func watchdog() -> Bool { send(["WATCHDOG=1"], status: nil) }

  private func send(_ assignments: [String], status: String?) -> Bool {
    guard isActive else { return false }
    if let status { line.set(status) }
    let lines = assignments + (status.map { ["STATUS=" + StatusText.singleLine($0)] } ?? [])
    return tell(lines)
  }

  private func tell(_ lines: [String]) -> Bool {
    unsafe sd_notify(0, lines.joined(separator: "\n")) > 0
  }

  private static func monotonicMicroseconds() -> Int {
    var time = timespec()
    // Cannot fail: the clock exists on every Linux and the pointer is ours.
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
  }
}
