internal import JSONText
package import Words

/// Due rows that a run left because others had them locked, also when it came back to them.
package struct LockedRows: Hashable, Sendable, CustomStringConvertible {
  package let recordSet: RecordSetName
  package let rule: RuleID
  package let count: Int

  package var description: String {
    "\(count) records of \(recordSet) under \(rule) were locked by others, and stay until the next run"
  }

  var jsonValue: JSONValue {
    .object([
      "recordSet": .string(recordSet.rawValue), "rule": .string(rule.rawValue), "count": .integer(count),
    ])
  }
}
