internal import Synchronization
package import Words

/// What somebody asks of the pace now, beside what stores.json says.
package struct PaceOverride: Hashable, Sendable {
  /// Rows a second at most.
  package var rowsPerSecond: Double?
  /// The share of time that is left free.
  package var freeShare: Double?

  package init(rowsPerSecond: Double? = nil, freeShare: Double? = nil) {
    self.rowsPerSecond = rowsPerSecond
    self.freeShare = freeShare
  }
}

/// Where a word on the pace is left for a run that is under way: it is read before each batch, and while it rests. Any thread may write it.
package final class PaceThrottle: Sendable {
  private struct State {
    var ofAll: PaceOverride?
    var ofStores: [StoreName: PaceOverride] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  /// Puts a word in force, in the place of the one before; nil takes it back.
  ///
  /// - Parameter store: nil for all stores, those included that had a word of their own.
  package func set(_ word: PaceOverride?, for store: StoreName?) {
    state.withLock { state in
      if let store {
        // What was said of all stores counts for this one no more.
        state.ofStores[store] = word ?? PaceOverride()
      } else {
        state = State(ofAll: word)
      }
    }
  }

  /// The word that counts for a store; nil for what stores.json says.
  package func word(for store: StoreName) -> PaceOverride? {
    state.withLock { $0.ofStores[store] ?? $0.ofAll }
  }
}
