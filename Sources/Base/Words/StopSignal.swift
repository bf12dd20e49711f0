internal import Synchronization

/// Asks work to end soon. It is requested once, from any thread; whoever works looks at it, and whoever waits is told.
package final class StopSignal: Sendable {
  private struct State {
    var handlers: [Int: @Sendable () -> Void] = [:]
    var next = 0
  }

  private let requested = Atomic<Bool>(false)
  /// How many works are where they must not be interrupted.
  let shields = Atomic<Int>(0)
  private let state = Mutex(State())

  package init() {}

  package var isRequested: Bool { requested.load(ordering: .acquiring) }

  /// Tells if some work that obeys the signal is between a batch's intent and its outcome, or in another part that must come to its end.
  package var isShielded: Bool { shields.load(ordering: .acquiring) > 0 }

  /// Asks to stop, and calls the handlers on this thread. A second request does nothing.
  package func request() {
    let handlers = state.withLock { state -> [@Sendable () -> Void] in
      requested.store(true, ordering: .releasing)
      defer { state.handlers = [:] }
      return Array(state.handlers.values)
    }
    for handler in handlers { handler() }
  }

  /// Throws `Stopped` if the stop was requested.
  package func check() throws(Stopped) {
    if isRequested { throw Stopped() }
  }

  /// Calls a handler once when the stop is requested: at once if it was already. A handler comes back quickly and never waits.
  ///
  /// - Returns: what keeps the handler; without it the handler is forgotten.
  package func whenRequested(_ handler: @escaping @Sendable () -> Void) -> Registration {
    let number = state.withLock { state -> Int? in
      guard !isRequested else { return nil }
      defer { state.next += 1 }
      state.handlers[state.next] = handler
      return state.next
    }
    if number == nil { handler() }
    return Registration(self, number)
  }

  private func forget(_ number: Int) { _ = state.withLock { $0.handlers.removeValue(forKey: number) } }

  /// Keeps a handler for as long as it lives.
  package final class Registration: Sendable {
    private let signal: StopSignal
    private let number: Int?

    fileprivate init(_ signal: StopSignal, _ number: Int?) {
      self.signal = signal
      self.number = number
    }

    deinit { if let number { signal.forget(number) } }
  }
}
