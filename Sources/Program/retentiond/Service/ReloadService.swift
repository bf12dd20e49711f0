internal import ServiceLifecycle
internal import UnixSignals

/// Turns each SIGHUP into a reload of the configuration.
struct ReloadService: Service {
  let state: DaemonState

  func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sighup)
    for await _ in signals.cancelOnGracefulShutdown() {
      await state.reload()
    }
  }
}
