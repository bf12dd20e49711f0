internal import AuditJournal
internal import CivilTime
internal import Glibc
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// The batches of one rule's stage in one record set, in the order that leaves no change unexplained:
/// change, durable intent, commit, outcome.
final class BatchLoop {
  let run: RunProgress
  let bound: BoundRecordSet
  let store: any RecordStore
  var selection: Selection
  let rule: String
  let action: StageAction
  /// The rule's cutoff as the intent has it.
  let cutoff: String
  /// The batch that purged the rows before, if a restore brought them back.
  let repeats: String?
  /// What the record set's first run may still change; nil where it is in none.
  private let firstRun: FirstRunAllowance?
  /// What the guard on volume lets the run change; nil where there is none.
  private let budget: RowBudget?
  /// The keys of rows that others have locked, which count as held until they are asked for again, and how many records in a row could not be had.
  var locked: Set<[UInt8]> = []
  var lockOuts = 0

  init(
    run: RunProgress, bound: BoundRecordSet, store: any RecordStore, selection: Selection, rule: String,
    action: StageAction, cutoff: String, repeats: String? = nil, firstRun: FirstRunAllowance? = nil,
    budget: RowBudget? = nil
  ) {
    self.run = run
    self.bound = bound
    self.store = store
    self.selection = selection
    self.selection.tagging = run.journal.subjectTagging
    self.rule = rule
    self.action = action
    self.cutoff = cutoff
    self.repeats = repeats
    self.firstRun = firstRun
    self.budget = budget
  }

  /// So many times in a row a batch may meet a lost connection or another transaction: about twenty seconds.
  private static let patience = 8

  private var context: PurgeContext { run.context }

  /// How the batches end.
  enum Ending {
    case finished, stopped
  }

  /// The end of one batch.
  private enum Step {
    case committed, retry, finished
    /// Nothing was changed, and the next rows are another batch's.
    case passedOver
  }

  /// Goes on until only locked rows are left.
  func changeAll() throws -> Ending {
    var limit = bound.batch
    while true {
      if run.stop.isRequested { return .stopped }
      if let firstRun {
        if firstRun.isSpent(for: action) { return .finished }
        limit.rows = min(limit.rows, firstRun.rows)
      }
      if let budget {
        guard budget.rows > 0 else {
          guard try nextKey() == nil else { throw BudgetSpent() }
          return .finished
        }
        limit.rows = min(limit.rows, budget.rows)
      }
      do {
        switch try patiently(limit: limit) {
        case .finished: return try joinWaiting()
        case .retry: continue
        case .committed:
          looks = 0
          lockOuts = 0
          limit.rows = min(bound.batch.rows, limit.rows * 2)
        case .passedOver:
          firstRun?.pass()
          limit.rows = min(bound.batch.rows, limit.rows * 2)
        }
      } catch let error as StoreError where isLock(error) {
        observeRetry(rows: limit.rows, reason: error.description)
        // They were waited for once; the record whose rows they are is found without.
        limit.waitsForLocks = false
        if limit.rows > 1 {
          limit.rows /= 2
        } else if try !noteLockedNext(error) {
          return try joinWaiting()
        }
      } catch let error as StoreError where isWorthSplitting(error) {
        observeRetry(rows: limit.rows, reason: error.description)
        if limit.rows > 1 {
          limit.rows /= 2
        } else if try !setAsideNext(reason: error.description) {
          // To see that nothing is left takes longer than a batch may.
          return try joinWaiting()
        }
      }
    }
  }

  /// One batch, tried again while others are in its way.
  private func patiently(limit: BatchLimit) throws -> Step {
    var troubles = 0
    while true {
      do {
        return try batch(limit: limit)
      } catch let error as StoreError where mayPass(error, troubles: troubles) {
        troubles += 1
        observeRetry(rows: limit.rows, reason: error.description)
        Self.pause(troubles)
      }
    }
  }

  private func observeRetry(rows: Int, reason: String) {
    run.observe(.retried(recordSet: bound.recordSet.name, rule: rule, rows: rows, reason: reason))
  }

  // MARK: Classes

  /// How often in a row a batch found only classes that are too small, and rows that others hold.
  private var looks = 0

  /// Rows whose class was too small in their batch, with what is done since.
  var waiting = WaitingClasses()

