package import CivilTime
internal import JSONText
package import Words

/// A record set whose first run under an approval is over, and waits for a word.
package struct FirstRunWait: Sendable, Hashable, CustomStringConvertible {
  package let recordSet: RecordSetName
  /// Records that were changed in it.
  package let changed: Int
  package let since: Instant

  /// A day, after which no word counts as one.
  static let seconds = 86_400

  /// From when on the next run goes on by itself.
  package var until: Instant { since.adding(seconds: Self.seconds) }

  package var description: String {
    "the first run under this approval changed \(changed) records of \(recordSet) and no more: look at them with "
      + "`retentiond first-run show`, then `retentiond first-run continue --reason TEXT`; without a word the next run after \(until.iso8601) goes on"
  }

  var jsonValue: JSONValue {
    .object([
      "recordSet": .string(recordSet.rawValue), "changed": .integer(changed), "since": .string(since.iso8601),
      "until": .string(until.iso8601),
    ])
  }
}
