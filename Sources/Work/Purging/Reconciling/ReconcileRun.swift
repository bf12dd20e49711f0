internal import AuditJournal
package import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

extension Engine {
  /// Finds the records that the journal says are gone and that are there again. Changes nothing, in no store and not in the
  /// journal, which is verified first: it is what the finding rests on.
  package func findReturned(at now: Instant) throws -> Reconciliation {
    guard let journal else { throw RunError.keys(reason: "reconcile needs a journal") }
    try checkVerified(journal)
    return try Reconciler(engine: self, journal: journal).find(at: now)
  }

  /// Purges them again, by the path that every purge takes: approval, clock, guards, holds, intent, commit, outcome.
  ///
  /// - Parameter includingKept: also those that are no longer as they were when they were purged; never those with a date
  ///   after the purge.
  package func purgeReturned(
    includingKept: Bool, clock: @escaping () -> Instant, stop: StopSignal, options: RunOptions = RunOptions(),
    observe: @escaping (RunEvent) -> Void
  ) throws -> ReconcileReport {
    let (journal, now) = try beginRun(clock: clock, options: options, observe: observe)
    try checkVerified(journal)
    let reconciler = try Reconciler(engine: self, journal: journal)
    let found = try reconciler.find(at: now)
    try checkGuards(found, includingKept: includingKept, journal: journal, at: now)
    let progress = RunProgress(
      engine: self, journal: journal, now: now, clock: clock, stop: stop, observe: observe)
    return try ReconcileRun(
      reconciler: reconciler, found: found, includesKept: includingKept, progress: progress
    )
    .execute()
  }

  private func checkVerified(_ journal: AuditJournal) throws {
    if let finding = try journal.verify().findings.first { throw JournalError.damaged(finding) }
  }

  private func checkGuards(
    _ found: Reconciliation, includingKept: Bool, journal: AuditJournal, at now: Instant
  ) throws {
    var stopped: [(recordSet: String, refusal: RecordSetRefusal)] = []
    for bound in bindings.recordSets {
      let lines = found.lines.filter { $0.counts.recordSet == bound.recordSet.name }
      guard !lines.isEmpty, !found.refused.contains(where: { $0.recordSet == bound.recordSet.name }) else {
        continue
      }
      let due = lines.reduce(0) {
        $0 + $1.counts.again - $1.counts.held + (includingKept ? $1.counts.kept : 0)
      }
      let rowCount = try store(named: bound.recordSet.store).rowCount(of: bound.recordSet)
      stopped += guardRefusals(due: due, rowCount: rowCount, bound: bound).map { (bound.recordSet.name, $0) }
    }
    try stopIfGuarded(stopped, journal: journal, at: now)
  }
}

/// One run over what came back, from its first entry to its last.
private final class ReconcileRun {
  private let reconciler: Reconciler
  private let found: Reconciliation
  private let includesKept: Bool
  private let progress: RunProgress
  private var refused: [(recordSet: String, refusal: RecordSetRefusal)]
  private var isTruncated = false

  init(reconciler: Reconciler, found: Reconciliation, includesKept: Bool, progress: RunProgress) {
    self.reconciler = reconciler
    self.found = found
    self.includesKept = includesKept
    self.progress = progress
    refused = found.refused
  }

  private var engine: Engine { progress.engine }
  private var journal: AuditJournal { progress.journal }

  func execute() throws -> ReconcileReport {
    try journal.append(
      [
        .reconcileFound(
          run: progress.run, configuration: engine.configuration.digest, includesKept: includesKept,
          lines: found.journalLines,
          origins: found.lines.map { ReturnedOrigin(run: $0.run, line: $0.counts) }, account: engine.account)
      ], at: progress.clock())
    progress.observe(
      .started(
        run: progress.run, due: found.returnedCount(includingKept: includesKept),
        uncounted: found.refused.count))
    for bound in reconciler.recordSets where !isTruncated {
      let name = bound.recordSet.name
      if let (_, refusal) = refused.first(where: { $0.recordSet == name }) {
        observeRefusal(of: bound, refusal)
        continue
      }
      do {
        isTruncated = try !engine.working(on: bound) { try purge(bound) }
      } catch let error as StoreError {
        engine.leaveOut(after: error)
        refused.append((name, .store(error)))
        observeRefusal(of: bound, .store(error))
      }
    }
    return try end()
  }

  private func observeRefusal(of bound: BoundRecordSet, _ refusal: RecordSetRefusal) {
    let remaining = reconciler.recordSets.drop { $0.recordSet.name != bound.recordSet.name }
    progress.observeRefusal(of: bound, refusal, remaining: remaining)
  }

  /// - Returns: whether it came to the end of the record set.
  private func purge(_ bound: BoundRecordSet) throws -> Bool {
    let store = try engine.store(named: bound.recordSet.store)
    return try reconciler.returned(to: bound).gather { returned in
      let predicate = try reconciler.again(returned, in: bound, includingKept: includesKept)
      guard predicate != .never else { return true }
      // What the plan did not see, and could not be refused for, is left for the next one: an archive that vanished meanwhile
      // would turn a move into a deletion.
      guard returned.group.action != .archive || engine.archive(of: bound) != nil,
        returned.group.action != .pseudonymise || !bound.changes.isEmpty
      else { return true }
      var selection = try reconciler.selection(of: returned, in: bound, predicate)
      selection.judge = try reconciler.judge(of: returned, in: bound, includingKept: includesKept)
      let loop = BatchLoop(
        run: progress, bound: bound, store: store, selection: selection,
        rule: returned.group.rule, action: returned.group.action, cutoff: returned.origin.intent.cutoff,
        repeats: AuditJournal.batchName(of: returned.origin.entry))
      return try loop.execute() == .finished
    }
  }

  private func end() throws -> ReconcileReport {
    try progress.removeFiles()
    try progress.recordTooFew()
    let status = try progress.status(isTruncated: isTruncated, isIncomplete: !refused.isEmpty)
    try journal.append(
      [
        .reconcileEnded(
          run: progress.run, status: status.rawValue, lines: progress.journalLines,
          refused: refused.map { RefusedLine(recordSet: $0.recordSet, reason: $0.refusal.description) })
      ],
      at: progress.clock())
    if status == .complete {
      for definition in engine.bindings.stores {
        // A ledger that cannot be written now goes on saying that its store was restored: too much, and not too little.
        try? engine.recordAgain(definition.name, journal: journal, at: progress.acceptedTime)
      }
    }
    return ReconcileReport(
      run: progress.run, status: status, found: found, changed: progress.lines, refused: refused,
      setAsideCount: progress.setAsideCount, tooFew: progress.tooFew, locked: progress.locked,
      files: progress.files, erasure: progress.physicalErasure())
  }
}
