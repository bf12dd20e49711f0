internal import CivilTime
internal import JSONText
internal import SQLite

/// What verifying a journal found.
public struct VerificationResult: Sendable {
  public fileprivate(set) var entries = 0
  public fileprivate(set) var checkpoints = 0
  public fileprivate(set) var batches = 0
  /// Records that committed batches touched.
  public fileprivate(set) var rows = 0
  public fileprivate(set) var openBatches = 0
  public fileprivate(set) var root = TreeHash.empty
  /// What is wrong; empty if the journal is what it says.
  public fileprivate(set) var findings: [String] = []

  public var isVerified: Bool { findings.isEmpty }
  public var rootText: String { Hexadecimal.encode(root.bytes) }
}

/// Verifies a journal file from the public key alone, reading each entry once and holding one at a time.
public enum JournalVerifier {
  /// More findings than this tell nothing new.
  private static let maximumFindings = 20

  public static func verify(path: String, verifierKey: VerifierKey) throws -> VerificationResult {
    _ = try FileIdentity(of: path)
    var check = Check(verifierKey: verifierKey)
    do {
      let connection = try Connection(path: path, mode: .readOnly, busySeconds: 10)
      // One snapshot, however long it takes and whoever appends meanwhile.
      try connection.execute("BEGIN")
      defer { try? connection.execute("ROLLBACK") }
      try check.entries(of: connection)
      try check.batches(of: connection)
    } catch let error as SQLiteError {
      check.find("the file cannot be read: \(error.message)")
    }
    return check.result
  }

  private struct Check {
    let verifierKey: VerifierKey
    var result = VerificationResult()
    private var frontier = TreeFrontier()
    private var lastTime: Instant?
    /// What each batch says of its rows, until its rows are looked at.
    private var intents: [Int: (root: String, count: Int)] = [:]
    private var outcomes: [Int: String] = [:]

    init(verifierKey: VerifierKey) {
      self.verifierKey = verifierKey
    }

    mutating func find(_ finding: String) {
      if result.findings.count < maximumFindings { result.findings.append(finding) }
    }

    mutating func entries(of connection: Connection) throws {
      let entries = try connection.prepare("SELECT idx, bytes FROM entry ORDER BY idx")
      let notes = try connection.prepare("SELECT size, note FROM checkpoint ORDER BY size")
      let nodes = try connection.prepare("SELECT hash FROM node WHERE level = ?1 AND idx = ?2")
      var hasNote = try notes.step()
      while try entries.step() {
        let index = Int(entries.integer(0))
        guard index == frontier.size else {
          return find("entry \(frontier.size) is missing")
        }
        let bytes = entries.blob(1)
        read(bytes, at: index)
        var isStored = true
        try frontier.append(.leaf(bytes)) { level, place, hash in
          nodes.bind(1, Int64(level))
          nodes.bind(2, Int64(place))
          if !(try nodes.step()) || nodes.blob(0) != hash.bytes { isStored = false }
          nodes.reset()
        }
        if !isStored { find("entry \(index) does not have the hash that the tree has for it") }
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
    }

    private var lastSigned = 0

    private mutating func verify(note: String, size: Int) {
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

    private mutating func read(_ bytes: [UInt8], at index: Int) {
      let entry: JournalEntry
      do {
        entry = try JournalEntry(bytes: bytes, index: index, origin: verifierKey.name)
      } catch {
        return find("\(error)")
      }
      if let lastTime, entry.time < lastTime { find("entry \(index) is older than the one before it") }
      lastTime = entry.time
      switch entry.type {
      case "retentiond.batch.prepared":
        guard let root = entry.data["rowsRoot"]?.stringValue, let count = entry.data["count"]?.integerValue
        else {
          return find("entry \(index) is an intent without its rows")
        }
        intents[index] = (root, count)
      case "retentiond.batch.outcome", "retentiond.batch.recovered": readOutcome(entry)
      default: break
      }
    }

    private mutating func readOutcome(_ entry: JournalEntry) {
      guard let batch = entry.data["batch"]?.stringValue, batch.hasPrefix("batch-"),
        let index = Int(batch.dropFirst(6)),
        let outcome = entry.data["outcome"]?.stringValue
      else { return find("entry \(entry.index) is an outcome of no batch") }
      if intents[index] == nil {
        find("entry \(entry.index) is the outcome of \(batch), which has no intent before it")
      }
      if outcomes[index] != nil { find("entry \(entry.index) is a second outcome of \(batch)") }
      // An indeterminate batch stays open until a later entry settles it.
      if !outcome.hasPrefix("indeterminate") { outcomes[index] = outcome }
    }

    mutating func batches(of connection: Connection) throws {
      let query = try connection.prepare(
        "SELECT entry, outcome, sealed IS NOT NULL, locators FROM batch ORDER BY entry")
      var seen = 0
      while try query.step() {
        let index = Int(query.integer(0))
        seen += 1
        guard let intent = intents[index] else {
          find("evidence for batch-\(index), which has no intent")
          continue
        }
        let locators = query.blob(3)
        if locators.count != intent.count * RowEvidence.width
          || Hexadecimal.encode(RowEvidence.root(of: locators)) != intent.root
        {
          find("the evidence of batch-\(index) is not what its intent says")
        }
        let outcome = outcomes[index]
        if query.text(1) != outcome {
          find(
            "batch-\(index) is \(query.text(1) ?? "open") in the state and \(outcome ?? "open") in the entries"
          )
        }
        if (outcome == nil) != (query.integer(2) == 1) {
          find("the keys of batch-\(index) are kept or dropped against its outcome")
        }
        if outcome == nil { result.openBatches += 1 }
        if outcome == "committed" { result.rows += intent.count }
        result.batches += 1
      }
      if seen != intents.count { find("\(intents.count) intents, but evidence for \(seen)") }
    }
  }
}
