internal import AuditJournal
internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// One run over what came back, from its first entry to its last.
final class ReconcileRun {
  private let reconciler: Reconciler
  private let found: Reconciliation
  private let includesKept: Bool
  private let progress: RunProgress
  private var refused: [(recordSet: RecordSetName, refusal: RecordSetRefusal)]
  private var isTruncated = false

  init(reconciler: Reconciler, found: Reconciliation, includesKept: Bool, progress: RunProgress) {
    self.reconciler = reconciler
    self.found = found
    self.includesKept = includesKept
    self.progress = progress
    refused = found.refused
  }

  private var context: PurgeContext { progress.context }
  private var journal: AuditJournal { progress.journal }

  func execute() throws -> ReconcileReport {
    try journal.append(
      [
        .reconcileFound(
          run: progress.run, configuration: context.configuration.digest, includesKept: includesKept,
          lines: found.journalLines,
          origins: found.lines.map { ReturnedOrigin(run: $0.run, line: $0.counts) }, account: context.account)
      ], at: progress.clock())
    progress.observe(
      .started(
        run: progress.run, due: found.returnedCount(includingKept: includesKept),
        uncounted: found.refused.count))
    for bound in reconciler.recordSets where !isTruncated {
      guard try progress.allowsBatch() else {
        isTruncated = true
        break
      }
      let name = bound.recordSet.name
      if let (_, refusal) = refused.first(where: { $0.recordSet == name }) {
        observeRefusal(of: bound, refusal)
        continue
      }
      do {
        let isThrough = try context.working(on: bound) { try purge(bound) }
        // One that its store's pace holds back keeps no other from going on.
        isTruncated = !isThrough && !isHeldBack(bound)
      } catch is Stopped {
        isTruncated = true
      } catch StoreError.interrupted {
        isTruncated = true
      } catch let error as StoreError {
        try context.stores.leaveOut(after: error)
        refused.append((name, .store(error)))
        observeRefusal(of: bound, .store(error))
      } catch let failures as TooManyFailures {
        refused.append((name, .failing(failures)))
        observeRefusal(of: bound, .failing(failures))
      }
    }
    try progress.removeFiles()
    // What ends the run while files go leaves some of them.
    let isEnding = context.work.stop.isRequested || progress.gate.cause != nil
    if try isEnding && journal.hasPendingFiles { isTruncated = true }
    return try end()
  }

  private func observeRefusal(of bound: BoundRecordSet, _ refusal: RecordSetRefusal) {
    let remaining = reconciler.recordSets.drop { $0.recordSet.name != bound.recordSet.name }
    progress.observeRefusal(of: bound, refusal, remaining: remaining)
  }

  /// - Returns: whether it came to the end of the record set.
  private func purge(_ bound: BoundRecordSet) throws -> Bool {
    let store = try context.stores.store(named: bound.recordSet.store)
    return try reconciler.returned(to: bound).gather { returned in
      let predicate = try reconciler.again(returned, in: bound, includingKept: includesKept)
      guard predicate != .never else { return true }
      // What the plan did not see, and could not be refused for, is left for the next one: an archive that vanished meanwhile
      // would turn a move into a deletion.
      guard returned.group.action != .archive || context.bindings.archive(of: bound) != nil,
        returned.group.action != .pseudonymise || !bound.changes.isEmpty
      else { return true }
      var selection = try reconciler.selection(of: returned, in: bound, predicate)
      selection.judge = try reconciler.judge(of: returned, in: bound, includingKept: includesKept)
      let task = BatchTask(
        bound: bound, action: returned.group.action, rule: returned.group.rule,
        cutoff: returned.origin.intent.cutoff, selection: selection,
        repeats: BatchName(entry: returned.origin.entry))
      return try BatchLoop(task, in: progress, store: store).execute() == .finished
    }
  }

  /// Tells if the pace of a record set's store lets no batch begin any more.
  private func isHeldBack(_ bound: BoundRecordSet) -> Bool {
    progress.paceEnds.contains { $0.store == bound.recordSet.store }
  }

  private func end() throws -> ReconcileReport {
    let status = try progress.status(
      isTruncated: isTruncated || !progress.paceEnds.isEmpty, isIncomplete: !refused.isEmpty)
    try context.work.shielded {
      try progress.recordTooFew()
      try progress.recordPaceEnds()
      try journal.append(
        [
          .reconcileEnded(
            run: progress.run, status: status, lines: progress.journalLines,
            refused: refused.map { RefusedLine(recordSet: $0.recordSet, reason: $0.refusal.description) })
        ],
        at: progress.clock())
    }
    if status == .complete {
      for definition in context.bindings.stores {
        // A ledger that cannot be written now goes on saying that its store was restored: too much, and not too little.
        try? Ledgers(context).recordAgain(definition.name, journal: journal, at: progress.acceptedTime)
      }
    }
    return ReconcileReport(
      run: progress.run, status: status, found: found, changed: progress.lines, refused: refused,
      setAsideCount: progress.setAsideCount, tooFew: progress.tooFew, locked: progress.locked,
      files: progress.files, scrub: progress.physicalScrub())
  }
}
