internal import JSONText
package import Words

/// An option by which a person had a run go on where it would have stopped, and what it was used for (decision 48).
package struct RunOverride: Hashable, Sendable {
  /// As it is typed, without its dashes.
  package let option: String
  /// The record sets that it changed something for; empty where it was given and not needed.
  package let recordSets: [RecordSetName]

  package init(option: String, recordSets: [RecordSetName]) {
    self.option = option
    self.recordSets = recordSets
  }

  var jsonValue: JSONValue {
    .object(["option": .string(option), "recordSets": .array(recordSets.map { .string($0.rawValue) })])
  }

  init?(_ data: JSONValue) {
    guard let option = data["option"]?.stringValue else { return nil }
    self.init(option: option, recordSets: (data["recordSets"]?.stringList ?? []).map(RecordSetName.init))
  }
}
