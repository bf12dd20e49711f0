/// What kind of length the source of a rule states.
package enum PeriodKind: String, Hashable, Sendable, CaseIterable {
  /// "At most": the organisation may choose a shorter period, and never a longer one.
  case ceiling
  /// "Kept one year": minimum, ceiling and period are one.
  case fixed
  /// "3 to 5 years": the organisation chooses between the two, both included.
  case range
}
