internal import AuditJournal
internal import CalendarExpressions
package import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Purges what is due: one run, from the look at the clock to the report.
package struct Purger {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// One pass over the due records: settle what a crash left open, survey what no survey tells of, plan, guard, then batch by batch.
  ///
  /// The plan asks for what is due and looks at a bounded number of rows. What needs a whole table stands in the last survey.
  ///
  /// - Parameters:
  ///   - clock: the time, read at the start and for each journal entry.
  ///   - observe: told of each event, on the run's thread.
  /// - Throws: `Stopped` when the context's work was stopped before the run began, which the journal then knows nothing of; `RunError` when the run
  ///   did not begin, `JournalError` when evidence cannot be written any more. A store that fails stops its record sets and no others, and stands in
  ///   the report. A stop during the run ends it at once while it asks, and otherwise after the batch that has its intent.
  package func purge(
    clock: @escaping () -> Instant, options: RunOptions = RunOptions(),
    observe: @escaping (RunEvent) -> Void
  ) throws -> RunReport {
    let observe = { [work = context.work] (event: RunEvent) in
      work.step()
      observe(event)
    }
    let began = ContinuousClock.now
    let (journal, now) = try RunBeginning(context).begin(clock: clock, options: options, observe: observe)
    let unsurveyed = try Surveyor(context).surveyUnknown(clock: clock, observe: observe)
    // A run has an approval, or did not begin.
    let volume = try VolumeGuard(context).map {
      try FirstRuns(context).endWaits($0, journal: journal, at: now, observe: observe)
    }
    try context.work.check()
    let plan = try Planner(context).plan(
      at: now, counting: .surveys(refusals: unsurveyed), volume: volume, options: options)
    try checkGuards(plan, journal: journal, at: now)
    let progress = RunProgress(
      context, journal: journal, now: plan.now, clock: clock, observe: observe, windows: options.windows,
      elapsed: { ContinuousClock.now - began })
    return try PurgeRun(
      plan: plan, volume: volume, overrides: overrides(options, of: plan), progress: progress
    ).execute(options: options)
  }

  /// The options by which the run goes on where it would have stopped, with the record sets that they mattered for.
  private func overrides(_ options: RunOptions, of plan: Plan) throws -> [RunOverride] {
    var overrides =
      options.recordSets.map { [RunOverride(option: "record-set", recordSets: $0.sorted())] } ?? []
    if options.acceptsEmpty {
      let believed = try plan.recordSets.filter { try !Planner(context).blindness(of: $0).isEmpty }
      overrides.append(RunOverride(option: "accept-empty", recordSets: believed.map(\.name)))
    }
    if options.windows == .none, !context.bindings.windows.areAlwaysOpen {
      let zone = context.schedule.timeZone
      let isClosed = !context.bindings.windows.span(at: plan.now, in: zone).isOpen
      let names = isClosed ? plan.recordSets.map(\.name) : []
      overrides.append(RunOverride(option: "outside-window", recordSets: names))
    }
    return overrides
  }

  private func checkGuards(_ plan: Plan, journal: AuditJournal, at now: Instant) throws {
    let stopped = plan.recordSets.flatMap { set in
      set.refusals.filter(\.isGuard).map { (recordSet: set.name, refusal: $0) }
    }
    try RunGuards(journal: journal).stop(stopped, at: now)
  }
}
