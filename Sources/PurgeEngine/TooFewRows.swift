internal import JSONText

/// Due rows that a run left because too few were like them: they stay as they were, and due.
public struct TooFewRows: Hashable, Sendable, CustomStringConvertible {
  public let recordSet: String
  public let rule: String
  public let count: Int
  /// How many rows there must be in a class.
  public let k: Int

  public var description: String {
    "\(count) records of \(recordSet) under \(rule) are in classes of fewer than \(k), and stay as they are"
  }

  var jsonValue: JSONValue {
    .object([
      "recordSet": .string(recordSet), "rule": .string(rule), "count": .integer(count), "k": .integer(k),
    ])
  }
}
