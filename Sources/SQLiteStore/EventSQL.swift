internal import CivilTime
internal import RecordStores

/// Tests of an event column: ranges of its own values, so that an index serves, and then whether the value is a date at all.
struct EventSQL {
  private let event: EventColumn
  private let name: String

  init(_ event: EventColumn) {
    self.event = event
    name = SQLText.quoted(event.column)
  }

  func condition(_ test: EventTest) -> SQLText {
    switch test {
    case .missing: return SQLText("(\(name) IS NULL OR \(name) = '')")
    case .plausible(let days): return within(days)
    case .implausible(let days):
      return "(\(name) IS NOT NULL AND \(name) <> '' AND NOT " + within(days) + ")"
    case .reached(let cutoff, let days, let zone):
      return within(days, upTo: upper(cutoff, zone: zone))
    }
  }

  /// A value to order by and to show the oldest of; `EventSQL.value` reads it.
  var orderExpression: String {
    if case .textDate(let pattern) = event.encoding { return Self.iso(name, pattern) }
    return name
  }

  // MARK: Ranges

  /// The first value that is too late.
  private enum Upper {
    /// The day after.
    case day(CivilDate)
    /// Everything before this instant.
    case before(Instant)
    /// Everything up to this instant.
    case upTo(Instant)
  }

  private func upper(_ cutoff: Cutoff, zone: TimeZone) -> Upper {
    switch cutoff {
    case .day(let day):
      event.hasTimeOfDay ? .before(zone.startOfDay(day.adding(days: 1))) : .day(day.adding(days: 1))
    case .instant(let instant): .upTo(instant)
    }
  }

  private func within(_ days: PlausibleDays, upTo limit: Upper? = nil) -> SQLText {
    let end = days.last.adding(days: 1)
    let plausibleEnd = event.hasTimeOfDay ? Upper.before(days.zone.startOfDay(end)) : .day(end)
    return range(
      from: days.first, start: days.zone.startOfDay(days.first),
      to: earlier(limit ?? plausibleEnd, plausibleEnd))
  }

  private func earlier(_ left: Upper, _ right: Upper) -> Upper {
    switch (left, right) {
    case (.day(let first), .day(let second)): .day(min(first, second))
    case (.before(let first), .before(let second)): .before(min(first, second))
    case (.upTo(let first), .before(let second)): first < second ? left : right
    default: left
    }
  }

  private func range(from first: CivilDate, start: Instant, to upper: Upper) -> SQLText {
    switch event.encoding {
    case .date:
      guard case .day(let end) = upper else { return SQLText("0") }
      return SQLText(
        "(typeof(\(name)) = 'text' AND \(name) >= ? AND \(name) < ? AND date(\(name), '+0 days') IS \(name))",
        [.text(first.description), .text(end.description)])
    case .compactDate:
      guard case .day(let end) = upper else { return SQLText("0") }
      let iso = Self.compactISO(name)
      return SQLText(
        """
        (((typeof(\(name)) = 'text' AND \(name) >= ? AND \(name) < ?) \
        OR (typeof(\(name)) = 'integer' AND \(name) >= ? AND \(name) < ?)) \
        AND length(\(name)) = 8 AND date(\(iso), '+0 days') IS \(iso))
        """,
        [
          .text(Self.compact(first)), .text(Self.compact(end)), .integer(Int64(Self.compact(first)) ?? 0),
          .integer(Int64(Self.compact(end)) ?? 0),
        ])
    case .textDate(let pattern):
      guard case .day(let end) = upper else { return SQLText("0") }
      let iso = Self.iso(name, pattern)
      let separator = Self.separator(pattern)
      return SQLText(
        """
        (typeof(\(name)) = 'text' AND length(\(name)) = 10 AND substr(\(name), 3, 1) = '\(separator)' \
        AND substr(\(name), 6, 1) = '\(separator)' AND date(\(iso), '+0 days') IS \(iso) AND \(iso) >= ? AND \(iso) < ?)
        """,
        [.text(first.description), .text(end.description)])
    case .timestamp(let zone): return timestampRange(start: start, to: upper, zone: zone)
    case .epochSeconds: return epochRange(start: start, to: upper, unit: 1_000_000)
    case .epochMilliseconds: return epochRange(start: start, to: upper, unit: 1_000)
    }
  }

  /// The day's part of the text can use the index; the time's part, in which a `T` may stand for the space, cannot.
  private func timestampRange(start: Instant, to upper: Upper, zone: TimeZone) -> SQLText {
    let (end, sign): (Instant, String) =
      switch upper {
      case .before(let instant): (instant, "<")
      case .upTo(let instant): (instant, "<=")
      case .day(let day): (zone.startOfDay(day), "<")
      }
    let spaced = "replace(\(name), 'T', ' ')"
    let suffix = zone == .utc ? "" : " AND \(name) NOT LIKE '%Z'"
    return SQLText(
      """
      (typeof(\(name)) = 'text' AND \(name) >= ? AND \(name) < ? AND \(spaced) >= ? AND \(spaced) \(sign) ? \
      AND strftime('%Y-%m-%d %H:%M:%S', \(name), '+0 days') IS substr(\(spaced), 1, 19)\(suffix))
      """,
      [
        .text(zone.civilDate(at: start).description),
        .text(zone.civilDate(at: end).adding(days: 1).description), .text(Self.text(start, in: zone)),
        .text(Self.text(end, in: zone)),
      ])
  }

