package import CivilTime

/// A column with the date or instant of an event, and how the store writes it.
package struct EventColumn: Hashable, Sendable {
  /// How an event's date or instant stands in its column.
  package enum Encoding: Hashable, Sendable {
    /// A civil day: the engine's date type, or text `YYYY-MM-DD`.
    case date
    /// A civil day as text `YYYYMMDD` or an integer of the same digits.
    case compactDate
    /// A civil day as text in another order of parts; an index cannot serve it.
    case textDate(TextDatePattern)
    /// A local date and time without a zone: the engine's timestamp type, or text
    /// `YYYY-MM-DD HH:MM:SS` (or with `T`), with or without a fraction; it is local to `zone`.
    case timestamp(zone: TimeZone)
    /// A date and time with its own offset as text: `YYYY-MM-DDTHH:MM:SS`, with or without a fraction, and `Z` or `±HH:MM`.
    case rfc3339
    /// Seconds since 1970-01-01T00:00:00Z, integer or real.
    case epochSeconds
    /// Milliseconds since 1970-01-01T00:00:00Z.
    case epochMilliseconds
  }

  /// The order of parts of a text date.
  package enum TextDatePattern: String, Hashable, Sendable, CaseIterable {
    case dayMonthYearSlashes = "DD/MM/YYYY"
    case dayMonthYearDots = "DD.MM.YYYY"
    case dayMonthYearDashes = "DD-MM-YYYY"
  }

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
    guard case .textDate = encoding else { return self }
    return EventColumn(
      column: column, encoding: .date, noDate: noDate, earliest: earliest, latest: latest,
      isRequired: isRequired)
  }

  /// Tells if the column keeps a time of day, which a period of less than a day needs.
  package var hasTimeOfDay: Bool {
    switch encoding {
    case .timestamp, .rfc3339, .epochSeconds, .epochMilliseconds: true
    case .date, .compactDate, .textDate: false
    }
  }
}
