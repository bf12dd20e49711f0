internal import AuditJournal
internal import CivilTime
internal import Words

/// Stops a run before its first row if a guard on the number of rows says so, and has the journal record why.
struct RunGuards {
  let journal: AuditJournal

  func stop(_ stopped: [(recordSet: RecordSetName, refusal: RecordSetRefusal)], at now: Instant) throws {
    guard !stopped.isEmpty else { return }
    let error = RunError.guardStopped(stopped)
    try journal.append([.refusal(code: "guard", detail: error.description)], at: now)
    throw error
  }
}
