package import RetentionPolicy
package import Words

/// What the schedule says of one record, with its reason. In doubt it is one of those that keep.
package enum Verdict: Hashable, Sendable {
  /// Kept; the next stage comes at the moment given, under the rule that comes to it last.
  case keep(next: StageAction, from: DueMoment, rule: RuleID)
  /// Kept, and no later stage is left for it in this record set.
  case keepFinished
  /// A run would take the stage now.
  case due(StageAction, rule: RuleID)
  /// It would be due, were it not held.
  case held(StageAction, rule: RuleID)
  /// It would be due, but for rows that refer to it and are held, not due, or stay for good: how many, by record set or table.
  case blocked(StageAction, rule: RuleID, by: [String: Int])
  /// Past the ceiling of one rule while another that applies keeps it: nothing is done.
  case conflict(rule: RuleID)
  /// A rule that applies has no trigger date.
  case undated(rule: RuleID)
  /// The date that a rule counts from is still to come.
  case notBegun(rule: RuleID)
  /// A trigger date that cannot be meant.
  case implausible(rule: RuleID)
  /// A rule that applies has no period yet.
  case unset(rule: RuleID)
  /// No rule applies, and a fact's column has a word that the binding maps to no value: with it mapped a rule may.
  case unmapped
  /// No rule of the domain applies, and the row goes with the record that it refers to.
  case withRecord
  /// No rule of the domain applies.
  case withoutRule
}
