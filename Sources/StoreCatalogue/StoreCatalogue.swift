public import CalendarExpressions
public import CivilTime
internal import JSONText
public import Pseudonyms
public import RecordStores
public import RetentionPolicy

/// The administrator's file, checked against the schedule: whatever it says can be applied.
public struct StoreCatalogue: Sendable {
  public let journal: JournalSettings
  public let keys: KeySources
  /// When the service runs; each in the rules' time zone unless it names another.
  public let calendar: [CalendarExpression]
  /// When the service surveys the record sets; empty for never.
  public let surveys: [CalendarExpression]
  public let clock: ClockSettings
  public let stores: [StoreDefinition]
  public let recordSets: [BoundRecordSet]
  /// Where the records of domains are that no record set serves: by domain, `*` for all others.
  public let elsewhere: [String: String]

  /// Tells if somebody said where else the domain's records are.
  public func isElsewhere(_ domain: String) -> Bool { elsewhere[domain] != nil || elsewhere["*"] != nil }

  /// The next time of the calendar `survey`; nil for never.
  public func nextSurvey(after time: Instant, in zone: TimeZone) -> Instant? {
    surveys.compactMap { $0.next(after: time, in: zone) }.min()
  }
}

/// Where the journal is and what it is called.
public struct JournalSettings: Hashable, Sendable {
  public let path: String
  /// A URL without its scheme.
  public let origin: String
  /// The folder of tiles, entry bundles and checkpoints that auditors copy, extended after each run.
  public let directory: String
  /// After how many entries another key signs, and the one before is erased; nil where keys change by hand only.
  public let epochEntries: Int?
  /// Who outside sees its checkpoints; nil for nobody.
  public let anchors: AnchorSettings?
  /// When the service verifies it whole; empty for never.
  public let verification: [CalendarExpression]
}

/// Where the keys are.
public struct KeySources: Hashable, Sendable {
  public let signing: KeySource
  public let evidence: KeySource
  /// The evidence keys before it, which holds and batches of their turns are under.
  public let formerEvidence: [KeySource]
  /// For each domain, its versions.
  public let pseudonyms: [String: [PseudonymKey]]

  public struct PseudonymKey: Hashable, Sendable {
    public let version: Int
    public let source: KeySource
    /// The key of somebody else, under which every digest is made again; nil where one holder is enough.
    public let second: KeySource?

    public var sources: [KeySource] { [source] + (second.map { [$0] } ?? []) }
  }
}

/// One database.
public struct StoreDefinition: Hashable, Sendable {
  public enum Engine: Hashable, Sendable {
    /// - Parameter busySeconds: how long to wait for an application's lock.
    case sqlite(path: String, busySeconds: Double)
    case server(ServerAddress)
    /// A folder of documents.
    case documents(path: String)
  }

  public let name: String
  public let engine: Engine
  /// The table in which its administrator lets each batch leave its name; nil for none.
  public let ledger: String?
}

/// One table bound to a domain.
public struct BoundRecordSet: Sendable {
  public let recordSet: RecordSet
  public let domain: String
  public let events: [String: EventColumn]
  public let facts: [String: FactBinding]
  /// What pseudonymising does to each column.
  public let changes: [ColumnSpecification]
  /// Set where rows are anonymised: what they must be to each other.
  public let anonymity: Anonymity?
  /// The record set that it archives into.
  public let archive: String?
  /// Tells if another record set archives into it: its rows have had that stage.
  public let isArchive: Bool
  public let limits: VolumeLimits
  public let warningShares: WarningShares
  public let batch: BatchLimit
  /// How many of its rows the first run under an approval that changed its rules or its binding may change; nil for any number.
  public let firstRunRows: Int?

  /// Tells if the binding says all that a stage needs. The loader demands it, but of rules without a period.
  public func canTake(_ action: StageAction) -> Bool {
    switch action {
    case .archive: archive != nil && !isArchive
    case .pseudonymise: !changes.isEmpty
    case .delete: true
    }
  }
}

/// A column and what becomes of it.
public struct ColumnSpecification: Hashable, Sendable {
  public let column: String
  public let transform: TransformSpecification
}

/// More than this is not purged without a look.
public struct VolumeLimits: Hashable, Sendable {
  public let maximumRows: Int?
  /// Of all rows, from 0 to 1.
  public let maximumShare: Double?

  /// Tells if the file has no guard for the record set, so that the one of its approval applies.
  public var areUnset: Bool { maximumRows == nil && maximumShare == nil }
}
