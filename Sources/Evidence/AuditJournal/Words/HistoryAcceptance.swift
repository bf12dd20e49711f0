internal import JSONText
package import TransparencyLog
internal import Words

/// What somebody says who goes on with a journal that is not the one that others have seen.
package struct HistoryAcceptance: Hashable, Sendable {
  /// The journal's entries before this one, and their root.
  package let size: Int
  package let root: TreeHash
  /// What was seen of the other history, and where.
  package let seenSize: Int
  package let seenRoot: TreeHash?
  package let place: String
  package let reason: String
  package let by: String

  var data: JSONValue {
    .object(
      [
        "size": .integer(size), "root": .string(Base64.encode(root.bytes)), "seenSize": .integer(seenSize),
        "seenRoot": seenRoot.map { .string(Base64.encode($0.bytes)) },
        "where": .string(JournalText.redacted(place)), "reason": .string(JournalText.redacted(reason)),
        "by": .string(JournalText.redacted(by)),
      ].compactMapValues { $0 })
  }

  /// Tells if an entry's data accept the same history.
  func isSaid(by data: JSONValue) -> Bool {
    data["seenSize"]?.integerValue == seenSize && data["where"] == self.data["where"]
      && data["seenRoot"] == self.data["seenRoot"]
  }
}
