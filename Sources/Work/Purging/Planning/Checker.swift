internal import AuditJournal
package import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Finds what a run would refuse or doubt of each record set, as `check` says it (decision 153).
package struct Checker {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Asks of every record set what a run would refuse, as a plan does, and reports rows that cannot be judged and rules that wait for a period.
  package func check(at now: Instant) throws -> [CheckFinding] {
    var copies = KeptCopies(context)
    return try context.bindings.recordSets.flatMap { bound -> [CheckFinding] in
      let name = bound.recordSet.name
      let unset = context.conditions(for: bound, now: now).rules.filter(\.isUnset).map { rule in
        CheckFinding(
          recordSet: name, weight: .remark,
          sentence:
            "rule \(rule.id) has no period yet, so that its records are kept: choose one in the rules file")
      }
      do {
        let plan = try Planner(context).plan(
          of: bound, at: now, counting: .store, volume: try VolumeGuard(context), acceptsEmpty: false)
        return try unset + oldSurvey(of: bound, at: now)
          + plan.refusals.map {
            CheckFinding(
              recordSet: name, weight: .refusal, sentence: $0.description, stopsTheRun: $0.isGuard)
          }
          + unjudged(plan, of: bound, at: now)
          + FileReview(context).doubts(of: bound.recordSet, asksRows: !plan.isRefused).map {
            CheckFinding(recordSet: name, weight: .doubt, sentence: $0)
          }
          + plan.warnings.map {
            CheckFinding(recordSet: name, weight: .remark, sentence: $0.description)
          }
          + remarks(on: bound, at: now, isRefused: plan.isRefused).map {
            CheckFinding(recordSet: name, weight: .remark, sentence: $0)
          }
          + hints(on: bound.recordSet, &copies).map {
            CheckFinding(recordSet: name, weight: .remark, sentence: $0)
          }
      } catch let error where !(error is Stopped) {
        if let error = error as? StoreError { try context.stores.leaveOut(after: error) }
        return unset + [CheckFinding(recordSet: name, weight: .refusal, sentence: "\(error)")]
      }
    }
  }

  /// Says which dependents deserve a look. What is refused is said by the plan.
  private func remarks(on bound: BoundRecordSet, at now: Instant, isRefused: Bool) throws(Stopped) -> [String]
  {
    guard !isRefused else { return [] }
    do throws(StoreError) {
      return try DependentRemarks(context).sentences(on: bound, at: context.conditions(for: bound, now: now))
    } catch {
      try error.heedStop()
      return ["what refers to its records cannot be told: \(error)"]
    }
  }

  /// Says what keeps copies of the rows. A catalogue that cannot tell refuses nothing.
  private func hints(on recordSet: RecordSet, _ copies: inout KeptCopies) throws(Stopped) -> [String] {
    do throws(StoreError) {
      return try copies.sentences(on: recordSet)
    } catch {
      try error.heedStop()
      return ["what keeps copies of its rows cannot be told: \(error)"]
    }
  }

  /// Returns the findings on rows that cannot be judged. A column whose values are doubted is counted, too, for whoever is to mend it: a plan leaves it out.
  private func unjudged(_ plan: RecordSetPlan, of bound: BoundRecordSet, at now: Instant) throws
    -> [CheckFinding]
  {
    var counts = plan.counts
    if plan.isRefused, plan.refusals.allSatisfy(\.isDoubt) {
      let store = try context.stores.store(named: bound.recordSet.store)
      counts = try CountQuestion(context.conditions(for: bound, now: now)).counts(in: store)
    }
    guard counts.rows != .unknown else { return [] }
    let restGoes = context.bindings.restGoesWithRecords(of: bound.recordSet.name)
    let sentences =
      (counts.isUnjudged(restGoes: restGoes) ? [counts.unjudgedSentence] : [])
      + counts.unjudged(bound.warningShares, restGoes: restGoes).map(\.description)
    return sentences.map { CheckFinding(recordSet: bound.recordSet.name, weight: .doubt, sentence: $0) }
  }

  /// Returns a finding if a record set was not surveyed when the calendar said so: perhaps no service runs.
  private func oldSurvey(of bound: BoundRecordSet, at now: Instant) throws -> [CheckFinding] {
    guard let last = try LastSurveys(context).survey(of: bound),
      let next = context.bindings.nextSurvey(after: last.time, in: context.schedule.timeZone), next <= now
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
