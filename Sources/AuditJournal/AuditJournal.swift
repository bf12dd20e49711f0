public import CivilTime
internal import Glibc
internal import JSONText
public import RecordStores
internal import SQLite

/// Where a journal is and what it is called.
public struct JournalLocation: Hashable, Sendable {
  public let path: String
  /// A URL without its scheme: the name in checkpoints, and every entry's source.
  public let origin: String

  public init(path: String, origin: String) {
    self.path = path
    self.origin = origin
  }
}

/// The audit journal: entries in a Merkle tree, each append signed, in one SQLite file together with the state that must agree with
/// them (holds, approvals, open batches).
///
/// One thread at a time. Several processes may append; one at a time may run a purge. After a failed write it refuses everything.
public final class AuditJournal {
  public enum Access: Sendable {
    case read
    /// Single entries: holds, approvals.
    case append
    /// A purge: takes the run's lock.
    case run
  }

  public let location: JournalLocation
  let connection: Connection
  private let signingKey: SigningKey
  let evidenceKey: EvidenceKey
  private let lock: RunLock?
  private let file: FileIdentity
  private var frontier = TreeFrontier()
  private var lastTime: Instant?
  /// The first error of a write: everything after it is refused.
  private var failure: JournalError?
  private var deferred: [(entry: Int, outcome: BatchOutcome)] = []
  private var cachedHolds: (generation: Int, store: String, recordSet: String, register: HoldRegister)?

  /// The file system must have this much free before a batch.
  private static let reserve = 64 << 20

  // MARK: Opening

  /// Makes a journal. Its first entry says under which keys.
  public static func create(
    at location: JournalLocation, signingKey: SigningKey, evidenceKey: EvidenceKey, now: Instant
  ) throws -> AuditJournal {
    try FileIdentity.makeEmpty(location.path)
    do throws(SQLiteError) {
      let connection = try Connection(path: location.path, mode: .readWrite, busySeconds: 10)
      try configure(connection)
      try connection.execute("PRAGMA application_id = \(JournalSchema.applicationID)")
      try connection.execute("PRAGMA user_version = \(JournalSchema.version)")
      try connection.execute("BEGIN IMMEDIATE; \(JournalSchema.statements) COMMIT")
    } catch {
      throw JournalError.unwritable(path: location.path, cause: error.message)
    }
    let journal = try AuditJournal(
      at: location, access: .append, signingKey: signingKey, evidenceKey: evidenceKey, isNew: true)
    try journal.append(
      [.journalCreated(verifierKey: journal.verifierKey.text, evidenceKey: evidenceKey.id)], at: now)
    return journal
  }

  public convenience init(
    at location: JournalLocation, access: Access, signingKey: SigningKey, evidenceKey: EvidenceKey
  ) throws {
    try self.init(
      at: location, access: access, signingKey: signingKey, evidenceKey: evidenceKey, isNew: false)
  }

  private init(
    at location: JournalLocation, access: Access, signingKey: SigningKey, evidenceKey: EvidenceKey,
    isNew: Bool
  ) throws {
    self.location = location
    self.signingKey = signingKey
    self.evidenceKey = evidenceKey
    file = try FileIdentity(of: location.path)
    lock = access == .run ? try RunLock(beside: location.path) : nil
    do {
      connection = try Connection(
        path: location.path, mode: access == .read ? .readOnly : .readWrite, busySeconds: 10)
      guard try connection.integer("PRAGMA application_id") == Int64(JournalSchema.applicationID) else {
        throw JournalError.damaged("\(location.path) is no journal")
      }
      guard try connection.integer("PRAGMA user_version") == Int64(JournalSchema.version) else {
        throw JournalError.damaged("\(location.path) was made by another version of the program")
      }
      if access != .read { try Self.configure(connection) }
      try reload()
    } catch let error as SQLiteError {
      throw JournalError.damaged("\(location.path): \(error.message)")
    }
    if size == 0 && !isNew { throw JournalError.damaged("\(location.path) has no entry") }
  }

  private static func configure(_ connection: Connection) throws(SQLiteError) {
    try connection.execute(
      """
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;
      PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -4000
      """)
  }