  /// - Parameter unit: microseconds of the column's unit.
  private func epochRange(start: Instant, to upper: Upper, unit: Int64) -> SQLText {
    let (end, sign): (Instant, String) =
      switch upper {
      case .before(let instant): (instant, "<")
      case .upTo(let instant): (instant, "<=")
      case .day: (start, "<")
      }
    return SQLText(
      "(typeof(\(name)) IN ('integer', 'real') AND \(name) >= ? AND \(name) \(sign) ?)",
      [Self.count(start, unit: unit), Self.count(end, unit: unit)])
  }

  // MARK: Forms

  private static func count(_ instant: Instant, unit: Int64) -> ColumnValue {
    let micros = instant.microsecondsSinceEpoch
    return micros % unit == 0 ? .integer(micros / unit) : .real(Double(micros) / Double(unit))
  }

  private static func text(_ instant: Instant, in zone: TimeZone) -> String {
    let (date, second) = zone.local(at: instant)
    let time = [second / 3_600, second / 60 % 60, second % 60].map(padded).joined(separator: ":")
    let micros = instant.microsecondsSinceEpoch - Int64(instant.secondsSinceEpoch) * 1_000_000
    let fraction = String(1_000_000 + micros).dropFirst()
    return "\(date) \(time)" + (micros == 0 ? "" : ".\(fraction)")
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

  private static func compact(_ date: CivilDate) -> String { String(date.description.filter { $0 != "-" }) }

  private static func compactISO(_ name: String) -> String {
    "substr(\(name), 1, 4) || '-' || substr(\(name), 5, 2) || '-' || substr(\(name), 7, 2)"
  }

  /// Every pattern of ours has the day first and the year last.
  private static func iso(_ name: String, _ pattern: EventColumn.TextDatePattern) -> String {
    "substr(\(name), 7, 4) || '-' || substr(\(name), 4, 2) || '-' || substr(\(name), 1, 2)"
  }

  private static func separator(_ pattern: EventColumn.TextDatePattern) -> String {
    switch pattern {
    case .dayMonthYearSlashes: "/"
    case .dayMonthYearDots: "."
    case .dayMonthYearDashes: "-"
    }
  }

  // MARK: Values

  /// What a stored value means; for `orderExpression` and for the column itself.
  static func value(_ stored: ColumnValue, of event: EventColumn) -> EventValue {
    switch (stored, event.encoding) {
    case (.null, _), (.text(""), _): return .missing
    case (.text(let text), .date): return CivilDate(text).map(EventValue.day) ?? .malformed
    case (.text(let text), .compactDate): return compactDay(text)
    case (.integer(let number), .compactDate): return compactDay(String(number))
    case (.text(let text), .textDate(let pattern)): return day(text, pattern)
    case (.text(let text), .timestamp(let zone)): return instant(text, in: zone)
    case (.integer(let number), .epochSeconds):
      return moment(Double(number) * 1_000_000, exactly: number, 1_000_000)
    case (.real(let number), .epochSeconds): return moment(number * 1_000_000, exactly: nil, 1)
    case (.integer(let number), .epochMilliseconds):
      return moment(Double(number) * 1_000, exactly: number, 1_000)
    case (.real(let number), .epochMilliseconds): return moment(number * 1_000, exactly: nil, 1)
    default: return .malformed
    }
  }

  private static func moment(_ micros: Double, exactly number: Int64?, _ factor: Int64) -> EventValue {
    // Years far beyond any date that can be meant, and far within what an instant holds.
    guard abs(micros) < 2e17 else { return .malformed }
    return .instant(Instant(microsecondsSinceEpoch: number.map { $0 * factor } ?? Int64(micros)))
  }

  private static func compactDay(_ text: String) -> EventValue {
    guard text.utf8.count == 8 else { return .malformed }
    let iso = text.prefix(4) + "-" + text.dropFirst(4).prefix(2) + "-" + text.dropFirst(6)
    return CivilDate(iso).map(EventValue.day) ?? .malformed
  }

  private static func day(_ text: String, _ pattern: EventColumn.TextDatePattern) -> EventValue {
    // `orderExpression` has turned it round already.
    if let day = CivilDate(text) { return .day(day) }
    let parts = text.split(separator: Character(separator(pattern)), omittingEmptySubsequences: false)
    guard parts.count == 3 else { return .malformed }
    return CivilDate("\(parts[2])-\(parts[1])-\(parts[0])").map(EventValue.day) ?? .malformed
  }

  private static func instant(_ text: String, in zone: TimeZone) -> EventValue {
    let hasZulu = text.hasSuffix("Z")
    guard !hasZulu || zone == .utc else { return .malformed }
    let spaced = String((hasZulu ? text.dropLast() : text[...]).map { $0 == "T" ? " " : $0 })
    guard let wall = Instant(iso8601: spaced.split(separator: " ").joined(separator: "T") + "Z") else {
      return .malformed
    }
    let (date, second) = TimeZone.utc.local(at: wall)
    let fraction = wall.microsecondsSinceEpoch - Int64(wall.secondsSinceEpoch) * 1_000_000
    let start: Instant =
      switch zone.resolve(date: date, secondOfDay: second) {
      case .unique(let instant), .ambiguous(_, let instant), .skipped(let instant, _, _): instant
      }
    return .instant(Instant(microsecondsSinceEpoch: start.microsecondsSinceEpoch + fraction))
  }
}
