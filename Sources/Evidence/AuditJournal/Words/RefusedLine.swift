internal import JSONText

/// A record set that a run left out, and why.
package struct RefusedLine: Hashable, Sendable {
  package let recordSet: String
  package let reason: String

  package init(recordSet: String, reason: String) {
    self.recordSet = recordSet
    self.reason = reason
  }

  var jsonValue: JSONValue {
    .object(["recordSet": .string(recordSet), "reason": .string(JournalText.redacted(reason))])
  }

  init?(_ data: JSONValue) {
    guard let recordSet = data["recordSet"]?.stringValue, let reason = data["reason"]?.stringValue else {
      return nil
    }
    self.init(recordSet: recordSet, reason: reason)
  }
}
