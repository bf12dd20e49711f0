internal import AuditJournal
internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Makes the batches of one rule's stage in one record set, in the order that leaves no change unexplained:
/// change, durable intent, commit, outcome.
final class BatchLoop {
  let run: RunProgress
  let task: BatchTask
  let store: any RecordStore
  /// The rows that the next batch is chosen from.
  var selection: Selection
  /// The keys of rows that others have locked, which count as held until they are asked for again, and how many records in a row could not be had.
  var locked: Set<[UInt8]> = []
  var lockOuts = 0
  /// How often in a row a batch found only classes that are too small, and rows that others have locked.
  private var looks = 0
  /// Rows whose class was too small in their batch, with what is done since.
  var waiting = WaitingClasses()
  let pacing: StorePacing?
  private var size: BatchSize
  /// Rows that were set aside and have no entry yet, and all of them by reason.
  var unwritten: [SetAside] = []
  var tally = ReasonTally()
  /// How often a batch was tried again.
  private var retries = 0

  init(_ task: BatchTask, in run: RunProgress, store: any RecordStore) {
    self.task = task
    self.run = run
    self.store = store
    pacing = run.pacing(of: store.name)
    size = BatchSize(
      rows: task.bound.batch.rows, most: task.bound.batch.growsTo ?? task.bound.batch.rows,
      target: pacing?.settings.batchSeconds ?? .infinity)
    selection = task.selection
    selection.tagging = run.journal.subjectTagging
  }

  var context: PurgeContext { run.context }
  private var bound: BoundRecordSet { task.bound }

  /// How the batches end.
  enum Ending {
    case finished, stopped
    /// The pace waited as long as it may.
    case heldBack
  }

  /// The end of one batch.
  enum Step {
    case committed, retry, finished
    /// Nothing was changed, and the next rows are another batch's.
    case passedOver
  }

  /// Goes on until only locked rows are left.
  ///
  /// - Parameter waits: false where rows were waited for before, in vain.
  func changeAll(waitingForLocks waits: Bool = true) throws -> Ending {
    var limit = bound.batch
    limit.rows = size.rows
    limit.waitsForLocks = waits
    while true {
      switch try admission() {
      case .go: break
      case .heldBack: return .heldBack
      case .over: return .stopped
      }
      guard try allows(&limit) else { return .finished }
      do {
        switch try patiently(limit: limit) {
        case .finished: return try joinWaiting()
        case .retry: continue
        case .committed:
          looks = 0
          lockOuts = 0
        case .passedOver: task.firstRun?.pass()
        }
        limit.rows = min(size.rows, limit.rows * 2)
      } catch let error as StoreError where isLock(error) {
        // They were waited for once; the record whose rows they are is found without.
        limit.waitsForLocks = false
        if try !halve(&limit, after: error, orElse: { try noteLockedNext(error) }) {
          return try joinWaiting()
        }
      } catch let error as StoreError where isWorthSplitting(error) {
        // To see that nothing is left takes longer than a batch may.
        if try !halve(&limit, after: error, orElse: { try setAsideNext(error) }) {
          return try joinWaiting()
        }
      }
    }
  }

  /// Tells if the next batch may begin.
  ///
  /// - Throws: `TooManyFailures` where the record set is broken.
  func mayBegin() throws -> Bool {
    try checkFailures()
    return try run.allowsBatch()
  }

  /// Waits until the next batch may begin, by the pace of its store and by whatever may end the run meanwhile.
  func admission() throws -> StorePacing.Admission {
    guard let pacing else { return try mayBegin() ? .go : .over }
    return try pacing.admission(to: store, while: mayBegin, beforeWaiting: run.settleBeforeWaiting)
  }

