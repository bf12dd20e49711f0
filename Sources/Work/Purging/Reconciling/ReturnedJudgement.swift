internal import RecordStores
internal import RetentionPolicy
internal import Words

/// Judges rows that came back with a restore and are purged again although today's rules, or those of then, would keep them: a person has asked for
/// it. A row with a date after its purge is another record, and stays.
struct ReturnedJudgement: RowJudge {
  let events: [EventColumn]
  let related: [RelatedEvent]
  let columns: [String] = []
  let rule: RuleID
  /// The days after the purge.
  let later: PlausibleDays

  func disagreement(_ row: JudgedRow) -> RuleID? {
    // Any row after the purge says that its record lives, whether or not it is the one that counts.
    let others = row.related.flatMap { $0.values.union($0.others) }
    let isLater = (row.events + others).contains { value in
      if case .date = DueConditions.date(of: value, within: later, neverWas: false) { true } else { false }
    }
    return isLater ? rule : nil
  }
}
