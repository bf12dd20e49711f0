internal import JSONText
package import Words

/// Records of one rule's stage that are there again although the journal says that they are gone.
package struct ReturnedLine: Hashable, Sendable {
  package let recordSet: RecordSetName
  package let rule: RuleID
  package let action: StageAction
  /// How many are as they were when they were purged.
  package var again: Int
  /// How many of those a hold keeps.
  package var held: Int
  /// No longer as they were: nothing shows that they are the records that were purged.
  package var kept: Int
  /// With a date after the purge: other records under a key that was used before.
  package var new: Int

  package init(
    recordSet: RecordSetName, rule: RuleID, action: StageAction, again: Int = 0, held: Int = 0, kept: Int = 0,
    new: Int = 0
  ) {
    self.recordSet = recordSet
    self.rule = rule
    self.action = action
    self.again = again
    self.held = held
    self.kept = kept
    self.new = new
  }

  var jsonValue: JSONValue {
    .object([
      "recordSet": .string(recordSet.rawValue), "rule": .string(rule.rawValue),
      "action": .string(action.rawValue),
      "again": .integer(again), "held": .integer(held), "kept": .integer(kept), "new": .integer(new),
    ])
  }
}

extension ReturnedLine {
  init?(_ data: JSONValue) {
    let counts = ["again", "held", "kept", "new"].map { data[$0]?.integerValue }
    guard let recordSet = data["recordSet"]?.stringValue.map(RecordSetName.init),
      let rule = data["rule"]?.stringValue.map(RuleID.init),
      let action = data["action"]?.stringValue.flatMap(StageAction.init(rawValue:)), let again = counts[0],
      let held = counts[1],
      let kept = counts[2], let new = counts[3]
    else { return nil }
    self.init(
      recordSet: recordSet, rule: rule, action: action, again: again, held: held, kept: kept, new: new)
  }
}
