internal import CLinux
internal import Glibc
internal import Synchronization
internal import Words

/// SIGTERM, SIGINT and SIGHUP of the service, from its first moment on (decision 202).
///
/// A handler writes each into a pipe, which is read once the service can act on it. To block the signals until then would not do: the thread in which Swift's main queue
/// waits unblocks them all.
enum ServiceSignals {
  /// The pipe's end that the handler writes to.
  nonisolated(unsafe) private static var writing: Int32 = -1
  nonisolated(unsafe) private static var reading: Int32 = -1
  /// Tells if a signal came that asks the service to end.
  private static let isEndAsked = Atomic<Bool>(false)

  /// Begins to keep signals. Called once, before anything that may wait.
  static func keep() {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    unsafe (reading, writing) = (ends[0], ends[1])
    // Made here: in a handler nothing may be made.
    isEndAsked.store(false, ordering: .relaxed)
    // A handler must never wait.
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    for signalNumber in [SIGTERM, SIGINT, SIGHUP] where !Interruption.isIgnored(signalNumber) {
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { number in
        let error = errno
        var byte = UInt8(truncatingIfNeeded: number)
        if number != SIGHUP { ServiceSignals.isEndAsked.store(true, ordering: .relaxed) }
        _ = unsafe write(ServiceSignals.writing, &byte, 1)
        errno = error
      }
      action.sa_flags = SA_RESTART
      unsafe sigaction(signalNumber, &action, nil)
    }
  }

  /// Tells if one came that asks the service to end: what it does before it listens ends early then.
  static var isEndWaiting: Bool { isEndAsked.load(ordering: .relaxed) }

  /// The signals, those that came before among them.
  static func received() -> AsyncStream<Int32> {
    let descriptor = unsafe reading
    return AsyncStream { continuation in
      // Without a thread the service manager ends the service when its patience does.
      _ = OwnThread.start {
        var byte: UInt8 = 0
        while true {
          let count = unsafe read(descriptor, &byte, 1)
          if count == 1 { continuation.yield(Int32(byte)) } else if count == 0 || errno != EINTR { return }
        }
      }
    }
  }
}
