package import CivilTime
internal import JSONText
package import Words

/// The last survey of a record set, with where the journal has it.
package struct LastSurvey: Sendable {
  package let record: SurveyRecord
  package let entry: Int
  package let time: Instant
}

extension AuditJournal {
  /// Appends what a survey counted, and remembers the entry as the record set's last survey.
  package func record(_ survey: SurveyRecord, at time: Instant) throws {
    try write(at: time) {
      let entries = try appendInTransaction([.surveyMade(survey)], at: time)
      try setState(Self.surveyState(survey.recordSet), entries.lowerBound)
    }
  }

  /// The last survey of a record set, proven to be a signed entry; nil if none was made.
  package func lastSurvey(of recordSet: RecordSetName) throws -> LastSurvey? {
    guard let index = try state(Self.surveyState(recordSet)) else { return nil }
    let entry = try entry(at: index)
    guard entry.type == .surveyMade, let record = SurveyRecord(entry.data), record.recordSet == recordSet
    else { throw JournalError.damaged("entry \(index) is no survey of the record set \(recordSet)") }
    return LastSurvey(record: record, entry: index, time: entry.time)
  }

  static func surveyState(_ recordSet: RecordSetName) -> String { "survey|" + recordSet.rawValue }
}
