internal import CivilTime
internal import SQLite
internal import TransparencyLog
internal import Words

/// The verification of one snapshot of a journal's file: the entries in order, and the state beside them.
final class JournalCheck {
  let connection: Connection
  let entries: EntryCheck
  private let states: BatchStates

  init(
    of connection: Connection, verifierKey: VerifierKey, timeStamps: TimeStampCheck?, now: Instant? = nil
  ) throws(SQLiteError) {
    self.connection = connection
    let subjects = JournalSchema.subjects(areThere: try JournalSchema.hasSubjects(connection))
    let batches = BatchStates(
      query: try connection.prepare(
        """
        SELECT outcome, sealed IS NOT NULL, locators, \(subjects.columns) FROM batch \(subjects.join) WHERE batch.entry = ?1
        """))
    states = batches
    entries = EntryCheck(
      verifierKey: verifierKey, evidence: batches.evidence(of:), closed: batches.note,
      timeStamps: timeStamps, now: now)
    batches.find = { [unowned entries] in entries.find($0) }
  }

  func find(_ finding: String) { entries.find(finding) }

  /// The closed batches whose keys the state has.
  var keptBatches: Set<Int> { states.kept }

  func schema() throws {
    let version = Int(try connection.integer("PRAGMA user_version") ?? 0)
    if let finding = try JournalSchema.finding(in: connection, version: version) { find(finding) }
    if try connection.integer("PRAGMA application_id") != Int64(JournalSchema.applicationID)
      || version != JournalSchema.version && JournalSchema.steps[version] == nil
    {
      find("the file does not say that it is a journal of a version up to \(JournalSchema.version)")
    }
  }

  /// How many entries all cores read together.
  private static let entriesAtOnce = 1_024

  func tree(_ work: WorkInHand) throws {
    let query = try connection.prepare("SELECT idx, bytes FROM entry ORDER BY idx")
    let notes = try connection.prepare("SELECT size, note FROM checkpoint ORDER BY size")
    var levels: [NodeCursor] = []
    var hasNote = try notes.step()
    var read: [[UInt8]] = []
    var (isAtEnd, isMissing) = (false, false)
    while !isAtEnd {
      try work.check()
      read.removeAll(keepingCapacity: true)
      while read.count < Self.entriesAtOnce {
        isAtEnd = try !query.step()
        if isAtEnd { break }
        isMissing = Int(query.integer(0)) != entries.size + read.count
        if isMissing { break }
        read.append(query.blob(1))
      }
      var isStored = true
      try entries.add(read) { level, place, hash in
        if level == levels.count { levels.append(try NodeCursor(level: level, in: connection)) }
        if try !levels[level].isNext(place, hash) { isStored = false }
      } added: { size in
        if !isStored { find("entry \(size - 1) does not have the hash that the tree has for it") }
        isStored = true
        while hasNote, Int(notes.integer(0)) <= size {
          entries.add(note: notes.text(1) ?? "", of: Int(notes.integer(0)))
          hasNote = try notes.step()
        }
      }
      if isMissing { return find("entry \(entries.size) is missing") }
    }
    if hasNote {
      find(
        "a checkpoint of \(notes.integer(0)) entries, where \(entries.size) are there: entries were removed")
    }
    entries.finish()
    // Each leaf completes as many subtrees as its number ends in ones, and itself.
    let nodes = 2 * entries.size - entries.size.nonzeroBitCount
    if try connection.integer("SELECT count(*) FROM node") != Int64(nodes) {
      find("the tree has other nodes than those of its entries")
    }
  }
}

/// The nodes of one level of the tree as the file has them, read in order: each is asked for once.
private final class NodeCursor {
  private let query: Statement

  init(level: Int, in connection: Connection) throws {
    query = try connection.prepare("SELECT idx, hash FROM node WHERE level = ?1 ORDER BY idx")
    query.bind(1, Int64(level))
  }

  func isNext(_ place: Int, _ hash: TreeHash) throws -> Bool {
    guard try query.step(), query.integer(0) == Int64(place) else { return false }
    return unsafe query.withBytes(1, asText: false) { stored in
      unsafe hash.withUnsafeBytes { unsafe $0.elementsEqual(stored) }
    }
  }
}

/// The batches as the state has them, asked for one by one.
private final class BatchStates {
  private let query: Statement
  var find: (String) -> Void = { _ in }
  /// The batches that have an outcome and still their keys.
  private(set) var kept: Set<Int> = []

  init(query: consuming Statement) {
    self.query = query
  }

  func evidence(of batch: Int) throws -> BatchEvidence? {
    query.bind(1, Int64(batch))
    defer { query.reset() }
    guard try query.step() else { return nil }
    return BatchEvidence(
      locators: query.blob(2), subjects: query.optionalBlob(3), dependents: query.optionalBlob(4))
  }

  /// Compares the state with the outcome that the entries have.
  func note(_ batch: Int, outcome: BatchOutcome) throws {
    query.bind(1, Int64(batch))
    defer { query.reset() }
    // Missing evidence was found with the intent.
    guard try query.step() else { return }
    if query.text(0) != outcome.word {
      find("batch-\(batch) is \(query.text(0) ?? "open") in the state and \(outcome.word) in the entries")
    }
    if query.integer(1) == 1 { kept.insert(batch) }
  }
}
