internal import AuditJournal
package import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings

/// One thing that `check` found.
package struct CheckFinding: Sendable {
  package enum Weight: Sendable {
    /// A run would refuse the record set because of it.
    case refusal
    /// A run goes on, and rows are kept for ever or taken wrongly if nobody looks: `check` ends with 2.
    case doubt
    /// It deserves a look and stops nothing.
    case remark
  }

  package let recordSet: String
  package let weight: Weight
  /// What it is and what to do.
  package let sentence: String
  /// Tells if a guard says so, for which no record set would be changed.
  package var stopsTheRun = false

  package var isRefusal: Bool { weight == .refusal }
}

extension Engine {
  /// Asks of every record set what a run would refuse, as a plan does, and reports rows that cannot be judged and rules that wait for a period.
  package func check(at now: Instant) -> [CheckFinding] {
    bindings.recordSets.flatMap { bound -> [CheckFinding] in
      let name = bound.recordSet.name
      let unset = conditions(for: bound, now: now).rules.filter(\.isUnset).map { rule in
        CheckFinding(
          recordSet: name, weight: .remark,
          sentence:
            "rule \(rule.id) has no period yet, so that its records are kept: choose one in the rules file")
      }
      do {
        let plan = try plan(
          of: bound, at: now, counting: .store, volume: try volumeGuard(), acceptsEmpty: false)
        return try unset + oldSurvey(of: bound, at: now)
          + plan.refusals.map {
            CheckFinding(
              recordSet: name, weight: .refusal, sentence: $0.description, stopsTheRun: $0.isGuard)
          }
          + unjudged(plan, of: bound, at: now)
          + fileDoubts(of: bound.recordSet, asksRows: !plan.isRefused).map {
            CheckFinding(recordSet: name, weight: .doubt, sentence: $0)
          }
          + plan.warnings.map {
            CheckFinding(recordSet: name, weight: .remark, sentence: $0.description)
          }
      } catch {
        if let error = error as? StoreError { leaveOut(after: error) }
        return unset + [CheckFinding(recordSet: name, weight: .refusal, sentence: "\(error)")]
      }
    }
  }

  /// Which rows cannot be judged. A column whose values are doubted is counted, too, for whoever is to mend it: a plan leaves it out.
  private func unjudged(_ plan: RecordSetPlan, of bound: BoundRecordSet, at now: Instant) throws
    -> [CheckFinding]
  {
    var counts = plan.counts
    if plan.isRefused, plan.refusals.allSatisfy(\.isDoubt) {
      counts = try self.counts(
        of: bound, conditions: conditions(for: bound, now: now), store: store(named: bound.recordSet.store))
    }
    guard counts.rows != .unknown else { return [] }
    let sentences =
      (counts.isUnjudged ? [counts.unjudgedSentence] : [])
      + counts.unjudged(bound.warningShares).map(\.description)
    return sentences.map { CheckFinding(recordSet: bound.recordSet.name, weight: .doubt, sentence: $0) }
  }
}

extension Engine {
  /// What the account of each store may do beside what runs need. A store that cannot be asked is refused anyway.
  package func excess() -> [(store: String, sentence: String)] {
    bindings.stores.flatMap { definition -> [(store: String, sentence: String)] in
      let found = (try? store(named: definition.name).excess()) ?? []
      return found.map { (definition.name, $0) }
    }
  }

  /// That a record set was not surveyed when the calendar said so, as where no service runs.
  private func oldSurvey(of bound: BoundRecordSet, at now: Instant) throws -> [CheckFinding] {
    guard let last = try lastSurvey(of: bound),
      let next = bindings.nextSurvey(after: last.time, in: schedule.timeZone), next <= now
    else { return [] }
    return [
      CheckFinding(
        recordSet: bound.recordSet.name, weight: .remark,
        sentence:
          "its last survey is of \(last.time.iso8601), and \"survey\" in stores.json asked for another at \(next.iso8601): "
          + "run `retentiond check --data`, or let the service run")
    ]
  }
}

extension RecordSetRefusal {
  fileprivate var isDoubt: Bool { if case .doubt = self { true } else { false } }
}
