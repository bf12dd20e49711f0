internal import JSONText
package import Words

/// What an approval says beside its files: how many rows were due when somebody agreed, and which record sets are not as they were under the
/// approval before (decision 22).
package struct ApprovedVolume: Hashable, Sendable {
  /// The rows that were due, by record set and action; record sets of which none was due are not in it.
  package let due: [RecordSetName: [StageAction: Int]]
  /// Record sets that could not be asked.
  package let unknown: [RecordSetName]
  /// Record sets with other rules or another binding than under the approval before, and those on whose first run nobody has said a word, each with what was done
  /// in it so far.
  package let changed: [RecordSetName: FirstRunProgress]

  package init(
    due: [RecordSetName: [StageAction: Int]], unknown: [RecordSetName],
    changed: [RecordSetName: FirstRunProgress]
  ) {
    self.due = due
    self.unknown = unknown
    self.changed = changed
  }

  /// The entries of the batches whose keys go on being kept for a look.
  var keptBatches: [Int] { changed.values.flatMap(\.batches) }

  /// What the approval's entry has of it.
  var members: [String: JSONValue] {
    var lines = due.byText.mapValues(JSONValue.init(counts:))
    for name in unknown { lines[name.rawValue] = .null }
    var members: [String: JSONValue] = ["due": .object(lines)]
    if !changed.isEmpty {
      members["changed"] = .object(changed.byText.mapValues(\.jsonValue))
    }
    return members
  }

  /// Reads an approval's entry; nil where it is of before rows were counted.
  init?(_ data: JSONValue) {
    guard case .object(let lines)? = data["due"] else { return nil }
    self.init(
      due: Dictionary(byText: lines.compactMapValues(\.countsByAction)),
      unknown: lines.filter { $0.value == .null }.map { RecordSetName($0.key) }.sorted(),
      changed: Dictionary(byText: data["changed"]?.members.mapValues(FirstRunProgress.init) ?? [:]))
  }
}

extension JSONValue {
  /// The members of an object; none where the value is no object.
  var members: [String: JSONValue] { if case .object(let members) = self { members } else { [:] } }

  /// Whole numbers by action.
  init(counts: [StageAction: Int]) {
    self = .object(
      Dictionary(
        counts.map { ($0.key.rawValue, .integer($0.value)) }, uniquingKeysWith: { first, _ in first }))
  }

  /// The whole numbers of an object by action, without those of actions that this program does not know; nil if the value is no object.
  var countsByAction: [StageAction: Int]? {
    guard case .object(let members) = self else { return nil }
    return members.reduce(into: [:]) { counts, member in
      if let action = StageAction(rawValue: member.key) { counts[action] = member.value.integerValue }
    }
  }

  /// The whole numbers of a list.
  var integerList: [Int] {
    if case .array(let values) = self { values.compactMap(\.integerValue) } else { [] }
  }

  /// The texts of a list.
  var stringList: [String] {
    if case .array(let values) = self { values.compactMap(\.stringValue) } else { [] }
  }
}
