package import JSONText
package import RecordStores
package import Words

/// The rows counted under one rule that its stages do not come to, by reason. Each row is counted under one rule only.
package struct RuleCounts: Hashable, Sendable {
  package let rule: RuleID
  /// Rows without a trigger date.
  package var undated: RowCount
  /// How many of the undated rows lack a date that their binding calls required.
  package var lackingRequired: RowCount
  /// Rows with a trigger date that cannot be meant.
  package var implausible: RowCount
  /// Rows whose trigger date is still to come.
  package var notBegun: RowCount
  /// Rows that wait for a period: the rule has none yet.
  package var unset: RowCount
  /// Rows past the ceiling of one rule while another that applies keeps them.
  package var conflict: RowCount

  package init(
    rule: RuleID, undated: RowCount = 0, lackingRequired: RowCount = 0, implausible: RowCount = 0,
    notBegun: RowCount = 0, unset: RowCount = 0, conflict: RowCount = 0
  ) {
    self.rule = rule
    self.undated = undated
    self.lackingRequired = lackingRequired
    self.implausible = implausible
    self.notBegun = notBegun
    self.unset = unset
    self.conflict = conflict
  }
}

extension RuleCounts {
  /// Every count under its name in JSON. Reading and writing share it, so that neither forgets one.
  static var members: [(name: String, count: WritableKeyPath<RuleCounts, RowCount>)] {
    [
      ("undated", \.undated), ("lackingRequired", \.lackingRequired), ("implausible", \.implausible),
      ("notBegun", \.notBegun), ("unset", \.unset), ("conflict", \.conflict),
    ]
  }

  /// The counts for a report: every one, and null for what is not known.
  package var jsonValue: JSONValue {
    var members = Dictionary(
      uniqueKeysWithValues: Self.members.map { ($0.name, self[keyPath: $0.count].jsonValue) })
    members["rule"] = .string(rule.rawValue)
    return .object(members)
  }

  /// The counts for an entry: without those of 0, so that entries stay short.
  var journalValue: JSONValue {
    var members = RowCount.journalMembers(Self.members.map { ($0.name, self[keyPath: $0.count]) })
    members["rule"] = .string(rule.rawValue)
    return .object(members)
  }

  init?(journalValue value: JSONValue) {
    guard let rule = value["rule"]?.stringValue.map(RuleID.init) else { return nil }
    self.init(rule: rule)
    for (name, count) in Self.members { self[keyPath: count] = RowCount(journalMember: value[name]) }
  }
}

extension RowCount {
  /// Null for what is not known.
  package var jsonValue: JSONValue { number.map { .integer($0) } ?? .null }

  static func journalMembers(_ counts: [(name: String, count: RowCount)]) -> [String: JSONValue] {
    Dictionary(uniqueKeysWithValues: counts.filter { $0.count != 0 }.map { ($0.name, $0.count.jsonValue) })
  }

  /// A member that is not there is 0, and null is not known.
  init(journalMember value: JSONValue?) {
    self = value.map { RowCount($0.integerValue) } ?? 0
  }
}
