internal import CivilTime
internal import RecordStores

/// Tests of an event column in a server's words: ranges of its own type, so that an index serves; of text also whether it is a date at all.
struct EventConditions {
  let event: EventColumn
  let family: TypeFamily
  let engine: any ServerEngine
  let name: String
  private let column: ColumnShape?
  /// Tells if the column's numbers are of binary floating point.
  let isBinary: Bool
  /// Tells if the column's type fills texts up with blanks, which a comparison does not see.
  private let isPadded: Bool

  init(_ event: EventColumn, column: ColumnShape?, engine: any ServerEngine, alias: String) {
    self.event = event
    self.engine = engine
    self.column = column
    family = column?.family ?? .other
    isBinary = family == .number && column?.type.hasPrefix("double") ?? false
    isPadded = column?.type == "bpchar"
    name = "\(alias)." + engine.quoted(event.column)
  }

  /// Tells if a column of this type can hold what the encoding says.
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

  func condition(_ test: EventTest) -> SQLText {
    switch test {
    case .missing: missing
    case .plausible(let days): dated(EventRange(days, of: event))
    case .implausible(let days): "(NOT \(missing) AND NOT \(within(EventRange(days, of: event))))"
    case .reached(let cutoff, let days, let zone):
      dated(EventRange(days, upTo: cutoff, zone: zone, of: event))
    }
  }

  /// What rows are ordered by, and the oldest is shown of; `ordered` reads it.
  var orderExpression: String {
    guard case .textDate = event.encoding else { return name }
    return written
  }

  /// The column, if rows are ordered by its own values.
  var orderColumn: ColumnShape? {
    if case .textDate = event.encoding { nil } else { column }
  }

  /// Compares a column of text by its own order, which its index has.
  func compare(_ sign: String, _ text: String) -> String {
    engine.compare(name, sign, SQLText("'\(text)'"), as: column).text
  }

  /// Tells if a column of text has one of some values, to its own equality.
  func isOneOf(_ texts: [String]) -> SQLText {
    let values = texts.map { SQLText.value(.text($0)) }
    guard column?.foreign != nil else { return "\(name) IN (\(SQLText.join(values, ", ")))" }
    return "(\(SQLText.join(values.map { engine.compare(name, "=", $0, as: column) }, " OR ")))"
  }

  /// The value as text.
  var text: String { engine.text(name, of: column) }

  /// The same tests of what `orderExpression` gives.
  var ordered: EventConditions { EventConditions(event.ordered, like: self) }

  private init(_ event: EventColumn, like other: EventConditions) {
    self.event = event
    (family, engine, name, column) = (other.family, other.engine, other.name, other.column)
    (isBinary, isPadded) = (other.isBinary, other.isPadded)
  }

  /// What a value as the server writes it means.
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
    default: return event.value(of: stored)
    }
  }

  // MARK: Ranges

  /// Within the range and none of the values that stand for "never".
  private func dated(_ range: EventRange) -> SQLText {
    let parts = excluded(within: range)
    guard !parts.isEmpty else { return within(range) }
    return "(\(within(range)) AND NOT (\(SQLText.join(parts, " OR "))))"
  }

  func within(_ range: EventRange) -> SQLText {
    switch (range, event.encoding, family) {
    case (.days(let first, let last), .date, .date):
      "(\(name) IS NOT NULL AND \(name) >= \(Self.literal(first)) AND \(name) <= \(Self.literal(last)) AND \(engine.isDay(name)))"
    case (.days(let first, let last), .compactDate, .integer):
      """
      (\(name) IS NOT NULL AND \(name) >= \(Self.compact(first)) AND \(name) <= \(Self.compact(last)) \
      AND \(engine.matches(text, DateForm.compact.pattern)))
      """
    case (.days(let first, let last), _, .text): textDays(first, last)
    case (.instants(let first, let last), .timestamp(let zone), .timestamp):
      times(zone.wallTimes(from: first, through: last), Self.wallLiteral)
    case (.instants(let first, let last), .timestamp, .instant):
      times(first <= last ? [first...last] : [], engine.literal)
    case (.instants(let first, let last), .timestamp(let zone), .text):
      textTimes(zone.wallTimes(from: first, through: last))
    case (.instants(let first, let last), .rfc3339, .text):
      first <= last ? textMoments(first...last) : "(FALSE)"
    case (.instants(let first, let last), _, .integer), (.instants(let first, let last), _, .number):
      event.encoding.epochUnit.map { count(first, last, $0) } ?? "(FALSE)"
    // Refused when the schema is read; here nothing is due.
    default: "(FALSE)"
    }
  }

  /// Of the server's own types.
  func times(_ ranges: [ClosedRange<Instant>], _ literal: (Instant) -> String) -> SQLText {
    guard let first = ranges.first?.lowerBound, let last = ranges.last?.upperBound else { return "(FALSE)" }
    let gaps = zip(ranges, ranges.dropFirst()).map { before, after in
      " AND NOT (\(name) > \(literal(before.upperBound)) AND \(name) < \(literal(after.lowerBound)))"
    }
    return
      "(\(name) IS NOT NULL AND \(name) >= \(literal(first)) AND \(name) <= \(literal(last))\(gaps.joined()) AND \(engine.isDay(name)))"
  }

  /// Behind the microsecond before the first: a count that lies between two microseconds is the later one.
  func count(_ first: Instant, _ last: Instant, _ unit: EpochUnit) -> SQLText {
    func literal(_ instant: Instant) -> String {
      if family == .integer { return String(unit.count(atMost: instant)) }
      return isBinary ? engine.literal(unit.real(atMost: instant)) : unit.decimal(instant)
    }
    return
      "(\(name) IS NOT NULL AND \(name) > \(literal(first.previous)) AND \(name) <= \(literal(last)))"
  }

  // MARK: Forms

  static func wallLiteral(_ time: Instant) -> String { "TIMESTAMP '\(TimeZone.utc.timestamp(of: time))'" }
  static func literal(_ date: CivilDate) -> String { "DATE '\(date.description)'" }
  static func compact(_ date: CivilDate) -> String { DateForm.compact.text(of: date) }
}
