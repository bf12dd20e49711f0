internal import CivilTime
internal import RecordStores
internal import SQLWords

/// Tests of an event column of a server: ranges of the column's own type, so that an index serves; of text also whether it is a date at all.
struct ServerEventConditions: EventConditions {
  let event: EventColumn
  let family: TypeFamily
  let words: any ServerDialect
  let name: SQLText
  private let column: ColumnShape?
  /// Tells if the column's numbers are of binary floating point.
  let isBinary: Bool
  /// Tells if the column's type fills texts up with blanks, which a comparison does not see.
  private let isPadded: Bool

  init(_ event: EventColumn, column: ColumnShape?, words: any ServerDialect, alias: String) {
    self.event = event
    self.words = words
    self.column = column
    family = column?.family ?? .other
    isBinary = family == .number && column?.type.hasPrefix("double") ?? false
    isPadded = column?.type == "bpchar"
    name = "\(alias).\(words.quoted(event.column))"
  }

  /// Tells if a column of this type can have what the encoding says.
  static func fits(_ encoding: EventColumn.Encoding, _ column: ColumnShape) -> Bool {
    switch encoding {
    case .date: [.date, .text].contains(column.family)
    case .compactDate: [.integer, .text].contains(column.family)
    case .textDate, .rfc3339: column.family == .text
    case .timestamp: [.timestamp, .instant, .text].contains(column.family)
    case .epochSeconds, .epochMilliseconds:
      // A number of seven digits is a minute off, and written with fewer digits than it has.
      [.integer, .number].contains(column.family) && column.type != "real" && !column.type.hasPrefix("float")
    }
  }

  var dialect: any SQLDialect { words }

  var orderExpression: SQLText {
    switch event.encoding {
    case .textDate: written
    case .date, .compactDate, .timestamp, .rfc3339, .epochSeconds, .epochMilliseconds: name
    }
  }

  /// The column, if rows are ordered by its own values.
  var orderColumn: ColumnShape? {
    switch event.encoding {
    case .textDate: nil
    case .date, .compactDate, .timestamp, .rfc3339, .epochSeconds, .epochMilliseconds: column
    }
  }

  /// Compares a column of text by its own order, which its index has.
  func compare(_ sign: String, _ text: String) -> SQLText {
    words.compare(name, sign, "'\(text)'", as: column)
  }

  /// Tells if a column of text has one of some values, to its own equality.
  func isOneOf(_ texts: [String]) -> SQLText {
    let values = texts.map(ColumnValue.text)
    guard column?.foreign != nil else { return "\(name) IN (\(SQLText.values(values)))" }
    return "(\(SQLText.join(values.map { words.compare(name, "=", .value($0), as: column) }, " OR ")))"
  }

  /// The value as text.
  var text: SQLText { words.text(name, of: column) }

  /// The tests of what `orderExpression` gives.
  var ordered: ServerEventConditions { ServerEventConditions(event.ordered, like: self) }

  private init(_ event: EventColumn, like other: ServerEventConditions) {
    self.event = event
    (family, words, name, column) = (other.family, other.words, other.name, other.column)
    (isBinary, isPadded) = (other.isBinary, other.isPadded)
  }

  /// Reads a value as the server writes it.
  func value(of stored: ColumnValue) -> EventValue {
    guard case .text(let text) = stored, !text.isEmpty else { return event.value(of: stored) }
    switch family {
    // A decimal number comes as its text, and one of binary floating point may.
    case .number:
      return isBinary ? event.value(of: .real(Double(text) ?? .nan)) : event.value(ofDecimal: text)
    case .text where isPadded:
      var scalars = text.unicodeScalars
      while scalars.last == " " { scalars.removeLast() }
      return event.value(of: .text(String(scalars)))
    // A moment comes in UTC, with the offset that says so.
    case .instant: return event.value(ofMoment: text.hasSuffix("+00") ? String(text.dropLast(3)) : text)
    case .integer, .text, .blob, .date, .timestamp, .other: return event.value(of: stored)
    }
  }

