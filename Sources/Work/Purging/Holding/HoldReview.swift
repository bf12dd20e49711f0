internal import AuditJournal
internal import CivilTime
internal import RetentionPolicy

/// Ends holds whose time is over, and stops a run where one would keep nothing.
struct HoldReview {
  private let context: PurgeContext

  init(_ context: PurgeContext) { self.context = context }

  /// Ends the holds whose last day is over, says which need a look, and refuses to begin while one names what is not there: a new name of a record
  /// set must not be what lets a held record go.
  ///
  /// - Parameter now: a time that the guard of the clock has accepted.
  func check(_ journal: AuditJournal, at now: Instant, observe: (RunEvent) -> Void) throws {
    let today = context.schedule.timeZone.civilDate(at: now)
    for hold in try journal.endHolds(before: today, at: now) { observe(.holdEnded(hold)) }
    let warnings = context.configuration.warnings(of: try journal.holds(), on: today)
    for warning in warnings where !warning.isRefusal { observe(.holdDoubtful(warning)) }
    let refusals = warnings.filter(\.isRefusal)
    guard refusals.isEmpty else {
      let error = RunError.holdsWithoutRecords(refusals)
      try journal.append([.refusal(code: "holds", detail: error.description)], at: now)
      throw error
    }
  }
}
