package import AuditJournal
package import CivilTime
internal import RecordStores
internal import RetentionPolicy
package import StoreBindings
internal import Transforms

/// What became of the survey of one record set.
package enum SurveyOutcome: Sendable {
  case made(Survey)
  /// The record set does not fit its schema, or its store could not answer: `check` says the same of it.
  case refused([RecordSetRefusal])
  /// Somebody asked to stop.
  case stopped
}

extension Engine {
  /// Rows that are read at once. Between two pages a survey can be stopped, and no store keeps a snapshot for it.
  private static let surveyPage = 5_000

  /// Surveys record sets, and writes what was counted into the journal, if there is one. Changes no store.
  ///
  /// - Parameters:
  ///   - names: the record sets; all of the configuration if it is nil.
  ///   - clock: read for each journal entry.
  ///   - observe: told of each page that is read, so that a watchdog knows that something goes on.
  package func survey(
    _ names: Set<String>? = nil, clock: () -> Instant, stop: StopSignal,
    observe: (RunEvent) -> Void = { _ in }
  ) throws -> [(recordSet: String, outcome: SurveyOutcome)] {
    var outcomes: [(recordSet: String, outcome: SurveyOutcome)] = []
    for bound in bindings.recordSets where names?.contains(bound.recordSet.name) ?? true {
      let beforehand = try Preflight(self, bound, for: .survey, at: clock(), moments: [.beforehand])
      guard beforehand.refusals.isEmpty else {
        outcomes.append((bound.recordSet.name, .refused(beforehand.refusals)))
        continue
      }
      let outcome = try working(on: bound) {
        try survey(bound, at: clock(), stop: stop, observe: observe)
      }
      if case .made(let survey) = outcome {
        try journal?.record(survey.record, at: clock())
        observe(.surveyed(survey))
      }
      outcomes.append((bound.recordSet.name, outcome))
    }
    return outcomes
  }

  private func survey(
    _ bound: BoundRecordSet, at now: Instant, stop: StopSignal, observe: (RunEvent) -> Void
  ) throws -> SurveyOutcome {
    do {
      let preflight = try Preflight(self, bound, for: .survey, at: now)
      guard preflight.refusals.isEmpty, let description = preflight.description else {
        return .refused(preflight.refusals)
      }
      let conditions = preflight.conditions
      let store = try store(named: bound.recordSet.store)
      let sample = try RowSample(
        of: bound.recordSet, conditions, store: store, indexed: description.indexedColumns)
      var gathering = SurveyGathering(
        conditions, values: schedule.domain(bound.domain)?.facts ?? [:])
      var last: [UInt8]?
      repeat {
        guard !stop.isRequested else { return .stopped }
        let page = try store.look(gathering.question, at: .behind(last), count: Self.surveyPage)
        for look in page { gathering.add(look) }
        observe(.surveying(recordSet: bound.recordSet.name, rows: gathering.rows))
        last = page.count == Self.surveyPage ? page.last?.key : nil
      } while last != nil
      let orphans = try orphans(of: bound, rows: gathering.rows, stop: stop, observe: observe)
      let doneInClear = try doneInClear(of: bound, at: now, store: store)
      guard !stop.isRequested else { return .stopped }
      return .made(
        gathering.survey(
          binding: configuration.bindingDigest(of: bound), sampled: sample.doubts,
          doneInClear: doneInClear, orphans: orphans))
    } catch let error as StoreError {
      leaveOut(after: error)
      return .refused([.store(error)])
    }
  }

  /// Rows whose marker says that they are done and whose columns do not have that form, as a batch would find them; nil without a marker.
  private func doneInClear(of bound: BoundRecordSet, at now: Instant, store: any RecordStore) throws -> Int? {
    guard let marker = bound.recordSet.marker, !bound.changes.isEmpty else { return nil }
    let changes = try trustedChanges(of: bound, on: schedule.timeZone.civilDate(at: now))
    return try store.tally(
      Selection(
        recordSet: bound.recordSet, predicate: .not(.isNull(column: marker.column)), pseudonymising: changes),
      holds: NoHolds()
    ).count
  }

  // MARK: The last one

  /// The last survey of a record set under the rules and the binding that are in force; nil if there is none.
  package func lastSurvey(of bound: BoundRecordSet) throws -> LastSurvey? {
    guard let last = try journal?.lastSurvey(of: bound.recordSet.name),
      last.record.binding == configuration.bindingDigest(of: bound)
    else { return nil }
    return last
  }

  /// The last survey of each record set, in the order of the stores file.
  package func lastSurveys() throws -> [(recordSet: String, survey: LastSurvey?)] {
    try bindings.recordSets.map { ($0.recordSet.name, try lastSurvey(of: $0)) }
  }

  /// The record sets whose last survey lies before the last time that the calendar `survey` gave.
  ///
  /// - Parameter started: what counts for one without a survey: the run makes its first.
  package func surveysDue(at now: Instant, since started: Instant) throws -> Set<String> {
    Set(
      try lastSurveys().filter { _, survey in
        let next = bindings.nextSurvey(after: survey?.time ?? started, in: schedule.timeZone)
        return next.map { $0 <= now } ?? false
      }.map(\.recordSet))
  }

  /// Surveys the record sets that no survey of these bindings tells of, before a run.
  ///
  /// - Returns: why a record set could not be surveyed: a run does not touch it then.
  func surveyUnknown(
    clock: () -> Instant, stop: StopSignal, observe: (RunEvent) -> Void
  ) throws -> [String: RecordSetRefusal] {
    let unknown = try unsurveyed()
    guard !unknown.isEmpty else { return [:] }
    var refusals: [String: RecordSetRefusal] = [:]
    for (name, outcome) in try survey(unknown, clock: clock, stop: stop, observe: observe) {
      if case .refused(let findings) = outcome { refusals[name] = findings.first }
    }
    return refusals
  }

  /// The record sets that no survey of these bindings tells of.
  package func unsurveyed() throws -> Set<String> {
    Set(try bindings.recordSets.filter { try !isSurveyed($0) }.map(\.recordSet.name))
  }

  /// A survey of an empty table tells nothing of the rows that have come since.
  private func isSurveyed(_ bound: BoundRecordSet) throws -> Bool {
    guard let last = try lastSurvey(of: bound) else { return false }
    guard last.record.counts.rows == 0 else { return true }
    do throws(StoreError) {
      return try store(named: bound.recordSet.store).isEmpty(bound.recordSet)
    } catch {
      // The run's own look says what is wrong.
      return false
    }
  }
}

extension RecordStore {
  /// Tells if no row is there, asked without counting them.
  func isEmpty(_ recordSet: RecordSet) throws(StoreError) -> Bool {
    try look(RowQuestion(recordSet: recordSet), at: .behind(nil), count: 1).isEmpty
  }
}
