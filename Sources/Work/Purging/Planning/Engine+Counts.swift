internal import AuditJournal
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings

extension Engine {
  /// Counts what needs the whole table, in the store and one predicate after the other.
  func counts(
    of bound: BoundRecordSet, conditions: DueConditions, store: any RecordStore
  ) throws -> RecordSetCounts {
    try CountQuestion(conditions).counts(rows: try store.rowCount(of: bound.recordSet)) { predicate in
      try store.tally(
        Selection(recordSet: bound.recordSet, predicate: predicate), holds: NoHolds()
      ).count
    }
  }

  /// What the last survey counted, in the order of the rules. Without a survey nothing is known.
  ///
  /// - Parameter isEmpty: what a look says now, whatever the survey counted.
  func counts(
    of bound: BoundRecordSet, conditions: DueConditions, from last: LastSurvey?, isEmpty: Bool
  ) -> RecordSetCounts {
    guard let last else {
      var unknown = RecordSetCounts.unknown(bound.recordSet.name)
      if isEmpty { unknown.rows = 0 }
      unknown.rules = conditions.rules.map { RuleCounts.unknown($0.id) }
      return unknown
    }
    var counts = last.record.counts
    if isEmpty {
      counts.rows = 0
    } else if counts.rows == 0 {
      counts.rows = .unknown
    }
    // The journal leaves out a rule of which every count is 0.
    counts.rules = conditions.rules.map { rule in
      counts.rules.first { $0.rule == rule.id } ?? RuleCounts(rule: rule.id)
    }
    counts.surveyed = last.time
    return counts
  }
}

extension RuleCounts {
  fileprivate static func unknown(_ rule: String) -> RuleCounts {
    RuleCounts(
      rule: rule, undated: .unknown, lackingRequired: .unknown, implausible: .unknown, notBegun: .unknown,
      unset: .unknown, conflict: .unknown)
  }
}
