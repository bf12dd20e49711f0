package import AuditJournal
package import CivilTime
internal import JSONText
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// What a person says of a batch whose rows do not tell.
package enum SettlingDecision: String, Sendable, CaseIterable {
  case committed
  case notCommitted = "not-committed"
}

extension Engine {
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

  /// Records what became of a batch; it is made durable with the next intent, or at the run's end.
  func settle(batch: String, as outcome: BatchOutcome, in journal: AuditJournal) throws {
    try journal.deferOutcome(outcome, of: batch)
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
    _ journal: AuditJournal, only: String? = nil, leavingOut: Bool = false, clock: () -> Instant,
    observe: (RunEvent) -> Void
  ) throws -> [String: BatchFate] {
    var fates: [String: BatchFate] = [:]
    for pending in try journal.pendingBatches() where only == nil || pending.batch == only {
      try stopIfDeadly(pending, journal)
      let engine = try self.engine(under: pending.intent.configuration, journal: journal)
      let verdict: Recovery
      let otherStore: String?
      do {
        (verdict, otherStore) = try journal.working(on: pending.intent.recordSet, settling: pending.batch) {
          try engine.recover(pending, now: clock())
        }
      } catch let error as StoreError where leavingOut {
        leaveOut(after: error)
        leftOut[pending.intent.store] = .unsettled(
          store: pending.intent.store, batch: pending.batch, cause: "\(error)")
        continue
      }
      try journal.settle(batch: pending.batch, recovered: verdict, at: clock())
      observe(.recovered(batch: pending.batch, verdict: verdict.description))
      fates[pending.batch] = verdict.fate
      if case .indeterminate = verdict.fate {
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
  ///   - withoutStore: whether the word holds also where the store does not answer, because it is gone for good. A store that answers is heard.
  /// - Throws: `JournalError.unknownBatch` where no such batch is open, and `RunError.contradicted` where rows are there that a commit would have
  ///   taken away.
  package func settle(
    _ batch: String, as decision: SettlingDecision, by: String, reason: String, withoutStore: Bool = false,
    at now: Instant
  ) throws -> Recovery {
    guard let journal, let pending = try journal.pendingBatches().first(where: { $0.batch == batch }) else {
      throw JournalError.unknownBatch(batch)
    }
    let engine = try self.engine(under: pending.intent.configuration, journal: journal)
    let verdict: Recovery
    do {
      verdict = try engine.recover(
        pending, now: journal.acceptedTime(for: now), decided: (decision, by, reason)
      ).verdict
    } catch let error as StoreError where withoutStore && error.isSilence {
      verdict = Recovery(decision, by: by, reason: reason, found: nil)
    }
    try journal.settle(batch: batch, recovered: verdict, at: now)
    return verdict
  }

  func engine(under digest: String, journal: AuditJournal) throws -> Engine {
    guard digest != configuration.digest else { return self }
    guard let approval = try journal.approval(for: digest) else {
      throw RunError.unsettled(batch: "", reason: "the journal has no configuration \(digest.prefix(16))")
    }
    let earlier = try Configuration.load(
      rules: approval.rules, rulesFile: "rules of \(digest.prefix(16))", stores: approval.stores,
      storesFile: "stores of \(digest.prefix(16))", baseDirectory: approval.baseDirectory,
      companions: .skip, standing: .approved)
    let engine = Engine(
      configuration: earlier, journal: journal, keys: keys, openStore: openStore, kernelClock: kernelClock)
    // What this engine has waited for in vain the other one need not.
    engine.leftOut = leftOut.filter { name, _ in
      engine.definition(ofStore: name).map { $0 == definition(ofStore: name) } ?? false
    }
    return engine
  }

  /// - Parameter decided: what holds where neither a ledger, a log nor the rows can tell, and who said so.
  /// - Returns: also why the rows prove nothing, if another store was accepted since.
  private func recover(
    _ pending: PendingBatch, now: Instant,
    decided: (decision: SettlingDecision, by: String, reason: String)? = nil
  ) throws -> (verdict: Recovery, otherStore: String?) {
    guard let bound = boundRecordSet(named: pending.intent.recordSet),
      let action = StageAction(rawValue: pending.intent.action)
    else {
      throw RunError.unsettled(
        batch: pending.batch, reason: "its configuration has no record set \(pending.intent.recordSet)")
    }
    let store = try changeableStore(named: bound.recordSet.store)
    let day = schedule.timeZone.civilDate(at: now)
    let target = action == .archive ? archive(of: bound) : nil
    let change = try change(for: action, of: bound, sink: nil, on: day, at: now)
    var (fate, method) =
      try recordedFate(of: pending, in: store)
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
    if case .indeterminate(let present, let changed, let absent) = fate, let decided {
      // A transaction is atomic: rows that it would have taken away and that are there say that it was not committed, or that somebody made them again.
      if decided.decision == .committed, action != .pseudonymise, present > 0 {
        throw RunError.contradicted(batch: pending.batch, rows: pending.keys.count, present: present)
      }
      let settled = Recovery(
        decided.decision, by: decided.by, reason: decided.reason,
        found: SettlingWord.Found(present: present, changed: changed, absent: absent))
      (fate, method, word) = (settled.fate, settled.method, settled.decision)
    }
    var copies = 0
    if fate == .notCommitted, let target, target.store != bound.recordSet.store {
      // The move's first half may have been committed: take the copies back, so that all is as before the batch.
      let kept = try store.presentKeys(pending.keys, in: bound.recordSet)
      let archive = try changeableStore(named: target.store)
      // Those that are still on their way are kept from arriving.
      if let ledger = ledger(ofStore: target.store), try archive.review(ledger).isEmpty {
        _ = try archive.settle(pending.batch, in: ledger)
      }
      copies = try archive.removeCopies(of: kept, from: target)
    }
    return (Recovery(fate: fate, method: method, copiesRemoved: copies, decision: word), otherStore)
  }

  /// What the store's log says of the transaction, and what its rows say: where both know, they must agree.
  private func probedFate(
    of pending: PendingBatch, _ change: Change, on recordSet: RecordSet, in store: any RecordStore
  ) throws -> (fate: BatchFate, method: String) {
    let logged = try pending.intent.transaction.flatMap { try store.fate(ofTransaction: $0) }
    let probed = try store.fate(of: change, on: recordSet, keys: pending.keys)
    guard let logged else { return (probed, "asked the store for the batch's keys") }
    let method = "asked the store's log for the transaction, and the store for the batch's keys"
    switch (logged, probed) {
    // Somebody changed some of the rows since; the log knows.
    case (_, .indeterminate): return (logged, method)
    case _ where logged == probed: return (logged, method)
    default:
      let present = try store.presentKeys(pending.keys, in: recordSet).count
      let isDone = if case .pseudonymise = change { probed == .committed } else { false }
      return (
        .indeterminate(
          present: present, changed: isDone ? present : 0, absent: pending.keys.count - present), method
      )
    }
  }

  /// What the ledger says, which the batch's own transaction wrote; nil without one.
  private func recordedFate(
    of pending: PendingBatch, in store: any RecordStore
  ) throws -> (fate: BatchFate, method: String)? {
    // A ledger that was dropped or changed since says nothing of the batch: the keys still do.
    guard let table = pending.intent.ledger else { return nil }
    let ledger = Ledger(table: table, journal: bindings.journal.origin)
    guard try store.review(ledger).isEmpty else { return nil }
    return (try store.settle(pending.batch, in: ledger) ? .committed : .notCommitted, Self.ledgerMethod)
  }

  private static let ledgerMethod = "ledger"

  /// Says that somebody accepted another store in the place of the one that a batch was made in: what is missing there proves nothing. Nil where nobody did.
  private func identitySince(_ pending: PendingBatch, in store: String) throws -> String? {
    guard let journal, let place = definition(ofStore: store)?.place, let identity = identities[store],
      let then = try journal.store(
        named: store, at: place, before: AuditJournal.entry(ofBatch: pending.batch)),
      then.identity != identity
    else { return nil }
    return
      "store \(store) was accepted as another one since the batch was made, and its rows are not there, which proves nothing"
  }

  /// Ends what a crash left prepared in a store before its intent was written.
  func endStrays() {
    for definition in bindings.stores {
      guard case .server(let address) = definition.engine, address.isTwoPhase else { continue }
      // A store that is away is refused by the plan, and asked again by the next run.
      try? changeableStore(named: definition.name).endStrays()
    }
  }
}

extension Recovery {
  /// What a person says, with what the store had of the batch's rows.
  fileprivate init(
    _ decision: SettlingDecision, by: String, reason: String, found: SettlingWord.Found?
  ) {
    let word = SettlingWord(by: by, reason: reason, found: found)
    self.init(
      fate: decision == .committed ? .committed : .notCommitted, method: word.method, copiesRemoved: 0,
      decision: word)
  }
}

extension StoreError {
  /// Tells if the store said nothing at all.
  fileprivate var isSilence: Bool {
    switch self {
    case .unavailable, .lost, .timedOut: true
    default: false
    }
  }
}
