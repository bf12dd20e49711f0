public import AuditJournal
public import CivilTime
public import RecordStores
public import RetentionPolicy

/// Why one record is kept or due: every rule that was considered, with its dates.
public struct Explanation: Sendable {
  public let recordSet: String
  public let store: String
  public let domain: String
  public let day: CivilDate
  public let verdict: Verdict
  /// Nil without a journal, which alone knows the holds.
  public let isHeld: Bool?
  /// The holds that keep it.
  public let holds: [Hold]
  /// Tells if it is past the ceiling of one rule while another keeps it. A stage that every rule has reached is due all the same.
  public let isInConflict: Bool
  public let events: [(event: String, column: String, value: EventValue, doubt: DateDoubt?)]
  public let rules: [RuleExplanation]
}

/// What one rule says of the record.
public struct RuleExplanation: Sendable {
  public let rule: String
  public let title: Title
  public let source: String
  public let applies: Bool
  public let trigger: TriggerDate?
  public let isUnset: Bool
  /// Each stage, and when it comes; nil where the period has not started.
  public let stages: [(action: StageAction, period: String, due: DueMoment?)]
}
