internal import JSONText
package import Words

/// What a run's last entry says for the guards of the runs after it.
package struct RunVolume: Hashable, Sendable {
  /// The last entry of the run before, so that the last ten are found however long the journal is; nil if there was none.
  package let previous: Int?
  /// The record sets that the run did not go through to their end; nil of a complete run, which left none.
  package let unfinished: [RecordSetName]?
  /// How far the runs under the approval have come; nil where the approval is of before rows were counted.
  package let standing: ApprovalStanding?

  package init(previous: Int?, unfinished: [RecordSetName]?, standing: ApprovalStanding?) {
    self.previous = previous
    self.unfinished = unfinished
    self.standing = standing
  }

  var members: [String: JSONValue] {
    [
      "previous": previous.map(JSONValue.integer),
      "unfinished": unfinished.map { .array($0.sorted().map { .string($0.rawValue) }) },
      "under": standing?.jsonValue,
    ].compactMapValues { $0 }
  }
}
