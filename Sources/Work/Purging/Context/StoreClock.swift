package import CivilTime
package import Words

/// What a server store's own clock shows beside this machine's.
package struct StoreClock: Sendable {
  package let store: StoreName
  package let time: Instant
  /// How far the store's clock is ahead, negative if behind; the time that asking took is to its credit.
  package let seconds: Int

  /// Within five minutes.
  package var agrees: Bool { abs(seconds) <= 300 }

  /// - Parameters:
  ///   - asked: this machine's clock before the store was asked, and `answered` after it answered.
  init(store: StoreName, time: Instant, asked: Instant, answered: Instant) {
    self.store = store
    self.time = time
    seconds =
      time < asked
      ? time.secondsSinceEpoch - asked.secondsSinceEpoch
      : max(0, time.secondsSinceEpoch - max(asked, answered).secondsSinceEpoch)
  }
}
