internal import JSONText

/// The word to go on after a first run: somebody's, or nobody's where a day went by without one.
public struct FirstRunWord: Hashable, Sendable {
  /// The digest of the configuration, and the entry of its approval.
  public let configuration: String
  public let approval: Int
  public let recordSets: [String]
  /// Who says so; nil where nobody did.
  public let by: String?
  public let reason: String

  public init(configuration: String, approval: Int, recordSets: [String], by: String?, reason: String) {
    self.configuration = configuration
    self.approval = approval
    self.recordSets = recordSets
    self.by = by
    self.reason = reason
  }

  static let type = "retentiond.first-run.continued"

  var jsonValue: JSONValue {
    .object(
      [
        "configuration": .string(configuration), "approval": .integer(approval),
        "recordSets": .array(recordSets.sorted().map(JSONValue.string)), "by": by.map(JSONValue.string),
        "reason": .string(reason),
      ].compactMapValues { $0 })
  }
}
