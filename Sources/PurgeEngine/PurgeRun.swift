internal import AuditJournal
internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreCatalogue

/// One run, from its first entry to its last. Made for one run and thrown away.
final class PurgeRun {
  /// How the batches of one rule's stage end.
  enum Ending {
    case finished, stopped
  }

  let engine: Engine
  let journal: AuditJournal
  let plan: Plan
  let clock: () -> Instant
  let stop: StopSignal
  let observe: (RunEvent) -> Void
  let run: String
  var setAsideKeys: [String: Set<[UInt8]>] = [:]
  private var lines: [RunReport.Line] = []
  private var refused: [(recordSet: String, refusal: RecordSetRefusal)] = []
  private var isTruncated = false

  init(
    engine: Engine, journal: AuditJournal, plan: Plan, clock: @escaping () -> Instant, stop: StopSignal,
    observe: @escaping (RunEvent) -> Void
  ) {
    self.engine = engine
    self.journal = journal
    self.plan = plan
    self.clock = clock
    self.stop = stop
    self.observe = observe
    // Each run appends, and one runs at a time: the size at its beginning is a name that no other run has.
    run = "run-\(journal.size)"
  }

  func execute(options: RunOptions) throws -> RunReport {
    try begin()
    for set in plan.recordSets where !isTruncated {
      guard let bound = engine.boundRecordSet(named: set.name) else { continue }
      for rule in set.rules where rule.conflict > 0 {
        observe(.conflict(recordSet: set.name, rule: rule.rule, count: rule.conflict))
      }
      if let refusal = try set.refusals.first ?? blindness(of: set, options: options) {
        refuse(set.name, store: set.store, refusal)
        continue
      }
      do {
        try purge(bound, plan: set)
      } catch let error as StoreError {
        refuse(set.name, store: set.store, .store(error))
      }
    }
    return try end()
  }

  private func begin() throws {
    try journal.append(
      [
        .planMade(plan: plan.digest, due: plan.dueCount),
        .runStarted(run: run, configuration: plan.configurationDigest, plan: plan.digest),
      ], at: clock())
    observe(.started(run: run, due: plan.dueCount))
  }

  /// A record set that had rows after the last run and shows none now is not believed.
  private func blindness(of set: RecordSetPlan, options: RunOptions) throws -> RecordSetRefusal? {
    guard set.rowCount == 0, !options.acceptsEmpty, let last = try journal.rowCount(ofRecordSet: set.name),
      last > 0
    else { return nil }
    return .cannotSee(lastRowCount: last)
  }

  private func refuse(_ recordSet: String, store: String, _ refusal: RecordSetRefusal) {
    refused.append((recordSet, refusal))
    observe(.refused(recordSet: recordSet, store: store, refusal))
  }

  /// The record set's stages, the most severe first, so that a row goes to the last stage that has come.
  private func purge(_ bound: BoundRecordSet, plan set: RecordSetPlan) throws {
    let conditions = engine.conditions(for: bound, now: plan.now)
    for action in conditions.actions {
      for (index, rule) in set.rules.enumerated() {
        guard let stage = rule.stages.first(where: { $0.action == action }), stage.due > 0,
          let selection = try engine.selection(of: bound, action: action, rule: index, conditions: conditions)
        else { continue }
        let loop = BatchLoop(
          run: self, bound: bound, store: try engine.store(named: bound.recordSet.store),
          selection: selection,
          rule: rule.rule, action: action, cutoff: stage.cutoff)
        if try loop.execute() == .stopped {
          isTruncated = true
          return
        }
      }
    }
  }

  func committed(_ report: BatchReport) {
    let index = lines.firstIndex {
      $0.recordSet == report.recordSet && $0.rule == report.rule && $0.action == report.action
    }
    if let index {
      lines[index].count += report.count
      lines[index].dependents.merge(report.dependents, uniquingKeysWith: +)
    } else {
      lines.append(
        RunReport.Line(
          recordSet: report.recordSet, rule: report.rule, action: report.action, count: report.count,
          dependents: report.dependents))
    }
    observe(.batch(report))
  }

  // MARK: The end

  private func end() throws -> RunReport {
    let overdue = try measureOverdue()
    for measure in overdue { observe(.overdue(measure)) }
    let setAsideCount = setAsideKeys.values.reduce(0) { $0 + $1.count }
    let report = RunReport(
      run: run,
      status: isTruncated
        ? .truncated : refused.isEmpty && setAsideCount == 0 ? .complete : .incomplete,
      plan: plan, changed: lines, refused: refused, setAsideCount: setAsideCount, overdue: overdue,
      erasure: physicalErasure())
    try journal.settleDeferred(at: clock())
    try journal.append(
      [
        .runEnded(
          run: run, status: report.status.rawValue,
          lines: report.changed.map {
            RunLine(recordSet: $0.recordSet, rule: $0.rule, action: $0.action.rawValue, count: $0.count)
          }, left: left(after: report))
      ], at: clock())
    rememberRowCounts()
    return report
  }

  /// What the journal keeps of the rows that stayed, rule by rule.
  private func left(after report: RunReport) -> [LeftLine] {
    plan.recordSets.flatMap { set in
      set.rules.compactMap { rule -> LeftLine? in
        let overdue = report.overdue.first { $0.recordSet == set.name && $0.rule == rule.rule }
        guard overdue != nil || rule.undated + rule.implausible > 0 else { return nil }
        return LeftLine(
          recordSet: set.name, rule: rule.rule, overdue: overdue?.count ?? 0, held: overdue?.held ?? 0,
          undated: rule.undated, implausible: rule.implausible)
      }
    }
  }

  private func physicalErasure() -> [(store: String, erasure: PhysicalErasure)] {
    let touched = Set(lines.compactMap { engine.boundRecordSet(named: $0.recordSet)?.recordSet.store })
    return touched.sorted().compactMap { name in
      // A store that cannot say how far it erased has no line in the report; its rows are gone all the same.
      (try? engine.store(named: name).physicalErasure()).map { (name, $0) }
    }
  }

  private func rememberRowCounts() {
    for set in plan.recordSets where set.rowCount != nil {
      guard let bound = engine.boundRecordSet(named: set.name) else { continue }
      // Only a hint for the next run's doubt about an empty table: to lose it loses no evidence.
      if let count = try? engine.store(named: set.store).rowCount(of: bound.recordSet) {
        try? journal.rememberRowCount(count, ofRecordSet: set.name)
      }
    }
  }

  /// What is still past its stage, asked of every store again.
  private func measureOverdue() throws -> [Overdue] {
    try plan.recordSets.flatMap { set -> [Overdue] in
      guard let bound = engine.boundRecordSet(named: set.name) else { return [] }
      let cause: Overdue.Cause? =
        refused.contains { $0.recordSet == set.name } ? .refused : isTruncated ? .truncated : nil
      return try engine.overdue(in: bound, now: plan.now, cause: cause)
    }
  }
}
