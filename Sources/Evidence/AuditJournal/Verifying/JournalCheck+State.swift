internal import CivilTime
internal import JSONText
internal import SQLite
internal import TransparencyLog
internal import Words

extension JournalCheck {
  /// The open batches are open in the state, too, with their keys, and there is no evidence without an intent.
  func batches() throws {
    let query = try connection.prepare(
      "SELECT outcome IS NULL AND sealed IS NOT NULL FROM batch WHERE entry = ?1")
    for batch in entries.openBatches.keys.sorted() {
      query.bind(1, Int64(batch))
      if try !query.step() || query.integer(0) != 1 {
        find("batch-\(batch) has no outcome in the entries, and is closed or without its keys in the state")
      }
      query.reset()
    }
    if !entries.files.open.isEmpty { try files() }
    firstRuns()
    try strayFiles()
    let stored = try connection.integer("SELECT count(*) FROM batch")
    if stored != Int64(entries.result.batches) {
      find("\(entries.result.batches) intents, but evidence for \(stored ?? 0)")
    }
    guard try JournalSchema.hasSubjects(connection) else { return }
    let told = entries.result.batches - entries.result.batchesWithoutSubjects
    let subjects = try connection.integer("SELECT count(*) FROM batch_subject")
    if subjects != Int64(told) {
      find("\(told) intents tell of subjects, but there is evidence of \(subjects ?? 0)")
    }
  }

  /// A list of files that lies there although no entry leaves files would be removed by the next run.
  private func strayFiles() throws {
    let version = try connection.integer("PRAGMA user_version") ?? 0
    guard version > 1 else { return }
    let query = try connection.prepare("SELECT entry FROM batch WHERE files IS NOT NULL ORDER BY entry")
    while try query.step() {
      guard entries.files.open[Int(query.integer(0))] == nil else { continue }
      find("batch-\(query.integer(0)) has files that are left in the state, and none in the entries")
    }
  }

  /// Keys are kept beyond a batch's outcome as long as nobody has said a word on its first run, and no longer.
  private func firstRuns() {
    for batch in keptBatches.subtracting(entries.keptBatches.keys).sorted() {
      find("the keys of batch-\(batch) were kept after its outcome")
    }
    for batch in Set(entries.keptBatches.keys).subtracting(keptBatches).sorted() {
      find("the keys of batch-\(batch) are to wait for a word on its first run, and are not in the state")
    }
  }

  /// Files that no entry says are gone are still to be removed by the state, too.
  private func files() throws {
    let query = try connection.prepare("SELECT files IS NOT NULL FROM batch WHERE entry = ?1")
    for batch in entries.files.open.keys.sorted() {
      query.bind(1, Int64(batch))
      if try !query.step() || query.integer(0) != 1 {
        find("batch-\(batch) has files that no entry says are gone, and the state does not have them")
      }
      query.reset()
    }
  }

  /// The tables that decide are those that the last entry says.
  func provenState() throws {
    guard let said = entries.states.atTip, let version = try connection.integer("PRAGMA user_version") else {
      return
    }
    guard version == JournalSchema.version else {
      return find("the file says that it is of version \(version), and its entries are of a later one")
    }
    do {
      let state = try JournalState(connection, version: Int(version))
      for table in StateTable.allCases where state.digest(of: table) != said[table]?.digest {
        find("\(table.words) in the file are not those that entry \(said[table]?.entry ?? 0) says")
      }
      if state.marks[AuditJournal.verifiedMark] != entries.lastVerified {
        find("the last verification is another in the state than in the entries")
      }
    } catch let error as JournalError {
      find("\(error)")
    }
    try liveBatches()
  }

  /// What is sealed in a batch is what was hashed.
  private func liveBatches() throws {
    let query = try connection.prepare(
      """
      SELECT entry, batch.sealed, batch.files, live.sealed, live.files FROM batch LEFT JOIN live_batch AS live USING (entry)
      WHERE batch.sealed IS NOT live.sealed OR batch.files IS NOT live.files ORDER BY entry
      """)
    while try query.step() {
      if LiveBatch.hash(of: query.optionalBlob(1)) != query.optionalBlob(3)
        || LiveBatch.hash(of: query.optionalBlob(2)) != query.optionalBlob(4)
      {
        find("the keys or files of batch-\(query.integer(0)) are not those that were sealed")
      }
    }
  }

