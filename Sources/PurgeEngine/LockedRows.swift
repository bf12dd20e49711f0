internal import JSONText

/// Due rows that a run left because others had them locked, also when it came back to them.
public struct LockedRows: Hashable, Sendable, CustomStringConvertible {
  public let recordSet: String
  public let rule: String
  public let count: Int

  public var description: String {
    "\(count) records of \(recordSet) under \(rule) were locked by others, and stay until the next run"
  }

  var jsonValue: JSONValue {
    .object(["recordSet": .string(recordSet), "rule": .string(rule), "count": .integer(count)])
  }
}
