package import CalendarExpressions
package import CivilTime
internal import JSONText
package import RecordStores
package import RetentionPolicy
package import Transforms
package import Words

/// The administrator's file, checked against the schedule: whatever it says can be applied.
package struct StoreBindings: Sendable {
  package let journal: JournalSettings
  package let keys: KeySources
  /// When the service runs; each in the rules' time zone unless it names another.
  package let calendar: [CalendarExpression]
  /// When runs may change rows.
  package let windows: RunWindows
  /// Tells if a run that was missed begins at once, and not in the next window.
  package let catchesUpAtOnce: Bool
  /// Seconds after which a run ends between two batches; nil for no limit.
  package let longestRun: Int?
  /// When the service surveys the record sets; empty for never.
  package let surveys: [CalendarExpression]
  package let clock: ClockSettings
  package internal(set) var stores: [StoreDefinition]
  package let recordSets: [BoundRecordSet]
  package let elsewhere: Elsewhere

  /// Tells if somebody said where else the domain's records are.
  package func isElsewhere(_ domain: DomainID) -> Bool {
    elsewhere.byDomain[domain] != nil || elsewhere.ofOthers != nil
  }

  /// The next time of the calendar `survey`; nil for never.
  package func nextSurvey(after time: Instant, in zone: TimeZone) -> Instant? {
    surveys.compactMap { $0.next(after: time, in: zone) }.min()
  }
}

/// Where the records of domains are that no record set serves.
package struct Elsewhere: Hashable, Sendable {
  package internal(set) var byDomain: [DomainID: String] = [:]
  /// Where those of all other such domains are; nil if nobody says.
  package internal(set) var ofOthers: String?
}

/// Where the journal is and what it is called.
package struct JournalSettings: Hashable, Sendable {
  package let path: String
  /// A URL without its scheme.
  package let origin: String
  /// The folder of tiles, entry bundles and checkpoints that auditors copy, extended after each run.
  package let directory: String
  /// After how many entries another key signs, and the one before is destroyed; nil where keys change by hand only.
  package let epochEntries: Int?
  /// Who outside sees its checkpoints; nil for nobody.
  package let anchors: AnchorSettings?
  /// When the service verifies it whole; empty for never.
  package let verification: [CalendarExpression]
}

/// Where the keys are.
package struct KeySources: Hashable, Sendable {
  package let signing: KeySource
  package let evidence: KeySource
  /// The evidence keys before it, which holds and batches of their turns are under.
  package let formerEvidence: [KeySource]
  /// For each domain, its versions.
  package let pseudonyms: [DomainID: [PseudonymKey]]

  package struct PseudonymKey: Hashable, Sendable {
    package let version: Int
    package let source: KeySource
    /// The key of somebody else, under which every digest is made again; nil where one holder is enough.
    package let second: KeySource?

    package var sources: [KeySource] { [source] + (second.map { [$0] } ?? []) }
  }
}

/// One database.
package struct StoreDefinition: Hashable, Sendable {
  package enum Engine: Hashable, Sendable {
    /// - Parameter busySeconds: how long to wait for an application's lock.
    case sqlite(path: String, busySeconds: Double)
    case server(ServerAddress)
    /// A folder of documents.
    case documents(path: String)
  }

  package let name: StoreName
  package let engine: Engine
  /// The table in which its administrator lets each batch leave its name; nil for none.
  package let ledger: String?
  /// The triggers of its tables that somebody has reviewed.
  package let triggers: [ReviewedTrigger]
  /// How runs go easy on it.
  package let pace: PaceSettings
  /// How it is reached by the files that somebody approved, where newer ones have another way; nil otherwise.
  package internal(set) var approvedEngine: Engine?
}

/// One table bound to a domain.
package struct BoundRecordSet: Sendable {
  package let recordSet: RecordSet
  package let domain: DomainID
  package let events: [String: BoundEvent]
  package let facts: [String: FactBinding]
  /// What pseudonymising does to each column.
  package let changes: [ColumnSpecification]
  /// Set where rows are anonymised: what they must be to each other.
  package let anonymity: Anonymity?
  /// What pseudonymising makes of a row.
  package let effect: PseudonymisingEffect
  /// The record set that it archives into.
  package let archive: RecordSetName?
  /// Tells if another record set archives into it: its rows have had that stage.
  package let isArchive: Bool
  package let limits: VolumeLimits
  package let warningShares: WarningShares
  package let batch: BatchLimit
  /// How many of its rows the first run under an approval that changed its rules or its binding may change; nil for any number.
  package let firstRunRows: Int?

  /// Tells if no row can meet both rules: they ask one column for different values, such as `type` for A and for B.
  package func tellsApart(_ left: Rule, _ right: Rule) -> Bool {
    left.when.contains { fact, values in
      guard let others = right.when[fact], let binding = facts[fact], binding.isSingleValued else {
        return false
      }
      return Set(values).isDisjoint(with: others)
    }
  }

  /// Tells if the binding says all that a stage needs. The loader demands it, but of rules without a period.
  package func canTake(_ action: StageAction) -> Bool {
    switch action {
    case .archive: archive != nil && !isArchive
    case .pseudonymise: !changes.isEmpty
    case .delete: true
    }
  }
}

/// A column and what becomes of it.
package struct ColumnSpecification: Hashable, Sendable {
  package let column: String
  package let transform: TransformSpecification
}

/// How much may be purged without somebody's look.
package struct VolumeLimits: Hashable, Sendable {
  package let maximumRows: Int?
  /// The share of all rows, from 0 to 1.
  package let maximumShare: Double?
  /// After so many rows that no batch could change the record set is left out of the run.
  package let maximumFailures: Int

  package static let standardFailures = 1_000

  /// Tells if the file has no guard for the record set, so that the one of its approval applies.
  package var areUnset: Bool { maximumRows == nil && maximumShare == nil }
}
