public import CivilTime

/// What a predicate asks of an event column.
///
/// A value is *missing* when it is null or empty text; *implausible* when it is present and is no date, or lies
/// outside `PlausibleDays`; *plausible* otherwise. Exactly one of the three holds for every row.
public enum EventTest: Hashable, Sendable {
  case missing
  case implausible(PlausibleDays)
  /// The value is plausible and at or before the cutoff.
  ///
  /// For a day cutoff on a column with a time of day, the day is the civil day of the instant in `zone`, the rules'
  /// time zone. An instant cutoff needs a column with a time of day.
  case reached(Cutoff, PlausibleDays, zone: TimeZone)
  /// The value is plausible, whatever its date.
  case plausible(PlausibleDays)
}

/// The days that an event can mean: from `first` to `last`, both included.
///
/// A value with a time of day counts by its civil day in the rules' time zone `zone`.
public struct PlausibleDays: Hashable, Sendable {
  public let first: CivilDate
  public let last: CivilDate
  public let zone: TimeZone

  public init(first: CivilDate, last: CivilDate, zone: TimeZone) {
    self.first = first
    self.last = last
    self.zone = zone
  }

  /// From 1850-01-01 to tomorrow, as the schedule's counting rules say.
  public init(today: CivilDate, zone: TimeZone) {
    self.init(
      first: CivilDate(year: 1850, month: 1, day: 1) ?? today, last: today.adding(days: 1), zone: zone)
  }
}
