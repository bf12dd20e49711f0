internal import CivilTime

/// What a rule's period may be, with what its domain says of all its rules.
struct PeriodBounds {
  let kind: PeriodKind?
  let minimum: Period?
  let ceiling: Period?
}
