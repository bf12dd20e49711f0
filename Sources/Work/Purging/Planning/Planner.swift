internal import AuditJournal
package import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Computes what a run would do, and whether it may. Changes nothing, in no store and not in the journal.
package struct Planner {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Computes what a run at `now` would do. Changes nothing, in no store and not in the journal.
  ///
  /// A store that cannot answer is a refusal in the plan and not an error of the plan: the others are still planned.
  package func plan(at now: Instant) throws -> Plan {
    try plan(at: now, counting: .store, volume: try VolumeGuard(context))
  }

  /// - Parameters:
  ///   - volume: what the run may change; nil if no guard is asked but those of stores.json.
  ///   - options: those of the run that the plan is for.
  func plan(
    at now: Instant, counting source: CountSource, volume: VolumeGuard?, options: RunOptions = RunOptions()
  ) throws -> Plan {
    var recordSets: [RecordSetPlan] = []
    for bound in context.bindings.recordSets where options.includes(bound) {
      recordSets.append(
        try plan(
          of: bound, at: now, counting: source, volume: volume, acceptsEmpty: options.acceptsEmpty))
    }
    return Plan(
      now: now, day: context.schedule.timeZone.civilDate(at: now),
      configurationDigest: context.configuration.digest,
      recordSets: recordSets)
  }

  /// The part of a plan that is about one record set: what `Preflight` refuses is not counted, and what was counted is compared with the guards.
  func plan(
    of bound: BoundRecordSet, at now: Instant, counting source: CountSource, volume: VolumeGuard?,
    acceptsEmpty: Bool
  ) throws -> RecordSetPlan {
    // A record set that processes die in is not marked as worked on.
    let beforehand = try Preflight(context, bound, for: .purge, at: now, moments: [.beforehand])
    let refusals = beforehand.refusals + (source.refusal(of: bound.recordSet.name).map { [$0] } ?? [])
    guard refusals.isEmpty else { return refusedPlan(of: bound, refusals, warnings: []) }
    return try context.working(on: bound) {
      let preflight = try Preflight(context, bound, for: .purge, at: now)
      guard preflight.refusals.isEmpty, let sample = preflight.sample else {
        return refusedPlan(
          of: bound, preflight.refusals + preflight.forbidden, warnings: preflight.warnings)
      }
      do {
        let plan = try plan(
          of: bound, preflight, counting: source, isEmpty: sample.isEmpty, volume: volume
        ).refusing(preflight.forbidden)
        return try acceptsEmpty ? plan : plan.refusing(blindness(of: plan))
      } catch let error as StoreError {
        try context.stores.leaveOut(after: error)
        return refusedPlan(of: bound, [.store(error)], warnings: [])
      }
    }
  }

  private func plan(
    of bound: BoundRecordSet, _ preflight: Preflight, counting source: CountSource, isEmpty: Bool,
    volume: VolumeGuard?
  ) throws -> RecordSetPlan {
    let conditions = preflight.conditions
    let store = try context.stores.store(named: bound.recordSet.store)
    let holds = try context.holds(for: bound)
    let counts =
      switch source {
      case .store: try CountQuestion(conditions).counts(in: store)
      case .surveys:
        CountQuestion(conditions).counts(
          from: try LastSurveys(context).survey(of: bound), isEmpty: isEmpty)
      }
    var rules: [RulePlan] = []
    for (index, rule) in conditions.rules.enumerated() {
      try context.work.check()
      rules.append(
        RulePlan(
          rule: rule.id, title: rule.title,
          stages: try stages(of: bound, rule: index, conditions: conditions, store: store, holds: holds),
          counts: counts.rules[index]))
    }
    let restGoes = context.bindings.restGoesWithRecords(of: bound.recordSet.name)
    let plan = RecordSetPlan(
      name: bound.recordSet.name, store: store.name, domain: bound.domain, counts: counts, rules: rules,
      unjudged: counts.unjudged(bound.warningShares, restGoes: restGoes), restGoes: restGoes,
      refusals: [], warnings: preflight.warnings)
    return plan.refusing(try guardRefusals(for: plan, bound: bound, store: store, volume: volume))
  }

  /// A record set that had rows when they were last counted and shows none now is not believed.
  func blindness(of set: RecordSetPlan) throws -> [RecordSetRefusal] {
    guard set.rowCount == 0, let last = try context.journal?.rowCount(ofRecordSet: set.name), last > 0 else {
      return []
    }
    return [.cannotSee(lastRowCount: last)]
  }

  private func stages(
    of bound: BoundRecordSet, rule: Int, conditions: DueConditions, store: any RecordStore,
    holds: any HoldTest
  ) throws -> [StagePlan] {
    var stages: [StagePlan] = []
    for action in conditions.actions.reversed() {
      guard let cutoff = conditions.cutoff(of: action, under: rule),
        var selection = try DueSelections(context).selection(
          of: bound, action: action, rule: rule, conditions: conditions, foresees: true)
      else { continue }
      selection.countsDependents = action == .delete
      let tally = try store.tally(selection, holds: holds)
      stages.append(
        StagePlan(
          action: action, cutoff: cutoff, due: tally.count - tally.held - tally.blocked,
          held: context.journal == nil ? .unknown : .known(tally.held),
          blocked: tally.blocked, dependents: tally.dependents.filter { $0.value > 0 },
          withoutReference: tally.withoutReference.filter { $0.value > 0 },
          oldest: try tally.oldest ?? oldest(of: selection, rule: rule, conditions: conditions, store: store))
      )
    }
    return stages
  }

  /// The earliest date of several events, where no single one leads: each is asked by itself.
  private func oldest(
    of selection: Selection, rule: Int, conditions: DueConditions, store: any RecordStore
  ) throws -> CivilDate? {
    guard selection.orderedBy == nil else { return nil }
    return try conditions.events(of: rule).compactMap { event in
      try store.tally(
        Selection(
          recordSet: selection.recordSet,
          predicate: .all([selection.predicate, conditions.isPlausible(event)]),
          orderedBy: event, pseudonymising: selection.pseudonymising), holds: NoHolds()
      ).oldest
    }.min()
  }

  private func refusedPlan(
    of bound: BoundRecordSet, _ refusals: [RecordSetRefusal], warnings: [SchemaFinding]
  ) -> RecordSetPlan {
    RecordSetPlan(
      name: bound.recordSet.name, store: bound.recordSet.store, domain: bound.domain,
      counts: .unknown(bound.recordSet.name), rules: [], unjudged: [], restGoes: false, refusals: refusals,
      warnings: warnings)
  }

  private func guardRefusals(
    for plan: RecordSetPlan, bound: BoundRecordSet, store: any RecordStore, volume: VolumeGuard?
  ) throws -> [RecordSetRefusal] {
    guard !bound.limits.areUnset else { return volume?.refusals(of: plan, bound: bound) ?? [] }
    let refusals = bound.limits.refusals(due: plan.dueCount, rowCount: plan.rowCount)
    // A table may have grown since it was surveyed: it is counted again before a run stops for its share.
    guard plan.counts.surveyed != nil, refusals.contains(where: \.isShare) else { return refusals }
    return bound.limits.refusals(due: plan.dueCount, rowCount: try store.rowCount(of: bound.recordSet))
  }
}

extension RecordSetRefusal {
  fileprivate var isShare: Bool { if case .tooLargeShare = self { true } else { false } }
}

extension RecordSetPlan {
  func refusing(_ refusals: [RecordSetRefusal]) -> RecordSetPlan {
    RecordSetPlan(
      name: name, store: store, domain: domain, counts: counts, rules: rules, unjudged: unjudged,
      restGoes: restGoes, refusals: self.refusals + refusals, warnings: warnings)
  }
}
