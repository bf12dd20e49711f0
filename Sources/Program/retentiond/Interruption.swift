internal import CLinux
internal import Dispatch
internal import Glibc
internal import Words

/// Ctrl-C, SIGTERM and a terminal that is closed: they ask, and the program ends where it is safe.
enum Interruption {
  /// What everything in this process obeys, a command in the shell as well as the service.
  static let stop = StopSignal()

  /// Has a command in the shell obey; until it is called, a signal ends the process. A second signal ends the process at once: what is open then, the next run settles.
  static func listen() {
    for signalNumber in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(signalNumber) {
      // A signal that comes before the source is at work waits for it. Threads that are made from now on leave it to the source, too. (No main queue runs in a
      // command of the shell; in the service one would take the block away again: decision 202.)
      mask(signalNumber, SIG_BLOCK)
      let source = DispatchSource.makeSignalSource(signal: signalNumber, queue: .global())
      source.setEventHandler {
        if stop.isRequested { endAtOnce(by: signalNumber) }
        stop.request()
        StopDeadline.begin(stop) {
          Terminal.standardError.line(
            "retentiond: it was stopped, and something did not come to its end in time: what is open is settled by the next run"
          )
          _exit(ExitStatus.tryAgain.rawValue)
        }
      }
      source.activate()
      // Kept for the rest of the process.
      unsafe sources.append(source)
    }
  }

  /// Whoever started the program may want it to live through a signal, as nohup does.
  static func isIgnored(_ signalNumber: Int32) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(signalNumber, nil, &action) == 0 else { return false }
    return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func endAtOnce(by signalNumber: Int32) -> Never {
    _ = signal(signalNumber, SIG_DFL)
    mask(signalNumber, SIG_UNBLOCK)
    _ = kill(getpid(), signalNumber)
    usleep(100_000)
    _exit(128 + signalNumber)
  }

  private static func mask(_ signalNumber: Int32, _ how: Int32) {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, signalNumber)
    unsafe pthread_sigmask(how, &set, nil)
  }

  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []
}
