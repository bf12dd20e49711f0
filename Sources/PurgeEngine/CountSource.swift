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

/// The counts of one record set that need its whole table.
struct RecordSetCounts {
  let rows: Int?
  let withoutRule: Int
  /// In the order of `DueConditions.rules`.
  let rules: [SurveyRecord.Rule]
  /// When a survey counted them; nil for now.
  let surveyed: Instant?
}

extension RecordSetCounts {
  /// - Parameter isEmpty: what a look says now, whatever the survey counted.
  init(_ last: LastSurvey?, rules: [Rule], isEmpty: Bool) {
    self.init(
      rows: isEmpty ? 0 : last.map { max(1, $0.record.rows) }, withoutRule: last?.record.withoutRule ?? 0,
      rules: rules.map { rule in
        last?.record.rules.first { $0.rule == rule.id }
          ?? SurveyRecord.Rule(rule: rule.id, unset: 0, undated: 0, implausible: 0, conflict: 0)
      },
      surveyed: last?.time)
  }
}

extension Engine {
  /// Counts in the store, one predicate after the other.
  func counts(
    of bound: BoundRecordSet, conditions: DueConditions, store: any RecordStore
  ) throws -> RecordSetCounts {
    func count(_ predicate: Predicate) throws -> Int {
      guard predicate != .never else { return 0 }
      return try store.tally(
        Selection(recordSet: bound.recordSet, predicate: predicate), holds: NoHolds()
      ).count
    }
    return RecordSetCounts(
      rows: try store.rowCount(of: bound.recordSet), withoutRule: try count(conditions.noRule),
      rules: try conditions.rules.enumerated().map { index, rule in
        SurveyRecord.Rule(
          rule: rule.id, unset: rule.isUnset ? try count(conditions.counted(under: index)) : 0,
          undated: try count(conditions.undated(under: index)),
          implausible: try count(conditions.implausible(under: index)),
          conflict: try count(conditions.conflict(under: index)))
      },
      surveyed: nil)
  }

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
