package import AuditJournal
package import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
package import Words

/// Settles batches that a crash or a lost connection left open: none may stay open when another begins.
package struct Settlement {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// A batch must be settled before any other may begin, also in a record set that is passed over. If settling itself is what the process
  /// died of, again and again, a person has to look.
  private func stopIfDeadly(_ pending: PendingBatch, _ journal: AuditJournal) throws {
    let name = pending.intent.recordSet
    guard let death = try journal.lastDeath(inRecordSet: name), death.isPassedOver,
      death.batch == pending.batch
    else { return }
    throw RunError.unsettled(
      batch: pending.batch,
      reason:
        "the process died \(death.deaths) times in a row in record set \(name), the last time while it asked the store what became "
        + "of the batch: the system's log says why; mend that, then run `retentiond record-set resume \(name) --reason TEXT`"
    )
  }

  /// Settles every intent without outcome by asking its store what became of the keys, before any new batch.
  ///
  /// The record set is looked up in the configuration that the batch ran under, which the journal keeps with its approval, so
  /// that an edited stores file cannot leave an intent open.
  ///
  /// A store that does not answer, or that is another one than the batch was made in, keeps its own batches open and no others: rows that are missing
  /// from another database prove nothing.
  ///
  /// - Parameters:
  ///   - only: the one batch that is settled; all that are open if it is nil.
  ///   - leavingOut: whether the stores of batches that stay open are passed over in this run, so that no batch comes after an open one; otherwise
  ///     the error is thrown.
  /// - Returns: each batch's fate.
  @discardableResult
  func settlePending(
    _ journal: AuditJournal, only: BatchName? = nil, leavingOut: Bool = false, clock: () -> Instant,
    observe: (RunEvent) -> Void
  ) throws -> [BatchName: BatchOutcome] {
    var fates: [BatchName: BatchOutcome] = [:]
    for pending in try journal.pendingBatches() where only == nil || pending.batch == only {
      try context.work.check()
      try stopIfDeadly(pending, journal)
      let inquiry = BatchRecovery(try context.under(pending.intent.configuration))
      let recovery: Recovery
      let otherStore: String?
      do {
        (recovery, otherStore) = try journal.working(
          on: pending.intent.recordSet, settling: pending.batch, stop: context.work.stop
        ) {
          try inquiry.recover(pending, now: clock())
        }
      } catch let error as StoreError where leavingOut {
        try context.stores.leaveOut(pending.intent.store, unsettled: pending.batch, cause: error)
        continue
      }
      try journal.settle(batch: pending.batch, recovered: recovery, at: clock())
      observe(.recovered(batch: pending.batch, outcome: recovery.outcome))
      fates[pending.batch] = recovery.outcome
      if recovery.outcome.isOpen {
        throw RunError.unsettled(
          batch: pending.batch,
          reason: (otherStore
            ?? "its rows in record set \(pending.intent.recordSet) are in a state that neither a commit nor a rollback explains")
            + ", and the journal has the finding: compare them with a backup, then "
            + "`retentiond journal settle \(pending.batch) --as committed` or `--as not-committed`")
      }
    }
    return fates
  }

  /// Settles an open batch as a person decided who has looked. Where its store can tell what became of it, that is journalled, and not the decision.
  ///
  /// - Parameters:
  ///   - reason: without naming a person whose records these are.
  ///   - withoutStore: whether the word counts also if the store does not answer, because it is gone for good. A store that answers is heard.
  /// - Throws: `JournalError.unknownBatch` if no such batch is open, and `RunError.contradicted` where rows are there that a commit would have
  ///   taken away.
  package func settle(
    _ batch: BatchName, as decision: SettlingDecision, by: String, reason: String, withoutStore: Bool = false,
    at now: Instant
  ) throws -> Recovery {
    guard let journal = context.journal,
      let pending = try journal.pendingBatches().first(where: { $0.batch == batch })
    else {
      throw JournalError.unknownBatch(batch)
    }
    let inquiry = BatchRecovery(try context.under(pending.intent.configuration))
    let recovery: Recovery
    do {
      recovery = try inquiry.recover(
        pending, now: journal.acceptedTime(for: now), decided: (decision, by, reason)
      ).recovery
    } catch let error as StoreError where withoutStore && error.isSilence {
      recovery = Recovery(decision, by: by, reason: reason, found: nil)
    }
    try journal.settle(batch: batch, recovered: recovery, at: now)
    return recovery
  }

  /// Ends what a crash left prepared in a store before its intent was written.
  func endStrays() {
    for definition in context.bindings.stores where definition.engine.keepsPreparedBatches {
      // A store that is away is refused by the plan, and asked again by the next run.
      try? StoreIdentities(context).changeableStore(named: definition.name).endStrays()
    }
  }
}

extension StoreError {
  /// Tells if the store said nothing at all.
  fileprivate var isSilence: Bool {
    switch self {
    case .unavailable, .lost, .timedOut: true
    case .busy, .rowsLocked, .interrupted, .schema, .schemaChanged, .unlistedChanges, .ignoredChanges,
      .disagreement, .moved, .relatedRowsCame, .notDurable, .constraint, .row, .key, .holdTest, .undecided,
      .conflict,
      .tooLarge, .full, .replaced, .unsettled, .taken, .engine:
      false
    }
  }
}
