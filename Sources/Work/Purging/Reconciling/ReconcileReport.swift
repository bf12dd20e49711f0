package import AuditJournal
package import JSONText
package import RecordStores
package import Words

/// What `reconcile --purge` did.
package struct ReconcileReport: Sendable {
  package let run: RunName
  package let status: RunEnding
  package let found: Reconciliation
  package let changed: [RunReport.Line]
  /// Record sets that were left, those of `found` included.
  package let refused: [(recordSet: RecordSetName, refusal: RecordSetRefusal)]
  package let setAsideCount: Int
  /// Rows that were left because too few are like them, by rule.
  package let tooFew: [TooFewRows]
  /// Rows that were left because others had them locked, by rule.
  package let locked: [LockedRows]
  /// What became of the files of the rows that were changed, and of those that were left before, by record set.
  package let files: [RecordSetName: FileOutcome]
  package let scrub: [(store: StoreName, scrub: PhysicalScrub)]

  package var changedCount: Int { changed.reduce(0) { $0 + $1.count } }

  /// For scripts.
  package var jsonValue: JSONValue {
    .object([
      "run": .string(run.rawValue), "status": .string(status.journalWord), "plan": found.jsonValue,
      "changed": .array(changed.map(\.jsonValue)),
      "refused": .array(
        refused.map {
          .object(["recordSet": .string($0.recordSet.rawValue), "reason": .string($0.refusal.description)])
        }),
      "setAside": .integer(setAsideCount),
      "tooFew": .array(tooFew.map(\.jsonValue)),
      "locked": .array(locked.map(\.jsonValue)),
      "files": .object(files.byText.mapValues(\.jsonValue)),
    ])
  }
}
