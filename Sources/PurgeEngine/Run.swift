internal import AuditJournal
public import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreCatalogue

/// How a run may go on where it would otherwise stop to ask.
public struct RunOptions: Sendable {
  /// Believe a clock far ahead of the journal's last entry, once.
  public var acceptsClock = false
  /// Believe that a record set with rows in the last run is empty now.
  public var acceptsEmpty = false
  /// What the kernel says of its clock.
  public var clockIsSynchronised = true

  public init() {}
}

extension Engine {
  /// One pass over the due records: settle what a crash left open, plan, guard, then batch by batch.
  ///
  /// - Parameters:
  ///   - clock: the time, read at the start and for each journal entry.
  ///   - stop: looked at between batches.
  /// - Throws: `RunError` when the run did not begin, `JournalError` when evidence cannot be written any more. A store
  ///   that fails stops its record sets and no others, and stands in the report.
  public func purge(
    clock: @escaping () -> Instant, stop: StopSignal, options: RunOptions = RunOptions(),
    observe: @escaping (RunEvent) -> Void
  ) throws -> RunReport {
    let (journal, now) = try beginRun(clock: clock, options: options, observe: observe)
    let plan = try plan(at: now)
    try checkGuards(plan, journal: journal, at: now)
    let progress = RunProgress(
      engine: self, journal: journal, now: plan.now, clock: clock, stop: stop, observe: observe)
    return try PurgeRun(plan: plan, progress: progress).execute(options: options)
  }

  /// What comes before every run: the approval, the clock, the journal, the intents of a crash, and the ledgers.
  func beginRun(
    clock: () -> Instant, options: RunOptions, observe: (RunEvent) -> Void
  ) throws -> (journal: AuditJournal, now: Instant) {
    guard let journal else { throw RunError.keys(reason: "a purge needs a journal") }
    let now = clock()
    guard try journal.approval(for: configuration.digest) != nil else {
      throw RunError.unapproved(digest: configuration.digest)
    }
    try checkClock(journal, now: now, options: options)
    try journal.preflight()
    if let death = try journal.recordDeath(at: now, isKnown: { boundRecordSet(named: $0) != nil }) {
      observe(.died(death))
    }
    try checkAnchors(journal, now: now, observe: observe)
    try settlePending(journal, clock: clock, observe: observe)
    endStrays()
    try reportRestoredStores(journal, at: now, observe: observe)
    return (journal, now)
  }

  private func checkClock(_ journal: AuditJournal, now: Instant, options: RunOptions) throws {
    let last = try journal.lastEntryTime()
    let finding = ClockGuard.finding(
      now: now, lastEntry: last, maximumAdvance: options.acceptsClock ? nil : catalogue.clock.maximumAdvance,
      isSynchronised: options.clockIsSynchronised || !catalogue.clock.requiresSynchronised)
    guard let finding else { return }
    let error = RunError.clock(finding)
    // Entries never go back in time: the refusal is written at the last entry's time if the clock is behind it.
    try journal.append([.refusal(code: "clock", detail: error.description)], at: max(now, last ?? now))
    throw error
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
  /// Whether a guard on the number of rows says so, which stops the whole run before its first row.
  var isGuard: Bool {
    switch self {
    case .tooManyRows, .tooLargeShare: true
    case .store, .schema, .cannotSee, .died: false
    }
  }
}
