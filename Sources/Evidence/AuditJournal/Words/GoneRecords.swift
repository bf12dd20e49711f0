package import RecordStores
internal import SQLite
package import Words

/// Every record that a committed batch has purged, by its locator: what a restored backup is compared with.
///
/// The first eight bytes of each locator lie in a private temporary database, sorted, so that memory does not grow with
/// the journal; a match is then proven by the whole locator. No key of a record is written anywhere.
package final class GoneRecords {
  private let journal: AuditJournal
  private let temporary: Connection
  private let lookup: Statement
  private let locator: Statement

  /// Reads the evidence of every committed batch of the journal.
  ///
  /// - Throws: `JournalError.key` where batches were made under an evidence key that is not at hand and was not destroyed: they could not be asked.
  package init(of journal: AuditJournal) throws {
    self.journal = journal
    try journal.inOneRead { try journal.proveBatches() }
    for missing in try journal.missingEvidenceKeys() where !missing.isDestroyed && missing.batches > 0 {
      throw JournalError.key(
        "the evidence key \(missing.id) is not at hand, and \(missing.batches) batches cannot be asked without it",
        remedy: "name its file or credential under keys.formerEvidence of stores.json")
    }
    // A database without a name is a temporary file that goes with its connection.
    let temporary = try Connection(path: "", mode: .create, busySeconds: 0)
    try temporary.execute(
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000; BEGIN;"
        + "CREATE TABLE gone (prefix INTEGER NOT NULL, entry INTEGER NOT NULL, place INTEGER NOT NULL)")
    try Self.fill(temporary, from: journal)
    // Sorted once at the end: rows that come in no order would each visit a page of their own.
    try temporary.execute("CREATE INDEX gone_prefix ON gone (prefix, entry, place); COMMIT")
    self.temporary = temporary
    lookup = try temporary.prepare("SELECT entry, place FROM gone WHERE prefix = ?1 ORDER BY entry DESC")
    locator = try journal.connection.prepare(
      "SELECT substr(locators, ?2 * \(RowEvidence.width) + 1, \(RowEvidence.width)) FROM batch WHERE entry = ?1"
    )
  }

  private static func fill(_ temporary: Connection, from journal: AuditJournal) throws {
    let insert = try temporary.prepare("INSERT INTO gone VALUES (?1, ?2, ?3)")
    let batches = try journal.connection.prepare(
      "SELECT entry, locators FROM batch WHERE outcome = 'committed' ORDER BY entry")
    while try batches.step() {
      insert.bind(2, batches.integer(0))
      try unsafe batches.withBytes(1, asText: false) { bytes in
        for place in 0..<bytes.count / RowEvidence.width {
          insert.bind(1, unsafe prefix(of: bytes, at: place * RowEvidence.width))
          insert.bind(3, Int64(place))
          try insert.run()
        }
      }
    }
  }

  /// For each key whose record was purged: its place in the list, and the last batch that did it.
  package func batches(of keys: KeyList, store: StoreName, recordSet: RecordSetName) throws -> [(
    index: Int, entry: Int
  )] {
    // The last key's batches are the last.
    let evidence = journal.evidenceTurns.known.reversed().map {
      RowEvidence(keys: keys, store: store, recordSet: recordSet, evidenceKey: $0)
    }
    var found: [(index: Int, entry: Int)] = []
    for index in 0..<keys.count {
      for rows in evidence {
        guard let entry = try entry(of: index, rows) else { continue }
        found.append((index, entry))
        break
      }
    }
    return found
  }

  /// The last batch that purged the record at a place of the list, by its locator under one key; nil if none did.
  private func entry(of index: Int, _ evidence: RowEvidence) throws -> Int? {
    let start = index * RowEvidence.width
    lookup.bind(1, unsafe evidence.locators.withUnsafeBytes { unsafe Self.prefix(of: $0, at: start) })
    defer { lookup.reset() }
    while try lookup.step() {
      let entry = lookup.integer(0)
      let wanted = evidence.locators[start..<start + RowEvidence.width]
      if try locator(at: lookup.integer(1), of: entry) == wanted { return Int(entry) }
    }
    return nil
  }

  private func locator(at place: Int64, of entry: Int64) throws -> ArraySlice<UInt8> {
    locator.bind(1, entry)
    locator.bind(2, place)
    defer { locator.reset() }
    return try locator.step() ? locator.blob(0)[...] : []
  }

  private static func prefix(of bytes: UnsafeRawBufferPointer, at start: Int) -> Int64 {
    unsafe bytes.loadUnaligned(fromByteOffset: start, as: Int64.self)
  }
}
