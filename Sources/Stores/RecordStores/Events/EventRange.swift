package import CivilTime

/// The values of an event column that a test is about, as days or as instants; both ends are included.
package enum EventRange: Hashable, Sendable {
  /// For columns without a time of day.
  case days(first: CivilDate, last: CivilDate)
  case instants(first: Instant, last: Instant)
  case nothing

  /// Every day that can be meant.
  package init(_ days: PlausibleDays, of event: EventColumn) {
    self =
      event.hasTimeOfDay
      ? .instants(
        first: days.zone.startOfDay(days.first),
        last: days.zone.startOfDay(days.last.adding(days: 1)).previous)
      : .days(first: days.first, last: days.last)
  }

  /// The part of an event's days that a cutoff has reached.
  package init(_ days: PlausibleDays, upTo cutoff: Cutoff, zone: TimeZone, of event: EventColumn) {
    switch (EventRange(days, of: event), cutoff) {
    case (.days(let first, let last), .day(let day)): self = .days(first: first, last: min(last, day))
    case (.instants(let first, let last), .day(let day)):
      self = .instants(first: first, last: min(last, zone.startOfDay(day.adding(days: 1)).previous))
    case (.instants(let first, let last), .instant(let instant)):
      self = .instants(first: first, last: min(last, instant))
    // An instant says nothing of a column that has days.
    case (.days, .instant), (.nothing, _): self = .nothing
    }
  }

  package func contains(_ value: EventValue) -> Bool {
    switch (value, self) {
    case (.day(let day), .days(let first, let last)): first <= day && day <= last
    case (.instant(let instant), .instants(let first, let last)): first <= instant && instant <= last
    case (.day, .instants), (.instant, .days), (.day, .nothing), (.instant, .nothing), (.missing, _),
      (.malformed, _):
      false
    }
  }
}

extension CivilDate {
  /// A text to compare texts with that begin with a day of a year from 1 to 9999: in its place among them even where it is none of these days.
  package var asTextBound: String {
    year > 9999 ? "9999-12-32" : year < 1 ? "0001-01-01" : description
  }
}

extension TimeZone {
  /// An instant as this zone's clocks show it, `YYYY-MM-DD HH:MM:SS` with microseconds where it has any.
  package func timestamp(of instant: Instant) -> String {
    let (date, second) = local(at: instant)
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    let time = [second / 3_600, second / 60 % 60, second % 60].map(padded).joined(separator: ":")
    let micros = instant.microsecondsSinceEpoch - Int64(instant.secondsSinceEpoch) * 1_000_000
    return "\(date) \(time)" + (micros == 0 ? "" : ".\(String(1_000_000 + micros).dropFirst())")
  }
}
