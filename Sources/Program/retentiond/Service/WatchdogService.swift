internal import ServiceLifecycle
internal import Systemd

/// Feeds the service manager's watchdog while the purge service is alive.
struct WatchdogService: Service {
  let notifier: ServiceNotifier
  let liveness: Liveness

  func run() async throws {
    let interval = notifier.watchdogInterval.map { $0 / 2 } ?? .seconds(30)
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        if liveness.isAlive { notifier.watchdog() }
        // Cancelled is how the sleep ends when the service stops.
        try? await Task.sleep(for: interval)
      }
    }
  }
}
