internal import CivilTime
internal import RecordStores

/// Tests of an event column in a server's words: ranges of its own type, so that an index serves; of text also whether it is a date at all.
struct EventConditions {
  private let event: EventColumn
  private let family: TypeFamily
  private let engine: any ServerEngine
  private let name: String

  init(_ event: EventColumn, family: TypeFamily, engine: any ServerEngine, alias: String) {
    self.event = event
    self.family = family
    self.engine = engine
    name = "\(alias)." + engine.quoted(event.column)
  }

  /// Whether a column of this type can hold what the encoding says.
  static func fits(_ encoding: EventColumn.Encoding, _ family: TypeFamily) -> Bool {
    switch encoding {
    case .date: [.date, .text].contains(family)
    case .compactDate: [.integer, .text].contains(family)
    case .textDate: family == .text
    case .timestamp: [.timestamp, .instant, .text].contains(family)
    case .epochSeconds, .epochMilliseconds: [.integer, .number].contains(family)
    }
  }

  func condition(_ test: EventTest) -> SQLText {
    let isEmpty = family == .text ? "(\(name) IS NULL OR \(name) = '')" : "(\(name) IS NULL)"
    return switch test {
    case .missing: SQLText(isEmpty)
    case .plausible(let days): range(EventRange(days, of: event))
    case .implausible(let days): "(NOT \(isEmpty) AND NOT \(range(EventRange(days, of: event))))"
    case .reached(let cutoff, let days, let zone):
      range(EventRange(days, upTo: cutoff, zone: zone, of: event))
    }
  }

  /// What rows are ordered by, and the oldest is shown of.
  var orderExpression: String {
    if case .textDate = event.encoding { return iso() }
    return name
  }

  /// What a value as the server writes it means.
  func value(of stored: ColumnValue) -> EventValue {
    guard case .text(let text) = stored, family != .text else { return event.value(of: stored) }
    guard case .timestamp(let zone) = event.encoding else {
      // A decimal number comes as its text.
      return event.value(of: family == .number ? Double(text).map { .real($0) } ?? stored : stored)
    }
    // A moment comes in UTC, with the offset that says so.
    let plain = family == .instant && text.hasSuffix("+00") ? String(text.dropLast(3)) : text
    let encoding = EventColumn.Encoding.timestamp(zone: family == .instant ? .utc : zone)
    return EventColumn(column: event.column, encoding: encoding).value(of: .text(plain))
  }

  // MARK: Ranges

  private func range(_ range: EventRange) -> SQLText {
    switch (event.encoding, family, range.upper) {
    case (.date, .date, .day(let end)):
      "(\(name) IS NOT NULL AND \(name) >= DATE '\(range.first.description)' AND \(name) < DATE '\(end.description)' AND \(engine.isDay(name)))"
    case (.date, .text, .day(let end)), (.textDate, .text, .day(let end)):
      textDate(from: range.first.description, to: end.description)
    case (.compactDate, .text, .day(let end)):
      textDate(from: Self.compact(range.first), to: Self.compact(end))
    case (.compactDate, .integer, .day(let end)):
      """
      (\(name) IS NOT NULL AND \(name) >= \(Self.compact(range.first)) AND \(name) < \(Self.compact(end)) \
      AND \(isDate(Self.compactISO(engine.text(name)))))
      """
    case (.timestamp(let zone), .timestamp, _): moments(range) { "TIMESTAMP '\(zone.timestamp(of: $0))'" }
    case (.timestamp, .instant, _): moments(range, engine.literal)
    case (.timestamp(let zone), .text, _): textTimestamps(range, zone: zone)
    case (.epochSeconds, .integer, _), (.epochSeconds, .number, _):
      moments(range) { Self.count($0, unit: 1_000_000) }
    case (.epochMilliseconds, .integer, _), (.epochMilliseconds, .number, _):
      moments(range) { Self.count($0, unit: 1_000) }
    // Refused when the schema is read; here nothing is due.
    default: "(FALSE)"
    }
  }

