internal import AuditJournal
package import CivilTime
internal import RecordStores
internal import StoreBindings
internal import Words

/// Keeps the ledgers of stores, and tells by them which stores were restored (decision 78).
package struct Ledgers {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Days that an entry stays in a ledger. Backups are seldom older, and `reconcile` needs no ledger.
  private static let ledgerDays = 400

  /// The ledger of a store, if its administrator allows one.
  func ledger(ofStore name: StoreName) -> Ledger? {
    context.bindings.stores.first { $0.name == name }?.ledger.map {
      Ledger(table: $0, journal: context.bindings.journal.origin)
    }
  }

  /// What keeps batches of a record set from being recorded in the ledger of its store, and of the one that it is moved to.
  func findings(of bound: BoundRecordSet) throws -> [SchemaFinding] {
    let stores = [bound.recordSet.store] + (context.bindings.archive(of: bound).map { [$0.store] } ?? [])
    return try Set(stores).sorted().flatMap { name in
      let store = try context.stores.store(named: name)
      guard let ledger = context.bindings.ledger(ofStore: name) else {
        return try store.ledgerNeed().map { [$0] } ?? []
      }
      return try store.review(ledger)
    }
  }

  /// Every store that was restored, by its ledger. A store that cannot be asked is left out: the plan refuses it anyway.
  package func restored(at now: Instant) throws -> [RestoredStore] {
    guard let journal = context.journal else { return [] }
    var restored: [RestoredStore] = []
    for definition in context.bindings.stores {
      let missing: [BatchName]
      do {
        missing = try missingBatches(of: definition.name, at: now)
      } catch let error as StoreError {
        try error.heedStop()
        continue
      }
      guard let first = missing.first, let last = missing.last else { continue }
      restored.append(
        RestoredStore(
          store: definition.name, missing: missing.count, first: first,
          since: try journal.intent(of: AuditJournal.index(of: first)).time, last: last))
    }
    return restored
  }

  private func missingBatches(of name: StoreName, at now: Instant) throws -> [BatchName] {
    guard let ledger = context.bindings.ledger(ofStore: name) else { return [] }
    let store = try context.stores.store(named: name)
    guard try store.review(ledger).isEmpty else { return [] }
    return try missingBatches(of: ledger, in: store, at: now)
  }

  /// The batches that the journal has as committed with an entry in the ledger, and that the ledger lacks.
  func missingBatches(of ledger: Ledger, in store: any RecordStore, at now: Instant) throws -> [BatchName] {
    guard let journal = context.journal else { return [] }
    var missing: [BatchName] = []
    // A day less than entries are kept, so that none that was just dropped is missed.
    let start = journal.acceptedTime(for: now).adding(seconds: -(Self.ledgerDays - 1) * 86_400)
    try journal.forEachRecordedBatch(of: store.name, in: ledger.table, since: start) { names in
      let recorded = try store.recorded(names, in: ledger)
      missing += names.filter { !recorded.contains($0) }
    }
    return missing
  }

  /// Says in journal and log which stores were restored. A run goes on all the same: it purges what is due in them, and not
  /// to purge would keep those records longer still.
  func report(_ journal: AuditJournal, at now: Instant, observe: (RunEvent) -> Void) throws {
    for restored in try restored(at: now) {
      try journal.append(
        [
          .storeRestored(
            store: restored.store, missing: restored.missing, first: restored.first, last: restored.last)
        ], at: now)
      observe(.restored(restored))
    }
  }

  /// Records in a store's ledger the batches that a restore took out of it, once what they did has been done again.
  func recordAgain(_ name: StoreName, journal: AuditJournal, at now: Instant) throws {
    guard let ledger = context.bindings.ledger(ofStore: name) else { return }
    let missing = try missingBatches(of: name, at: now)
    let entries = try missing.map { batch in
      LedgerEntry(
        ledger: ledger, batch: batch, at: try journal.intent(of: AuditJournal.index(of: batch)).time)
    }
    try StoreIdentities(context).changeableStore(named: name).maintain(
      ledger, adding: entries, droppingBefore: oldestEntry(at: now))
  }

  /// Keeps the ledgers small.
  func dropOldEntries(at now: Instant) throws {
    for definition in context.bindings.stores {
      guard let ledger = context.bindings.ledger(ofStore: definition.name) else { continue }
      if context.work.mustEnd { return }
      // A store that is away or refused now is tidied after another run.
      try? StoreIdentities(context).changeableStore(named: definition.name).maintain(
        ledger, adding: [], droppingBefore: oldestEntry(at: now))
    }
  }

  private func oldestEntry(at now: Instant) -> Instant { now.adding(seconds: -Self.ledgerDays * 86_400) }
}
