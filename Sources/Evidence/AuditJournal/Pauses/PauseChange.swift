package import CivilTime
internal import JSONText

/// What an entry says of a pause: that runs may change no store for now, or that they may again.
package struct PauseChange: Sendable {
  /// Tells if runs are paused by it, and not resumed.
  package let isPause: Bool
  /// When the pause ends by itself.
  package let until: Instant?
  package let reason: String
  package let by: String
  /// The account that said so, by the kernel's word.
  package let account: RunAccount?

  package static func paused(until: Instant?, reason: String, by: String, account: RunAccount?) -> PauseChange
  {
    PauseChange(isPause: true, until: until, reason: reason, by: by, account: account)
  }

  package static func resumed(reason: String, by: String, account: RunAccount?) -> PauseChange {
    PauseChange(isPause: false, until: nil, reason: reason, by: by, account: account)
  }

  var type: EntryType { isPause ? .runsPaused : .runsResumed }

  var jsonValue: JSONValue {
    .object(
      [
        "until": until.map { .string($0.iso8601) }, "reason": .string(reason), "by": .string(by),
        "account": account?.jsonValue,
      ].compactMapValues { $0 })
  }
}
