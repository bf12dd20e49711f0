package import CivilTime

extension EventColumn {
  /// How an event's date or instant stands in its column.
  package enum Encoding: Hashable, Sendable {
    /// A civil day: the engine's date type, or text `YYYY-MM-DD`.
    case date
    /// A civil day as text `YYYYMMDD` or an integer of the same digits.
    case compactDate
    /// A civil day as text in another order of parts; an index serves it only if the year comes first.
    case textDate(TextDatePattern)
    /// A month or a year, as text or digits.
    case month(MonthPattern)
    /// A civil day as a number of days.
    case dayNumber(DayNumber)
    /// A local date and time without a zone: the engine's timestamp type, or text
    /// `YYYY-MM-DD HH:MM:SS` (or with `T`), with or without a fraction; it is local to `zone`.
    case timestamp(zone: TimeZone)
    /// The same as text or digits in another form.
    case textTimestamp(TextTimestamp, zone: TimeZone)
    /// A date and time with its own offset as text: `YYYY-MM-DDTHH:MM:SS`, with or without a fraction, and `Z` or `±HH:MM`.
    case rfc3339
    /// The same without seconds, too, and with the offset in any way that is usual, `UTC` among them.
    case offsetTimestamp
    /// A number that has a place on the line of time.
    case epoch(EpochUnit)
    /// The same as digits in a text, which has an order of its own.
    case epochText(EpochUnit)

    package static let epochSeconds = Encoding.epoch(.seconds)
    package static let epochMilliseconds = Encoding.epoch(.milliseconds)
  }
}

extension EventColumn.Encoding {
  /// The form of its texts; nil for what is a number, as digits in a text, too.
  package var form: DateForm? {
    switch self {
    case .date: .iso
    case .compactDate: .compact
    case .textDate(let pattern): pattern.form
    case .month(let pattern): pattern.form
    case .timestamp(let zone): zone == .utc ? .zuluTimestamp : .timestamp
    case .textTimestamp(let kind, let zone): kind.form(isUTC: zone == .utc)
    case .rfc3339: .rfc3339
    case .offsetTimestamp: .offsetTimestamp
    case .dayNumber, .epoch, .epochText: nil
    }
  }

  /// The zone whose clocks its times show; nil where they have a place on the line of time, or no time at all.
  package var zone: TimeZone? {
    switch self {
    case .timestamp(let zone), .textTimestamp(_, let zone): zone
    case .date, .compactDate, .textDate, .month, .dayNumber, .rfc3339, .offsetTimestamp, .epoch, .epochText:
      nil
    }
  }

  /// What it counts, as a number or as a number's digits; nil if it is no count of time.
  package var epochUnit: EpochUnit? {
    switch self {
    case .epoch(let unit), .epochText(let unit): unit
    case .date, .compactDate, .textDate, .month, .dayNumber, .timestamp, .textTimestamp, .rfc3339,
      .offsetTimestamp:
      nil
    }
  }

  package var dayNumber: DayNumber? {
    switch self {
    case .dayNumber(let count): count
    case .date, .compactDate, .textDate, .month, .timestamp, .textTimestamp, .rfc3339, .offsetTimestamp,
      .epoch,
      .epochText:
      nil
    }
  }

  /// Tells if its numbers are the digits of a text.
  package var isEpochText: Bool { if case .epochText = self { true } else { false } }

  /// Tells if the column's own order is that of its dates, so that an index serves.
  package var isOrdered: Bool { form?.isOrdered ?? !isEpochText }

  /// Tells if the column keeps a time of day, which a period of less than a day needs.
  package var hasTimeOfDay: Bool { form?.hasTimeOfDay ?? (epochUnit != nil) }

  /// The encoding of the values that rows are ordered by: of a text with the day first, its parts are put in their order.
  package var ordered: EventColumn.Encoding {
    switch self {
    case .textDate, .textTimestamp: isOrdered ? self : .date
    case .month: isOrdered ? self : .month(.yearMonth)
    case .epochText(let unit): .epoch(unit)
    case .date, .compactDate, .dayNumber, .timestamp, .rfc3339, .offsetTimestamp, .epoch: self
    }
  }

  /// The place of what reads its texts in `TextReader.all`; nil if none of its values is a text.
  package var readerPlace: Int? { TextReader(self).flatMap(TextReader.all.firstIndex) }
}

/// What reads a text as a date, whatever zone it is in.
package enum TextReader: Hashable, Sendable {
  case form(DateForm)
  case digits(EpochUnit)

  init?(_ encoding: EventColumn.Encoding) {
    if let form = encoding.form {
      self = .form(form)
    } else if case .epochText(let unit) = encoding {
      self = .digits(unit)
    } else {
      return nil
    }
  }

  /// Every one that there is: an engine that calls Swift for each row names it by its place.
  package static let all = DateForm.all.map(TextReader.form) + EpochUnit.allCases.map(TextReader.digits)
}
