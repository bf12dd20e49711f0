package import CivilTime

/// What a predicate asks of an event column.
///
/// A value is *missing* when it is null, empty text or one of the column's `NoDate`; *implausible* when it is present and is no date, or lies
/// outside `PlausibleDays`; *plausible* otherwise. Exactly one of the three holds for every row.
package enum EventTest: Hashable, Sendable {
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
package struct PlausibleDays: Hashable, Sendable {
  package let first: CivilDate
  package let last: CivilDate
  package let zone: TimeZone

  package init(first: CivilDate, last: CivilDate, zone: TimeZone) {
    self.first = first
    self.last = last
    self.zone = zone
  }

  /// What the binding says; where it says nothing, from 1850 on (for counts from 1990, since a wrong unit of theirs falls before) to a hundred years ahead.
  package init(of event: EventColumn, today: CivilDate, zone: TimeZone) {
    let isCount = event.encoding.form == nil
    let first = CivilDate(year: isCount ? 1990 : 1850, month: 1, day: 1) ?? today
    // Where nothing stands for "never", the days that usually do are dates.
    let usual = event.noDate == .none ? NoDate.builtIn.days.min() ?? first : first
    self.init(
      first: event.earliest ?? min(first, usual),
      last: event.latest ?? min(today.adding(months: 1_200), Self.bounds.upperBound), zone: zone)
  }

  /// What a binding can say: days that every engine can store and compare, with the days around them.
  package static let bounds: ClosedRange<CivilDate> = {
    let first = CivilDate(year: 1000, month: 1, day: 2)
    let last = CivilDate(year: 9998, month: 12, day: 31)
    let epoch = CivilDate(daysSinceEpoch: 0)
    return (first ?? epoch)...(last ?? epoch)
  }()
}
