internal import CSQLite
package import Words

/// Statements and waits that end early: for their time, or because the work is to end.
extension Connection {
  /// Runs a body whose statements and waits for locks end when the work is to end. Everything outside of such a body runs to its end.
  ///
  /// - Throws: `Stopped` if the work is to end, whatever the body has come to: what it began is to be rolled back.
  package func interruptibly<Result>(_ body: () throws -> Result) throws -> Result {
    guard let work else { return try body() }
    if work.mustEnd { throw Stopped() }
    if interruptible == 0 { wasEnded = false }
    interruptible += 1
    defer { interruptible -= 1 }
    do {
      let result = try body()
      if work.mustEnd { throw Stopped() }
      return result
    } catch {
      guard wasEnded else { throw error }
      // What a function threw comes from the same end.
      _ = takeThrown()
      throw Stopped()
    }
  }

  /// Runs statements that must come to their end also within `interruptibly`, such as a rollback.
  package func uninterrupted<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let outer = interruptible
    interruptible = 0
    defer { interruptible = outer }
    return try body()
  }

  /// Takes the file's write lock. The wait for it ends when the work is to end; then no transaction is open.
  package func beginImmediate() throws {
    do {
      try interruptibly { try execute("BEGIN IMMEDIATE") }
    } catch let error as Stopped {
      rollback()
      throw error
    }
  }

  /// Commits the open transaction. Nothing ends it early but a stop while others are in the way, and that only if it is asked for.
  ///
  /// Without a write-ahead log a commit waits until nobody reads. Nothing is written to the database before that: a commit that is refused (SQLITE_BUSY)
  /// leaves the transaction as it was, to be committed again or rolled back.
  ///
  /// - Parameter yieldsToStop: whether the wait for readers ends when a stop is requested, even if the work is shielded.
  package func commit(yieldsToStop: Bool = false) throws(SQLiteError) {
    self.yieldsToStop = yieldsToStop
    defer { self.yieldsToStop = false }
    try uninterrupted { () throws(SQLiteError) in
      try writing("a commit") { () throws(SQLiteError) in try execute("COMMIT") }
    }
  }

  /// Runs what waits for the disk and shows no steps meanwhile.
  package func writing<Result, Failure: Error>(
    _ name: String, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let work else { return try body() }
    return try work.waiting(for: name, atMost: .seconds(900), body)
  }

  /// Ends the open transaction, if there is one: after an error SQLite may have rolled back by itself.
  ///
  /// - Returns: false if it is open still: then the connection, which keeps its locks, is of no use any more.
  @discardableResult
  package func rollback() -> Bool {
    uninterrupted {
      // Whoever calls has an error of its own to tell; whether the transaction is open says enough of this one.
      if isInTransaction { try? execute("ROLLBACK") }
      return !isInTransaction
    }
  }

  /// Runs the body; a statement in it that is not through after so many seconds is ended.
  ///
  /// - Throws: `TimeLimitPassed` if one was, whatever the body made of that.
  package func withTimeLimit<Result>(seconds: Double, _ body: () throws -> Result) throws -> Result {
    timeLimit = .now + .microseconds(Int64(min(max(seconds, 0), 1e9) * 1e6))
    isTimeLimitPassed = false
    watchSteps()
    defer {
      timeLimit = nil
      watchSteps()
    }
    do {
      let result = try body()
      guard !isTimeLimitPassed else { throw TimeLimitPassed() }
      return result
    } catch {
      guard isTimeLimitPassed else { throw error }
      _ = takeThrown()
      throw TimeLimitPassed()
    }
  }

  // MARK: What SQLite asks

  /// Steps of a statement after which SQLite asks.
  private static let stepsBetween: Int32 = 1_000

  /// Has SQLite ask this connection while a statement runs and while it waits for a lock.
  func watch() {
    guard work != nil || waiter != nil else {
      unsafe sqlite3_busy_timeout(handle, Int32(clamping: Int64(busySeconds * 1_000)))
      return
    }
    watchSteps()
    unsafe sqlite3_busy_handler(
      handle,
      { context, count in
        // The context is this connection, which outlives its handle's handlers.
        guard let context = unsafe context else { return 0 }
        let connection = unsafe Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue()
        return connection.goesOnWaiting(after: count) ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Has every wait for another connection's lock end as busy when the work is to end, wherever it comes. Statements run to their end.
  ///
  /// Half a second is waited in any case: what is to be written after a stop meets another program's short transaction as it did before it.
  package func endWaits(with work: WorkInHand) {
    waiter = work
    watch()
  }

  private static let waitAfterStop: Duration = .milliseconds(500)

  private func watchSteps() {
    guard work != nil || timeLimit != nil else {
      unsafe sqlite3_progress_handler(handle, 0, nil, nil)
      return
    }
    unsafe sqlite3_progress_handler(
      handle, Self.stepsBetween,
      { context in
        // The context is this connection, which outlives its handle's handlers.
        guard let context = unsafe context else { return 0 }
        return unsafe Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().goesOn() ? 0 : 1
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Tells if somebody asked to stop, whether the work may end now or not.
  package var isStopRequested: Bool { work?.stop.isRequested ?? false }

  private var isToEnd: Bool {
    guard interruptible > 0, work?.mustEnd == true else { return false }
    wasEnded = true
    return true
  }

  private func goesOn() -> Bool {
    work?.step()
    if isToEnd { return false }
    guard let timeLimit, ContinuousClock.now > timeLimit else { return true }
    isTimeLimitPassed = true
    return false
  }

  /// Waits a little for somebody's lock: a millisecond first, and up to a twentieth of a second.
  ///
  /// - Parameter count: how often this wait was asked about before.
  private func goesOnWaiting(after count: Int32) -> Bool {
    if count == 0 { waitsSince = .now }
    let waited = ContinuousClock.now - waitsSince
    guard !isToEnd, !(yieldsToStop && isStopRequested), waited < .seconds(busySeconds) else { return false }
    if let waiter, waiter.mustEnd, waited > Self.waitAfterStop { return false }
    work?.step()
    sqlite3_sleep(min(50, 1 << min(count, 6)))
    return true
  }
}

/// A statement was ended because it took longer than it may.
package struct TimeLimitPassed: Error {}
