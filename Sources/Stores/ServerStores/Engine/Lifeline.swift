internal import Glibc
internal import Synchronization
package import Words

/// Cuts the connection to a server that is there and answers nothing any more: a call would wait for it for ever (decision 81).
///
/// A call may take long for good reasons. So after some time, and again after as long, a thread of its own asks the server by another
/// connection what becomes of ours, and cuts the sockets if nothing does. As long as the server works on the call, the work goes on.
package final class Lifeline: Sendable {
  /// What the server says of the connection that waits.
  package enum Answer: Sendable {
    /// It works on a statement of that connection, or waits for a lock with it; or it cannot be told, and the server lives.
    case working
    /// It has no such connection, or one without a statement: the answer was lost on its way, or is being read.
    case idle
    /// It says nothing.
    case silent
  }

  private let state: State

  private final class State: Sendable {
    let patience: Duration
    let work: WorkInHand
    let ask: @Sendable () -> Answer
    let call = Mutex<(since: ContinuousClock.Instant?, sockets: [Int32])>((nil, []))
    let isEnded = Atomic<Bool>(false)

    init(_ work: WorkInHand, patience: Duration, ask: @escaping @Sendable () -> Answer) {
      self.work = work
      self.patience = patience
      self.ask = ask
    }

    func watch() {
      /// The call that was idle at the last look, and the work's steps then.
      var idle: (since: ContinuousClock.Instant, steps: UInt64)?
      var looked: ContinuousClock.Instant?
      while !isEnded.load(ordering: .relaxed) {
        usleep(500_000)
        guard let since = call.withLock({ $0.since }) else {
          (idle, looked) = (nil, nil)
          continue
        }
        guard .now - max(since, looked ?? since) > patience else { continue }
        let answer = ask()
        looked = .now
        switch answer {
        case .working:
          idle = nil
          work.step()
        case .idle:
          // What has come is being read, as long as the work has steps.
          let steps = work.steps
          if let last = idle, last.since == since, last.steps == steps { cut(since) }
          idle = (since, steps)
        case .silent: cut(since)
        }
      }
    }

    private func cut(_ since: ContinuousClock.Instant) {
      call.withLock { call in
        // Another call may have begun meanwhile, or none.
        guard call.since == since else { return }
        for socket in call.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
      }
    }
  }

  /// - Parameters:
  ///   - patience: how long a call may take before the server is asked.
  ///   - ask: called on a thread of its own; must come back.
  package init(_ work: WorkInHand, patience: Duration, ask: @escaping @Sendable () -> Answer) {
    let state = State(work, patience: patience, ask: ask)
    self.state = state
    // Without a thread calls wait as long as the system's own time limits let them.
    _ = OwnThread.start { state.watch() }
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

  /// Cuts the connection under the call in hand.
  package func cut() {
    state.call.withLock { call in for socket in call.sockets { shutdown(socket, Int32(SHUT_RDWR)) } }
  }
}
