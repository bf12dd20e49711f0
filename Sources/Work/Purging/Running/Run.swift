internal import AuditJournal
package import CivilTime
package import RecordStores
internal import RetentionPolicy
internal import StoreBindings

/// How a run may go on where it would otherwise stop to ask.
package struct RunOptions: Sendable {
  /// Believe that a record set with rows in the last run is empty now.
  package var acceptsEmpty = false
  /// That the clock was set while this process ran; nil where it was not, or nobody watched.
  package var clockJump: ClockJump?

  package init() {}
}

extension Engine {
  /// One pass over the due records: settle what a crash left open, survey what no survey tells of, plan, guard, then batch by batch.
  ///
  /// The plan asks for what is due and looks at a bounded number of rows. What needs a whole table stands in the last survey.
  ///
  /// - Parameters:
  ///   - clock: the time, read at the start and for each journal entry.
  ///   - stop: looked at between batches.
  /// - Throws: `RunError` when the run did not begin, `JournalError` when evidence cannot be written any more. A store
  ///   that fails stops its record sets and no others, and stands in the report.
  package func purge(
    clock: @escaping () -> Instant, stop: StopSignal, options: RunOptions = RunOptions(),
    observe: @escaping (RunEvent) -> Void
  ) throws -> RunReport {
    let (journal, now) = try beginRun(clock: clock, options: options, observe: observe)
    let unsurveyed = try surveyUnknown(clock: clock, stop: stop, observe: observe)
    // A run has an approval, or did not begin.
    let volume = try volumeGuard().map { try endWaits($0, journal: journal, at: now, observe: observe) }
    let plan = try plan(
      at: now, counting: .surveys(refusals: unsurveyed), volume: volume, acceptsEmpty: options.acceptsEmpty)
    try checkGuards(plan, journal: journal, at: now)
    let progress = RunProgress(
      engine: self, journal: journal, now: plan.now, clock: clock, stop: stop, observe: observe)
    return try PurgeRun(
      plan: plan, volume: volume, overrides: overrides(options, of: plan), progress: progress
    ).execute(options: options)
  }

  /// What comes before every run: the approval, the clock, the journal, the intents of a crash, and the ledgers.
  func beginRun(
    clock: () -> Instant, options: RunOptions, observe: (RunEvent) -> Void
  ) throws -> (journal: AuditJournal, now: Instant) {
    forgetStores()
    let (journal, now) = try openJournal(clock: clock, jump: options.clockJump, observe: observe)
    try checkAnchors(journal, now: now, observe: observe)
    try identifyStores(journal, at: now)
    try settlePending(journal, leavingOut: true, clock: clock, observe: observe)
    try checkHolds(journal, at: now, observe: observe)
    endStrays()
    try reportRestoredStores(journal, at: now, observe: observe)
    return (journal, now)
  }

  /// Settles what a crash left open, as a run does at its beginning, and changes nothing else: for a service that is about to be ready.
  ///
  /// - Parameter unanswering: stores that are known not to answer now: theirs is left to the next run.
  /// - Returns: why each store with an open batch could not be asked what became of it.
  package func settleAfterCrash(
    unanswering: [String: StoreError], clock: () -> Instant, observe: (RunEvent) -> Void
  ) throws -> [String: StoreError] {
    forgetStores()
    leftOut = unanswering
    let (journal, _) = try openJournal(clock: clock, jump: nil, observe: observe)
    try settlePending(journal, leavingOut: true, clock: clock, observe: observe)
    endStrays()
    return leftOut.filter { if case .unsettled = $0.value { true } else { false } }
  }

  /// The journal of an approved configuration, by a clock that is believed, with the death of the process before this one.
  private func openJournal(
    clock: () -> Instant, jump: ClockJump?, observe: (RunEvent) -> Void
  ) throws -> (journal: AuditJournal, now: Instant) {
    guard let journal else { throw RunError.keys(reason: "a purge needs a journal") }
    guard try journal.approval(for: configuration.digest) != nil else {
      throw RunError.unapproved(digest: configuration.digest)
    }
    try checkPins(journal)
    let now = try checkClock(journal, clock: clock, jump: jump)
    try journal.preflight()
    if let death = try journal.recordDeath(at: now, isKnown: { boundRecordSet(named: $0) != nil }) {
      observe(.died(death))
    }
    return (journal, now)
  }

  /// The options by which the run goes on where it would have stopped, with the record sets that they mattered for.
  private func overrides(_ options: RunOptions, of plan: Plan) throws -> [RunOverride] {
    guard options.acceptsEmpty else { return [] }
    let believed = try plan.recordSets.filter { try !blindness(of: $0).isEmpty }
    return [RunOverride(option: "accept-empty", recordSets: believed.map(\.name))]
  }

  private func checkGuards(_ plan: Plan, journal: AuditJournal, at now: Instant) throws {
    let stopped = plan.recordSets.flatMap { set in
      set.refusals.filter(\.isGuard).map { (recordSet: set.name, refusal: $0) }
    }
    try stopIfGuarded(stopped, journal: journal, at: now)
  }

  func stopIfGuarded(
    _ stopped: [(recordSet: String, refusal: RecordSetRefusal)], journal: AuditJournal, at now: Instant
  ) throws {
    guard !stopped.isEmpty else { return }
    let error = RunError.guardStopped(stopped)
    try journal.append([.refusal(code: "guard", detail: error.description)], at: now)
    throw error
  }
}

extension RecordSetRefusal {
  /// Tells if somebody's lock is all that was in the way.
  var isLock: Bool {
    switch self {
    case .store(.busy), .store(.rowsLocked): true
    default: false
    }
  }

  /// Tells if a guard on the number of rows says so, which stops the whole run before its first row.
  package var isGuard: Bool {
    switch self {
    case .tooManyRows, .tooLargeShare, .unusual: true
    case .store, .schema, .doubt, .cannotSee, .cameMeanwhile, .died, .otherStore: false
    }
  }
}
