public import AuditJournal
public import CivilTime
internal import Crypto
internal import JSONText
public import RecordStores
public import RetentionPolicy
internal import TextEncodings

/// What a run would do at one moment, computed and not done.
public struct Plan: Sendable {
  public let now: Instant
  /// The civil day of `now` in the rules' time zone.
  public let day: CivilDate
  /// The digest of the configuration that it was computed from.
  public let configurationDigest: String
  public let recordSets: [RecordSetPlan]

  /// SHA-256 over the canonical JSON of the plan, in hex: two plans with one digest would do the same.
  public var digest: String { Hexadecimal.encode(SHA256.hash(data: jsonValue.canonical)) }

  /// Rows that a run would change, held ones not counted.
  public var dueCount: Int { recordSets.reduce(0) { $0 + $1.dueCount } }

  /// The record sets that a run would refuse or be stopped by.
  public var refusedCount: Int { recordSets.count(where: \.isRefused) }

  /// The record sets of which nobody could count what is due.
  public var uncounted: [String] { recordSets.filter { $0.counts.rows == .unknown }.map(\.name) }

  /// Tells if a guard would stop the run before its first row, and not leave out one record set.
  public var isStopped: Bool { recordSets.contains { $0.refusals.contains(where: \.isGuard) } }

  /// Rows of dependents that would go with them.
  public var dependentCount: Int { recordSets.reduce(0) { $0 + $1.dependentCount } }
}

/// The part of a plan that is about one record set.
public struct RecordSetPlan: Sendable {
  public let name: String
  public let store: String
  public let domain: String
  /// What its rows come to: counted for this plan, or by the survey whose time stands in it. Unknown if they could not be counted.
  public let counts: RecordSetCounts
  public let rules: [RulePlan]
  /// Reasons that keep more rows from being judged than its binding takes without a warning.
  public let unjudged: [UnjudgedRows]
  /// Why a run would refuse the record set, each finding with its remedy; empty where it would run.
  public let refusals: [RecordSetRefusal]
  public let warnings: [SchemaFinding]

  public var dueCount: Int { rules.reduce(0) { $0 + $1.stages.reduce(0) { $0 + $1.due } } }
  /// Rows of dependents that would go with them.
  public var dependentCount: Int {
    rules.reduce(0) { $0 + $1.stages.reduce(0) { $0 + $1.dependents.values.reduce(0, +) } }
  }
  public var isRefused: Bool { !refusals.isEmpty }
  /// Tells if rows are there and not one of them can be judged: that nothing is due says nothing then.
  public var isUnjudged: Bool { !isRefused && counts.isUnjudged }
  /// Why nothing of it could be judged, and what to do.
  public var unjudgedSentence: String { counts.unjudgedSentence }
  /// All rows of the record set; nil if they were not counted.
  var rowCount: Int? { counts.rows.number }
}

/// Why a run does not touch a record set.
public enum RecordSetRefusal: Sendable, Hashable {
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
  case unusual(action: StageAction, due: Int, allowance: VolumeAllowance, configuration: String)
  /// The table has rows that the session does not see, or none at all where the last run saw some.
  case cannotSee(lastRowCount: Int)
  /// While the run went on more rows fell due than its guard allows.
  case cameMeanwhile
  /// Its store, or its archive's, is another one than the journal knows.
  case otherStore(StoreMismatch)
  /// The process died in it so many times in a row that nobody tries again before a person has looked.
  case died(recordSet: String, deaths: Int)
}

/// What one rule says of one record set: every row is counted under one rule only.
public struct RulePlan: Sendable {
  public let rule: String
  public let title: Title
  public let stages: [StagePlan]
  /// Rows that no stage comes to, by reason.
  public let counts: RuleCounts

  public var held: RowCount { stages.map(\.held).sum }
  public var blocked: Int { stages.reduce(0) { $0 + $1.blocked } }
}

/// The rows of a rule that are due for exactly one stage.
public struct StagePlan: Sendable {
  public let action: StageAction
  public let cutoff: Cutoff
  /// Rows that a run would change; at most so many, if nobody knows which are held.
  public let due: Int
  /// Rows that would be due, were they not held; unknown without a journal, which has the holds.
  public let held: RowCount
  /// Rows that would be due, were there not dependents that are held or not due.
  public let blocked: Int
  /// Rows of dependents that would go with those that a run would change, by table.
  public let dependents: [String: Int]
  /// The earliest trigger date among all of them.
  public let oldest: CivilDate?
}
