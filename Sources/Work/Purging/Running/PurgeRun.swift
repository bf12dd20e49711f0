internal import AuditJournal
internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// One run over what is due, from its first entry to its last. Made for one run and thrown away.
final class PurgeRun {
  let plan: Plan
  private let volume: VolumeGuard?
  let progress: RunProgress
  private let overrides: [RunOverride]
  /// How far the runs under the approval have come, this one included once it is through.
  private var standing: ApprovalStanding?
  /// The record sets that the run went through to their end.
  private var finished: Set<RecordSetName> = []
  private var refused: [(recordSet: RecordSetName, refusal: RecordSetRefusal)] = []
  /// The record sets of which nobody could tell what is overdue.
  private var unmeasured: [RecordSetName] = []
  private var isTruncated = false
  /// The record sets that the pace held back: their store waited too long.
  private var heldBack: Set<RecordSetName> = []

  /// - Parameter overrides: the options by which the run goes on where it would have stopped.
  init(plan: Plan, volume: VolumeGuard?, overrides: [RunOverride], progress: RunProgress) {
    self.plan = plan
    self.overrides = overrides
    self.volume = volume
    standing = volume?.standing
    self.progress = progress
  }

  private var context: PurgeContext { progress.context }
  private var journal: AuditJournal { progress.journal }

  func execute(options: RunOptions) throws -> RunReport {
    // Nobody asked for them, and nobody can tell.
    unmeasured = context.bindings.recordSets.filter { !options.includes($0) }.map(\.recordSet.name)
    try begin()
    for bound in context.bindings.inPurgeOrder where !isTruncated {
      guard try progress.allowsBatch() else {
        isTruncated = true
        break
      }
      guard let set = plan.recordSets.first(where: { $0.name == bound.recordSet.name }) else { continue }
      for rule in set.rules {
        guard let count = rule.counts.conflict.number, count > 0 else { continue }
        progress.observe(.conflict(recordSet: set.name, rule: rule.rule, count: count))
      }
      if let refusal = set.refusals.first {
        refuse(bound, refusal)
        continue
      }
      let firstRun = volume?.firstRun(of: bound)
      do {
        try context.working(on: bound) {
          try purge(firstRun == nil ? bound : bound.goingByRows, plan: set, firstRun: firstRun)
        }
        if !isTruncated && !heldBack.contains(set.name) { finished.insert(set.name) }
      } catch is Stopped {
        isTruncated = true
      } catch StoreError.interrupted {
        isTruncated = true
      } catch let error as StoreError {
        try context.stores.leaveOut(after: error)
        refuse(bound, .store(error))
      } catch is BudgetSpent {
        refuse(bound, .cameMeanwhile)
      } catch let failures as TooManyFailures {
        refuse(bound, .failing(failures))
      }
    }
    // Before anything is measured: what is measured says why it is still there.
    let waits = reckon()
    let overdue = try measureOverdue()
    for measure in overdue { progress.observe(.overdue(measure)) }
    for wait in waits { progress.observe(.firstRunWaits(wait)) }
    try progress.removeFiles()
    // What ends the run while files go leaves some of them.
    if try isEnding && journal.hasPendingFiles { isTruncated = true }
    return try end(waits, overdue)
  }

  private func begin() throws {
    try journal.beginRun(
      [
        .planMade(plan: plan.digest, due: plan.dueCount, uncounted: plan.uncounted),
        .runStarted(
          run: progress.run, configuration: plan.configurationDigest, plan: plan.digest,
          account: context.account, overrides: overrides),
      ], at: progress.clock())
    progress.observe(.started(run: progress.run, due: plan.dueCount, uncounted: plan.uncounted.count))
    for set in plan.recordSets {
      for rows in set.unjudged { progress.observe(.rowsUnjudged(rows)) }
      if set.isUnjudged {
        progress.observe(.unjudged(recordSet: set.name, store: set.store, reason: set.unjudgedSentence))
      }
    }
  }

