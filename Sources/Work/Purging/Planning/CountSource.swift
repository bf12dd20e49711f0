internal import AuditJournal
internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings

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
  /// What the last survey doubts and a sample does not.
  func doubts(of last: LastSurvey?, beside sample: RowSample, in bound: BoundRecordSet) -> [EventDoubt] {
    guard let last else { return [] }
    return last.record.events.compactMap { counted in
      guard
        EventDoubt.isTooMuch(
          values: counted.values, impossible: counted.impossible, misread: counted.misread),
        let event = bound.events[counted.event],
        !sample.doubts.contains(where: { $0.event == counted.event })
      else { return nil }
      return EventDoubt(
        counted.event, event, values: counted.values, impossible: counted.impossible, surveyed: last.time)
    }
  }
}
