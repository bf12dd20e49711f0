package import AuditJournal
package import CivilTime
internal import RecordStores
internal import StoreBindings

/// Why no word can be said on a first run.
package enum FirstRunError: Error, Sendable, CustomStringConvertible {
  case nothingWaits
  /// A crash left a batch open, whose keys belong to the look.
  case openBatch(String)
  /// Another run or another word came between the look and the answer.
  case changed

  package var description: String {
    switch self {
    case .nothingWaits:
      "no first run waits for a word: `retentiond status` shows the last run, and `retentiond plan` what the next one would do"
    case .openBatch(let batch):
      "\(batch) was left open by a crash, and may belong to the first run: the next run settles it; look again after it"
    case .changed:
      "what waits is no longer what was shown, because another run or another word came meanwhile, and nothing was said: look at it with `retentiond first-run show`, then answer again"
    }
  }
}

extension Engine {
  /// The record sets whose first run waits for a word, by name.
  package func firstRunWaits() throws -> [FirstRunWait] { waits(in: try volumeGuard()?.standing) }

  func waits(in standing: ApprovalStanding?) -> [FirstRunWait] {
    (standing?.firstRuns ?? [:]).sorted { $0.key < $1.key }.compactMap { name, run in
      run.since.map { FirstRunWait(recordSet: name, changed: run.changed, since: $0) }
    }
  }

  /// The batches of the first runs that wait, with the keys of their records. Personal data: for a terminal alone.
  package func firstRunBatches() throws -> [FirstRunBatch] {
    guard let journal, let standing = try volumeGuard()?.standing else { return [] }
    return try standing.firstRuns.sorted { $0.key < $1.key }.flatMap { _, run in
      run.since == nil ? [] : try journal.firstRunBatches(run.batches)
    }
  }

  /// The columns of a record set's key, as headings for what `firstRunBatches` tells.
  package func keyColumns(of recordSet: String) -> [String] {
    boundRecordSet(named: recordSet)?.recordSet.key ?? []
  }

  /// Says the word to go on: the next run changes whatever is due of these record sets.
  ///
  /// - Parameters:
  ///   - by: who says it.
  ///   - seen: what they looked at; nil where they say so of whatever waits.
  /// - Returns: the record sets that waited.
  package func continueFirstRuns(
    by: String, reason: String, seen: [FirstRunWait]? = nil, at now: Instant
  ) throws -> [String] {
    guard let journal, let standing = try volumeGuard()?.standing else { throw FirstRunError.nothingWaits }
    let waits = waits(in: standing)
    if let seen, seen != waits { throw FirstRunError.changed }
    let names = waits.map(\.recordSet)
    guard !names.isEmpty else { throw FirstRunError.nothingWaits }
    if let open = try journal.pendingBatches().first { throw FirstRunError.openBatch(open.batch) }
    try journal.record(
      FirstRunWord(
        configuration: configuration.digest, approval: standing.approval, recordSets: names, by: by,
        reason: reason), at: now)
    return names
  }

  /// Goes on where a day went by without a word, and says so in the journal.
  func endWaits(
    _ volume: VolumeGuard, journal: AuditJournal, at now: Instant, observe: (RunEvent) -> Void
  ) throws -> VolumeGuard {
    let names = waits(in: volume.standing).filter { $0.until <= now }.map(\.recordSet)
    guard let standing = volume.standing, !names.isEmpty else { return volume }
    try journal.record(
      FirstRunWord(
        configuration: configuration.digest, approval: standing.approval, recordSets: names, by: nil,
        reason: "a day went by without a word"), at: now)
    observe(.firstRunContinued(recordSets: names))
    var volume = volume
    volume.standing?.goOn(names)
    return volume
  }
}
