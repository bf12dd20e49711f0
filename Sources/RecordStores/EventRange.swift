public import CivilTime

/// What an event test comes to: from the first day that can be meant to where it is too late.
public struct EventRange: Hashable, Sendable {
  /// The first value that is too late.
  public enum Upper: Hashable, Sendable {
    /// This day, for columns without a time of day.
    case day(CivilDate)
    /// Everything before this instant.
    case before(Instant)
    /// Everything up to this instant.
    case upTo(Instant)
  }

  public let first: CivilDate
  /// The beginning of the first day.
  public let start: Instant
  public let upper: Upper

  /// Every day that can be meant.
  public init(_ days: PlausibleDays, of event: EventColumn) {
    let end = days.last.adding(days: 1)
    first = days.first
    start = days.zone.startOfDay(days.first)
    upper = event.hasTimeOfDay ? .before(days.zone.startOfDay(end)) : .day(end)
  }

  /// Those of them that a cutoff has reached.
  public init(_ days: PlausibleDays, upTo cutoff: Cutoff, zone: TimeZone, of event: EventColumn) {
    let whole = EventRange(days, of: event)
    let limit: Upper =
      switch cutoff {
      case .day(let day):
        event.hasTimeOfDay ? .before(zone.startOfDay(day.adding(days: 1))) : .day(day.adding(days: 1))
      case .instant(let instant): .upTo(instant)
      }
    first = whole.first
    start = whole.start
    upper = Self.earlier(limit, whole.upper)
  }

  private static func earlier(_ left: Upper, _ right: Upper) -> Upper {
    switch (left, right) {
    case (.day(let first), .day(let second)): .day(min(first, second))
    case (.before(let first), .before(let second)): .before(min(first, second))
    case (.upTo(let first), .before(let second)): first < second ? left : right
    default: left
    }
  }

  /// Where an instant is too late, and the sign of the comparison that is not; nil for a day.
  public var instant: (end: Instant, sign: String)? {
    switch upper {
    case .before(let instant): (instant, "<")
    case .upTo(let instant): (instant, "<=")
    case .day: nil
    }
  }
}

extension TimeZone {
  /// An instant as this zone's clocks show it, `YYYY-MM-DD HH:MM:SS` with microseconds where it has any.
  public func timestamp(of instant: Instant) -> String {
    let (date, second) = local(at: instant)
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    let time = [second / 3_600, second / 60 % 60, second % 60].map(padded).joined(separator: ":")
    let micros = instant.microsecondsSinceEpoch - Int64(instant.secondsSinceEpoch) * 1_000_000
    return "\(date) \(time)" + (micros == 0 ? "" : ".\(String(1_000_000 + micros).dropFirst())")
  }
}
