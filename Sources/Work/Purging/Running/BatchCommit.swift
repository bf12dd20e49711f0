internal import AuditJournal
internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Takes one batch from its durable intent to its outcome: the intent names what is about to be committed, and the outcome says what became of it.
struct BatchCommit {
  private let task: BatchTask
  private let run: RunProgress
  private let store: any RecordStore

  init(_ task: BatchTask, in run: RunProgress, store: any RecordStore) {
    self.task = task
    self.run = run
    self.store = store
  }

  private var context: PurgeContext { run.context }

  /// Makes the intent of an open batch durable.
  ///
  /// - Returns: the batch's name.
  /// - Throws: `JournalError.holdsChanged` if the holds are not those that the batch was tested with.
  func prepare(_ open: any StoreBatch, holdGeneration: Int) throws -> BatchName {
    let files = open.files.isEmpty ? [] : FileKeeping.judged(open.files)
    let time = run.clock()
    try run.checkClock(at: time)
    return try run.journal.prepare(
      try intent(for: open, files: files.count), keys: open.keys,
      BatchCompanions(
        subjects: open.subjects, files: files,
        uses: KeyPinning(context).use(of: task.bound, for: task.action)), holdGeneration: holdGeneration,
      at: time)
  }

  private func intent(for open: any StoreBatch, files: Int) throws -> BatchIntent {
    BatchIntent(
      StageOfRun(
        run: run.run, configuration: context.configuration.digest, domain: task.bound.domain, rule: task.rule,
        action: task.action, recordSet: task.recordSet, store: store.name, cutoff: task.cutoff),
      count: open.keys.count, dependents: open.dependents, files: files, ledger: ledger?.table,
      repeats: task.repeats,
      // A ledger is exact by itself.
      transaction: ledger == nil ? try open.transactionName() : nil, partition: open.partition,
      isFirstRun: task.firstRun != nil, hasDigests: task.bound.recordSet.isKeyless,
      withoutReference: open.withoutReference)
  }

  /// Commits the receiving store first: a crash between the two leaves a moved row in both stores and never in neither.
  func commit(
    _ open: any StoreBatch, receiving: (any ReceivingBatch)?, batch: BatchName
  ) throws {
    do {
      try receiving?.commit(
        recording: archiveLedger.map { LedgerEntry(ledger: $0, batch: batch, at: run.acceptedTime) })
    } catch {
      open.rollback()
      guard error.leavesCommitOpen else {
        try run.journal.deferOutcome(.rolledBack(reason: "the archive did not commit"), of: batch)
        throw error
      }
      // The copies may be there: they are taken back.
      _ = try settleLost(batch)
      throw error
    }
    do {
      try open.commit(
        recording: ledger.map { LedgerEntry(ledger: $0, batch: batch, at: run.acceptedTime) })
      try run.journal.deferOutcome(.committed, of: batch)
    } catch StoreError.replaced(let store, let difference) where receiving == nil {
      // It was found before the commit: the transaction was never made durable in either of the two.
      open.rollback()
      try run.journal.deferOutcome(.rolledBack(reason: "another store is in its place"), of: batch)
      throw StoreError.replaced(store: store, difference: difference)
    } catch StoreError.relatedRowsCame(let store, let recordSet, let table) where receiving == nil {
      open.rollback()
      try run.journal.deferOutcome(.rolledBack(reason: "a row came that dates one of its records"), of: batch)
      throw Self.retried(.relatedRowsCame(store: store, recordSet: recordSet, table: table))
    } catch StoreError.interrupted(let store) where receiving == nil {
      // The store waited for others before it committed, and rolled back for certain when somebody asked to stop.
      open.rollback()
      try run.journal.deferOutcome(
        .rolledBack(reason: "it was to stop before others let it commit"), of: batch)
      throw StoreError.interrupted(store: store)
    } catch let error as StoreError {
      open.rollback()
      // What was committed after all is counted as such.
      guard try settleLost(batch) == .committed else { throw Self.retried(error) }
    }
  }

  /// The same batch once more leaves out the record that has a later date now.
  private static func retried(_ error: StoreError) -> StoreError {
    guard case .relatedRowsCame(let store, _, _) = error else { return error }
    return .conflict(store: store, cause: error.description)
  }

  /// Asks the store what became of a batch whose commit gave an error, for as long as the store may need to come back.
  private func settleLost(_ batch: BatchName) throws -> BatchOutcome? {
    var troubles = 0
    while true {
      do {
        return try Settlement(context).settlePending(
          run.journal, only: batch, clock: run.clock, observe: run.observe)[batch]
      } catch let error as StoreError {
        troubles += 1
        // With one batch open no other begins: it would list the same rows, and both would be taken for what became of them.
        // Once somebody has asked to stop, the store is asked once: the next run settles what is left open.
        guard BatchPatience.mayPass(error, troubles: troubles), !context.work.stop.isRequested else {
          throw RunError.unsettled(
            batch: batch, reason: "\(error); the next run asks its store again before it changes anything")
        }
        try BatchPatience.pause(troubles, context.work)
      }
    }
  }

  private var ledger: Ledger? { context.bindings.ledger(ofStore: store.name) }

  /// The ledger of the store that rows are moved to.
  private var archiveLedger: Ledger? {
    context.bindings.archive(of: task.bound).flatMap { context.bindings.ledger(ofStore: $0.store) }
  }
}
