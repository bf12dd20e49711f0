internal import AuditJournal
internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreCatalogue

/// Where a plan takes the counts from that need a whole table.
enum CountSource {
  /// They are counted now, exactly: for `plan`.
  case store
  /// They stand in the last survey: for a run, whose look costs the same at any size. Record sets that could not be surveyed are refused.
  case surveys(refusals: [String: RecordSetRefusal])

  func refusal(of recordSet: String) -> RecordSetRefusal? {
    switch self {
    case .store: nil
    case .surveys(let refusals): refusals[recordSet]
    }
  }
}

extension Engine {
  /// Counts in the store, one predicate after the other.
  func counts(
    of bound: BoundRecordSet, conditions: DueConditions, store: any RecordStore
  ) throws -> RecordSetCounts {
    let question = CountQuestion(conditions, values: values(of: bound))
    return question.counts(
      rows: try store.rowCount(of: bound.recordSet),
      try question.predicates.map { predicate in
        guard predicate != .never else { return 0 }
        return try store.tally(
          Selection(recordSet: bound.recordSet, predicate: predicate), holds: NoHolds()
        ).count
      })
  }

  /// What the last survey counted, in the order of the rules; without a survey nothing is known.
  ///
  /// - Parameter isEmpty: what a look says now, whatever the survey counted.
  func counts(
    of bound: BoundRecordSet, conditions: DueConditions, from last: LastSurvey?, isEmpty: Bool
  ) -> RecordSetCounts {
    let name = bound.recordSet.name
    var counts = last?.record.counts ?? .unknown(name)
    if isEmpty { counts.rows = 0 } else if counts.rows == 0 { counts.rows = .unknown }
    counts.rules = conditions.rules.map { rule in
      counts.rules.first { $0.rule == rule.id }
        ?? (last == nil ? RuleCounts.unknown(rule.id) : RuleCounts(rule: rule.id))
    }
    counts.surveyed = last?.time
    return counts
  }

  /// The values that each fact of the record set's domain can have.
  func values(of bound: BoundRecordSet) -> [String: [String]] { schedule.domain(bound.domain)?.facts ?? [:] }

  /// Why the record set's columns cannot be what its binding says: by a look at some rows now, and by what the last survey counted.
  func doubts(
    of bound: BoundRecordSet, _ conditions: DueConditions, _ description: SchemaDescription,
    store: any RecordStore
  ) throws -> [EventDoubt] {
    let sample = try RowSample(
      of: bound.recordSet, conditions, store: store, indexed: description.indexedColumns)
    return try sample.doubts + doubts(of: lastSurvey(of: bound), beside: sample, in: bound)
  }

  /// What the last survey doubts and a sample does not.
  func doubts(of last: LastSurvey?, beside sample: RowSample, in bound: BoundRecordSet) -> [EventDoubt] {
    guard let last else { return [] }
    return last.record.events.compactMap { counted in
      guard counted.values >= EventDoubt.enough, counted.impossible * 2 > counted.values,
        let event = bound.events[counted.event],
        !sample.doubts.contains(where: { $0.event == counted.event })
      else { return nil }
      return EventDoubt(
        counted.event, event, values: counted.values, impossible: counted.impossible, surveyed: last.time)
    }
  }
}

extension RuleCounts {
  fileprivate static func unknown(_ rule: String) -> RuleCounts {
    RuleCounts(
      rule: rule, undated: .unknown, lackingRequired: .unknown, implausible: .unknown, notBegun: .unknown,
      unset: .unknown, conflict: .unknown)
  }
}