  /// Lowers the next batch's limit to what a first run and the guard on volume let be changed.
  ///
  /// - Returns: false if nothing may be changed any more, and nothing need be said of it.
  /// - Throws: `BudgetSpent` if rows are left that the guard does not let be changed.
  private func allows(_ limit: inout BatchLimit) throws -> Bool {
    if let pacing { limit.rows = min(limit.rows, pacing.mostRows) }
    if let firstRun = task.firstRun {
      if firstRun.isSpent(for: task.action) { return false }
      limit.rows = min(limit.rows, firstRun.rows)
    }
    if let budget = task.budget {
      guard budget.rows > 0 else {
        guard try !isAnyLeft() else { throw BudgetSpent() }
        return false
      }
      limit.rows = min(limit.rows, budget.rows)
    }
    return true
  }

  /// Makes the next batch half as large after an error; if it is one row already, leaves that row out.
  ///
  /// - Returns: false if there is no such row any more.
  private func halve(
    _ limit: inout BatchLimit, after error: StoreError, orElse leaveOut: () throws -> Bool
  ) throws -> Bool {
    observeRetry(rows: limit.rows, reason: error.description)
    guard limit.rows > 1 else { return try leaveOut() }
    limit.rows /= 2
    return true
  }

  /// Makes one batch, and tries it again while others are in its way.
  func patiently(limit: BatchLimit) throws -> Step {
    var troubles = 0
    while true {
      do {
        return try batch(limit: limit)
      } catch let error as StoreError where BatchPatience.mayPass(error, troubles: troubles) {
        troubles += 1
        observeRetry(rows: limit.rows, reason: error.description)
        try BatchPatience.pause(troubles, context.work)
      }
    }
  }

  /// So many tries are told one by one: whoever reads the log knows by then.
  private static let retriesTold = 16

  func observeRetry(rows: Int, reason: String) {
    retries += 1
    guard retries <= Self.retriesTold else { return }
    run.observe(.retried(recordSet: task.recordSet, rule: task.rule, rows: rows, reason: reason))
  }

  /// Goes on after a batch that changed nothing: with the next rows, if some were passed over.
  private func passOver(_ open: any StoreBatch) throws -> Step {
    if !open.setAside.isEmpty { return .retry }
    guard !open.tooFew.isEmpty, selection.keys == nil else { return .finished }
    guard let position = open.position else {
      // Others have some of the rows locked: all are looked at again in a moment, but not for as long as somebody likes.
      looks += 1
      guard looks < BatchPatience.times else { return .finished }
      try BatchPatience.pause(looks, context.work)
      return .passedOver
    }
    looks = 0
    selection.after = position
    return .passedOver
  }

  /// Tells if a smaller batch helps: one row among many may be the trouble, or they may be too many for the time.
  func isWorthSplitting(_ error: StoreError) -> Bool {
    switch error {
    case .timedOut, .constraint, .row, .tooLarge: true
    case .unavailable, .busy, .rowsLocked, .interrupted, .schema, .schemaChanged, .unlistedChanges,
      .ignoredChanges, .disagreement, .moved, .relatedRowsCame, .notDurable, .key, .holdTest, .lost,
      .undecided, .conflict,
      .full, .replaced, .unsettled, .taken, .engine:
      false
    }
  }

