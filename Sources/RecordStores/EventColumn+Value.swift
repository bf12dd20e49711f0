public import CivilTime

extension EventColumn {
  /// What a stored value means, as text or number: for engines whose columns have no type of their own, and for what servers write out.
  public func value(of stored: ColumnValue) -> EventValue {
    switch (stored, encoding) {
    case (.null, _), (.text(""), _): return .missing
    case (.text(let text), .date): return CivilDate(text).map(EventValue.day) ?? .malformed
    case (.text(let text), .compactDate): return Self.compactDay(text)
    case (.integer(let number), .compactDate): return Self.compactDay(String(number))
    case (.text(let text), .textDate(let pattern)): return Self.day(text, pattern)
    case (.text(let text), .timestamp(let zone)): return Self.instant(text, in: zone)
    case (.integer(let number), .epochSeconds):
      return Self.moment(Double(number) * 1_000_000, exactly: number, 1_000_000)
    case (.real(let number), .epochSeconds): return Self.moment(number * 1_000_000, exactly: nil, 1)
    case (.integer(let number), .epochMilliseconds):
      return Self.moment(Double(number) * 1_000, exactly: number, 1_000)
    case (.real(let number), .epochMilliseconds): return Self.moment(number * 1_000, exactly: nil, 1)
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
    let parts = text.split(separator: Character(pattern.separator), omittingEmptySubsequences: false)
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

extension EventValue {
  /// A day to show; an instant's in UTC, which may be a day off and decides nothing.
  public var shownDay: CivilDate? {
    switch self {
    case .day(let day): day
    case .instant(let instant): TimeZone.utc.civilDate(at: instant)
    case .missing, .malformed: nil
    }
  }
}

extension EventColumn.TextDatePattern {
  /// What stands between day, month and year.
  public var separator: String {
    switch self {
    case .dayMonthYearSlashes: "/"
    case .dayMonthYearDots: "."
    case .dayMonthYearDashes: "-"
    }
  }
}
