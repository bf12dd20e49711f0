internal import Purging
internal import Synchronization
internal import Words

/// The run that somebody asks the service for, outside of its calendar: one at a time, and none beside another.
final class RunRequests: Sendable {
  struct Request: Sendable {
    let caller: Caller
    /// The record sets that they ask for; nil for all.
    let recordSets: Set<RecordSetName>?
    /// Which windows bind the run.
    let windows: WindowRule
    private let updates: AsyncStream<RunUpdate>.Continuation

    fileprivate init(
      _ caller: Caller, _ recordSets: Set<RecordSetName>?, _ windows: WindowRule,
      _ updates: AsyncStream<RunUpdate>.Continuation
    ) {
      self.caller = caller
      self.recordSets = recordSets
      self.windows = windows
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
  }

  private let state = Mutex(State())

  /// Wakes the service that waits for its calendar.
  let wake = ServiceWake()

  /// Tells if somebody asked for a run that has not begun.
  var isAsked: Bool { state.withLock { $0.asked != nil } }

  /// Asks for a run.
  ///
  /// - Returns: what becomes of it, as it comes; nil if one is under way, or about to begin.
  func ask(_ caller: Caller, for recordSets: Set<RecordSetName>? = nil, windows: WindowRule = .all)
    -> AsyncStream<RunUpdate>?
  {
    let (updates, continuation) = AsyncStream<RunUpdate>.makeStream()
    let isTaken = state.withLock { state in
      guard state.asked == nil, !state.isPurging, !state.isClosed else { return false }
      state.asked = Request(caller, recordSets, windows, continuation)
      return true
    }
    if isTaken { wake.wake() }
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
}