  private func moments(_ range: EventRange, _ literal: (Instant) -> String) -> SQLText {
    guard let (end, sign) = range.instant else { return "(FALSE)" }
    let isDay = [.timestamp, .instant].contains(family) ? " AND " + engine.isDay(name) : ""
    return
      "(\(name) IS NOT NULL AND \(name) >= \(literal(range.start)) AND \(name) \(sign) \(literal(end))\(isDay))"
  }

  /// Of text the index compares by its collation, which keeps digits in their order; what the collation makes of the rest is decided behind.
  private func textDate(from first: String, to end: String) -> SQLText {
    let expression: String
    switch event.encoding {
    case .textDate: expression = iso()
    case .compactDate: expression = Self.compactISO(name)
    default: expression = name
    }
    let form =
      switch event.encoding {
      case .textDate(let pattern):
        engine.matches(
          name,
          "^[0-9][0-9]\(Self.escaped(pattern.separator))[0-9][0-9]\(Self.escaped(pattern.separator))[0-9][0-9][0-9][0-9]$"
        )
      case .compactDate: engine.matches(name, "^[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]$")
      default: "TRUE"
      }
    let isSorted = if case .textDate = event.encoding { false } else { true }
    let compared = isSorted ? name : expression
    return """
      (\(name) IS NOT NULL AND \(compared) >= '\(first)' AND \(compared) < '\(end)' AND \(form) AND \(isDate(expression)) \
      AND \(engine.exact(compared)) >= '\(first)' AND \(engine.exact(compared)) < '\(end)')
      """
  }

  private func textTimestamps(_ range: EventRange, zone: TimeZone) -> SQLText {
    guard let (end, sign) = range.instant else { return "(FALSE)" }
    let suffix = zone == .utc ? "Z?" : ""
    let form = engine.matches(
      name,
      "^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][ T]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?\(suffix)$"
    )
    let spaced = engine.exact("replace(\(name), 'T', ' ')")
    return """
      (\(name) IS NOT NULL AND \(name) >= '\(zone.civilDate(at: range.start).description)' \
      AND \(name) < '\(zone.civilDate(at: end).adding(days: 1).description)' AND \(form) AND \(isDate("substr(\(name), 1, 10)")) \
      AND \(spaced) >= '\(zone.timestamp(of: range.start))' AND \(spaced) \(sign) '\(zone.timestamp(of: end))')
      """
  }

  /// Whether a text is a day of the calendar, by regular expressions: casts fail on what is none.
  private func isDate(_ expression: String) -> String {
    let months =
      "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
    let leap = "([0-9][0-9](0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29"
    return engine.matches(expression, "^([0-9][0-9][0-9][0-9]-\(months)|\(leap))$")
  }

  // MARK: Forms

  private static func escaped(_ separator: String) -> String { "[\(separator)]" }
  private static func compact(_ date: CivilDate) -> String { String(date.description.filter { $0 != "-" }) }

  private static func compactISO(_ expression: String) -> String {
    "concat(substr(\(expression), 1, 4), '-', substr(\(expression), 5, 2), '-', substr(\(expression), 7, 2))"
  }

  /// Every pattern of ours has the day first and the year last.
  private func iso() -> String {
    "concat(substr(\(name), 7, 4), '-', substr(\(name), 4, 2), '-', substr(\(name), 1, 2))"
  }

  private static func count(_ instant: Instant, unit: Int64) -> String {
    let micros = instant.microsecondsSinceEpoch
    let (whole, rest) = micros.quotientAndRemainder(dividingBy: unit)
    guard rest != 0 else { return String(whole) }
    let digits = String(unit + rest.magnitude.asInt64).dropFirst()
    return (micros < 0 ? "-" : "") + "\(whole.magnitude).\(digits)"
  }
}

extension UInt64 {
  /// Of a remainder, which is far within an integer's bounds.
  fileprivate var asInt64: Int64 { Int64(self) }
}
