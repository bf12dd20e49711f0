internal import AuditJournal
internal import CivilTime
internal import JSONText
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Finds out what became of one open batch, by its store: its ledger, its log, or the rows.
struct BatchRecovery {
  private let context: PurgeContext

  init(_ context: PurgeContext) { self.context = context }

  /// Finds the fate of a batch, and takes copies of a move back if it was not committed.
  ///
  /// - Parameter decided: what counts if neither a ledger, a log nor the rows can tell, and who said so.
  /// - Returns: also why the rows prove nothing, if another store was accepted since.
  func recover(_ pending: PendingBatch, now: Instant, decided: Decision? = nil) throws -> (
    recovery: Recovery, otherStore: String?
  ) {
    let action = pending.intent.action
    guard let bound = context.bindings.recordSet(named: pending.intent.recordSet) else {
      throw RunError.unsettled(
        batch: pending.batch, reason: "its configuration has no record set \(pending.intent.recordSet)")
    }
    let store = try StoreIdentities(context).changeableStore(named: bound.recordSet.store)
    let day = context.schedule.timeZone.civilDate(at: now)
    let change = try StageChanges(context).change(for: action, of: bound, sink: nil, on: day, at: now)
    let recorded = try recordedFate(of: pending, in: store, at: now)
    if recorded == nil, bound.recordSet.isKeyless || pending.intent.hasDigests {
      return (try decidedAlone(pending, by: decided), nil)
    }
    var (fate, method) =
      try recorded
      ?? probedFate(of: pending, change, on: bound.recordSet, in: store)
    let otherStore =
      fate == .committed && method != Self.ledgerMethod
      ? try identitySince(pending, in: bound.recordSet.store) : nil
    if let otherStore {
      let present = try store.presentKeys(pending.keys, in: bound.recordSet).count
      fate = .indeterminate(
        present: present, changed: action == .pseudonymise ? present : 0,
        absent: pending.keys.count - present)
      method = otherStore
    }
    var word: SettlingWord?
    if let decided, let settled = try settled(pending, action, fate, by: decided) {
      (fate, method, word) = (settled.outcome, settled.method, settled.decision)
    }
    let copies =
      fate == .notCommitted && action == .archive ? try removeCopies(of: pending, from: bound, in: store) : 0
    return (Recovery(outcome: fate, method: method, copiesRemoved: copies, decision: word), otherStore)
  }

  /// What a person decided, why, and who.
  typealias Decision = (decision: SettlingDecision, by: String, reason: String)

  /// Returns what a person decided of a batch whose rows do not tell; nil if they do.
  private func settled(
    _ pending: PendingBatch, _ action: StageAction, _ fate: BatchOutcome, by decided: Decision
  ) throws -> Recovery? {
    guard case .indeterminate(let present, let changed, let absent) = fate else { return nil }
    // A transaction is atomic: rows that it would have taken away and that are there say that it was not committed, or that somebody made them again.
    if decided.decision == .committed, action != .pseudonymise, present > 0 {
      throw RunError.contradicted(batch: pending.batch, rows: pending.keys.count, present: present)
    }
    return Recovery(
      decided.decision, by: decided.by, reason: decided.reason,
      found: SettlingWord.Found(present: present, changed: changed, absent: absent))
  }

  /// What a person says of a batch of rows without keys, if its ledger does not tell: nothing else does, since an equal row may have been there before, or have come since.
  ///
  /// - Throws: `RunError.unsettled` if nobody has said anything.
  private func decidedAlone(_ pending: PendingBatch, by decided: Decision?) throws -> Recovery {
    guard let decided else {
      throw RunError.unsettled(
        batch: pending.batch,
        reason:
          "the rows of record set \(pending.intent.recordSet) have no key, so that only the ledger tells what became of it, and the ledger \(pending.intent.ledger ?? "") of store "
          + "\(pending.intent.store) is not there as it was: put it back, or look at the table and then "
          + "`retentiond journal settle \(pending.batch) --as committed` or `--as not-committed`")
    }
    return Recovery(decided.decision, by: decided.by, reason: decided.reason, found: nil)
  }

  /// Takes back the copies of a move to another store: its first half may have been committed, and all is to be as before the batch.
  ///
  /// - Returns: how many there were.
  private func removeCopies(
    of pending: PendingBatch, from bound: BoundRecordSet, in store: any RecordStore
  ) throws -> Int {
    guard let target = context.bindings.archive(of: bound), target.store != bound.recordSet.store else {
      return 0
    }
    let kept = try store.presentKeys(pending.keys, in: bound.recordSet)
    let archive = try StoreIdentities(context).changeableStore(named: target.store)
    // Those that are still on their way are kept from arriving.
    if let ledger = context.bindings.ledger(ofStore: target.store), try archive.review(ledger).isEmpty {
      _ = try archive.settle(pending.batch, in: ledger)
    }
    return try archive.removeCopies(of: kept, from: target)
  }

  /// Returns what the store's log says of the transaction, and its rows. If both know, they must agree.
  private func probedFate(
    of pending: PendingBatch, _ change: Change, on recordSet: RecordSet, in store: any RecordStore
  ) throws -> (fate: BatchOutcome, method: String) {
    let logged = try pending.intent.transaction.flatMap { try store.fate(ofTransaction: $0) }
    let probed = try store.fate(of: change, on: recordSet, keys: pending.keys)
    guard let logged else { return (probed, "asked the store for the batch's keys") }
    let method = "asked the store's log for the transaction, and the store for the batch's keys"
    // An indeterminate answer of the keys: somebody changed some of the rows since, and the log knows.
    if probed.isOpen || logged == probed { return (logged, method) }
    let present = try store.presentKeys(pending.keys, in: recordSet).count
    let isDone = if case .pseudonymise = change { probed == .committed } else { false }
    return (
      .indeterminate(present: present, changed: isDone ? present : 0, absent: pending.keys.count - present),
      method
    )
  }

  /// Returns what the ledger says, which the batch's own transaction wrote; nil without one.
  private func recordedFate(
    of pending: PendingBatch, in store: any RecordStore, at now: Instant
  ) throws -> (fate: BatchOutcome, method: String)? {
    // A ledger that was dropped or changed since says nothing of the batch: the keys still do.
    guard let table = pending.intent.ledger else { return nil }
    let ledger = Ledger(table: table, journal: context.bindings.journal.origin)
    guard try store.review(ledger).isEmpty else { return nil }
    if try store.settle(pending.batch, in: ledger) { return (.committed, Self.ledgerMethod) }
    // One that lacks batches of which the journal has the commit was made anew, emptied or put back: what else it lacks proves nothing.
    let isWhole = try Ledgers(context).missingBatches(of: ledger, in: store, at: now).isEmpty
    return isWhole ? (.notCommitted, Self.ledgerMethod) : nil
  }

  private static let ledgerMethod = "ledger"

  /// Says that somebody accepted another store in the place of the one that a batch was made in: what is missing there proves nothing. Nil if nobody did.
  private func identitySince(_ pending: PendingBatch, in store: StoreName) throws -> String? {
    guard let journal = context.journal, let place = context.bindings.store(named: store)?.knownPlace,
      let identity = context.stores.identities[store],
      let then = try journal.store(
        named: store, at: place, before: AuditJournal.index(of: pending.batch)),
      then.identity != identity
    else { return nil }
    return
      "store \(store) was accepted as another one since the batch was made, and its rows are not there, which proves nothing"
  }
}
