package import CivilTime
package import RecordStores
internal import SQLite
internal import TransparencyLog
package import Words

extension AuditJournal {
  /// Makes a batch's intent durable, with the evidence of its records and, sealed, their keys.
  ///
  /// Outcomes that were deferred are appended first, in the same transaction.
  ///
  /// - Returns: the batch's name.
  /// - Throws: `JournalError.holdsChanged` if the holds are no longer those that the batch was tested against. After any
  ///   error the store's change must be rolled back.
  package func prepare(
    _ intent: BatchIntent, keys: KeyList, _ companions: BatchCompanions = BatchCompanions(),
    holdGeneration: Int, at time: Instant
  ) throws -> BatchName {
    try companions.check(against: intent, keys: keys)
    let (subjects, files, uses) = (companions.subjects, companions.files, companions.uses)
    var intent = intent
    if !uses.keys.isEmpty { intent.keyVersions = uses.versions }
    // Before the journal's lock, under which others wait: for the name that the batch will have, unless another process appends meanwhile.
    let expected = size + deferred.count + deferredFiles.count
    var told = subjects.map { subjectEvidence($0, intent, at: expected) }
    let evidence = RowEvidence(
      keys: keys, store: intent.store, recordSet: intent.recordSet, evidenceKey: evidenceKey)
    return try write(at: time) {
      guard try self.holdGeneration() == holdGeneration else { throw JournalError.holdsChanged }
      try appendDeferred(at: time)
      try pin(uses, at: time)
      let index = size
      let batch = BatchName(entry: index)
      if index != expected { told = subjects.map { subjectEvidence($0, intent, at: index) } }
      try appendInTransaction(
        [
          .batchPrepared(
            intent, batch: batch, rowsRoot: Hexadecimal.encode(evidence.root.bytes),
            evidenceKey: evidenceKey.id, subjects: told?.roots)
        ], at: time)
      try add(
        sealed: try SealedKeys.seal(keys, batch: batch.rawValue, with: evidenceKey),
        locators: evidence.locators,
        files: files.isEmpty ? nil : try seal(files, of: batch), at: index)
      if let told { try add(told, at: index) }
      if intent.isFirstRun { firstRunEntries.insert(index) }
      return batch
    }
  }

  /// Keeps a batch's sealed keys and files until it has its outcome, and its evidence for good.
  private func add(sealed: [UInt8], locators: [UInt8], files: [UInt8]?, at index: Int) throws {
    let insert = try connection.prepare(
      "INSERT INTO batch (entry, sealed, locators, files) VALUES (?1, ?2, ?3, ?4)")
    insert.bind(1, Int64(index))
    insert.bind(2, blob: sealed)
    insert.bind(3, blob: locators)
    insert.bind(4, optional: files)
    try insert.run()
    try set(
      LiveBatch(outcome: nil, sealed: LiveBatch.hash(of: sealed), files: LiveBatch.hash(of: files)), at: index
    )
  }

  private func add(_ evidence: SubjectEvidence, at index: Int) throws {
    let insert = try connection.prepare(
      "INSERT INTO batch_subject (entry, subjects, dependents) VALUES (?1, ?2, ?3)")
    insert.bind(1, Int64(index))
    insert.bind(2, blob: evidence.subjects)
    insert.bind(3, blob: evidence.dependents)
    try insert.run()
  }

  private func subjectEvidence(_ subjects: BatchSubjects, _ intent: BatchIntent, at index: Int)
    -> SubjectEvidence
  {
    SubjectEvidence(
      subjects, batch: BatchName(entry: index), store: intent.store, evidenceKey: evidenceKey)
  }

  /// Makes the tags of subjects that a batch is given to `prepare` with.
  package var subjectTagging: any SubjectTagging { EvidenceTagging(evidenceKey: evidenceKey) }

  /// Keeps a batch's outcome for the next transaction: a crash before it is settled by asking the store.
  package func deferOutcome(_ outcome: BatchOutcome, of batch: BatchName) throws {
    deferred.append((try Self.index(of: batch), outcome))
  }

  /// Appends the outcomes that were deferred.
  package func settleDeferred(at time: Instant) throws {
    if !deferred.isEmpty || !deferredFiles.isEmpty { try write(at: time) { try appendDeferred(at: time) } }
  }

  private func appendDeferred(at time: Instant) throws {
    for (entry, outcome) in deferred {
      try appendInTransaction([.batchOutcome(batch: BatchName(entry: entry), outcome)], at: time)
      try close(
        entry, outcome,
        keepsKeys: outcome == .committed && firstRunEntries.contains(entry))
    }
    deferred.removeAll()
    for (batch, outcome) in deferredFiles { try append(outcome, of: batch, at: time) }
    deferredFiles.removeAll()
  }

  /// Records how an open batch was settled after a crash.
  package func settle(batch: BatchName, recovered recovery: Recovery, at time: Instant) throws {
    let entry = try Self.index(of: batch)
    if let word = recovery.decision {
      try JournalText.check(word.reason, "reason", mayBeBlank: false)
      try JournalText.check(word.by ?? "", "by")
    }
    try write(at: time) {
      deferred.removeAll { $0.entry == entry }
      try appendInTransaction([.batchRecovered(batch: batch, recovery)], at: time)
      // What cannot be settled stays open, keys and all, until a person has looked.
      if recovery.outcome.isOpen { return }
      let intent = try intent(of: entry).intent
      try close(entry, recovery.outcome, keepsKeys: intent.isFirstRun && recovery.outcome == .committed)
    }
  }

  /// - Parameter keepsKeys: for a look at a first run.
  private func close(_ entry: Int, _ outcome: BatchOutcome, keepsKeys: Bool) throws {
    let update = try connection.prepare(
      """
      UPDATE batch SET outcome = ?2, sealed = CASE WHEN ?3 THEN sealed END, files = CASE WHEN ?2 = 'committed' THEN files END
      WHERE entry = ?1 AND outcome IS NULL
      """)
    update.bind(1, Int64(entry))
    update.bind(2, outcome.word)
    update.bind(3, Int64(keepsKeys ? 1 : 0))
    try update.run()
    guard connection.changes == 1, var live = tables.batches[entry], live.outcome == nil else {
      throw JournalError.unknownBatch(BatchName(entry: entry))
    }
    live.outcome = outcome.word
    if !keepsKeys { live.sealed = nil }
    if outcome != .committed { live.files = nil }
    try set(live, at: entry)
  }

  /// Every intent without outcome, in order.
  package func pendingBatches() throws -> [PendingBatch] {
    let deferredEntries = Set(deferred.map(\.entry))
    return try inOneRead {
      try openBatches().filter { !deferredEntries.contains($0) }.map { index in
        let batch = BatchName(entry: index)
        guard let intent = BatchIntent(try entry(at: index).data) else {
          throw JournalError.damaged("entry \(index) is no intent")
        }
        return PendingBatch(
          batch: batch, intent: intent,
          keys: try SealedKeys.open(
            sealedKeys(ofBatchAt: index), batch: batch.rawValue,
            with: evidenceKey(ofBatchAt: index, for: "open \(batch)")))
      }
    }
  }

  /// Returns the index of a batch's intent, or refuses what is no batch's name.
  package static func index(of batch: BatchName) throws -> Int {
    guard let index = batch.entry else { throw JournalError.unknownBatch(batch) }
    return index
  }

  /// A record's locator, in hexadecimal.
  package func locator(store: StoreName, recordSet: RecordSetName, key: some Sequence<UInt8>) -> String {
    Hexadecimal.encode(evidenceKey.locator(store: store, recordSet: recordSet, key: key))
  }
}