  public var verifierKey: VerifierKey { signingKey.verifier(of: location.origin) }

  /// The number of entries.
  public var size: Int { frontier.size }

  /// Reads the tree's right edge, and holds it against the last signed checkpoint: an unsigned or altered tail is not appended to.
  private func reload() throws {
    let count = Int(try connection.integer("SELECT coalesce(max(idx) + 1, 0) FROM entry") ?? 0)
    guard count > 0 else {
      frontier = TreeFrontier()
      return
    }
    let query = try connection.prepare("SELECT hash FROM node WHERE level = ?1 AND idx = ?2")
    var subtrees: [TreeHash] = []
    for place in TreeFrontier.places(size: count) {
      query.bind(1, Int64(place.level))
      query.bind(2, Int64(place.index))
      guard try query.step() else { throw JournalError.damaged("a node of the tree is missing") }
      subtrees.append(TreeHash(bytes: query.blob(0)))
      query.reset()
    }
    guard let loaded = TreeFrontier(size: count, subtrees: subtrees),
      let note = try connection.text("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1")
    else { throw JournalError.damaged("no checkpoint is there") }
    let checkpoint = try Checkpoint(note: note, verifier: verifierKey)
    guard checkpoint.size == count, checkpoint.root == loaded.root else {
      throw JournalError.damaged("the entries do not have the root that was last signed")
    }
    let last = try entry(at: count - 1)
    guard TreeHash.leaf(last.bytes) == TreeHash(bytes: try nodeHash(level: 0, index: count - 1)) else {
      throw JournalError.damaged("the last entry does not have the hash that was signed")
    }
    frontier = loaded
    lastTime = last.time
  }

  private func nodeHash(level: Int, index: Int) throws -> [UInt8] {
    let query = try connection.prepare("SELECT hash FROM node WHERE level = ?1 AND idx = ?2")
    query.bind(1, Int64(level))
    query.bind(2, Int64(index))
    return try query.step() ? query.blob(0) : []
  }

  // MARK: Reading

  /// The time of the last entry.
  public func lastEntryTime() throws -> Instant? { lastTime }

  public func entry(at index: Int) throws -> JournalEntry {
    let query = try connection.prepare("SELECT bytes FROM entry WHERE idx = ?1")
    query.bind(1, Int64(index))
    guard try query.step() else { throw JournalError.damaged("entry \(index) is missing") }
    return try JournalEntry(bytes: query.blob(0), index: index, origin: location.origin)
  }

  /// Calls the body with each entry from `first` on, in order, holding one at a time.
  public func forEachEntry(from first: Int = 0, _ body: (JournalEntry) throws -> Void) throws {
    let query = try connection.prepare("SELECT idx, bytes FROM entry WHERE idx >= ?1 ORDER BY idx")
    query.bind(1, Int64(first))
    while try query.step() {
      try body(
        JournalEntry(bytes: query.blob(1), index: Int(query.integer(0)), origin: location.origin))
    }
  }

  /// The last entry of a type.
  public func lastEntry(ofType type: String) throws -> JournalEntry? {
    let query = try connection.prepare(
      "SELECT idx FROM entry WHERE instr(bytes, CAST(?1 AS BLOB)) > 0 ORDER BY idx DESC")
    query.bind(1, "\"type\":\"\(type)\"")
    while try query.step() {
      let entry = try entry(at: Int(query.integer(0)))
      if entry.type == type { return entry }
    }
    return nil
  }

  // MARK: Appending

  /// Appends entries and makes them durable, with a checkpoint of the new size.
  @discardableResult
  public func append(_ events: [JournalEvent], at time: Instant) throws -> Range<Int> {
    try write { try appendInTransaction(events, at: time) }
  }

