package import AuditJournal
package import CivilTime
internal import Crypto
internal import JSONText
package import RecordStores
internal import RetentionPolicy
package import Words

/// What a run would do at one moment, computed and not done.
package struct Plan: Sendable {
  package let now: Instant
  /// The civil day of `now` in the rules' time zone.
  package let day: CivilDate
  /// The digest of the configuration that it was computed from.
  package let configurationDigest: ConfigurationDigest
  package let recordSets: [RecordSetPlan]

  /// SHA-256 over the canonical JSON of the plan, in hex: two plans with one digest would do the same.
  package var digest: PlanDigest { PlanDigest(Hexadecimal.encode(SHA256.hash(data: jsonValue.canonical))) }

  /// Rows that a run would change, held ones not counted.
  package var dueCount: Int { recordSets.reduce(0) { $0 + $1.dueCount } }

  /// The record sets that a run would refuse or be stopped by.
  package var refusedCount: Int { recordSets.count(where: \.isRefused) }

  /// The record sets of which nobody could count what is due.
  package var uncounted: [RecordSetName] { recordSets.filter { $0.counts.rows == .unknown }.map(\.name) }

  /// Tells if a guard would stop the run before its first row, and not leave out one record set.
  package var isStopped: Bool { recordSets.contains { $0.refusals.contains(where: \.isGuard) } }

  /// Rows of dependents that would go with them.
  package var dependentCount: Int { recordSets.reduce(0) { $0 + $1.dependentCount } }

  /// Rows that would stay and lose their reference.
  package var withoutReferenceCount: Int { recordSets.reduce(0) { $0 + $1.withoutReferenceCount } }
}

/// The part of a plan that is about one record set.
package struct RecordSetPlan: Sendable {
  package let name: RecordSetName
  package let store: StoreName
  package let domain: DomainID
  /// What its rows come to: counted for this plan, or by the survey whose time stands in it. Unknown if they could not be counted.
  package let counts: RecordSetCounts
  package let rules: [RulePlan]
  /// Reasons that keep more rows from being judged than its binding takes without a warning.
  package let unjudged: [UnjudgedRows]
  /// Tells if rows to which no rule applies go with other records, so that a table of nothing else is no mistake.
  let restGoes: Bool
  /// Why a run would refuse the record set, each finding with its remedy; empty where it would run.
  package let refusals: [RecordSetRefusal]
  package let warnings: [SchemaFinding]

  package var dueCount: Int { rules.reduce(0) { $0 + $1.stages.reduce(0) { $0 + $1.due } } }
  /// Rows of dependents that would go with them.
  package var dependentCount: Int {
    rules.reduce(0) { $0 + $1.stages.reduce(0) { $0 + $1.dependents.values.reduce(0, +) } }
  }
  /// Rows that would stay and lose their reference.
  package var withoutReferenceCount: Int {
    rules.reduce(0) { $0 + $1.stages.reduce(0) { $0 + $1.withoutReference.values.reduce(0, +) } }
  }
  package var isRefused: Bool { !refusals.isEmpty }
  /// Tells if rows are there and not one of them can be judged: that nothing is due says nothing then.
  package var isUnjudged: Bool {
    !isRefused && counts.isUnjudged(restGoes: restGoes)
  }
  /// Why nothing of it could be judged, and what to do.
  package var unjudgedSentence: String { counts.unjudgedSentence }
  /// All rows of the record set; nil if they were not counted.
  var rowCount: Int? { counts.rows.number }

  /// Tells if the store was asked for the rows that a rule's stage comes to, those that are kept among them, and has none. What is pseudonymised already is asked for in
  /// another way by a plan than by the measure of what is overdue.
  func foundNone(of action: StageAction, under rule: RuleID) -> Bool {
    guard action != .pseudonymise, !isRefused,
      let stage = rules.first(where: { $0.rule == rule })?.stages.first(where: { $0.action == action })
    else { return false }
    return stage.due == 0 && stage.held.number == 0 && stage.blocked == 0
  }
}

/// Why a run does not touch a record set.
package enum RecordSetRefusal: Sendable, Hashable {
  /// The store could not answer.
  case store(StoreError)
  /// The schema does not allow it.
  case schema(SchemaFinding)
  /// More rows are due than the guard allows.
  case tooManyRows(due: Int, limit: Int)
  /// A larger share of the rows is due than the guard allows.
  case tooLargeShare(due: Int, of: Int, limit: Double)
  /// The values of a column cannot be the event that it is bound to.
  case doubt(EventDoubt)
  /// More rows are due for a stage than were approved or are usual.
  case unusual(action: StageAction, due: Int, allowance: VolumeAllowance, configuration: ConfigurationDigest)
  /// The table has rows that the session does not see, or none at all where the last run saw some.
  case cannotSee(lastRowCount: Int)
  /// While the run went on more rows fell due than its guard allows.
  case cameMeanwhile
  /// So many of its rows could not be changed, most of them for one reason, that the run left the others.
  case failing(count: Int, limit: Int, reason: String, share: Int)
  /// Its store, or its archive's, is another one than the journal knows.
  case otherStore(StoreMismatch)
  /// The process died in it so many times in a row that nobody tries again before a person has looked.
  case died(recordSet: RecordSetName, deaths: Int)
}

/// What one rule says of one record set: every row is counted under one rule only.
package struct RulePlan: Sendable {
  package let rule: RuleID
  package let title: Title
  package let stages: [StagePlan]
  /// Rows that no stage comes to, by reason.
  package let counts: RuleCounts

  package var held: RowCount { stages.map(\.held).sum }
  package var blocked: Int { stages.reduce(0) { $0 + $1.blocked } }
}

/// The rows of a rule that are due for exactly one stage.
package struct StagePlan: Sendable {
  package let action: StageAction
  package let cutoff: Cutoff
  /// Rows that a run would change; at most so many, if nobody knows which are held.
  package let due: Int
  /// Rows that would be due, were they not held; unknown without a journal, which has the holds.
  package let held: RowCount
  /// Rows that would be due, were there not dependents that are held or not due.
  package let blocked: Int
  /// Rows of dependents that would go with those that a run would change, by table.
  package let dependents: [String: Int]
  /// Rows that would stay and lose their reference to those or to what goes with them, by table.
  package let withoutReference: [String: Int]
  /// The earliest trigger date among all of them.
  package let oldest: CivilDate?
}
