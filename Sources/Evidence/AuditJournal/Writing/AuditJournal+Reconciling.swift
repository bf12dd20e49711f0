package import CivilTime
internal import SQLite
package import Words

extension AuditJournal {
  /// What an intent said, and when it became durable, as far as that is known now.
  package func intent(of entry: Int) throws -> (intent: BatchIntent, time: Instant) {
    let found = try self.entry(at: entry)
    guard let intent = BatchIntent(found.data) else {
      throw JournalError.damaged("entry \(entry) is no intent")
    }
    return (intent, try knownTime(of: found))
  }

  /// How many committed batches there are of each record set, and how many of them list rows without keys, by digests.
  package func committedBatches() throws -> [(
    store: StoreName, recordSet: RecordSetName, batches: Int, withDigests: Int
  )] {
    let query = try connection.prepare(
      """
      SELECT json_extract(CAST(bytes AS TEXT), '$.data.store'), json_extract(CAST(bytes AS TEXT), '$.data.recordSet'),
        count(*), sum(json_extract(CAST(bytes AS TEXT), '$.data.rowKeys') IS NOT NULL)
      FROM batch JOIN entry ON idx = entry WHERE outcome = 'committed' GROUP BY 1, 2 ORDER BY 1, 2
      """)
    var counts: [(store: StoreName, recordSet: RecordSetName, batches: Int, withDigests: Int)] = []
    while try query.step() {
      guard let store = query.text(0).map(StoreName.init), let name = query.text(1).map(RecordSetName.init)
      else { throw JournalError.damaged("a committed batch is of no record set") }
      counts.append((store, name, Int(query.integer(2)), Int(query.integer(3))))
    }
    return counts
  }

  /// Calls the body with the names of a store's committed batches that its ledger must have, in order, a thousand at a time.
  ///
  /// - Parameter time: older ones have been dropped from the ledger.
  package func forEachRecordedBatch(
    of store: StoreName, in ledger: String, since time: Instant, _ body: ([BatchName]) throws -> Void
  ) throws {
    let query = try connection.prepare(
      """
      SELECT batch.entry FROM batch JOIN entry ON idx = batch.entry
      WHERE outcome = 'committed' AND instr(bytes, CAST('"ledger":' AS BLOB)) > 0
        AND json_extract(CAST(bytes AS TEXT), '$.data.store') = ?1
        AND json_extract(CAST(bytes AS TEXT), '$.data.ledger') = ?2
        AND json_extract(CAST(bytes AS TEXT), '$.time') >= ?3
      ORDER BY batch.entry
      """)
    query.bind(1, store.rawValue)
    query.bind(2, ledger)
    query.bind(3, time.iso8601)
    var names: [BatchName] = []
    while try query.step() {
      names.append(BatchName(entry: Int(query.integer(0))))
      guard names.count == 1_000 else { continue }
      try body(names)
      names.removeAll()
    }
    if !names.isEmpty { try body(names) }
  }

  /// How many intents have no outcome yet.
  package func openBatchCount() throws -> Int { try openBatches().count }

  /// Verifies this journal from its beginning.
  package func verify(_ work: WorkInHand = WorkInHand()) throws -> VerificationResult {
    try JournalVerifier.verify(path: location.path, verifierKey: try firstVerifierKey(), work: work)
  }
}
