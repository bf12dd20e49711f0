package import CivilTime
internal import RecordStores

/// A reason to believe that the values of a column are not the event that its binding says.
package struct EventDoubt: Hashable, Sendable {
  package let event: String
  package let column: String
  /// What the binding says: `epoch-milliseconds`.
  package let form: String
  /// The values that were looked at, and those of them that cannot be meant.
  package let values: Int
  package let impossible: Int
  /// The form that the values look like, if one fits.
  package let fittingForm: String?
  /// When a survey counted them; nil for a sample that was taken now.
  package let surveyed: Instant?

  /// Fewer values than this are too few for their share to say anything.
  static let enough = 20

  init(
    _ event: String, _ column: EventColumn, values: Int, impossible: Int, fittingForm: String? = nil,
    surveyed: Instant? = nil
  ) {
    self.event = event
    self.column = column.column
    form = column.encoding.name
    self.values = values
    self.impossible = impossible
    self.fittingForm = fittingForm
    self.surveyed = surveyed
  }

  /// Tells if a share of the values says that the column is not what its binding says: more than half of enough values that cannot be meant, which
  /// would stay; or a tenth of them that a run would take for other dates, and change, or that say that it would do so with the rest.
  static func isTooMuch(values: Int, impossible: Int, misread: Int) -> Bool {
    values >= enough && (impossible * 2 > values || misread * 10 >= values)
  }

  /// Judges a column by its share, or by every one of a few values if another form fits them.
  init?(_ reading: EventReading, _ tally: EventTally) {
    let form = tally.fittingForm(reading)
    let isWholeOther = tally.values > 0 && tally.impossible == tally.values && form != nil
    guard
      isWholeOther
        || Self.isTooMuch(values: tally.values, impossible: tally.impossible, misread: tally.misread)
    else { return nil }
    self.init(
      reading.name, reading.event, values: tally.values, impossible: tally.impossible, fittingForm: form)
  }
}

extension EventDoubt: CustomStringConvertible {
  package var description: String {
    "\(impossible) of \(values) values of \(column) that "
      + (surveyed.map { "the survey of \($0.iso8601) counted" } ?? "were looked at")
      + " cannot be the event \"\(event)\" in the form \(form)"
      + (fittingForm.map { "; they look like \"\($0)\": correct \"as\"" }
        ?? ": correct \"column\" or \"as\" of the event, or \"earliest\", \"latest\" and \"noDate\" if the dates are meant")
      + " in stores.json, run `retentiond check --data`, and approve the change"
  }
}
