internal import JSONText
package import Words

/// The word to go on after a first run: somebody's, or nobody's where a day went by without one.
package struct FirstRunWord: Hashable, Sendable {
  /// The digest of the configuration, and the entry of its approval.
  package let configuration: ConfigurationDigest
  package let approval: Int
  package let recordSets: [RecordSetName]
  /// Who says so; nil where nobody did.
  package let by: String?
  package let reason: String

  package init(
    configuration: ConfigurationDigest, approval: Int, recordSets: [RecordSetName], by: String?,
    reason: String
  ) {
    self.configuration = configuration
    self.approval = approval
    self.recordSets = recordSets
    self.by = by
    self.reason = reason
  }

  var jsonValue: JSONValue {
    .object(
      [
        "configuration": .string(configuration.rawValue), "approval": .integer(approval),
        "recordSets": .array(recordSets.sorted().map { .string($0.rawValue) }),
        "by": by.map(JSONValue.string),
        "reason": .string(reason),
      ].compactMapValues { $0 })
  }
}
