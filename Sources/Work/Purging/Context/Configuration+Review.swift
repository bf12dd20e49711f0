internal import CalendarExpressions
package import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Transforms
package import Words

extension Configuration {
  /// Returns what both files say that can be applied and yet does nothing, or too seldom. Asks no store.
  package func review(at now: Instant) -> [ConfigurationFinding] {
    calendarFindings(at: now) + unservedDomains() + ruleFindings(at: now) + circles() + keptDependents()
      + datesThatGo()
      + recordSetsWithoutSubject.map { .withoutSubject(recordSet: $0) }
  }

  /// The record sets that no hold on a person reaches: their rows name nobody, nor does what they depend on.
  package var recordSetsWithoutSubject: [RecordSetName] {
    bindings.recordSets.map(\.recordSet).filter {
      $0.subject == nil && !$0.ancestry.namesPeople(above: $0.table)
    }
    .map(\.name)
  }

  /// Record sets that keep each other. Rows with periods of their own go with no other record.
  private func circles() -> [ConfigurationFinding] {
    func keepers(_ dependents: [Dependent]) -> Set<RecordSetName> {
      dependents.reduce(into: []) { $0.formUnion($1.recordSets + keepers($1.dependents)) }
    }
    let sets = bindings.recordSets.map(\.recordSet)
    let keeping = Dictionary(uniqueKeysWithValues: sets.map { ($0.name, keepers($0.dependents)) })
    return sets.enumerated().flatMap { place, set in
      sets[(place + 1)...].filter { other in
        keeping[set.name]?.contains(other.name) == true && keeping[other.name]?.contains(set.name) == true
      }.map { .circle(recordSets: [set.name, $0.name]) }
    }
  }

  /// Record sets whose rows stay for good, and refer to others' even then: what they refer to never goes.
  private func keptDependents() -> [ConfigurationFinding] {
    func keepers(_ dependents: [Dependent]) -> [(set: RecordSetName, columns: [String])] {
      dependents.flatMap { dependent in
        dependent.recordSets.map { ($0, dependent.columns) } + keepers(dependent.dependents)
      }
    }
    return bindings.recordSets.flatMap { bound -> [ConfigurationFinding] in
      keepers(bound.recordSet.dependents).compactMap { keeper in
        guard let kept = bindings.recordSet(named: keeper.set),
          let rule = schedule.domain(kept.domain)?.rules.first(where: {
            $0.remainder != nil && DueConditions.applies($0, in: kept) != .never
          }), !kept.changes.contains(where: { $0.transform == .null && keeper.columns.contains($0.column) })
        else { return nil }
        return .keptDependents(recordSet: bound.recordSet.name, by: keeper.set, rule: rule.id)
      }
    }
  }

  /// Records that are kept by what their rows say for longer than these rows are there.
  private func datesThatGo() -> [ConfigurationFinding] {
    bindings.recordSets.flatMap { bound in
      bound.events.sorted { $0.key < $1.key }.flatMap { name, event -> [ConfigurationFinding] in
        guard case .related(let related, ifNone: nil) = event.source, related.choice != .only else {
          return []
        }
        return bindings.recordSets.filter { other in
          let rules = schedule.domain(other.domain)?.rules ?? []
          return other.recordSet.store == bound.recordSet.store
            && other.recordSet.table.lowercased() == related.rows.table.lowercased()
            && rules.contains {
              $0.stages.contains { $0.action != .pseudonymise && other.canTake($0.action) }
            }
        }.map { .datesGo(recordSet: bound.recordSet.name, event: name, other: $0.recordSet.name) }
      }
    }
  }

  private func calendarFindings(at now: Instant) -> [ConfigurationFinding] {
    func never(_ calendar: [CalendarExpression]) -> [String] {
      calendar.filter { $0.next(after: now, in: schedule.timeZone) == nil }.map(\.description)
    }
    let findings =
      (bindings.calendar.isEmpty ? [.emptyCalendar] : [])
      + never(bindings.calendar).map(ConfigurationFinding.neverComes)
      + never(bindings.surveys).map(ConfigurationFinding.neverSurveys)
    guard let allowed = bindings.clock.maximumAdvance,
      let gap = bindings.calendar.longestGap(after: now, in: schedule.timeZone), gap > allowed
    else { return findings }
    return findings + [.advanceTooShort(allowed: allowed, gap: gap)]
  }

  private func unservedDomains() -> [ConfigurationFinding] {
    let served = Set(bindings.recordSets.map(\.domain))
    return schedule.domains.filter { domain in
      !domain.rules.isEmpty && !served.contains(domain.id) && !bindings.isElsewhere(domain.id)
    }.map { .unserved(domain: $0.id) }
  }

  private func ruleFindings(at now: Instant) -> [ConfigurationFinding] {
    let gap = bindings.calendar.usualGap(after: now, in: schedule.timeZone)
    return schedule.domains.flatMap { domain in
      let bound = bindings.recordSets.filter { $0.domain == domain.id }
      return domain.rules.flatMap { rule -> [ConfigurationFinding] in
        let applying = bound.filter { DueConditions.applies(rule, in: $0) != .never }
        guard !applying.isEmpty else { return [] }
        return stageFindings(of: rule, in: applying) + calendarFindings(of: rule, gap: gap)
      }
    }
  }

  /// What keeps stages that need no period from coming. Of other rules the loader demands all of it.
  private func stageFindings(of rule: Rule, in recordSets: [BoundRecordSet]) -> [ConfigurationFinding] {
    guard let trigger = rule.trigger else {
      return rule.stages.map { .withoutTrigger(rule: rule.id, action: $0.action) }
    }
    return recordSets.flatMap { bound -> [ConfigurationFinding] in
      let hasEvents = trigger.events.allSatisfy { bound.events[$0] != nil }
      let missing = rule.stages.map(\.action).filter {
        !bound.isPast($0) && !(hasEvents && bound.canTake($0))
      }
      return missing.map {
        .unboundStage(recordSet: bound.recordSet.name, rule: rule.id, action: $0)
      }
    }
  }

  private func calendarFindings(of rule: Rule, gap: Int?) -> [ConfigurationFinding] {
    guard let gap, let finer = rule.stages.first(where: { $0.moment.isFiner(thanSeconds: gap) }) else {
      return []
    }
    return [.finerThanCalendar(rule: rule.id, stage: finer.moment.description, gap: gap)]
  }
}

extension BoundRecordSet {
  /// Tells if its rows have had the stage: an archive's were archived.
  fileprivate func isPast(_ action: StageAction) -> Bool { isArchive && action == .archive }
}

extension Moment {
  /// Tells if what comes at this moment waits longer for a run than for its time. Days are counted as days, though clocks may change.
  fileprivate func isFiner(thanSeconds gap: Int) -> Bool {
    let days = (gap + 43_200) / 86_400
    switch self {
    // The day after the event. No calendar comes as often as "at once", which is the first run after the event.
    case .atTrigger, .atOnce: return days > 1
    case .after(let period):
      return period.isElapsed ? period.elapsedSeconds < gap : period.isShorter(thanDays: days)
    }
  }
}

extension Period {
  /// Tells if it ends in fewer days, whenever it begins.
  fileprivate func isShorter(thanDays days: Int) -> Bool {
    guard days > 0, let other = try? Period(iso8601: "P\(days)D") else { return false }
    return compare(to: other) == .shorter
  }
}
