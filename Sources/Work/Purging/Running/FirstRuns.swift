package import AuditJournal
package import CivilTime
internal import RecordStores
internal import StoreBindings
package import Words

/// Tells which first runs wait for a word, and takes the word.
package struct FirstRuns {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// The record sets whose first run waits for a word, by name.
  package func waits() throws -> [FirstRunWait] { Self.waits(in: try VolumeGuard(context)?.standing) }

  static func waits(in standing: ApprovalStanding?) -> [FirstRunWait] {
    (standing?.firstRuns ?? [:]).sorted { $0.key < $1.key }.compactMap { name, run in
      run.since.map { FirstRunWait(recordSet: name, changed: run.changed, since: $0) }
    }
  }

  /// The batches of the first runs that wait, with the keys of their records. Personal data: for a terminal alone.
  package func batches() throws -> [FirstRunBatch] {
    guard let journal = context.journal, let standing = try VolumeGuard(context)?.standing else { return [] }
    return try standing.firstRuns.sorted { $0.key < $1.key }.flatMap { _, run in
      run.since == nil ? [] : try journal.firstRunBatches(run.batches)
    }
  }

  /// The columns of a record set's key, as headings for what `firstRunBatches` tells.
  package func keyColumns(of recordSet: RecordSetName) -> [String] {
    context.bindings.recordSet(named: recordSet)?.recordSet.namedBy ?? []
  }

  /// Says the word to go on: the next run changes whatever is due of these record sets.
  ///
  /// - Parameters:
  ///   - by: who says it.
  ///   - seen: what they looked at; nil if they say so of whatever waits.
  /// - Returns: the record sets that waited.
  package func goOn(
    by: String, reason: String, seen: [FirstRunWait]? = nil, at now: Instant
  ) throws -> [RecordSetName] {
    guard let journal = context.journal, let standing = try VolumeGuard(context)?.standing else {
      throw FirstRunError.nothingWaits
    }
    let waits = Self.waits(in: standing)
    if let seen, seen != waits { throw FirstRunError.changed }
    let names = waits.map(\.recordSet)
    guard !names.isEmpty else { throw FirstRunError.nothingWaits }
    if let open = try journal.pendingBatches().first { throw FirstRunError.openBatch(open.batch) }
    try journal.record(
      FirstRunWord(
        configuration: context.configuration.digest, approval: standing.approval, recordSets: names, by: by,
        reason: reason), at: now)
    return names
  }

  /// Goes on where a day went by without a word, and says so in the journal.
  func endWaits(
    _ volume: VolumeGuard, journal: AuditJournal, at now: Instant, observe: (RunEvent) -> Void
  ) throws -> VolumeGuard {
    let names = Self.waits(in: volume.standing).filter { $0.until <= now }.map(\.recordSet)
    guard let standing = volume.standing, !names.isEmpty else { return volume }
    try journal.record(
      FirstRunWord(
        configuration: context.configuration.digest, approval: standing.approval, recordSets: names, by: nil,
        reason: "a day went by without a word"), at: now)
    observe(.firstRunContinued(recordSets: names))
    var volume = volume
    volume.standing?.goOn(names)
    return volume
  }
}