  /// Runs a body in one durable transaction that ends with a signed checkpoint. A failure is final: what cannot be written now will not be
  /// believed to have been written by trying again.
  func write<Result>(_ body: () throws -> Result) throws -> Result {
    if let failure { throw failure }
    let before = (frontier, lastTime)
    do {
      try connection.execute("BEGIN IMMEDIATE")
      let count = Int(try connection.integer("SELECT coalesce(max(idx) + 1, 0) FROM entry") ?? 0)
      if count != frontier.size { try reload() }
      let result = try body()
      if frontier.size != count { try sign() }
      try connection.execute("COMMIT")
      return result
    } catch {
      (frontier, lastTime) = before
      // A failed commit may have ended the transaction by itself.
      if connection.isInTransaction { try? connection.execute("ROLLBACK") }
      guard let error = error as? SQLiteError else { throw error }
      let failure = JournalError.unwritable(path: location.path, cause: error.message)
      if !error.isBusy { self.failure = failure }
      throw failure
    }
  }

  @discardableResult
  func appendInTransaction(_ events: [JournalEvent], at time: Instant) throws -> Range<Int> {
    let first = frontier.size
    let insertEntry = try connection.prepare("INSERT INTO entry VALUES (?1, ?2)")
    let insertNode = try connection.prepare("INSERT INTO node VALUES (?1, ?2, ?3)")
    for event in events {
      // Entries never go back in time, even where the clock does by a fraction.
      let entryTime = max(time, lastTime ?? time)
      let entry = JournalEntry(event, index: frontier.size, origin: location.origin, at: entryTime)
      guard entry.bytes.count <= JournalEntry.maximumSize else {
        throw JournalError.text(
          field: event.type, cause: "an entry has at most \(JournalEntry.maximumSize) bytes")
      }
      insertEntry.bind(1, Int64(entry.index))
      insertEntry.bind(2, blob: entry.bytes)
      try insertEntry.run()
      try frontier.append(.leaf(entry.bytes)) { level, index, hash in
        insertNode.bind(1, Int64(level))
        insertNode.bind(2, Int64(index))
        insertNode.bind(3, blob: hash.bytes)
        try insertNode.run()
      }
      lastTime = entryTime
    }
    return first..<frontier.size
  }

  private func sign() throws {
    let checkpoint = Checkpoint(origin: location.origin, size: frontier.size, root: frontier.root)
    let insert = try connection.prepare("INSERT INTO checkpoint VALUES (?1, ?2)")
    insert.bind(1, Int64(checkpoint.size))
    insert.bind(2, try checkpoint.signed(with: signingKey))
    try insert.run()
  }

  // MARK: Batches

  /// Whether a batch may begin: the file at the path is the one that is open, there is space, and nothing failed before.
  public func preflight() throws {
    if let failure { throw failure }
    guard try FileIdentity(of: location.path) == file else {
      throw JournalError.replaced(path: location.path)
    }
    guard FileIdentity.freeBytes(beside: location.path) >= Self.reserve else {
      throw JournalError.noSpace(path: location.path, megabytes: Self.reserve >> 20)
    }
  }

  /// Makes a batch's intent durable, with the evidence of its records and, sealed, their keys.
  ///
  /// Outcomes that were deferred are appended first, in the same transaction.
  ///
  /// - Returns: the batch's name.
  /// - Throws: `JournalError.holdsChanged` if the holds are no longer those that the batch was tested against.
  public func prepare(_ intent: BatchIntent, keys: KeyList, holdGeneration: Int, at time: Instant) throws
    -> String
  {
    let evidence = RowEvidence(
      keys: keys, store: intent.store, recordSet: intent.recordSet, evidenceKey: evidenceKey)
    return try write {
      guard try self.holdGeneration() == holdGeneration else { throw JournalError.holdsChanged }
      try appendDeferred(at: time)
      let index = frontier.size
      let batch = Self.name(of: index)
      try appendInTransaction(
        [
          .batchPrepared(
            intent, batch: batch, rowsRoot: Hexadecimal.encode(evidence.root), evidenceKey: evidenceKey.id)
        ], at: time)
      let insert = try connection.prepare("INSERT INTO batch (entry, sealed, locators) VALUES (?1, ?2, ?3)")
      insert.bind(1, Int64(index))
      insert.bind(2, blob: try SealedKeys.seal(keys, batch: batch, with: evidenceKey))
      insert.bind(3, blob: evidence.locators)
      try insert.run()
      return batch
    }
  }

  /// Keeps a batch's outcome for the next transaction: a crash before it is settled by asking the store.
  public func deferOutcome(_ outcome: BatchOutcome, of batch: String) throws {
    deferred.append((try Self.index(of: batch), outcome))
  }

