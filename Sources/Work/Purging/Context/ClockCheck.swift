internal import AuditJournal
package import CivilTime
package import RecordStores
internal import RetentionPolicy
internal import StoreBindings
package import Words

extension Configuration {
  /// Seconds that the clock may be ahead of the last accepted time.
  package func clockAllowance(after accepted: Instant) -> Int {
    bindings.clockAllowance(after: accepted, in: schedule.timeZone)
  }
}

/// Tells if the clock can be believed, by the journal, the kernel and the stores, and stops a run that may not believe it.
package struct ClockCheck {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Stops a run whose clock cannot be believed, and makes a believed one the last time that was accepted.
  ///
  /// The refusal is journalled at the last accepted time: a doubtful time must not be what the next run compares its clock with.
  func check(_ journal: AuditJournal, clock: () -> Instant, jump: ClockJump?) throws -> Instant {
    let stores = storeClocks(clock: clock).compactMap { try? $0.result.get() }
    let now = clock()
    if let finding = try finding(in: journal, at: now, stores: stores, jump: jump) {
      let error = RunError.clock(finding)
      try journal.append([.refusal(code: "clock", detail: error.description)], doubting: now)
      throw error
    }
    journal.confirm(now)
    return now
  }

  /// Returns what is wrong with the clock, as far as it can be told without asking a store; nil if a run would believe it.
  ///
  /// - Parameter stores: the clocks of stores that were asked.
  package func finding(at now: Instant, stores: [StoreClock] = []) throws -> ClockFinding? {
    guard let journal = context.journal else { return nil }
    return try finding(in: journal, at: now, stores: stores, jump: nil)
  }

  private func finding(
    in journal: AuditJournal, at now: Instant, stores: [StoreClock], jump: ClockJump?
  ) throws -> ClockFinding? {
    let unexplained = try jump.flatMap { try journal.hasClockAcceptance(since: $0.sinceEntry) ? nil : $0 }
    return ClockGuard(
      now: now, accepted: journal.acceptedTime, kernel: context.kernelClock(), stores: stores,
      jump: unexplained,
      requiresSynchronised: context.bindings.clock.requiresSynchronised,
      allowance: context.configuration.clockAllowance
    ).finding
  }

  /// Returns the clocks of the stores that have one, each beside this machine's, or why it could not be asked: a store that is away is refused by
  /// itself, and says nothing of the clock.
  package func storeClocks(clock: () -> Instant) -> [(
    store: StoreName, result: Result<StoreClock, StoreError>
  )] {
    context.bindings.stores.compactMap { definition in
      do throws(StoreError) {
        let store = try context.stores.store(named: definition.name)
        // The first question opens the connection, which may take long; the second is measured.
        guard try store.clock() != nil else { return nil }
        let asked = clock()
        guard let time = try store.clock() else { return nil }
        let measured = StoreClock(store: definition.name, time: time, asked: asked, answered: clock())
        return (definition.name, .success(measured))
      } catch {
        return (definition.name, .failure(error))
      }
    }
  }
}
