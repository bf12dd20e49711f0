internal import AuditJournal
internal import RecordStores
internal import StoreBindings

/// Rows that no batch can change: each has an entry, so that it can be told which they are. The entries come together, since each append is a write that the disk has to
/// confirm, and the log has one record for each reason.
extension BatchLoop {
  /// So many entries are written at once. A crash loses them, and nothing of what they tell: the next run meets the same rows.
  private static let entriesAtOnce = 100

  func setAside(_ rows: [SetAside]) throws {
    for row in rows {
      run.setAsideKeys[task.recordSet, default: []].insert(row.key)
      run.failures[task.recordSet, default: ReasonTally()].add(row.reason)
      tally.add(row.reason)
      unwritten.append(row)
    }
    if unwritten.count >= Self.entriesAtOnce { try writeSetAside() }
  }

  /// - Throws: `TooManyFailures` if so many rows of the record set could not be changed in this run that the others are not tried.
  func checkFailures() throws {
    let limit = task.bound.limits.maximumFailures
    guard let failures = run.failures[task.recordSet], failures.count >= limit,
      let commonest = failures.reasons.first
    else { return }
    throw TooManyFailures(
      count: failures.count, reason: commonest.reason, share: commonest.count, limit: limit)
  }

  /// Writes the entries that are still to be written.
  func writeSetAside() throws {
    guard !unwritten.isEmpty else { return }
    let rows = unwritten
    unwritten = []
    try run.journal.append(
      rows.map { row in
        .rowSetAside(
          run: run.run, recordSet: task.recordSet, rule: task.rule,
          locator: run.journal.locator(
            store: store.name, recordSet: task.recordSet, key: row.key[...]),
          reason: row.reason)
      }, at: run.clock())
  }

  /// Tells what was set aside, each reason once.
  func tellSetAside() {
    for (reason, count) in tally.reasons {
      run.observe(.setAside(recordSet: task.recordSet, rule: task.rule, count: count, reason: reason))
    }
  }
}
