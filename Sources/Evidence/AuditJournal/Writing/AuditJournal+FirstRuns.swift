package import CivilTime
package import RecordStores
internal import SQLite
package import Words

/// A batch of a first run, with the keys of its records for a look.
package struct FirstRunBatch: Sendable {
  package let batch: BatchName
  package let intent: BatchIntent
  package let time: Instant
  package let keys: KeyList
}

extension AuditJournal {
  /// Records the word to go on, and drops the keys that were kept for it.
  package func record(_ word: FirstRunWord, at time: Instant) throws {
    try JournalText.check(word.reason, "reason", mayBeBlank: false)
    if let by = word.by { try JournalText.check(by, "by") }
    try write(at: time) {
      try appendInTransaction([.firstRunContinued(word)], at: time)
      try dropKeptKeys { try word.recordSets.contains(intent(of: $0).intent.recordSet) }
    }
  }

  /// The batches of first runs, with their keys. Personal data: for a person's eyes, and for no file and no log.
  package func firstRunBatches(_ entries: [Int]) throws -> [FirstRunBatch] {
    try inOneRead {
      try entries.compactMap { index in
        guard try known({ $0.batches[index]?.sealed }) != nil else { return nil }
        let (intent, time) = try intent(of: index)
        return FirstRunBatch(
          batch: BatchName(entry: index), intent: intent, time: time,
          keys: try SealedKeys.open(
            sealedKeys(ofBatchAt: index), batch: BatchName(entry: index).rawValue,
            with: evidenceKey(ofBatchAt: index, for: BatchName(entry: index).rawValue)))
      }
    }
  }

  /// Drops the keys of committed batches that nobody is to look at any more.
  func dropKeptKeys(of isOver: (_ batch: Int) throws -> Bool) throws {
    let over = try tables.batches.filter(\.value.hasKeptKeys).keys.sorted().filter(isOver)
    let update = try connection.prepare("UPDATE batch SET sealed = NULL WHERE entry = ?1")
    for batch in over {
      update.bind(1, Int64(batch))
      try update.run()
      var live = tables.batches[batch]
      live?.sealed = nil
      try set(live, at: batch)
    }
  }
}
