package import AuditJournal
package import CivilTime
package import RecordStores
package import RetentionPolicy
package import Words

/// Why one record is kept or due: every rule that was considered, with its dates.
package struct Explanation: Sendable {
  package let recordSet: RecordSetName
  package let store: StoreName
  package let domain: DomainID
  package let day: CivilDate
  package let verdict: Verdict
  /// Nil without a journal, which alone knows the holds.
  package let isHeld: Bool?
  /// The holds that keep it.
  package let holds: [Hold]
  /// Tells if it is past the ceiling of one rule while another keeps it. A stage that every rule has reached is due all the same.
  package let isInConflict: Bool
  package let events: [ExplainedEvent]
  /// The facts that the row tells which the record refers to.
  package let facts: [ExplainedFact]
  package let rules: [RuleExplanation]
  /// Rows that stay and lose their reference when the record goes, by table.
  package let withoutReference: [String: Int]
  /// What the record itself refers to and loses when that goes.
  package let losable: [LosableReference]
}

/// A reference that a record loses when what it refers to goes.
package struct LosableReference: Hashable, Sendable {
  /// The table that it refers to.
  package let table: String
  package let columns: [String]
}

/// What the record has of one event.
package struct ExplainedEvent: Sendable {
  package let event: String
  /// Of another table with the table's name before it.
  package let column: String
  package let value: EventValue
  /// Tells if the record has no date of it and says that it never was.
  package let neverWas: Bool
  /// Why the value cannot be meant; nil if it can.
  package let doubt: DateDoubt?
  /// The value as rules count from it.
  let date: EventDate
  /// What of another table it is read from; nil for an event in the record's own column.
  package var related: ExplainedRelation?
}

/// The rows of another table that an event is read from.
package struct ExplainedRelation: Sendable {
  package let table: String
  package let choice: RelatedEvent.Choice
  /// The rows that count, and those that refer to the record and do not.
  package let rows: Int
  package let others: Int
  /// The key of the row whose date counts; nil if there is none, or its table has no key.
  package let deciding: [ColumnValue]?
}

/// What the row that a record refers to tells of one fact. Words of the record's own row are not shown.
package struct ExplainedFact: Sendable {
  package let fact: String
  package let table: String
  /// The columns that tell it.
  package let columns: [String]
  /// What identifies the row; nil if there is none.
  package let key: [ColumnValue]?
  /// The words in the columns, in their order; empty if there is no such row.
  package let words: [ColumnValue]
  /// The fact's values that the words stand for; none if they are mapped to none, or are null.
  package let values: [String]
}

/// What one rule says of the record.
package struct RuleExplanation: Sendable {
  package let rule: RuleID
  package let title: Title
  package let source: String
  /// The rule of the file that the record goes with; nil if it goes by this rule's own period.
  package let follows: RuleID?
  /// What stays for good behind the last stage; nil if the rule deletes.
  package let remainder: Remainder?
  package let applies: Bool
  package let trigger: TriggerDate?
  package let isUnset: Bool
  /// Each stage, and when it comes; nil if the period has not started.
  package let stages: [(action: StageAction, period: String, due: DueMoment?)]
}
