package import CivilTime
internal import JSONText

/// Somebody's word that no run may change a store for now.
package struct Pause: Hashable, Sendable {
  /// The entry that has it, and its time.
  package let entry: Int
  package let since: Instant
  /// When it ends by itself; nil if somebody has to end it.
  package let until: Instant?
  package let reason: String
  package let by: String
  /// The account that said so, by the kernel's word.
  package let account: RunAccount?

  package init(
    entry: Int, since: Instant, until: Instant?, reason: String, by: String, account: RunAccount? = nil
  ) {
    self.entry = entry
    self.since = since
    self.until = until
    self.reason = reason
    self.by = by
    self.account = account
  }

  /// Tells if it is still in force.
  package func isInForce(at now: Instant) -> Bool { until.map { now < $0 } ?? true }

  /// Nil for an entry that pauses nothing.
  init?(_ entry: JournalEntry) {
    guard entry.type == .runsPaused, let reason = entry.data["reason"]?.stringValue,
      let by = entry.data["by"]?.stringValue
    else { return nil }
    let until = entry.data["until"]?.stringValue
    let end = until.flatMap { Instant(iso8601: $0) }
    guard (until == nil) == (end == nil) else { return nil }
    self.init(
      entry: entry.index, since: entry.time, until: end, reason: reason, by: by,
      account: RunAccount(entry.data["account"]))
  }
}
