internal import Dispatch
internal import Glibc

/// Ctrl-C and SIGTERM at a command in the shell: they ask, and the command ends where it is safe.
enum Interruption {
  static func onInterrupt(_ handler: @escaping @Sendable () -> Void) {
    for signalNumber in [SIGINT, SIGTERM] {
      _ = signal(signalNumber, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: signalNumber, queue: .global())
      source.setEventHandler(handler: handler)
      source.activate()
      // Kept for the rest of the process: a command has one run.
      unsafe sources.append(source)
    }
  }

  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []
}
