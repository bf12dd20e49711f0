internal import JSONText
internal import Words

/// What verifying asks of a run's last entry.
struct CheckedRunEnd: Sendable {
  let run: RunName
  /// Nil for an ending that this program does not know.
  let ending: RunEnding?
  let isReconciliation: Bool
  /// What was changed, by stage; nil where the entry does not say it.
  let changed: [RecordSetStage: Int]?
  /// The last entry of the run before.
  let previous: Int?
  /// The record sets that the run did not go through to their end.
  let unfinished: Int
  /// The rows that were left because others had them locked.
  let locked: Int
  /// The approval whose standing the entry tells, and the record sets whose first run waits for a word then.
  let approval: Int?
  let waiting: Set<RecordSetName>
  /// The record sets whose counts are a survey's.
  let surveyed: [RecordSetName]

  /// Nil for data that end no run.
  init?(_ data: JSONValue, isReconciliation: Bool) {
    guard let run = data["run"]?.stringValue.map(RunName.init), let status = data["status"]?.stringValue
    else { return nil }
    self.run = run
    ending = RunEnding(journalWord: status)
    self.isReconciliation = isReconciliation
    if let lines = data["changed"]?.arrayValue {
      var changed: [RecordSetStage: Int] = [:]
      for line in lines {
        guard let recordSet = line["recordSet"]?.stringValue.map(RecordSetName.init),
          let rule = line["rule"]?.stringValue.map(RuleID.init),
          let action = line["action"]?.stringValue.flatMap(StageAction.init(rawValue:)),
          let count = line["count"]?.integerValue, count >= 0
        else { return nil }
        let stage = RecordSetStage(recordSet: recordSet, rule: rule, action: action)
        let (sum, isTooLarge) = changed[stage, default: 0].addingReportingOverflow(count)
        if isTooLarge { return nil }
        changed[stage] = sum
      }
      self.changed = changed
    } else {
      changed = nil
    }
    previous = data["previous"]?.integerValue
    unfinished = data["unfinished"]?.stringList.count ?? 0
    locked = data["left"]?.arrayValue?.count { ($0["locked"]?.integerValue ?? 0) > 0 } ?? 0
    approval = data["under"]?["approval"]?.integerValue
    waiting = Set(
      (data["under"]?["firstRun"]?.members ?? [:]).filter { $0.value["since"] != nil }.keys.map(
        RecordSetName.init))
    surveyed =
      data["counts"]?.arrayValue?.compactMap {
        $0["surveyed"] == nil ? nil : $0["recordSet"]?.stringValue.map(RecordSetName.init)
      }
      ?? []
  }
}
