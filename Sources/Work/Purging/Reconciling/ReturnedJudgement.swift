internal import RecordStores
internal import RetentionPolicy
internal import Words

/// Judges rows that came back with a restore and are purged again although today's rules, or those of then, would keep them: a person has asked for
/// it. A row with a date after its purge is another record, and stays.
struct ReturnedJudgement: RowJudge {
  let events: [EventColumn]
  let columns: [String] = []
  let rule: RuleID
  /// The days after the purge.
  let later: PlausibleDays

  func disagreement(_ row: JudgedRow) -> RuleID? {
    let isLater = row.events.contains { value in
      if case .date = DueConditions.date(of: value, within: later, neverWas: false) { true } else { false }
    }
    return isLater ? rule : nil
  }
}