  /// Makes one batch. Between its intent and its outcome nothing else happens.
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
      if try goesOn(behind: open) { return .retry }
      // The same once more, without them.
      if hasLocked { return .retry }
      try setAside(open.setAside)
      waiting.add(open.tooFew)
      return try passOver(open)
    }
    // Its locks may have been waited for: what ends the run may have come meanwhile.
    guard try mayBegin() else {
      open.rollback()
      receiving?.rollback()
      return .retry
    }
    let waiting = try othersWaiting(for: open, receiving: receiving)
    // The change is there: a stop takes effect when the journal and the store agree on it.
    return try context.work.shielded {
      let step = try commit(open, receiving: receiving, holdGeneration: generation, since: started)
      if step == .committed { learn(from: open, asked: limit.rows, waiting: waiting, since: started) }
      return step
    }
  }

  private func othersWaiting(for open: any StoreBatch, receiving: (any ReceivingBatch)?) throws -> Int? {
    do {
      return try pacing?.othersWaiting(for: open)
    } catch {
      open.rollback()
      receiving?.rollback()
      throw error
    }
  }

  /// Tells the pace what a batch was like.
  private func learn(
    from open: any StoreBatch, asked: Int, waiting: Int?, since started: ContinuousClock.Instant
  ) {
    let seconds = (ContinuousClock.now - started) / .seconds(1)
    size.learn(rows: open.keys.count, asked: asked, seconds: seconds)
    if waiting ?? 0 > 0 { size.halve() }
    pacing?.ended(
      rows: open.keys.count + open.dependents.values.reduce(0, +), seconds: seconds, waiting: waiting)
  }

  /// Takes a batch whose change is made to its outcome.
  private func commit(
    _ open: any StoreBatch, receiving: (any ReceivingBatch)?, holdGeneration: Int,
    since started: ContinuousClock.Instant
  ) throws -> Step {
    let commit = BatchCommit(task, in: run, store: store)
    let batch: BatchName
    do {
      batch = try commit.prepare(open, holdGeneration: holdGeneration)
    } catch {
      open.rollback()
      receiving?.rollback()
      guard case JournalError.holdsChanged = error else { throw error }
      observeRetry(rows: open.keys.count, reason: "a hold was placed or lifted meanwhile")
      return .retry
    }
    try commit.commit(open, receiving: receiving, batch: batch)
    try count(open, batch: batch, since: started)
    return .committed
  }

  /// Counts what a batch has changed, and goes on behind it.
  private func count(_ open: any StoreBatch, batch: BatchName, since started: ContinuousClock.Instant) throws
  {
    selection.after = open.position ?? selection.after
    try setAside(open.setAside)
    waiting.add(open.tooFew)
    task.budget?.take(open.keys.count)
    if let firstRun = task.firstRun {
      firstRun.take(open.keys.count)
      run.firstRunBatches.append(
        (task.recordSet, try AuditJournal.index(of: batch), open.keys.count))
    }
    run.committed(
      BatchReport(
        batch: batch, rule: task.rule, recordSet: task.recordSet, store: store.name, action: task.action,
        count: open.keys.count, dependents: open.dependents, withoutReference: open.withoutReference,
        partition: open.partition,
        duration: ContinuousClock.now - started))
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

  // MARK: Pieces

  private func holdTest() throws -> RunHolds {
    RunHolds(
      try context.holds(for: bound),
      setAside: bound.recordSet.isKeyless ? [] : locked.union(run.setAsideKeys[task.recordSet] ?? []))
  }

  private func receivingBatch() throws -> (any ReceivingBatch)? {
    guard task.action == .archive, let target = context.bindings.archive(of: bound),
      target.store != bound.recordSet.store
    else { return nil }
    return try context.stores.store(named: target.store).beginReceiving(into: target)
  }

  private func change(receiving: (any ReceivingBatch)?) throws -> Change {
    try StageChanges(context).change(for: task.action, of: bound, sink: receiving, on: run.day, at: run.now)
  }

  /// Leaves the one row out of this run that no batch can change, and reports it; the rest goes on.
  ///
  /// - Returns: false if there is none.
  /// - Throws: the error, of a record set without a key: the row cannot be told from others, and so the record set ends with it.
  private func setAsideNext(_ error: StoreError) throws -> Bool {
    try context.work.check()
    if bound.recordSet.isKeyless { throw error }
    guard let key = try nextKey() else { return false }
    try setAside([SetAside(key: key, reason: error.description)])
    return true
  }

  /// Returns the key of the row that the next batch would begin with; nil if none is left.
  func nextKey() throws -> [UInt8]? {
    let keys = try store.nextKeys(
      of: try change(receiving: nil), on: selection, count: 1, holds: try holdTest())
    return keys.isEmpty ? nil : Array(keys[0])
  }
}
