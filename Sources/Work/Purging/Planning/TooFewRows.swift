internal import JSONText
package import Words

/// Due rows that a run left because too few were like them: they stay as they were, and due.
package struct TooFewRows: Hashable, Sendable, CustomStringConvertible {
  package let recordSet: RecordSetName
  package let rule: RuleID
  package let count: Int
  /// How many rows there must be in a class.
  package let k: Int

  package var description: String {
    "\(count) records of \(recordSet) under \(rule) are in classes of fewer than \(k), and stay as they are"
  }

  var jsonValue: JSONValue {
    .object([
      "recordSet": .string(recordSet.rawValue), "rule": .string(rule.rawValue), "count": .integer(count),
      "k": .integer(k),
    ])
  }
}
