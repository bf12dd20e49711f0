internal import AuditJournal
package import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Transforms
package import Words

/// Surveys record sets: reads each row once, and has the journal record what was counted (decision 159).
package struct Surveyor {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Rows that are read at once. Between two pages a survey can be stopped, and no store keeps a snapshot for it.
  private static let surveyPage = 5_000

  /// Surveys record sets, and writes what was counted into the journal, if there is one. Changes no store.
  ///
  /// - Parameters:
  ///   - names: the record sets; all of the configuration if it is nil.
  ///   - clock: read for each journal entry.
  ///   - observe: told of each page that is read, so that a watchdog knows that something goes on.
  package func survey(
    _ names: Set<RecordSetName>? = nil, clock: () -> Instant, observe: (RunEvent) -> Void = { _ in }
  ) throws -> [(recordSet: RecordSetName, outcome: SurveyOutcome)] {
    var outcomes: [(recordSet: RecordSetName, outcome: SurveyOutcome)] = []
    for bound in context.bindings.recordSets where names?.contains(bound.recordSet.name) ?? true {
      let beforehand = try Preflight(context, bound, for: .survey, at: clock(), moments: [.beforehand])
      guard beforehand.refusals.isEmpty else {
        outcomes.append((bound.recordSet.name, .refused(beforehand.refusals)))
        continue
      }
      let outcome = try context.working(on: bound) {
        do {
          return try survey(bound, at: clock(), observe: observe)
        } catch is Stopped {
          return SurveyOutcome.stopped
        }
      }
      if case .made(let survey) = outcome {
        try context.journal?.record(survey.record, at: clock())
        observe(.surveyed(survey))
      }
      outcomes.append((bound.recordSet.name, outcome))
    }
    return outcomes
  }

  private func survey(
    _ bound: BoundRecordSet, at now: Instant, observe: (RunEvent) -> Void
  ) throws -> SurveyOutcome {
    do {
      let preflight = try Preflight(context, bound, for: .survey, at: now)
      guard preflight.refusals.isEmpty, let description = preflight.description else {
        return .refused(preflight.refusals)
      }
      let conditions = preflight.conditions
      let store = try context.stores.store(named: bound.recordSet.store)
      let sample = try RowSample(of: bound.recordSet, conditions, store: store, description)
      var gathering = SurveyGathering(
        conditions, values: context.schedule.domain(bound.domain)?.facts ?? [:])
      var last: [UInt8]?
      if bound.recordSet.isKeyless { try store.lookAtAll(gathering.question) { gathering.add($0) } }
      repeat {
        if bound.recordSet.isKeyless { break }
        try context.work.check()
        let page = try store.look(gathering.question, at: .behind(last), count: Self.surveyPage)
        for look in page { gathering.add(look) }
        observe(.surveying(recordSet: bound.recordSet.name, rows: gathering.rows))
        last = page.count == Self.surveyPage ? page.last?.key : nil
      } while last != nil
      let orphans = try Orphans(context).count(of: bound, rows: gathering.rows, observe: observe)
      let doneInClear = try doneInClear(of: bound, at: now, store: store)
      try context.work.check()
      return .made(
        gathering.survey(
          binding: context.configuration.bindingDigest(of: bound), sampled: sample.doubts,
          doneInClear: doneInClear, orphans: orphans))
    } catch let error as StoreError {
      try context.stores.leaveOut(after: error)
      return .refused([.store(error)])
    }
  }

  /// Rows whose marker says that they are done and whose columns do not have that form, as a batch would find them; nil without a marker.
  private func doneInClear(of bound: BoundRecordSet, at now: Instant, store: any RecordStore) throws -> Int? {
    guard let marker = bound.recordSet.marker, !bound.changes.isEmpty else { return nil }
    let changes = try StageChanges(context).trustedChanges(
      of: bound, on: context.schedule.timeZone.civilDate(at: now))
    return try store.tally(
      Selection(
        recordSet: bound.recordSet, predicate: .not(.isNull(column: marker.column)), pseudonymising: changes),
      holds: NoHolds()
    ).count
  }

  /// Surveys the record sets that no survey of these bindings tells of, before a run.
  ///
  /// - Returns: why a record set could not be surveyed: a run does not touch it then.
  func surveyUnknown(
    clock: () -> Instant, observe: (RunEvent) -> Void
  ) throws -> [RecordSetName: RecordSetRefusal] {
    let unknown = try LastSurveys(context).unsurveyed()
    guard !unknown.isEmpty else { return [:] }
    var refusals: [RecordSetName: RecordSetRefusal] = [:]
    for (name, outcome) in try survey(unknown, clock: clock, observe: observe) {
      if case .refused(let findings) = outcome { refusals[name] = findings.first }
    }
    return refusals
  }
}
