internal import CivilTime
internal import JSONText
internal import SQLite
internal import TransparencyLog

/// The verification of one snapshot of a journal: the entries in order, and what they leave to be found in the state beside them.
final class JournalCheck {
  /// More findings than this tell nothing new.
  private static let maximumFindings = 20

  let connection: Connection
  let verifierKey: VerifierKey
  var result = VerificationResult()
  private var frontier = TreeFrontier()
  private var lastTime: Instant?
  private var lastSigned = 0
  /// Intents without outcome so far, and how many records each is about.
  var openBatches: [Int: Int] = [:]
  /// The entry that placed each hold in force.
  var holdsInForce: [Int: Int] = [:]
  /// The last entry that approved each configuration.
  var approvedConfigurations: [String: Int] = [:]

  private let evidence: Statement
  private let node: Statement

  private init(
    of connection: Connection, verifierKey: VerifierKey, evidence: consuming Statement,
    node: consuming Statement
  ) {
    self.connection = connection
    self.verifierKey = verifierKey
    self.evidence = evidence
    self.node = node
  }

  static func begin(on connection: Connection, verifierKey: VerifierKey) throws(SQLiteError) -> JournalCheck {
    JournalCheck(
      of: connection, verifierKey: verifierKey,
      evidence: try connection.prepare(
        "SELECT outcome, sealed IS NOT NULL, locators FROM batch WHERE entry = ?1"),
      node: try connection.prepare("SELECT hash FROM node WHERE level = ?1 AND idx = ?2"))
  }

  func find(_ finding: String) {
    if result.findings.count < Self.maximumFindings { result.findings.append(finding) }
  }

  func schema() throws {
    if try connection.integer("PRAGMA application_id") != Int64(JournalSchema.applicationID)
      || connection.integer("PRAGMA user_version") != Int64(JournalSchema.version)
    {
      find("the file does not say that it is a journal of version \(JournalSchema.version)")
    }
  }

  func entries() throws {
    let entries = try connection.prepare("SELECT idx, bytes FROM entry ORDER BY idx")
    let notes = try connection.prepare("SELECT size, note FROM checkpoint ORDER BY size")
    var hasNote = try notes.step()
    while try entries.step() {
      let index = Int(entries.integer(0))
      guard index == frontier.size else {
        return find("entry \(frontier.size) is missing")
      }
      let bytes = entries.blob(1)
      try read(bytes, at: index)
      if !(try append(bytes)) { find("entry \(index) does not have the hash that the tree has for it") }
      result.entries += 1
      while hasNote, Int(notes.integer(0)) <= frontier.size {
        verify(note: notes.text(1) ?? "", size: Int(notes.integer(0)))
        hasNote = try notes.step()
      }
    }
    if hasNote {
      find(
        "a checkpoint of \(notes.integer(0)) entries, where \(frontier.size) are there: entries were removed"
      )
    }
    result.root = frontier.root
    if result.entries == 0 { find("there is no entry") }
    if lastSigned != frontier.size { find("the entries after \(lastSigned) are not signed") }
    // Each leaf completes as many subtrees as its number ends in ones, and itself.
    let nodes = 2 * frontier.size - frontier.size.nonzeroBitCount
    if try connection.integer("SELECT count(*) FROM node") != Int64(nodes) {
      find("the tree has other nodes than those of its entries")
    }
  }

  /// Adds a leaf; false if a hash that it completes is not the one in the file.
  private func append(_ bytes: [UInt8]) throws -> Bool {
    var isStored = true
    try frontier.append(.leaf(bytes)) { level, place, hash in
      node.bind(1, Int64(level))
      node.bind(2, Int64(place))
      if !(try node.step()) || node.blob(0) != hash.bytes { isStored = false }
      node.reset()
    }
    return isStored
  }

