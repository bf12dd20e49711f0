internal import AuditJournal
internal import Files
internal import Purging
internal import RecordStores
internal import StoreBindings
internal import Words

extension Session {
  func settleFiles(of batch: BatchName, reason: String, by: String) throws -> Int {
    try journal(.append).settleFiles(of: batch, reason: reason, by: by, at: SystemClock.now())
  }

  /// - Throws: `JournalError.noFilesLeft` for one that has no files left.
  func checkPendingFiles(of batches: [BatchName]) throws {
    let known = Set(try readingJournal().pendingFiles().map(\.batch))
    if let unknown = batches.first(where: { !known.contains($0) }) { throw JournalError.noFilesLeft(unknown) }
  }

  func orphans(of name: RecordSetName, list: ((String, FilePath) -> Void)?) throws -> [(
    root: String, count: Int
  )] {
    guard let bound = configuration.bindings.recordSets.first(where: { $0.recordSet.name == name }) else {
      throw ExplainError.unknownRecordSet(
        name, known: configuration.bindings.recordSets.map(\.recordSet.name))
    }
    return try Orphans(readingContext(journal: readingJournalIfMade())).find(of: bound, list: list)
  }
}
