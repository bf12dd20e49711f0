internal import RecordStores
internal import StoreBindings
internal import Words

/// Rows that others have locked.
extension BatchLoop {
  /// Goes on until no row is left or a first run has changed enough, or until the run is asked to stop, which it returns. Rows that others have
  /// locked are passed over, and asked for again at the end.
  ///
  /// - Throws: `StoreError` when the store cannot go on with this record set, `BudgetSpent` when the guard on volume lets it not; anything else
  ///   ends the run.
  func execute() throws -> Ending {
    let ending = Result { try changeEach() }
    // What was set aside is told however it ended; of a broken record set its refusal tells it.
    if case .failure(let error) = ending, error is TooManyFailures {} else { tellSetAside() }
    switch ending {
    case .success(let ending):
      try writeSetAside()
      return ending
    case .failure(let error):
      // The error tells more than that the entries could not be written either.
      try? writeSetAside()
      throw error
    }
  }

  private func changeEach() throws -> Ending {
    let listed = selection.keys
    defer { selection.keys = listed }
    var ending = try listed == nil && !selection.predicate.relatedRows.isEmpty ? walk() : changeAll()
    for look in 1...Self.looksAtLocked where ending == .finished && !locked.isEmpty {
      try BatchPatience.pause(look, context.work)
      ending = try changeLocked()
    }
    if !locked.isEmpty {
      run.left(LockedRows(recordSet: task.recordSet, rule: task.rule, count: locked.count))
    }
    return ending
  }

  /// Takes the rows of a record set whose dates lie in other tables, part by part.
  private func walk() throws -> Ending {
    var walk = CandidateWalk(selection, store: store, count: task.bound.batch.rows)
    while let part = try walk.next(context.work) {
      selection.keys = part
      selection.after = nil
      let ending = try changeAll()
      guard ending == .finished else { return ending }
      if let firstRun = task.firstRun, firstRun.isSpent(for: task.action) { return .finished }
    }
    selection.keys = nil
    return .finished
  }

  /// How often the run comes back to locked rows: after 0.1 s, and each time after twice as long.
  private static let looksAtLocked = 5
  private static let lockedAtOnce = 5_000
  /// From how many locked rows on it is the table that is locked.
  private static let mostLockOuts = 1_000

  func isLock(_ error: StoreError) -> Bool {
    if case .rowsLocked = error { true } else { false }
  }

  /// - Returns: whether some of them are new.
  func noteLocked(_ keys: KeyList) -> Bool {
    let known = locked.count
    for place in 0..<keys.count { locked.insert(Array(keys[place])) }
    return locked.count > known
  }

  /// Tells if rows are left that a batch could change.
  func isAnyLeft() throws -> Bool {
    guard task.bound.recordSet.isKeyless else { return try nextKey() != nil }
    let tally = try store.tally(selection, holds: try context.holds(for: task.bound))
    return tally.count > tally.held
  }

  /// Goes on behind rows that a batch has passed over, in a record set without a key: those of held people, or of a moment of which others have rows locked.
  func goesOn(behind open: any StoreBatch) throws -> Bool {
    guard task.bound.recordSet.isKeyless, let position = open.position, position != selection.after else {
      return false
    }
    try context.work.check()
    selection.after = position
    return true
  }

  /// Passes over the one record of a batch, some rows of which others have locked.
  ///
  /// - Returns: false if there is none.
  func noteLockedNext(_ error: StoreError) throws -> Bool {
    try context.work.check()
    lockOuts += 1
    // Without a key it cannot be told from the next, and without an order nothing lies behind it.
    guard lockOuts < Self.mostLockOuts, !task.bound.recordSet.isKeyless else { throw error }
    guard let key = try nextKey() else { return false }
    // Whoever meets it again would for ever.
    guard locked.insert(key).inserted else { throw error }
    return true
  }

  /// The same stage for the rows that were locked, and no others.
  private func changeLocked() throws -> Ending {
    let keys = Array(locked)
    locked = []
    waiting = WaitingClasses()
    if task.bound.recordSet.isKeyless {
      selection.after = nil
      return try changeAll(waitingForLocks: false)
    }
    for start in stride(from: 0, to: keys.count, by: Self.lockedAtOnce) {
      var part = KeyList()
      for key in keys[start..<min(start + Self.lockedAtOnce, keys.count)] { part.append(key[...]) }
      selection.keys = part
      selection.after = nil
      let ending = try changeAll()
      guard ending == .finished else { return ending }
    }
    return .finished
  }
}
