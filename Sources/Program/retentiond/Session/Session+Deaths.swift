internal import AuditJournal
internal import Purging
internal import RecordStores
internal import StoreBindings
internal import Words

extension Session {
  func resume(recordSet name: RecordSetName, reason: String, by: String) throws {
    try knownRecordSet(name)
    try journal(.append).resume(recordSet: name, reason: reason, by: by, at: SystemClock.now())
  }

  private func knownRecordSet(_ name: RecordSetName) throws {
    let names = configuration.bindings.recordSets.map(\.recordSet.name)
    guard names.contains(name) else { throw ExplainError.unknownRecordSet(name, known: names) }
  }

  /// The record sets in which the process died, and how many times in a row.
  func deaths() throws -> [RecordSetDeath] {
    let journal = try readingJournal()
    return try configuration.bindings.recordSets.compactMap {
      try journal.lastDeath(inRecordSet: $0.recordSet.name)
    }
  }

  /// The record set in which a process died whose death no run has recorded yet.
  func unrecordedDeath() throws -> RecordSetName? {
    // Nobody signed the mark: a name that is no record set's is not shown.
    try readingJournal().unrecordedDeath().flatMap { name in
      configuration.bindings.recordSets.contains { $0.recordSet.name == name } ? name : nil
    }
  }
}
