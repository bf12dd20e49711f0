internal import AuditJournal
internal import CalendarExpressions
package import CivilTime
package import RecordStores
internal import RetentionPolicy
internal import StoreBindings
package import Words

/// Does what comes before every run, so that none begins on a doubtful clock, on holds that keep nothing, or with a batch whose end nobody knows.
package struct RunBeginning {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Does what comes before every run: the approval, the clock, the journal, the intents of a crash, and the ledgers.
  func begin(
    clock: () -> Instant, options: RunOptions, observe: (RunEvent) -> Void
  ) throws -> (journal: AuditJournal, now: Instant) {
    context.stores.forget()
    let (journal, now) = try openJournal(clock: clock, jump: options.clockJump, observe: observe)
    try AnchorCheck(context).check(journal, now: now, observe: observe)
    try StoreIdentities(context).identify(journal, at: now)
    try Settlement(context).settlePending(journal, leavingOut: true, clock: clock, observe: observe)
    try HoldReview(context).check(journal, at: now, observe: observe)
    try context.work.check()
    Settlement(context).endStrays()
    try Ledgers(context).report(journal, at: now, observe: observe)
    try checkTimes(journal, options, at: now)
    return (journal, now)
  }

  /// Stops what somebody wants not to run now. What a crash left open is settled by then: that changes nothing that was not decided before.
  private func checkTimes(_ journal: AuditJournal, _ options: RunOptions, at now: Instant) throws {
    if let pause = try journal.pause(at: now) { throw RunError.paused(pause) }
    let span = options.windows.bounds(of: context.bindings.windows).span(
      at: now, in: context.schedule.timeZone)
    if case .closed(let until) = span { throw RunError.outsideWindow(until: until) }
  }

  /// Settles what a crash left open, as a run does at its beginning, and changes nothing else: for a service that is about to be ready.
  ///
  /// - Parameter unanswering: stores that are known not to answer now: theirs is left to the next run.
  /// - Returns: why each store with an open batch could not be asked what became of it.
  package func settleAfterCrash(
    unanswering: [StoreName: StoreError], clock: () -> Instant, observe: (RunEvent) -> Void
  ) throws -> [StoreName: StoreError] {
    context.stores.forget(leavingOut: unanswering)
    let (journal, _) = try openJournal(clock: clock, jump: nil, observe: observe)
    try Settlement(context).settlePending(journal, leavingOut: true, clock: clock, observe: observe)
    try context.work.check()
    Settlement(context).endStrays()
    return context.stores.leftOut.filter { if case .unsettled = $0.value { true } else { false } }
  }

  /// Opens the journal of an approved configuration, by a clock that is believed, with the death of the process before this one.
  private func openJournal(
    clock: () -> Instant, jump: ClockJump?, observe: (RunEvent) -> Void
  ) throws -> (journal: AuditJournal, now: Instant) {
    guard let journal = context.journal else { throw RunError.keys(reason: "a purge needs a journal") }
    guard try journal.approval(for: context.configuration.digest) != nil else {
      throw RunError.unapproved(digest: context.configuration.digest)
    }
    try KeyPinning(context).check(journal)
    let now = try ClockCheck(context).check(journal, clock: clock, jump: jump)
    try journal.preflight()
    if let death = try journal.recordDeath(at: now, isKnown: { context.bindings.recordSet(named: $0) != nil })
    {
      observe(.died(death))
    }
    return (journal, now)
  }
}