  /// Appends the outcomes that were deferred.
  public func settleDeferred(at time: Instant) throws {
    if !deferred.isEmpty { try write { try appendDeferred(at: time) } }
  }

  private func appendDeferred(at time: Instant) throws {
    for (entry, outcome) in deferred {
      try appendInTransaction([.batchOutcome(batch: Self.name(of: entry), outcome)], at: time)
      try close(entry, outcome == .committed ? "committed" : "rolled-back")
    }
    deferred.removeAll()
  }

  /// Records how an open batch was settled after a crash.
  public func settle(batch: String, recovered recovery: Recovery, at time: Instant) throws {
    let entry = try Self.index(of: batch)
    deferred.removeAll { $0.entry == entry }
    try write {
      try appendInTransaction([.batchRecovered(batch: batch, recovery)], at: time)
      // What cannot be settled stays open, keys and all, until a person has looked.
      if case .indeterminate = recovery.fate { return }
      try close(entry, recovery.description)
    }
  }

  private func close(_ entry: Int, _ outcome: String) throws {
    let update = try connection.prepare("UPDATE batch SET outcome = ?2, sealed = NULL WHERE entry = ?1")
    update.bind(1, Int64(entry))
    update.bind(2, outcome)
    try update.run()
  }

  /// Every intent without outcome, in order.
  public func pendingBatches() throws -> [PendingBatch] {
    let deferredEntries = Set(deferred.map(\.entry))
    let query = try connection.prepare("SELECT entry, sealed FROM batch WHERE outcome IS NULL ORDER BY entry")
    var pending: [PendingBatch] = []
    while try query.step() {
      let index = Int(query.integer(0))
      guard !deferredEntries.contains(index) else { continue }
      let batch = Self.name(of: index)
      guard let intent = BatchIntent(try entry(at: index).data) else {
        throw JournalError.damaged("entry \(index) is no intent")
      }
      pending.append(
        PendingBatch(
          batch: batch, intent: intent,
          keys: try SealedKeys.open(query.blob(1), batch: batch, with: evidenceKey)))
    }
    return pending
  }

  /// A batch is named by its intent's entry.
  private static func name(of entry: Int) -> String { "batch-\(entry)" }

  private static func index(of batch: String) throws -> Int {
    guard batch.hasPrefix("batch-"), let index = Int(batch.dropFirst(6)) else {
      throw JournalError.unknownBatch(batch)
    }
    return index
  }

  /// A record's locator, in hexadecimal.
  public func locator(store: String, recordSet: String, key: some Sequence<UInt8>) -> String {
    Hexadecimal.encode(evidenceKey.locator(store: store, recordSet: recordSet, key: key))
  }

  // MARK: Small state

  func state(_ name: String) throws -> Int? {
    let query = try connection.prepare("SELECT value FROM state WHERE name = ?1")
    query.bind(1, name)
    return try query.step() ? Int(query.integer(0)) : nil
  }

  func setState(_ name: String, _ value: Int) throws {
    let insert = try connection.prepare(
      "INSERT INTO state VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
    insert.bind(1, name)
    insert.bind(2, Int64(value))
    try insert.run()
  }

  /// The rows that a record set had at the end of the last run.
  public func rowCount(ofRecordSet name: String) throws -> Int? { try state("rows|" + name) }

  public func rememberRowCount(_ count: Int, ofRecordSet name: String) throws {
    try write { try setState("rows|" + name, count) }
  }

  // MARK: Holds, tested

  /// Raised by every hold that is placed or lifted.
  public func holdGeneration() throws -> Int { try state("hold-generation") ?? 0 }

  /// The holds as they are now, for the rows of one record set.
  public func holdTest(store: String, recordSet: String) throws -> any HoldTest {
    let generation = try holdGeneration()
    if let cachedHolds, cachedHolds.generation == generation, cachedHolds.store == store,
      cachedHolds.recordSet == recordSet
    {
      return cachedHolds.register
    }
    let register = try loadHolds(store: store, recordSet: recordSet)
    cachedHolds = (generation, store, recordSet, register)
    return register
  }
}