  private func refuse(_ bound: BoundRecordSet, _ refusal: RecordSetRefusal) {
    refused.append((bound.recordSet.name, refusal))
    let remaining = context.bindings.inPurgeOrder.drop { $0.recordSet.name != bound.recordSet.name }
    progress.observeRefusal(of: bound, refusal, remaining: remaining)
  }

  /// The record set's stages, the most severe first, so that a row goes to the last stage that has come.
  private func purge(_ bound: BoundRecordSet, plan set: RecordSetPlan, firstRun: FirstRunAllowance?) throws {
    if firstRun?.isWaiting ?? false { return }
    let conditions = context.conditions(for: bound, now: plan.now)
    let whole = bound.limits.maximumRows.map(RowBudget.init)
    for action in conditions.actions {
      let budget = whole ?? self.budget(for: action, of: bound, firstRun)
      for (index, rule) in set.rules.enumerated() {
        guard let stage = rule.stages.first(where: { $0.action == action }), stage.due > 0,
          let selection = try DueSelections(context).selection(
            of: bound, action: action, rule: index, conditions: conditions, foresees: false)
        else { continue }
        let task = BatchTask(
          bound: bound, action: action, rule: rule.rule, cutoff: stage.cutoff.text, selection: selection,
          firstRun: firstRun, budget: budget)
        let store = try context.stores.store(named: bound.recordSet.store)
        switch try BatchLoop(task, in: progress, store: store).execute() {
        case .finished: break
        case .stopped:
          isTruncated = true
          return
        case .heldBack:
          heldBack.insert(set.name)
          return
        }
      }
    }
  }

  /// What the approval's guard lets a stage change; nil if stores.json has a guard of its own, and in a first run, which has its number.
  private func budget(
    for action: StageAction, of bound: BoundRecordSet, _ firstRun: FirstRunAllowance?
  ) -> RowBudget? {
    guard firstRun == nil, bound.limits.areUnset, let volume else { return nil }
    return RowBudget(rows: volume.allowance(for: action, of: bound.recordSet.name).rows)
  }

  // MARK: The end

  /// Asks the stores what is left, and writes the run's end, which alone is shielded: a stop that comes while a store is asked ends the question, and
  /// never costs the run its end.
  private func end(_ waits: [FirstRunWait], _ overdue: [Overdue]) throws -> RunReport {
    try context.work.shielded {
      try progress.recordTooFew()
      try progress.recordPaceEnds()
    }
    var status = try progress.status(
      isTruncated: isTruncated || !heldBack.isEmpty,
      isIncomplete: !refused.isEmpty || plan.recordSets.count < context.bindings.recordSets.count
        || plan.recordSets.contains(where: \.isUnjudged)
        || overdue.contains { $0.unchanged + $0.circular > 0 })
    if !waits.isEmpty, status != .stopped { status = .firstRun }
    let report = RunReport(
      run: progress.run, status: status,
      plan: plan, changed: progress.lines, refused: refused, setAsideCount: progress.setAsideCount,
      tooFew: progress.tooFew, locked: progress.locked, files: progress.files, firstRuns: waits,
      overdue: overdue, unmeasured: unmeasured,
      scrub: progress.physicalScrub(), waits: progress.paceTallies, heldBack: progress.paceEnds,
      cause: truncationCause)
    let counts = isStopped ? [:] : rowCounts()
    try context.work.shielded {
      try journal.endRun(
        .runEnded(
          run: progress.run, status: report.status,
          lines: progress.journalLines, left: left(after: report),
          counts: plan.recordSets.map(\.counts),
          refused: refused.map { RefusedLine(recordSet: $0.recordSet, reason: $0.refusal.description) },
          unmeasured: unmeasured, volume: runVolume(status), cause: report.cause), rowCounts: counts,
        at: progress.clock())
    }
    if !isStopped { try dropOldLedgerEntries() }
    return report
  }

