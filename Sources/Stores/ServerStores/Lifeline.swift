internal import Glibc
internal import Synchronization

/// Cuts the connection to a server that is there and answers nothing any more: a call would wait for it for ever.
///
/// A call may take long for good reasons. So after some time, and again after as long, a thread of its own asks the server by another
/// connection whether it lives, and cuts the sockets only if it does not.
package final class Lifeline: Sendable {
  private let state: State

  private final class State: Sendable {
    let patience: Duration
    let isAlive: @Sendable () -> Bool
    let call = Mutex<(since: ContinuousClock.Instant?, sockets: [Int32])>((nil, []))
    let isEnded = Atomic<Bool>(false)

    init(patience: Duration, isAlive: @escaping @Sendable () -> Bool) {
      self.patience = patience
      self.isAlive = isAlive
    }

    func watch() {
      while !isEnded.load(ordering: .relaxed) {
        usleep(500_000)
        guard let since = call.withLock({ $0.since }), .now - since > patience else { continue }
        let isAlive = isAlive()
        call.withLock { call in
          // Another call has begun meanwhile, or none.
          guard call.since == since else { return }
          guard !isAlive else {
            call.since = .now
            return
          }
          for socket in call.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
      }
    }
  }

  /// - Parameters:
  ///   - patience: how long a call may take before the server is asked.
  ///   - isAlive: called on a thread of its own; must come back.
  package init(patience: Duration, isAlive: @escaping @Sendable () -> Bool) {
    state = State(patience: patience, isAlive: isAlive)
    var thread = pthread_t()
    let pointer = unsafe Unmanaged.passRetained(state).toOpaque()
    let code = unsafe pthread_create(
      &thread, nil,
      { pointer in
        // A thread is started with the one reference that `passRetained` made.
        if let pointer = unsafe pointer {
          unsafe Unmanaged<State>.fromOpaque(pointer).takeRetainedValue().watch()
        }
        return nil
      }, pointer)
    if code == 0 {
      pthread_detach(thread)
    } else {
      // Without it calls wait as long as the system's own time limits let them.
      unsafe Unmanaged<State>.fromOpaque(pointer).release()
    }
  }

  deinit { state.isEnded.store(true, ordering: .relaxed) }

  /// The sockets that calls wait on from now on.
  package func watch(_ sockets: [Int32]) { state.call.withLock { $0.sockets = sockets } }

  /// Runs calls on the server.
  package func during<Result>(_ body: () throws -> Result) rethrows -> Result {
    let outer = state.call.withLock { call in
      defer { call.since = .now }
      return call.since
    }
    defer { state.call.withLock { $0.since = outer } }
    return try body()
  }
}
