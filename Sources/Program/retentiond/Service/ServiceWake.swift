internal import Synchronization

/// Lets a part of the service sleep for long, and wakes it when something happens. One sleeps at a time; a wake that comes before the sleep ends it at once.
final class ServiceWake: Sendable {
  private struct State {
    var isWoken = false
    var sleeper: Task<Void, Never>?
  }

  private let state = Mutex(State())

  func wake() {
    let sleeper = state.withLock { state in
      state.isWoken = true
      return state.sleeper
    }
    sleeper?.cancel()
  }

  /// Sleeps for so long, or until somebody wakes it or the caller's task is cancelled.
  ///
  /// - Returns: whether somebody woke it.
  @discardableResult
  func sleep(for duration: Duration) async -> Bool {
    // Cancelled is how the sleep ends when something happens.
    let sleeper = Task { _ = try? await Task.sleep(for: duration) }
    let isWoken = state.withLock { state in
      state.sleeper = sleeper
      return state.isWoken
    }
    if isWoken { sleeper.cancel() }
    await withTaskCancellationHandler {
      await sleeper.value
    } onCancel: {
      sleeper.cancel()
    }
    return state.withLock { state in
      defer { state = State() }
      return state.isWoken
    }
  }
}