  private func verify(note: String, size: Int) {
    result.checkpoints += 1
    do {
      let checkpoint = try Checkpoint(note: note, verifier: verifierKey)
      guard checkpoint.size == size, size == frontier.size else {
        return find("the checkpoint of \(size) entries speaks of another size")
      }
      guard checkpoint.root == frontier.root else {
        return find("the checkpoint of \(size) entries has another root: an entry before it was changed")
      }
      lastSigned = size
    } catch {
      find("the checkpoint of \(size) entries: \(error)")
    }
  }

  private func read(_ bytes: [UInt8], at index: Int) throws {
    let entry: JournalEntry
    do {
      entry = try JournalEntry(bytes: bytes, index: index, origin: verifierKey.name)
    } catch {
      return find("\(error)")
    }
    if let lastTime, entry.time < lastTime { find("entry \(index) is older than the one before it") }
    lastTime = entry.time
    let isCreation = entry.type == "retentiond.journal.created"
    if isCreation != (index == 0) || isCreation && entry.data["verifierKey"]?.stringValue != verifierKey.text
    {
      find("entry \(index) is not where a journal begins, or another key's begins there")
    }
    switch entry.type {
    case "retentiond.batch.prepared": try readIntent(entry)
    case "retentiond.batch.outcome", "retentiond.batch.recovered": try readOutcome(entry)
    case "retentiond.hold.placed":
      guard let hold = entry.data["hold"]?.integerValue, holdsInForce.updateValue(index, forKey: hold) == nil
      else { return find("entry \(index) places no hold, or one that is in force already") }
    case "retentiond.hold.lifted":
      guard let hold = entry.data["hold"]?.integerValue, holdsInForce.removeValue(forKey: hold) != nil
      else { return find("entry \(index) lifts a hold that is not in force") }
    case "retentiond.configuration.approved":
      guard let digest = entry.data["configuration"]?.stringValue else {
        return find("entry \(index) is an approval of nothing")
      }
      approvedConfigurations[digest] = index
    default: break
    }
  }

  private func readIntent(_ entry: JournalEntry) throws {
    guard let intent = BatchIntent(entry.data), let root = entry.data["rowsRoot"]?.stringValue,
      entry.data["batch"]?.stringValue == "batch-\(entry.index)"
    else {
      return find("entry \(entry.index) is an intent without its rows")
    }
    result.batches += 1
    openBatches[entry.index] = intent.count
    evidence.bind(1, Int64(entry.index))
    defer { evidence.reset() }
    guard try evidence.step() else {
      return find("there is no evidence for the rows of batch-\(entry.index)")
    }
    let locators = evidence.blob(2)
    if locators.count != intent.count * RowEvidence.width
      || Hexadecimal.encode(RowEvidence.root(of: locators).bytes) != root
    {
      find("the evidence of batch-\(entry.index) is not what its intent says")
    }
  }

  private func readOutcome(_ entry: JournalEntry) throws {
    guard let batch = entry.data["batch"]?.stringValue, batch.hasPrefix("batch-"),
      let index = Int(batch.dropFirst(6)), let outcome = entry.data["outcome"]?.stringValue
    else { return find("entry \(entry.index) is an outcome of no batch") }
    guard let count = openBatches[index] else {
      return find(
        "entry \(entry.index) is an outcome of \(batch), which has no intent before it or its outcome already"
      )
    }
    // An indeterminate batch stays open until a later entry settles it.
    guard !outcome.hasPrefix("indeterminate") else { return }
    openBatches[index] = nil
    if outcome == "committed" { result.rows += count }
    evidence.bind(1, Int64(index))
    defer { evidence.reset() }
    // Missing evidence was found with the intent.
    guard try evidence.step() else { return }
    if evidence.text(0) != outcome {
      find("\(batch) is \(evidence.text(0) ?? "open") in the state and \(outcome) in the entries")
    }
    if evidence.integer(1) == 1 { find("the keys of \(batch) were kept after its outcome") }
  }
}
