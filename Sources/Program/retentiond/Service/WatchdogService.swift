internal import ServiceLifecycle
internal import Systemd
internal import Words

/// Feeds the service manager's watchdog while the purge service works, says what it waits for, and asks for time while it stops. It is the last to end.
struct WatchdogService: Service {
  let notifier: ServiceNotifier
  let liveness: Liveness
  let stop: StopSignal

  private static let glance: Duration = .seconds(5)
  /// More than a glance, so that the manager's patience does not end between two.
  private static let moreTime: Duration = .seconds(15)

  func run() async throws {
    let idle = notifier.watchdogInterval.map { $0 / 2 } ?? Self.glance
    let wake = ServiceWake()
    liveness.whenBusy { wake.wake() }
    let stopping = stop.whenRequested { wake.wake() }
    defer { withExtendedLifetime(stopping) {} }
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        if liveness.isAlive() { notifier.watchdog() }
        notifier.waits(for: liveness.work.knownWait(at: .now))
        // `StopDeadline` ends it: the time that is asked for has an end.
        if stop.isRequested { notifier.extendStop(by: Self.moreTime) }
        // Between runs nothing is waited for, and the manager's patience is all that counts.
        await wake.sleep(for: liveness.isBusy || stop.isRequested ? min(Self.glance, idle) : idle)
      }
    }
  }
}
