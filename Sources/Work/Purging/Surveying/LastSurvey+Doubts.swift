internal import AuditJournal
internal import RecordStores
internal import StoreBindings

extension LastSurvey {
  /// Returns what the survey doubts and a sample does not.
  func doubts(beside sample: RowSample, in bound: BoundRecordSet) -> [EventDoubt] {
    record.events.compactMap { counted in
      guard
        EventDoubt.isTooMuch(
          values: counted.values, impossible: counted.impossible, misread: counted.misread),
        let event = bound.ownDate(ofReading: counted.event),
        !sample.doubts.contains(where: { $0.event == counted.event })
      else { return nil }
      return EventDoubt(
        counted.event, event, values: counted.values, impossible: counted.impossible, surveyed: time)
    }
  }
}
