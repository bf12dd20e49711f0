/// The last trigger date, or instant, that is due: everything at or before it has ended its period.
package enum Cutoff: Hashable, Sendable {
  /// For periods of a day or more: the last civil day, in the rules' time zone, that is due.
  case day(CivilDate)
  /// For periods of less than a day: the last instant that is due.
  case instant(Instant)
}
