internal import AuditJournal
package import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Finds what a restore brought back, and purges it again.
package struct Reconciling {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Finds the records that the journal says are gone and that are there again. Changes nothing, in no store and not in the
  /// journal, which is verified first: it is what the finding rests on.
  package func find(at now: Instant) throws -> Reconciliation {
    guard let journal = context.journal else { throw RunError.keys(reason: "reconcile needs a journal") }
    try checkVerified(journal)
    return try Reconciler(context, journal: journal).find(at: now)
  }

  /// Purges them again, by the path that every purge takes: approval, clock, guards, holds, intent, commit, outcome.
  ///
  /// - Parameter includingKept: also those that are no longer as they were when they were purged; never those with a date
  ///   after the purge.
  package func purge(
    includingKept: Bool, clock: @escaping () -> Instant, options: RunOptions = RunOptions(),
    observe: @escaping (RunEvent) -> Void
  ) throws -> ReconcileReport {
    let observe = { [work = context.work] (event: RunEvent) in
      work.step()
      observe(event)
    }
    // Somebody is there, who has restored a store and sees to it.
    var options = options
    options.windows = .none
    let (journal, now) = try RunBeginning(context).begin(clock: clock, options: options, observe: observe)
    try checkVerified(journal)
    let reconciler = try Reconciler(context, journal: journal)
    let found = try reconciler.find(at: now)
    try checkGuards(found, includingKept: includingKept, journal: journal, at: now)
    let progress = RunProgress(
      context, journal: journal, now: now, clock: clock, observe: observe, windows: options.windows,
      elapsed: { .zero })
    return try ReconcileRun(
      reconciler: reconciler, found: found, includesKept: includingKept, progress: progress
    )
    .execute()
  }

  private func checkVerified(_ journal: AuditJournal) throws {
    if let finding = try journal.verify(context.work).findings.first { throw JournalError.damaged(finding) }
  }

  private func checkGuards(
    _ found: Reconciliation, includingKept: Bool, journal: AuditJournal, at now: Instant
  ) throws {
    var stopped: [(recordSet: RecordSetName, refusal: RecordSetRefusal)] = []
    for bound in context.bindings.recordSets {
      let lines = found.lines.filter { $0.counts.recordSet == bound.recordSet.name }
      guard !lines.isEmpty, !found.refused.contains(where: { $0.recordSet == bound.recordSet.name }) else {
        continue
      }
      let due = lines.reduce(0) {
        $0 + $1.counts.again - $1.counts.held + (includingKept ? $1.counts.kept : 0)
      }
      let rowCount = try context.stores.store(named: bound.recordSet.store).rowCount(of: bound.recordSet)
      stopped += bound.limits.refusals(due: due, rowCount: rowCount).map { (bound.recordSet.name, $0) }
    }
    try RunGuards(journal: journal).stop(stopped, at: now)
  }
}
