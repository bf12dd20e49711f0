package import CivilTime
internal import Files
internal import Glibc
internal import JSONText
internal import SQLite
package import TransparencyLog
package import Words

/// The audit journal: entries in a Merkle tree, each append signed, in one SQLite file together with the state that must agree with
/// them (holds, approvals, open batches).
///
/// One thread at a time. Several processes may append; one at a time may run a purge. After a failed write it refuses everything.
package final class AuditJournal {
  package enum Access: Sendable {
    case read
    /// The same for what looks into a journal whose state may be another than its entries say: only questions about that state are refused.
    case inspect
    /// Single entries: holds, approvals.
    case append
    /// A purge: takes the run's lock.
    case run
  }

  package let location: JournalLocation
  let access: Access
  let connection: Connection
  let keys: JournalKeys
  let epochKeys: EpochKeys
  /// The key whose turn it is.
  var signingKey: SigningKey
  /// Keys of epochs that are over may be there: known only once this process has looked.
  var hasDestroyed = false
  /// The last checkpoint's note, as it was read or signed here.
  private(set) var lastNote: String?
  /// The entries that are signed for.
  private var signedSize = 0
  var evidenceKey: EvidenceKey
  var evidenceTurns: EvidenceTurns
  let lock: RunLock?
  private let file: FileIdentity
  /// The write-ahead log, where the last entries lie; known once the first read has opened it.
  private var logFile: FileIdentity?
  private(set) var frontier = TreeFrontier()
  private(set) var lastTime: Instant?
  /// The last entry of the transaction, kept back until it is known that none follows: it says what the state is.
  private var held: (entry: JournalEntry, count: Int)?
  /// The tables that decide, as the signed entries have them.
  var tables = JournalState()
  /// Why the tables are not believed, in a journal that is only looked into.
  package private(set) var doubt: JournalError?
  /// The version of the file.
  var version = JournalSchema.version
  private(set) var isOpened = false
  /// From this size on every entry is this process's own.
  private(set) var ownSince = 0
  /// SQLite's number of others' changes when the tables were proven; nil if they are to be proven anew.
  private var provenAt: Int64?
  private let othersChanges: Statement
  /// How many seconds a clock may be ahead of a time that was accepted. Forty days where nobody says what the calendar allows.
  package var clockAllowance: (_ accepted: Instant) -> Int = { _ in 40 * 86_400 }
  /// Who has the service write: each entry that is appended names them.
  package var caller: JournalCaller?
  /// A time that this process has accepted with evidence, and that no entry has yet.
  var confirmedTime: Instant?
  /// The first error of a write: everything after it is refused.
  private var failure: JournalError?
  var deferred: [(entry: Int, outcome: BatchOutcome)] = []
  var deferredFiles: [(batch: BatchName, outcome: FileOutcome)] = []
  /// The batches of first runs that were prepared here: their keys are kept beyond their outcome.
  var firstRunEntries: Set<Int> = []
  var cachedHolds: (digest: String, holds: HoldsInForce)?

  /// The file system must have this much free before a batch.
  package static let reserve = 64 << 20

  // MARK: Opening

  package convenience init(
    at location: JournalLocation, access: Access, signingKey: SigningKey, evidenceKey: EvidenceKey
  ) throws {
    try self.init(
      at: location, access: access, keys: JournalKeys(configured: signingKey), evidenceKey: evidenceKey)
  }

  package convenience init(
    at location: JournalLocation, access: Access, keys: JournalKeys, evidenceKey: EvidenceKey
  ) throws {
    try self.init(
      at: location, access: access, keys: keys, evidenceKeys: EvidenceKeys(current: evidenceKey), isNew: false
    )
  }

  package convenience init(
    at location: JournalLocation, access: Access, keys: JournalKeys, evidenceKeys: EvidenceKeys
  ) throws {
    try self.init(at: location, access: access, keys: keys, evidenceKeys: evidenceKeys, isNew: false)
  }

  /// - Parameter isNew: whether its first entry is still to be written.
  init(
    at location: JournalLocation, access: Access, keys: JournalKeys, evidenceKeys: EvidenceKeys,
    isNew: Bool
  ) throws {
    self.location = location
    self.access = access
    self.keys = keys
    epochKeys = EpochKeys(journal: location.path, name: location.origin)
    // Until the last checkpoint says whose turn it is.
    signingKey = keys.configured ?? SigningKey.generate().key
    evidenceKey = evidenceKeys.current
    evidenceTurns = EvidenceTurns(evidenceKeys)
    try FileIdentity.checkTrust(of: location.path, journal: location.path)
    try FileIdentity.checkTrust(of: RunLock.path(beside: location.path), journal: location.path)
    file = try FileIdentity(of: location.path)
    lock = access == .run ? try RunLock(beside: location.path) : nil
    do {
      connection = try Connection(
        path: location.path, mode: access == .read || access == .inspect ? .readOnly : .readWrite,
        busySeconds: 10)
      guard try connection.integer("PRAGMA application_id") == Int64(JournalSchema.applicationID) else {
        throw JournalError.damaged("\(location.path) is no journal")
      }
      othersChanges = try connection.prepare("PRAGMA data_version")
      if access == .append || access == .run { try Self.configure(connection) }
      try inOneRead {}
      if size == 0 && !isNew { throw JournalError.damaged("\(location.path) has no entry") }
      if size > 0, tables.isUnsaid, access == .append || access == .run { try raise() }
      isOpened = true
    } catch let error as SQLiteError {
      throw JournalError(error)
    }
    if access == .append || access == .run { logFile = try FileIdentity(of: Self.logPath(location)) }
  }

  static func configure(_ connection: Connection) throws(SQLiteError) {
    try connection.execute(
      """
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;
      PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -4000
      """)
  }

  private static func logPath(_ location: JournalLocation) -> String { location.path + "-wal" }

  package var verifierKey: VerifierKey { signingKey.verifier(of: location.origin) }

  /// The number of entries.
  package var size: Int { frontier.size + (held?.count ?? 0) }

  /// Reads the last entries and proves the state, if somebody else may have written since this was done last. Called in a transaction.
  func refresh() throws {
    _ = try othersChanges.step()
    let others = othersChanges.integer(0)
    othersChanges.reset()
    guard others != provenAt else { return }
    let before = lastNote
    provenAt = nil
    let size = frontier.size
    try readEdge()
    if frontier.size != size { ownSince = frontier.size }
    doubt = nil
    do {
      try prove(isSameTip: before == lastNote)
    } catch let error as JournalError where access == .inspect {
      doubt = error
    }
    do {
      // Marks that are not proven lead to no key.
      if doubt == nil { try pinEvidenceKey() }
    } catch let error as JournalError {
      // Whatever this process made or will make is under another key than the journal's.
      if case .key = error { failure = error }
      throw error
    }
    provenAt = others
  }

  /// Reads the tree's right edge, and compares it with the last signed checkpoint: an unsigned or altered tail is not appended to.
  private func readEdge() throws {
    let count = Int(try connection.integer("SELECT coalesce(max(idx) + 1, 0) FROM entry") ?? 0)
    guard count > 0 else {
      frontier = TreeFrontier()
      return
    }
    let subtrees = try TreeFrontier.places(size: count).map { place in
      try nodeHash(level: place.level, index: place.index)
    }
    guard let loaded = TreeFrontier(size: count, subtrees: subtrees),
      let note = try connection.text("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1")
    else { throw JournalError.damaged("no checkpoint is there") }
    let checkpoint: Checkpoint
    do {
      let signed = try SignedNote(note)
      checkpoint = try Checkpoint(text: signed.text)
      signingKey = try currentKey(for: signed)
    } catch let error as TransparencyLogError {
      throw JournalError.damaged("\(error)")
    }
    guard checkpoint.origin == location.origin, checkpoint.size == count, checkpoint.root == loaded.root
    else {
      throw JournalError.damaged("the entries do not have the root that was last signed")
    }
    frontier = loaded
    signedSize = count
    lastNote = note
    lastTime = try entry(at: count - 1).time
  }

  // MARK: Appending

  /// Appends entries and makes them durable, with a checkpoint of the new size.
  ///
  /// - Parameter time: what the clock shows. If it cannot be believed, the entries have the last accepted time, and this one among their data.
  @discardableResult
  package func append(_ events: [JournalEvent], at time: Instant) throws -> Range<Int> {
    try write(at: time) { try appendInTransaction(events, at: time) }
  }

  /// Whose stop ends a wait for the journal's lock: then an append throws `Stopped`. Without it the wait takes ten seconds.
  package var work: WorkInHand? { didSet { if let work { connection.endWaits(with: work) } } }

  /// Throws if nothing is to be written any more: asked when the journal's lock was waited for, before the first change.
  package var confirm: () throws -> Void = {}

  /// Runs a body in one durable transaction that ends with a signed checkpoint. A failure is final: what cannot be written now will not be
  /// believed to have been written by trying again.
  ///
  /// - Parameter time: the time of what is appended; nil where nothing is.
  ///
  /// - Parameter isVerifying: lets others append until the body writes. If they do, the transaction fails as busy.
  func write<Result>(at time: Instant? = nil, isVerifying: Bool = false, _ body: () throws -> Result) throws
    -> Result
  {
    if let failure { throw failure }
    let before = (
      frontier: frontier, lastTime: lastTime, deferred: deferred, files: deferredFiles, key: signingKey,
      note: lastNote
    )
    do {
      try connection.execute(isVerifying ? "BEGIN" : "BEGIN IMMEDIATE")
      try confirm()
      try refresh()
      if !hasDestroyed, !isVerifying {
        try destroyOldKeys()
        hasDestroyed = true
      }
      if let time { try beginEpochIfDue(at: time) }
      let result = try body()
      if size != signedSize { try sign(with: [signingKey]) }
      try requireSaidState()
      try connection.execute("COMMIT")
      if before.key.publicKey != signingKey.publicKey { forget(before.key) }
      return result
    } catch {
      (frontier, lastTime, deferred, deferredFiles, signingKey, lastNote) = before
      takeBack()
      throw told(error)
    }
  }

  /// Throws if the state that decides is another than the transaction's entries say.
  private func requireSaidState() throws {
    guard size == 0 || tables.isUnsaid || tables.unsaidChanges.isEmpty else {
      throw JournalError.mismatch("the journal's state was to change without an entry that says so")
    }
    #if DEBUG
      if !tables.isUnsaid {
        let isKept = try isKeptAsKnown()
        assert(isKept, "the tables in the file are not those in memory")
      }
    #endif
  }

  /// Ends a transaction that failed, and forgets what it changed in memory.
  private func takeBack() {
    signedSize = frontier.size
    held = nil
    // They are read and proven anew: some of what the body changed is in memory alone.
    tables = JournalState()
    provenAt = nil
    // A key that was made for a new epoch is of no use.
    hasDestroyed = false
    // A failed commit may have ended the transaction by itself; one that cannot be ended fails the next BEGIN.
    if connection.isInTransaction { try? connection.execute("ROLLBACK") }
  }

  /// Returns what to say of an error of a write, and keeps it if nothing may be written after it.
  private func told(_ error: any Error) -> any Error {
    switch error {
    case let error as SQLiteError where error.isBusy && work?.mustEnd == true: return Stopped()
    case let error as SQLiteError:
      let cause = JournalError(error, isWriting: true)
      if !error.isBusy { failure = cause }
      return cause
    case let error as JournalError where error.isOfContents:
      failure = error
      return error
    default: return error
    }
  }

  /// - Parameter isDoubted: whether the clock's time is not believed, however near it is.
  @discardableResult
  func appendInTransaction(_ events: [JournalEvent], at time: Instant, isDoubted: Bool = false) throws
    -> Range<Int>
  {
    let first = size
    let stamp = stamp(for: time, isDoubted: isDoubted)
    for event in events { try append(event, time: stamp.time, doubted: stamp.doubted) }
    return first..<size
  }

  /// Appends an entry with a time that was found right, and the parts that it may need. Called in a transaction.
  func append(_ event: JournalEvent, time: Instant, doubted: Instant?) throws {
    let entry = JournalEntry(
      event, index: size, origin: location.origin, at: time, doubting: doubted, caller: caller)
    try mark(EntryKind.kind(type: entry.type, version: entry.data["version"]?.integerValue), at: entry.index)
    try append(entry)
  }

  /// Appends an entry, kept back until the next one or the checkpoint comes. Called in a transaction.
  func append(_ entry: JournalEntry) throws {
    try release(sayingState: false)
    held = (entry, try divided(entry).count)
    lastTime = entry.time
  }

  private func divided(_ entry: JournalEntry) throws -> [JournalEntry] {
    guard let entries = entry.divided(origin: location.origin) else {
      throw JournalError.text(
        field: entry.type.rawValue, cause: "an entry has at most \(JournalEntry.maximumSize) bytes")
    }
    return entries
  }

  /// Writes the entry that was kept back.
  ///
  /// - Parameter sayingState: whether it is the last before a checkpoint, so that it says what the state is.
  private func release(sayingState: Bool) throws {
    guard let (entry, _) = held else { return }
    held = nil
    let whole = sayingState ? entry.saying(tables.member(at: entry.index), origin: location.origin) : entry
    for entry in try divided(whole) { try insert(entry) }
  }

  private func insert(_ entry: JournalEntry) throws {
    let insertEntry = try connection.prepare("INSERT INTO entry VALUES (?1, ?2)")
    insertEntry.bind(1, Int64(entry.index))
    insertEntry.bind(2, blob: entry.bytes)
    try insertEntry.run()
    let insertNode = try connection.prepare("INSERT INTO node VALUES (?1, ?2, ?3)")
    try frontier.append(.leaf(entry.bytes)) { level, index, hash in
      insertNode.bind(1, Int64(level))
      insertNode.bind(2, Int64(index))
      insertNode.bind(3, blob: hash.bytes)
      try insertNode.run()
    }
  }

  /// Signs for the entries that are there.
  func sign(with keys: [SigningKey]) throws {
    try release(sayingState: true)
    let checkpoint = Checkpoint(origin: location.origin, size: frontier.size, root: frontier.root)
    let note = try SignedNote(text: checkpoint.text, name: location.origin, keys: keys).description
    let insert = try connection.prepare("INSERT INTO checkpoint VALUES (?1, ?2)")
    insert.bind(1, Int64(checkpoint.size))
    insert.bind(2, note)
    try insert.run()
    lastNote = note
    signedSize = frontier.size
  }

  /// Tells if a batch may begin: the files at their paths are those that are open, there is space, the last checkpoint is the one that was
  /// read or signed here or fits what follows it, and nothing failed before.
  package func preflight() throws {
    if let failure { throw failure }
    let areInPlace =
      file.isAt(location.path) && logFile?.isAt(Self.logPath(location)) ?? true && lock?.isInPlace ?? true
    guard areInPlace else { throw JournalError.replaced(path: location.path) }
    // Who cannot ask is told that there is nothing: in doubt, no purge.
    guard FileSystem.freeBytes(beside: location.path) ?? 0 >= Self.reserve else {
      throw JournalError.noSpace(path: location.path, megabytes: Self.reserve >> 20)
    }
    try checkKinds()
  }
}
