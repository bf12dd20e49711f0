public import AuditJournal
public import JSONText
public import RecordStores

/// What `reconcile --purge` did.
public struct ReconcileReport: Sendable {
  public let run: String
  public let status: RunReport.Status
  public let found: Reconciliation
  public let changed: [RunReport.Line]
  /// Record sets that were left, those of `found` included.
  public let refused: [(recordSet: String, refusal: RecordSetRefusal)]
  public let setAsideCount: Int
  /// Rows that were left because too few are like them, by rule.
  public let tooFew: [TooFewRows]
  /// Rows that were left because others had them locked, by rule.
  public let locked: [LockedRows]
  /// What became of the files of the rows that were changed, and of those that were left before, by record set.
  public let files: [String: FileOutcome]
  public let erasure: [(store: String, erasure: PhysicalErasure)]

  public var changedCount: Int { changed.reduce(0) { $0 + $1.count } }

  /// For scripts.
  public var jsonValue: JSONValue {
    .object([
      "run": .string(run), "status": .string(status.rawValue), "plan": found.jsonValue,
      "changed": .array(changed.map(\.jsonValue)),
      "refused": .array(
        refused.map {
          .object(["recordSet": .string($0.recordSet), "reason": .string($0.refusal.description)])
        }),
      "setAside": .integer(setAsideCount),
      "tooFew": .array(tooFew.map(\.jsonValue)),
      "locked": .array(locked.map(\.jsonValue)),
      "files": .object(files.mapValues(\.jsonValue)),
    ])
  }
}
