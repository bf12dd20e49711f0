internal import JSONText
package import Words

/// A record set that a run left out, and why.
package struct RefusedLine: Hashable, Sendable {
  package let recordSet: RecordSetName
  package let reason: String

  package init(recordSet: RecordSetName, reason: String) {
    self.recordSet = recordSet
    self.reason = reason
  }

  var jsonValue: JSONValue {
    .object(["recordSet": .string(recordSet.rawValue), "reason": .string(JournalText.redacted(reason))])
  }

  init?(_ data: JSONValue) {
    guard let recordSet = data["recordSet"]?.stringValue.map(RecordSetName.init),
      let reason = data["reason"]?.stringValue
    else {
      return nil
    }
    self.init(recordSet: recordSet, reason: reason)
  }
}