  /// What a stop keeps from being dropped goes after the next run.
  private func dropOldLedgerEntries() throws {
    do {
      try Ledgers(context).dropOldEntries(at: progress.acceptedTime)
    } catch is Stopped {
    } catch StoreError.interrupted {
    }
  }

  /// Adds what the run did to the standing of its approval.
  ///
  /// - Returns: the record sets whose first run waits for a word.
  private func reckon() -> [FirstRunWait] {
    finished.subtract(progress.setAsideKeys.filter { !$0.value.isEmpty }.keys)
    finished.subtract(progress.locked.map(\.recordSet))
    for line in progress.lines {
      standing?.add(line.count, to: line.recordSet, action: line.action)
    }
    for batch in progress.firstRunBatches {
      standing?.add(batch.count, toFirstRunOf: batch.recordSet, batch: batch.entry)
    }
    let now = progress.acceptedTime
    // A first run that changed nothing has nothing to show: the next one with rows is the first.
    for (name, run) in standing?.firstRuns ?? [:] where !run.batches.isEmpty && finished.contains(name) {
      standing?.wait(for: name, since: now)
    }
    let waits = FirstRuns.waits(in: standing)
    finished.subtract(waits.map(\.recordSet))
    for name in finished { standing?.finish(name) }
    return waits
  }

  private func runVolume(_ status: RunEnding) -> RunVolume {
    RunVolume(
      previous: volume?.lastRunEnd,
      unfinished: status == .complete
        ? nil : plan.recordSets.map(\.name).filter { !finished.contains($0) },
      standing: standing)
  }

  /// What the journal keeps of the rows that stayed, rule by rule.
  private func left(after report: RunReport) -> [LeftLine] {
    plan.recordSets.flatMap { set in
      let planned = set.rules.compactMap { rule -> LeftLine? in
        let overdue = report.overdue.first { $0.recordSet == set.name && $0.rule == rule.rule }
        let locked = progress.lockedCount(of: set.name, rule: rule.rule)
        guard overdue != nil || locked > 0 || rule.counts.undated + rule.counts.implausible != 0 else {
          return nil
        }
        return LeftLine(
          recordSet: set.name, rule: rule.rule, overdue, undated: rule.counts.undated,
          implausible: rule.counts.implausible, locked: locked)
      }
      // A record set that was left out has no plan, and is measured all the same.
      let rules = Set(set.rules.map(\.rule))
      return planned
        + report.overdue.filter { $0.recordSet == set.name && !rules.contains($0.rule) }.map {
          LeftLine(recordSet: set.name, rule: $0.rule, $0, undated: .unknown, implausible: .unknown)
        }
    }
  }

  /// The rows that are left of each record set that was counted: only a hint for the next run's doubt about an empty table.
  private func rowCounts() -> [RecordSetName: Int] {
    var counts: [RecordSetName: Int] = [:]
    // What was not believed to be empty is not believed by the next run either.
    for set in plan.recordSets where set.refusals.isEmpty {
      guard let counted = set.rowCount, let bound = context.bindings.recordSet(named: set.name) else {
        continue
      }
      // To lose the hint loses no evidence.
      let isEmpty = try? context.working(on: bound) {
        try context.stores.store(named: set.store).isEmpty(bound.recordSet)
      }
      if let isEmpty {
        let gone = progress.lines.filter { $0.recordSet == set.name && $0.action != .pseudonymise }
        let left = max(1, counted - gone.reduce(0) { $0 + $1.count })
        counts[set.name] = isEmpty ? 0 : left
      }
    }
    return counts
  }

  /// Why rows of a record set are left that was not refused, where the run knows.
  private func cause(of recordSet: RecordSetName) -> Overdue.Cause? {
    if standing?.firstRuns[recordSet]?.since != nil { return .firstRun }
    return isTruncated || heldBack.contains(recordSet) ? .truncated : nil
  }

