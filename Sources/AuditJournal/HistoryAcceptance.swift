internal import JSONText
internal import TextEncodings
public import TransparencyLog

/// What somebody says who goes on with a journal that is not the one that others have seen.
public struct HistoryAcceptance: Hashable, Sendable {
  static let type = "retentiond.history.accepted"

  /// The journal's entries before this one, and their root.
  public let size: Int
  public let root: TreeHash
  /// What was seen of the other history, and where.
  public let seenSize: Int
  public let seenRoot: TreeHash?
  public let place: String
  public let reason: String
  public let by: String

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
