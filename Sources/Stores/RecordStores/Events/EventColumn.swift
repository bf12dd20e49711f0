package import CivilTime

/// A column with the date or instant of an event, and how the store writes it.
package struct EventColumn: Hashable, Sendable {
  package let column: String
  package let encoding: Encoding
  /// What stands for "never" in it; asked before anything else.
  package let noDate: NoDate
  /// The first day that can be meant; nil for what `PlausibleDays` takes by itself.
  package let earliest: CivilDate?
  /// The last day that can be meant; nil for what `PlausibleDays` takes by itself.
  package let latest: CivilDate?
  /// Tells if a row without the date is at fault, as a line of a log is.
  package let isRequired: Bool

  /// - Parameter noDate: what programs usually write, if the binding does not say it.
  package init(
    column: String, encoding: Encoding, noDate: NoDate = .builtIn, earliest: CivilDate? = nil,
    latest: CivilDate? = nil, isRequired: Bool = false
  ) {
    self.column = column
    self.encoding = encoding
    self.noDate = noDate
    self.earliest = earliest
    self.latest = latest
    self.isRequired = isRequired
  }

  /// The column as rows are ordered by it: of a text with the day first, its parts are put in their order.
  package var ordered: EventColumn {
    EventColumn(
      column: column, encoding: encoding.ordered, noDate: noDate, earliest: earliest, latest: latest,
      isRequired: isRequired)
  }

  /// Tells if the column keeps a time of day, which a period of less than a day needs.
  package var hasTimeOfDay: Bool { encoding.hasTimeOfDay }
}