  /// Takes the rows that were left because too few were like them, class by class: those of one class came in several batches. What is too few
  /// then stays.
  private func joinWaiting() throws -> Ending {
    guard let anonymity = bound.anonymity, !waiting.isEmpty else { return .finished }
    if let firstRun, firstRun.isSpent(for: action) { return .finished }
    var limit = bound.batch
    limit.rows = min(max(limit.rows, anonymity.k), firstRun?.rows ?? .max)
    // Listed rows have come from batches of their own already, where they are all that there is.
    guard selection.keys == nil else { return reportTooFew(waiting, anonymity) }
    var parts = waiting.parts(of: limit.rows)[...]
    var left = WaitingClasses()
    selection.after = nil
    while let part = parts.popFirst() {
      if run.stop.isRequested { return .stopped }
      // A class that does not fit waits as a whole, and is not too small for good.
      if let firstRun, firstRun.rows < part.count { return .finished }
      selection.keys = part.keys
      do {
        repeat { waiting = WaitingClasses() } while try patiently(limit: limit) != .finished
        left.add(waiting)
      } catch let error as StoreError where isWorthSplitting(error) {
        observeRetry(rows: part.count, reason: error.description)
        if let split = part.split {
          parts.insert(contentsOf: split, at: parts.startIndex)
        } else {
          try setAside(part.classes.joined().map { SetAside(key: $0, reason: error.description) })
        }
      }
    }
    return reportTooFew(left, anonymity)
  }

  private func reportTooFew(_ left: WaitingClasses, _ anonymity: Anonymity) -> Ending {
    if !left.isEmpty {
      run.left(TooFewRows(recordSet: bound.recordSet.name, rule: rule, count: left.count, k: anonymity.k))
    }
    return .finished
  }

  /// What follows a batch that changed nothing: the next rows, if some were passed over.
  private func passOver(_ open: any StoreBatch) -> Step {
    if !open.setAside.isEmpty { return .retry }
    guard !open.tooFew.isEmpty, selection.keys == nil else { return .finished }
    guard let position = open.position else {
      // Others hold some of the rows: all are looked at again in a moment, but not for as long as somebody likes.
      looks += 1
      guard looks < Self.patience else { return .finished }
      Self.pause(looks)
      return .passedOver
    }
    looks = 0
    selection.after = position
    return .passedOver
  }

  /// Tells if the same batch may succeed in a moment. A server that was there and cannot be reached may be starting.
  private func mayPass(_ error: StoreError, troubles: Int) -> Bool {
    guard troubles < Self.patience else { return false }
    // So may a lost connection's claim on the store be there for a moment.
    switch error {
    case .unavailable, .taken: return troubles > 0
    default: return error.isTransient
    }
  }

  /// Whoever was in the way, or is starting, is given time: 0.1 s, then twice as much.
  static func pause(_ troubles: Int) { usleep(UInt32(50_000 << troubles)) }

  /// A smaller batch helps where one row among many is the trouble, or where they are too many for the time.
  private func isWorthSplitting(_ error: StoreError) -> Bool {
    switch error {
    case .timedOut, .constraint, .row, .tooLarge: true
    default: false
    }
  }

  private func batch(limit: BatchLimit) throws -> Step {
    let started = ContinuousClock.now
    try run.journal.preflight()
    let generation = try run.journal.holdGeneration()
    let holds = try holdTest()
    let receiving = try receivingBatch()
    let change = try change(receiving: receiving)
    guard let open = try begin(change, limit: limit, holds: holds, receiving: receiving) else {
      return .finished
    }
    let hasLocked = noteLocked(open.locked)
    guard !open.keys.isEmpty else {
      open.rollback()
      receiving?.rollback()
      // The same once more, without them.
      if hasLocked { return .retry }
      try setAside(open.setAside)
      waiting.add(open.tooFew)
      return passOver(open)
    }
    let files = open.files.isEmpty ? [] : FileKeeping.judged(open.files)
    let batch: String
    do {
      let time = run.clock()
      try run.checkClock(at: time)
      batch = try run.journal.prepare(
        try intent(for: open, files: files.count), keys: open.keys, subjects: open.subjects, files: files,
        uses: KeyPinning(context).use(of: bound, for: action), holdGeneration: generation, at: time)
    } catch {
      open.rollback()
      receiving?.rollback()
      guard case JournalError.holdsChanged = error else { throw error }
      observeRetry(rows: open.keys.count, reason: "a hold was placed or lifted meanwhile")
      return .retry
    }
    try commit(open, receiving: receiving, batch: batch, change: change)
    selection.after = open.position ?? selection.after
    try setAside(open.setAside)
    waiting.add(open.tooFew)
    budget?.take(open.keys.count)
    if let firstRun {
      firstRun.take(open.keys.count)
      run.firstRunBatches.append(
        (bound.recordSet.name, try AuditJournal.entry(ofBatch: batch), open.keys.count))
    }
    run.committed(
      BatchReport(
        batch: batch, rule: rule, recordSet: bound.recordSet.name, store: store.name, action: action,
        count: open.keys.count, dependents: open.dependents, partition: open.partition,
        duration: ContinuousClock.now - started))
    return .committed
  }

