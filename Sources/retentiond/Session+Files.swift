internal import AuditJournal
internal import PurgeEngine
internal import RecordStores
internal import RegularFiles
internal import StoreCatalogue

extension Session {
  func settleFiles(of batch: String, reason: String, by: String) throws -> Int {
    try journal(.append).settleFiles(of: batch, reason: reason, by: by, at: SystemClock.now())
  }

  func orphans(of name: String, _ body: (String, FilePath) -> Void) throws -> [(root: String, count: Int?)] {
    guard let bound = configuration.catalogue.recordSets.first(where: { $0.recordSet.name == name }) else {
      throw ExplainError.unknownRecordSet(
        name, known: configuration.catalogue.recordSets.map(\.recordSet.name))
    }
    return try readingEngine(journal: readingJournalIfMade()).findOrphans(of: bound, stop: StopSignal(), body)
  }
}
