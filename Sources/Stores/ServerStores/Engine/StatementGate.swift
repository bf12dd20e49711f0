internal import Glibc
internal import Synchronization
package import Words

/// Interrupts the statement in flight when the work is to end, and never the one after it.
///
/// Only statements within `interruptibly` are interrupted: a commit, a rollback or a setting never is. A statement that was registered when the stop
/// comes is cancelled again and again until it ends, since a cancel that comes before its statement is forgotten by servers; one that is registered
/// later does not begin. When the statement ends, the worker waits until a cancel under way is sent, and has a statement without meaning absorb
/// it. A server that does not answer the cancel loses the connection: what was not committed is undone.
package final class StatementGate: Sendable {
  private struct State {
    /// How many `interruptibly` are under way, one within another.
    var interruptible = 0
    /// Statements in flight that may be interrupted, one within another.
    var depth = 0
    var isSending = false
    var wasSent = false
    var wasCut = false
    /// Tells if a statement ended before a cancel for it was sent: it may still hit what comes next.
    var isLate = false
  }

  private let state = Mutex(State())
  package let work: WorkInHand
  private let cancel: @Sendable () -> Void
  private let cut: @Sendable () -> Void
  private let registration = Mutex<StopSignal.Registration?>(nil)

  /// How long a server may take to end a statement that was cancelled, before its connection is cut.
  private static let patience: Duration = .seconds(3)
  private static let pauseMicroseconds: UInt32 = 100_000

  /// - Parameters:
  ///   - cancel: asks the server to end the statement that the connection runs. It may block; it is called on a thread of its own.
  ///   - cut: ends the connection for whoever waits on it; comes back at once.
  package init(
    _ work: WorkInHand, cancel: @escaping @Sendable () -> Void, cut: @escaping @Sendable () -> Void
  ) {
    self.work = work
    self.cancel = cancel
    self.cut = cut
    let made = work.stop.whenRequested { [weak self] in self?.interrupt() }
    registration.withLock { $0 = made }
  }

  // MARK: The worker's side

  /// Runs a body whose statements may be interrupted.
  ///
  /// - Throws: `ServerError.interrupted` if the work is to end, whatever the body has come to: what it began is to be rolled back.
  package func interruptibly<Result>(_ body: () throws -> Result) throws -> Result {
    if work.mustEnd { throw ServerError.interrupted }
    state.withLock { $0.interruptible += 1 }
    defer { state.withLock { $0.interruptible -= 1 } }
    do {
      let result = try body()
      if work.mustEnd { throw ServerError.interrupted }
      return result
    } catch {
      throw work.mustEnd ? ServerError.interrupted : error
    }
  }

  /// Runs statements that must come to their end also within `interruptibly`, such as a rollback to a savepoint.
  package func uninterrupted<Result>(_ body: () throws -> Result) rethrows -> Result {
    let outer = state.withLock { state in
      defer { state.interruptible = 0 }
      return state.interruptible
    }
    defer { state.withLock { $0.interruptible = outer } }
    return try body()
  }

  /// Runs a call that waits for the server.
  ///
  /// - Parameter absorb: runs a statement without meaning, for a cancel that came too late for its own.
  /// - Throws: `ServerError.interrupted` if it was interrupted, or did not begin for that.
  package func statement<Result>(_ body: () throws -> Result, absorb: () -> Void) throws -> Result {
    defer { work.step() }
    let isOpen = state.withLock { state -> Bool in
      guard state.interruptible > 0 else { return false }
      state.depth += 1
      return true
    }
    guard isOpen else { return try body() }
    // Whoever asks to stop from here on finds the statement registered.
    if work.mustEnd {
      leave(absorb)
      throw ServerError.interrupted
    }
    do {
      let result = try body()
      leave(absorb)
      if work.mustEnd { throw ServerError.interrupted }
      return result
    } catch {
      leave(absorb)
      throw work.mustEnd ? ServerError.interrupted : error
    }
  }

  /// Tells if the connection was cut, or a cancel for it is under way still: it is of no use any more.
  package var isSpoiled: Bool { state.withLock { $0.wasCut || $0.isLate } }

  private func leave(_ absorb: () -> Void) {
    let isOutermost = state.withLock { state in
      // The inner statements' cancels are the outer one's.
      guard state.depth == 1 else {
        state.depth -= 1
        return false
      }
      state.depth = 0
      return true
    }
    guard isOutermost else { return }
    let end = ContinuousClock.now + Self.patience
    while state.withLock({ $0.isSending }), ContinuousClock.now < end { usleep(1_000) }
    let isLate = state.withLock { state in
      defer { state.wasSent = false }
      if state.isSending { state.isLate = true }
      return state.wasSent && !state.isSending && !state.wasCut
    }
    if isLate { absorb() }
  }

  // MARK: The other side

  /// Called on whichever thread asks to stop, so that it only starts others.
  private func interrupt() {
    guard work.mustEnd, state.withLock({ $0.depth > 0 }) else { return }
    _ = OwnThread.start { [self] in
      while begins() {
        cancel()
        state.withLock { $0.isSending = false }
        usleep(Self.pauseMicroseconds)
      }
    }
    _ = OwnThread.start { [self] in
      let end = ContinuousClock.now + Self.patience
      while ContinuousClock.now < end {
        guard state.withLock({ $0.depth > 0 }) else { return }
        usleep(Self.pauseMicroseconds)
      }
      state.withLock { state in
        // The worker cannot leave the statement meanwhile, so that the connection is the same.
        guard state.depth > 0, work.mustEnd else { return }
        state.wasCut = true
        cut()
      }
    }
  }

  private func begins() -> Bool {
    state.withLock { state in
      guard state.depth > 0, !state.wasCut, work.mustEnd else { return false }
      state.isSending = true
      state.wasSent = true
      return true
    }
  }
}
