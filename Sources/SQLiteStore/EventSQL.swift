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
    case .plausible(let days): return range(EventRange(days, of: event))
    case .implausible(let days):
      return "(\(name) IS NOT NULL AND \(name) <> '' AND NOT " + range(EventRange(days, of: event)) + ")"
    case .reached(let cutoff, let days, let zone):
      return range(EventRange(days, upTo: cutoff, zone: zone, of: event))
    }
  }

  /// A value to order by and to show the oldest of; `EventSQL.value` reads it.
  var orderExpression: String {
    if case .textDate(let pattern) = event.encoding { return Self.iso(name, pattern) }
    return name
  }

  // MARK: Ranges

  private func range(_ range: EventRange) -> SQLText {
    let (first, start, upper) = (range.first, range.start, range.upper)
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
      let separator = pattern.separator
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
  private func timestampRange(start: Instant, to upper: EventRange.Upper, zone: TimeZone) -> SQLText {
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
        .text(zone.civilDate(at: end).adding(days: 1).description), .text(zone.timestamp(of: start)),
        .text(zone.timestamp(of: end)),
      ])
  }

  /// - Parameter unit: microseconds of the column's unit.
  private func epochRange(start: Instant, to upper: EventRange.Upper, unit: Int64) -> SQLText {
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

  private static func compact(_ date: CivilDate) -> String { String(date.description.filter { $0 != "-" }) }

  private static func compactISO(_ name: String) -> String {
    "substr(\(name), 1, 4) || '-' || substr(\(name), 5, 2) || '-' || substr(\(name), 7, 2)"
  }

  /// Every pattern of ours has the day first and the year last.
  private static func iso(_ name: String, _ pattern: EventColumn.TextDatePattern) -> String {
    "substr(\(name), 7, 4) || '-' || substr(\(name), 4, 2) || '-' || substr(\(name), 1, 2)"
  }
}