  private func begin(
    _ change: Change, limit: BatchLimit, holds: any HoldTest, receiving: (any ReceivingBatch)?
  ) throws -> (any StoreBatch)? {
    do {
      let open = try store.begin(change, on: selection, limit: limit, holds: holds)
      if open == nil { receiving?.rollback() }
      return open
    } catch {
      receiving?.rollback()
      throw error
    }
  }

  private func intent(for open: any StoreBatch, files: Int) throws -> BatchIntent {
    BatchIntent(
      run: run.run, configuration: context.configuration.digest, domain: bound.domain, rule: rule,
      action: action.rawValue, recordSet: bound.recordSet.name, store: store.name, cutoff: cutoff,
      count: open.keys.count, dependents: open.dependents, files: files, ledger: ledger?.table,
      repeats: repeats,
      // A ledger is exact by itself.
      transaction: ledger == nil ? try open.transactionName() : nil, partition: open.partition,
      isFirstRun: firstRun != nil)
  }

  /// The receiving store first: a crash between the two leaves a moved row in both stores and never in neither.
  private func commit(
    _ open: any StoreBatch, receiving: (any ReceivingBatch)?, batch: String, change: Change
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
    } catch let error as StoreError {
      open.rollback()
      // What was committed after all is counted as such.
      guard try settleLost(batch) == .committed else { throw error }
    }
  }

  /// Asks the store what became of a batch whose commit gave an error, for as long as the store may need to come back.
  private func settleLost(_ batch: String) throws -> BatchFate? {
    var troubles = 0
    while true {
      do {
        return try Settlement(context).settlePending(
          run.journal, only: batch, clock: run.clock, observe: run.observe)[batch]
      } catch let error as StoreError {
        troubles += 1
        // With one batch open no other begins: it would list the same rows, and both would be taken for what became of them.
        guard mayPass(error, troubles: troubles) else {
          throw RunError.unsettled(
            batch: batch, reason: "\(error); the next run asks its store again before it changes anything")
        }
        Self.pause(troubles)
      }
    }
  }

  // MARK: Pieces

  private var ledger: Ledger? { context.bindings.ledger(ofStore: store.name) }

  /// The ledger of the store that rows are moved to.
  private var archiveLedger: Ledger? {
    context.bindings.archive(of: bound).flatMap { context.bindings.ledger(ofStore: $0.store) }
  }

  private func holdTest() throws -> RunHolds {
    RunHolds(
      try context.holds(for: bound),
      setAside: locked.union(run.setAsideKeys[bound.recordSet.name] ?? []))
  }

  private func receivingBatch() throws -> (any ReceivingBatch)? {
    guard action == .archive, let target = context.bindings.archive(of: bound),
      target.store != bound.recordSet.store
    else { return nil }
    return try context.stores.store(named: target.store).beginReceiving(into: target)
  }

  private func change(receiving: (any ReceivingBatch)?) throws -> Change {
    try StageChanges(context).change(for: action, of: bound, sink: receiving, on: run.day, at: run.now)
  }

  /// The one row that no batch can change is left out of this run and reported; the rest goes on.
  ///
  /// - Returns: false where there is none.
  private func setAsideNext(reason: String) throws -> Bool {
    guard let key = try nextKey() else { return false }
    try setAside([SetAside(key: key, reason: reason)])
    return true
  }

  /// The key of the row that the next batch would begin with; nil if none is left.
  func nextKey() throws -> [UInt8]? {
    let keys = try store.nextKeys(
      of: try change(receiving: nil), on: selection, count: 1, holds: try holdTest())
    return keys.isEmpty ? nil : Array(keys[0])
  }

  private func setAside(_ rows: [SetAside]) throws {
    for row in rows {
      run.setAsideKeys[bound.recordSet.name, default: []].insert(row.key)
      try run.journal.append(
        [
          .rowSetAside(
            run: run.run, recordSet: bound.recordSet.name, rule: rule,
            locator: run.journal.locator(
              store: store.name, recordSet: bound.recordSet.name, key: row.key[...]),
            reason: row.reason)
        ], at: run.clock())
      run.observe(.setAside(recordSet: bound.recordSet.name, rule: rule, reason: row.reason))
    }
  }
}
