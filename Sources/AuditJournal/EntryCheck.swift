internal import CivilTime
internal import JSONText
public import TransparencyLog

/// Reads a journal's entries and checkpoints in order, wherever they lie, and finds what is wrong with them.
///
/// Memory grows with the holds and approvals in force and the batches that are open, not with the journal.
public final class EntryCheck {
  /// More findings than this tell nothing new.
  private static let maximumFindings = 20

  public let verifierKey: VerifierKey
  public internal(set) var result = VerificationResult()
  private var frontier = TreeFrontier()
  private var lastTime: Instant?
  private var lastSigned = 0
  /// Intents without outcome so far, and how many records each is about.
  private(set) var openBatches: [Int: Int] = [:]
  /// The entry that placed each hold in force.
  private(set) var holdsInForce: [Int: Int] = [:]
  /// The last entry that approved each configuration.
  private(set) var approvedConfigurations: [String: Int] = [:]
  private let locators: (_ batch: Int) throws -> [UInt8]?
  private let closed: (_ batch: Int, _ outcome: String) throws -> Void

  /// - Parameter locators: the row evidence of the batch whose intent is at an index; nil if there is none.
  /// - Parameter closed: told each batch's outcome as the entries have it.
  public init(
    verifierKey: VerifierKey, locators: @escaping (_ batch: Int) throws -> [UInt8]?,
    closed: @escaping (_ batch: Int, _ outcome: String) throws -> Void = { _, _ in }
  ) {
    self.verifierKey = verifierKey
    self.locators = locators
    self.closed = closed
  }

  /// The entries so far.
  public var size: Int { frontier.size }

  public func find(_ finding: String) {
    if result.findings.count < Self.maximumFindings { result.findings.append(finding) }
  }

  // MARK: In order

  /// Adds the next entry, and tells each subtree that it completes: its level and its place in the level.
  public func add(_ bytes: [UInt8], completed: (Int, Int, TreeHash) throws -> Void) throws {
    try read(bytes, at: size)
    try frontier.append(.leaf(bytes), completed: completed)
    result.entries += 1
  }

  /// Adds the next checkpoint, as soon as the entries that it speaks of are there.
  public func add(note: String, of size: Int) {
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

  /// After the last entry.
  public func finish() {
    result.root = frontier.root
    result.openBatches = openBatches.count
    if result.entries == 0 { find("there is no entry") }
    if lastSigned != size { find("the entries after \(lastSigned) are not signed") }
  }

  // MARK: What an entry says

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
    guard let locators = try locators(entry.index) else {
      return find("there is no evidence for the rows of batch-\(entry.index)")
    }
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
    try closed(index, outcome)
  }
}
