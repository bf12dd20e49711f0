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
    case .timestamp: [.timestamp, .instant, .text].contains(column.family)
    case .compactDate, .textDate, .month, .textTimestamp:
      column.family == .text || column.family == .integer && encoding.form?.isDigits ?? false
    case .rfc3339, .offsetTimestamp, .epochText: column.family == .text
    case .epoch, .dayNumber:
      // A number of seven digits is a minute off, and written with fewer digits than it has.
      [.integer, .number].contains(column.family) && column.type != "real" && !column.type.hasPrefix("float")
    }
  }

  var dialect: any SQLDialect { words }

  var orderExpression: SQLText {
    guard !event.encoding.isOrdered else { return name }
    guard event.encoding.isEpochText else { return written }
    return "CASE WHEN \(isNumberText) THEN \(words.number(exact)) END"
  }

  /// The column that rows are ordered by, as its own values or as a text's digits; nil if they are ordered by texts.
  var orderColumn: ColumnShape? {
    guard !event.encoding.isOrdered else { return column }
    guard event.encoding.isEpochText else { return nil }
    return ColumnShape(name: event.column, type: "decimal(65,18)", family: .number, isGenerated: false)
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
  var ordered: ServerEventConditions {
    // A number is shown as the digits of a text again.
    event.encoding.isEpochText ? self : ServerEventConditions(event.ordered, like: self)
  }

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

  func isDay(_ first: CivilDate, _ last: CivilDate) -> SQLText {
    switch family {
    case .date:
      "(\(name) IS NOT NULL AND \(name) >= \(words.literal(first)) AND \(name) <= \(words.literal(last)) AND \(words.isDay(name)))"
    case .integer: digits(first, last)
    case .text: textDays(first, last)
    case .number, .blob, .timestamp, .instant, .other: words.truth(false)
    }
  }

  private func digits(_ first: CivilDate, _ last: CivilDate) -> SQLText {
    guard let form = event.encoding.form, form.isDigits else { return words.truth(false) }
    let end = form.text(of: form.lastComplete(upTo: last))
    return
      "(\(name) IS NOT NULL AND \(name) >= \(Self.number(form.text(of: first))) AND \(name) <= \(Self.number(end)) AND \(words.matches(text, form.pattern)))"
  }

  func isDayNumber(_ first: CivilDate, _ last: CivilDate, _ count: DayNumber) -> SQLText {
    switch family {
    case .integer, .number:
      let (start, end) = (Int(count.number(of: first)), Int(count.number(of: last)))
      let isUpToEnd: SQLText = count.hasFractions ? "\(name) < \(end + 1)" : "\(name) <= \(end)"
      let isWhole: SQLText = count.hasFractions || family == .integer ? "" : " AND \(name) = floor(\(name))"
      return "(\(name) IS NOT NULL AND \(name) >= \(start) AND \(isUpToEnd)\(isWhole))"
    case .text, .blob, .date, .timestamp, .instant, .other: return words.truth(false)
    }
  }

  func isTimestamp(_ first: Instant, _ last: Instant, zone: TimeZone) -> SQLText {
    switch family {
    case .timestamp: times(zone.wallTimes(from: first, through: last), wallLiteral)
    case .instant: times(first <= last ? [first...last] : [], words.literal)
    case .text, .integer: textTimes(zone.wallTimes(from: first, through: last))
    case .number, .blob, .date, .other: words.truth(false)
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

  /// No index serves: the digits of a text have another order than its number.
  func isCountText(_ first: Instant, _ last: Instant, _ unit: EpochUnit) -> SQLText {
    switch family {
    case .text:
      let number = words.number(exact)
      // Only a text that is a number is read as one.
      return """
        (CASE WHEN \(name) IS NOT NULL AND \(isNumberText) THEN \(number) > \(unit.decimal(atMost: first.previous)) \
        AND \(number) <= \(unit.decimal(atMost: last)) ELSE \(words.value(false)) END)
        """
    case .integer, .number, .blob, .date, .timestamp, .instant, .other: return words.truth(false)
    }
  }

  private var isNumberText: SQLText { words.matches(exact, EpochUnit.pattern) }

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
      return isBinary ? words.literal(unit.real(atMost: instant)) : unit.decimal(atMost: instant)
    }
    return
      "(\(name) IS NOT NULL AND \(name) > \(literal(first.previous)) AND \(name) <= \(literal(last)))"
  }

  // MARK: Forms

  /// A time that clocks show.
  func wallLiteral(_ time: Instant) -> String { words.literal(time: TimeZone.utc.timestamp(of: time)) }

  /// Digits as a number, which has none before its first.
  static func number(_ digits: String) -> String {
    let rest = digits.drop { $0 == "0" }
    return rest.isEmpty ? "0" : String(rest)
  }
}
