package import AuditJournal
package import CivilTime
package import JSONText
internal import RetentionPolicy
package import Words

/// What came back: records that the journal says are gone, or pseudonymised, and that a restored backup has as they were.
package struct Reconciliation: Sendable {
  /// One rule's stage of one earlier run, in one record set.
  package struct Line: Sendable {
    package let store: StoreName
    /// The run that purged them, and when its first batch here did.
    package let run: RunName
    package let at: Instant
    package let action: StageAction
    /// How many of its batches have come undone, in whole or in part.
    package var batches: Int
    package var counts: ReturnedLine
  }

  /// The digest of the configuration that they would be purged under again.
  package let configurationDigest: ConfigurationDigest
  package let lines: [Line]
  /// Record sets that could not be looked at, or cannot be purged again.
  package let refused: [(recordSet: RecordSetName, refusal: RecordSetRefusal)]
  /// Record sets of the journal that stores.json has no more, with their committed batches: nobody can look at them.
  package let unknown: [(recordSet: RecordSetName, batches: Int)]
  /// Record sets without a key, or that had none before, with the committed batches that list their rows by digests: a row that came back cannot be told from one that is new, and falls due as that one does.
  package let uncompared: [(recordSet: RecordSetName, batches: Int)]
  /// Stores whose ledgers say that they were restored.
  package let restored: [RestoredStore]
  /// Intents without outcome, which the next run settles; their records are not looked at before.
  package let openBatches: Int

  /// The records that `reconcile --purge` would purge again; with those that it keeps unless it is told otherwise.
  package func returnedCount(includingKept: Bool) -> Int {
    lines.reduce(0) { $0 + $1.counts.again - $1.counts.held + (includingKept ? $1.counts.kept : 0) }
  }

  /// The lines of all runs together, as the journal has them.
  var journalLines: [ReturnedLine] {
    var sums: [ReturnedLine] = []
    for line in lines.map(\.counts) {
      if let index = sums.firstIndex(where: { $0.isOfSameRule(as: line) }) {
        sums[index].add(line)
      } else {
        sums.append(line)
      }
    }
    return sums
  }

  /// For scripts.
  package var jsonValue: JSONValue {
    .object([
      "configuration": .string(configurationDigest.rawValue),
      "found": .array(
        lines.map { line in
          .object([
            "recordSet": .string(line.counts.recordSet.rawValue), "store": .string(line.store.rawValue),
            "rule": .string(line.counts.rule.rawValue), "action": .string(line.counts.action.rawValue),
            "run": .string(line.run.rawValue), "at": .string(line.at.iso8601),
            "batches": .integer(line.batches),
            "again": .integer(line.counts.again), "held": .integer(line.counts.held),
            "kept": .integer(line.counts.kept), "new": .integer(line.counts.new),
          ])
        }),
      "refused": .array(
        refused.map {
          .object(["recordSet": .string($0.recordSet.rawValue), "reason": .string($0.refusal.description)])
        }),
      "unknown": .array(
        unknown.map {
          .object(["recordSet": .string($0.recordSet.rawValue), "batches": .integer($0.batches)])
        }),
      "uncompared": .array(
        uncompared.map {
          .object(["recordSet": .string($0.recordSet.rawValue), "batches": .integer($0.batches)])
        }),
      "restored": .array(
        restored.map { store in
          .object([
            "store": .string(store.store.rawValue), "missing": .integer(store.missing),
            "first": .string(store.first.rawValue), "last": .string(store.last.rawValue),
            "since": .string(store.since.iso8601),
          ])
        }),
      "openBatches": .integer(openBatches),
    ])
  }
}

extension ReturnedLine {
  fileprivate func isOfSameRule(as other: ReturnedLine) -> Bool {
    recordSet == other.recordSet && rule == other.rule && action == other.action
  }

  mutating func add(_ other: ReturnedLine) {
    again += other.again
    held += other.held
    kept += other.kept
    new += other.new
  }
}