  /// The approved files are those that somebody agreed to.
  func approvals() throws {
    var approvedConfigurations = entries.approvedConfigurations
    let query = try connection.prepare("SELECT * FROM approval ORDER BY entry")
    while try query.step() {
      let approval = AuditJournal.approval(in: query)
      guard approvedConfigurations.removeValue(forKey: approval.digest) == approval.entry,
        let entry = try entry(at: approval.entry), approval.matches(entry.data)
      else {
        find("the approval of configuration \(approval.digest) is not what an entry says")
        continue
      }
    }
    for digest in approvedConfigurations.keys.sorted() {
      find("the files of approved configuration \(digest) are not in the state")
    }
  }

  /// The state leads to every entry that accepted a clock, and to no other: without it, times from before would be believed.
  func clocks() throws {
    let query = try connection.prepare(
      "SELECT value FROM state WHERE name GLOB '\(AuditJournal.clockState)*'")
    var known: Set<Int> = []
    while try query.step() { known.insert(Int(query.integer(0))) }
    for index in known.symmetricDifference(entries.clockAcceptances).sorted() {
      find("that entry \(index) accepted a clock is in the entries or in the state, and not in both")
    }
  }

  /// The state leads to each anchor's last receipt: an older one would hide that the anchor is overdue.
  func anchors() throws {
    try compare("anchor|", with: entries.result.anchors.mapValues(\.entry)) { name in
      ("the last receipt of the anchor \(name)", "the anchor \(name) has receipts")
    }
  }

  /// The state leads to each record set's last survey: an older one would hide what the last one found.
  func surveys() throws {
    try compare("survey|", with: entries.surveys.byText) { name in
      ("the last survey of the record set \(name)", "the record set \(name) has surveys")
    }
  }

  /// The state leads to the last death in each record set: without it a record set that is to be passed over would run.
  func deaths() throws {
    try compare(AuditJournal.deathPrefix, with: entries.deaths.open.byText.mapValues(\.entry)) { name in
      ("the last death in record set \(name)", "record set \(name) has deaths")
    }
  }

  /// The state leads to the pause that is in force: without it a run would change what somebody wants to stay for now.
  func pauses() throws {
    try compare(AuditJournal.pauseMark, with: entries.pause.map { ["": $0] } ?? [:]) { _ in
      ("the pause of runs", "runs are paused")
    }
  }

  /// The state leads to the last entry on each store's identity: an older one would make another store pass for it.
  func stores() throws {
    let stores = Dictionary(uniqueKeysWithValues: entries.stores.map { ($0.key.rawValue, $0.value) })
    try compare(AuditJournal.storePrefix, with: stores) { name in
      ("the identity of store \(name)", "store \(name) has an identity")
    }
  }

  /// The state marks the first entry of each later kind: without a mark a program that does not know the kind would purge all the same.
  func kinds() throws {
    try compare(EntryKind.mark, with: entries.laterKinds) { kind in
      ("the first entry of kind \(kind)", "kind \(kind) has entries")
    }
  }

  /// Compares the state's rows of one kind, each of which leads to the last entry of a name, with the last entries that there are.
  ///
  /// - Parameter words: what a name's last entry is, and that it has some.
  func compare(
    _ prefix: String, with entries: [String: Int], _ words: (_ name: String) -> (last: String, some: String)
  ) throws {
    let query = try connection.prepare("SELECT name, value FROM state WHERE name GLOB '\(prefix)*'")
    var last = entries
    while try query.step() {
      let name = String((query.text(0) ?? "").dropFirst(prefix.count))
      if last.removeValue(forKey: name) != Int(query.integer(1)) {
        find("\(words(name).last) is another in the state than in the entries")
      }
    }
    for name in last.keys.sorted() { find("\(words(name).some) in the entries, and none in the state") }
  }

  /// An entry that was verified before; nil if it could not be read, which was found then.
  func entry(at index: Int) throws -> JournalEntry? {
    let query = try connection.prepare("SELECT bytes FROM entry WHERE idx = ?1")
    query.bind(1, Int64(index))
    guard try query.step() else { return nil }
    return try? JournalEntry(bytes: query.blob(0), index: index, origin: entries.verifierKey.name)
  }
}