  /// Tells if the run has said of rows of a record set that it left them.
  private func isSetAside(_ recordSet: RecordSetName) -> Bool {
    progress.setAsideKeys[recordSet]?.isEmpty == false
      || progress.tooFew.contains { $0.recordSet == recordSet }
  }

  /// Names what the run knows of rows that neither a hold, nor dependents, nor another rule keep: others had them locked, or no batch could change them.
  private func withKnownCause(_ measure: Overdue) -> Overdue {
    var measure = measure
    switch measure.cause {
    case .unchanged:
      if progress.lockedCount(of: measure.recordSet, rule: measure.rule) > 0 {
        measure.cause = .locked
      } else if isSetAside(measure.recordSet) {
        measure.cause = .setAside
      }
    case .refused:
      if refused.contains(where: { $0.recordSet == measure.recordSet && $0.refusal.isLock }) {
        measure.cause = .locked
      }
    case .held, .truncated, .locked, .blocked, .circle, .anotherRule, .setAside, .firstRun: break
    }
    return measure
  }

  /// Tells if the run asks nothing again. One whose time is over, or that somebody paused, still counts what it left.
  private var isStopped: Bool {
    context.work.stop.isRequested || isTruncated && progress.gate.cause == nil
  }

  /// Tells if no batch begins any more.
  private var isEnding: Bool { context.work.stop.isRequested || progress.gate.cause != nil }

  /// Why the run was truncated, where nobody stopped its process.
  private var truncationCause: TruncationCause? {
    isTruncated ? progress.gate.cause : heldBack.isEmpty ? nil : .pace
  }

  /// What is still past its stage, asked of every store again. A run that is stopped asks no more: what it did not count is not known.
  private func measureOverdue() throws -> [Overdue] {
    var all: [Overdue] = []
    for set in plan.recordSets {
      guard !isStopped else {
        unmeasured.append(set.name)
        continue
      }
      do {
        all += try measureOverdue(in: set)
      } catch is Stopped {
        isTruncated = true
        unmeasured.append(set.name)
      }
    }
    return all
  }

  /// Tells if the run has changed rows of a store, or archived rows into it.
  private func hasChanged(_ store: StoreName) -> Bool {
    progress.lines.contains { line in
      guard let bound = context.bindings.recordSet(named: line.recordSet) else { return true }
      return bound.recordSet.store == store || context.bindings.archive(of: bound)?.store == store
    }
  }

  private func measureOverdue(in set: RecordSetPlan) throws -> [Overdue] {
    // Not even a count: it may be what the process dies of.
    guard let bound = context.bindings.recordSet(named: set.name),
      try context.deathRefusal(of: bound) == nil
    else {
      unmeasured.append(set.name)
      return []
    }
    let isRefused = refused.contains { $0.recordSet == set.name }
    do {
      let overdue = try context.working(on: bound) {
        try OverdueMeasure(context).overdue(
          in: bound, now: plan.now, cause: isRefused ? .refused : cause(of: set.name),
          after: isRefused || hasChanged(set.store) ? nil : set)
      }.map(withKnownCause)
      if !isRefused && !isTruncated && !heldBack.contains(set.name) {
        try journal.recordPass(through: set.name, run: progress.run, at: progress.clock())
      }
      return overdue
    } catch let error as StoreError {
      try context.stores.leaveOut(after: error)
      // A run that does not know what it left is not complete.
      if !isRefused { refuse(bound, .store(error)) }
      unmeasured.append(set.name)
      return []
    }
  }
}

extension LeftLine {
  fileprivate init(
    recordSet: RecordSetName, rule: RuleID, _ overdue: Overdue?, undated: RowCount, implausible: RowCount,
    locked: Int = 0
  ) {
    self.init(
      recordSet: recordSet, rule: rule, overdue: overdue?.count ?? 0, held: overdue?.held ?? 0,
      blocked: overdue?.blocked ?? 0, undated: undated, implausible: implausible, locked: locked,
      cause: overdue?.cause.rawValue)
  }
}
