internal import Synchronization
internal import Words

/// The run that somebody asks the service for, outside of its calendar: one at a time, and none beside another.
final class RunRequests: Sendable {
  struct Request: Sendable {
    let caller: Caller
    /// The record sets that they ask for; nil for all.
    let recordSets: Set<RecordSetName>?
    private let updates: AsyncStream<RunUpdate>.Continuation

    fileprivate init(
      _ caller: Caller, _ recordSets: Set<RecordSetName>?, _ updates: AsyncStream<RunUpdate>.Continuation
    ) {
      self.caller = caller
      self.recordSets = recordSets
      self.updates = updates
    }

    /// Tells whoever asked. The first end is the last word.
    func tell(_ update: RunUpdate) {
      updates.yield(update)
      if case .began = update { return }
      updates.finish()
    }
  }

  private struct State {
    var asked: Request?
    var isPurging = false
    var isClosed = false
    /// Wakes the service that waits for its calendar.
    var sleeper: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  /// Asks for a run.
  ///
  /// - Returns: what becomes of it, as it comes; nil if one is under way, or about to begin.
  func ask(_ caller: Caller, for recordSets: Set<RecordSetName>? = nil) -> AsyncStream<RunUpdate>? {
    let (updates, continuation) = AsyncStream<RunUpdate>.makeStream()
    let (isTaken, sleeper) = state.withLock { state in
      guard state.asked == nil, !state.isPurging, !state.isClosed else {
        return (false, CheckedContinuation<Void, Never>?.none)
      }
      state.asked = Request(caller, recordSets, continuation)
      defer { state.sleeper = nil }
      return (true, state.sleeper)
    }
    sleeper?.resume()
    return isTaken ? updates : nil
  }

  /// Takes the run that was asked for.
  func take() -> Request? {
    state.withLock { state in
      defer { state.asked = nil }
      if state.asked != nil { state.isPurging = true }
      return state.asked
    }
  }

  func noteRun(isUnderWay: Bool) { state.withLock { $0.isPurging = isUnderWay } }

  /// Takes no run any more, and tells whoever waits for one.
  func close() {
    let asked = state.withLock { state in
      state.isClosed = true
      defer { state.asked = nil }
      return state.asked
    }
    asked?.tell(.failed(reason: "the service is being stopped, and the run did not begin", .tryAgain))
  }

  /// Sleeps for so long, or until a run is asked for, or the caller's task is cancelled.
  func rest(for duration: Duration) async {
    await withTaskGroup { group in
      group.addTask {
        // Cancelled is how the sleep ends when a run is asked for.
        try? await Task.sleep(for: duration)
      }
      group.addTask { await self.ring() }
      await group.next()
      group.cancelAll()
    }
  }

  private func ring() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let rings = state.withLock { state in
          if state.asked != nil || Task.isCancelled { return true }
          state.sleeper = continuation
          return false
        }
        if rings { continuation.resume() }
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        defer { state.sleeper = nil }
        return state.sleeper
      }
      sleeper?.resume()
    }
  }
}