  // MARK: Ranges

  // A type that its encoding does not have is refused when the schema is read; here nothing of it is due.

  func isDate(_ first: CivilDate, _ last: CivilDate) -> SQLText {
    switch family {
    case .date:
      "(\(name) IS NOT NULL AND \(name) >= \(words.literal(first)) AND \(name) <= \(words.literal(last)) AND \(words.isDay(name)))"
    case .text: textDays(first, last)
    case .integer, .number, .blob, .timestamp, .instant, .other: words.truth(false)
    }
  }

  func isCompactDate(_ first: CivilDate, _ last: CivilDate) -> SQLText {
    switch family {
    case .integer:
      """
      (\(name) IS NOT NULL AND \(name) >= \(Self.compact(first)) AND \(name) <= \(Self.compact(last)) \
      AND \(words.matches(text, DateForm.compact.pattern)))
      """
    case .text: textDays(first, last)
    case .number, .blob, .date, .timestamp, .instant, .other: words.truth(false)
    }
  }

  func isTextDate(_ first: CivilDate, _ last: CivilDate) -> SQLText {
    switch family {
    case .text: textDays(first, last)
    case .integer, .number, .blob, .date, .timestamp, .instant, .other: words.truth(false)
    }
  }

  func isTimestamp(_ first: Instant, _ last: Instant, zone: TimeZone) -> SQLText {
    switch family {
    case .timestamp: times(zone.wallTimes(from: first, through: last), wallLiteral)
    case .instant: times(first <= last ? [first...last] : [], words.literal)
    case .text: textTimes(zone.wallTimes(from: first, through: last))
    case .integer, .number, .blob, .date, .other: words.truth(false)
    }
  }

  func isMoment(_ first: Instant, _ last: Instant) -> SQLText {
    switch family {
    case .text: first <= last ? textMoments(first...last) : words.truth(false)
    case .integer, .number, .blob, .date, .timestamp, .instant, .other: words.truth(false)
    }
  }

  func isCount(_ first: Instant, _ last: Instant, _ unit: EpochUnit) -> SQLText {
    switch family {
    case .integer, .number: count(first, last, unit)
    case .text, .blob, .date, .timestamp, .instant, .other: words.truth(false)
    }
  }

  /// Tells if a value of the server's own types lies within one of some ranges.
  func times(_ ranges: [ClosedRange<Instant>], _ literal: (Instant) -> String) -> SQLText {
    guard let first = ranges.first?.lowerBound, let last = ranges.last?.upperBound else {
      return words.truth(false)
    }
    let gaps = zip(ranges, ranges.dropFirst()).map { before, after -> SQLText in
      " AND NOT (\(name) > \(literal(before.upperBound)) AND \(name) < \(literal(after.lowerBound)))"
    }
    return
      "(\(name) IS NOT NULL AND \(name) >= \(literal(first)) AND \(name) <= \(literal(last))\(SQLText.join(gaps, "")) AND \(words.isDay(name)))"
  }

  /// Behind the microsecond before the first: a count that lies between two microseconds is the later one.
  func count(_ first: Instant, _ last: Instant, _ unit: EpochUnit) -> SQLText {
    func literal(_ instant: Instant) -> String {
      if family == .integer { return String(unit.count(atMost: instant)) }
      return isBinary ? words.literal(unit.real(atMost: instant)) : unit.decimal(instant)
    }
    return
      "(\(name) IS NOT NULL AND \(name) > \(literal(first.previous)) AND \(name) <= \(literal(last)))"
  }

  // MARK: Forms

  /// A time that clocks show.
  func wallLiteral(_ time: Instant) -> String { words.literal(time: TimeZone.utc.timestamp(of: time)) }
  static func compact(_ date: CivilDate) -> String { DateForm.compact.text(of: date) }
}
