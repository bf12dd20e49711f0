internal import CivilTime
internal import Dispatch
internal import JSONText
internal import Synchronization
internal import TextEncodings
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
  private var chain: KeyChain
  /// Checkpoints whose signatures are still to be verified.
  private var unverified: [(note: SignedNote, signers: [VerifierKey], size: Int)] = []
  private static let signaturesAtOnce = 1_024
  /// Intents without outcome so far, and how many records each is about.
  private(set) var openBatches: [Int: Int] = [:]
  /// Batches that were not rolled back and have files which no entry says are gone, each with how many.
  private(set) var openFiles: [Int: Int] = [:]
  /// Intents of first runs without outcome so far, each with its record set.
  private var openFirstRuns: [Int: String] = [:]
  /// Committed batches of first runs on which nobody has said a word: their keys are kept.
  private(set) var keptBatches: [Int: String] = [:]
  /// The entries of each hold in force.
  private(set) var holdsInForce: [Int: HeldEntries] = [:]
  /// The last entry that approved each configuration.
  private(set) var approvedConfigurations: [String: Int] = [:]
  /// The last survey of each record set.
  private(set) var surveys: [String: Int] = [:]
  /// The entries that accepted a clock.
  private(set) var clockAcceptances: Set<Int> = []
  /// The last death in each record set that no pass and no person has ended: its entry, and how many there were in a row.
  private(set) var deaths: [String: (entry: Int, count: Int)] = [:]
  /// The last entry that says what a store is.
  private(set) var stores: [String: Int] = [:]
  /// An entry whose parts follow, with the data of those that were read.
  private var divided: (entry: JournalEntry, data: JSONValue, parts: Int, read: Int)?
  /// The first entry of each kind that came later than the state's marks of kinds.
  private(set) var laterKinds: [String: Int] = [:]
  private var anchors: AnchorCheck
  private let evidence: (_ batch: Int) throws -> BatchEvidence?
  private let closed: (_ batch: Int, _ outcome: String) throws -> Void

  /// - Parameter evidence: the row evidence of the batch whose intent is at an index; nil if there is none.
  /// - Parameter closed: told each batch's outcome as the entries have it.
  /// - Parameter timeStamps: verifies time stamps; nil where nobody says which authorities are trusted.
  public init(
    verifierKey: VerifierKey, evidence: @escaping (_ batch: Int) throws -> BatchEvidence?,
    closed: @escaping (_ batch: Int, _ outcome: String) throws -> Void = { _, _ in },
    timeStamps: TimeStampCheck? = nil
  ) {
    self.verifierKey = verifierKey
    chain = KeyChain(first: verifierKey, limit: nil)
    anchors = AnchorCheck(timeStamps: timeStamps)
    self.evidence = evidence
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
      let signed = try SignedNote(note)
      let checkpoint = try Checkpoint(text: signed.text)
      guard checkpoint.origin == verifierKey.name, checkpoint.size == size, size == frontier.size else {
        return find("the checkpoint of \(size) entries speaks of another size")
      }
      guard checkpoint.root == frontier.root else {
        return find("the checkpoint of \(size) entries has another root: an entry before it was changed")
      }
      let signers = chain.signers(ofSize: size)
      guard signed.signatures.count == signers.count,
        zip(signed.signatures, signers).allSatisfy({ $0.keyID == $1.keyID })
      else { return findUnsigned(size) }
      anchors.add(note: note, of: size)
      unverified.append((signed, signers, size))
      if unverified.count == Self.signaturesAtOnce { verifySignatures() }
      lastSigned = size
    } catch {
      find("the checkpoint of \(size) entries: \(error)")
    }
  }

  private func findUnsigned(_ size: Int) {
    find("the checkpoint of \(size) entries is not signed by the key whose turn it is, and by it alone")
  }

  /// A signature takes as long as fifty hashes, and each append has one: all cores share them.
  private func verifySignatures() {
    let notes = unverified
    unverified.removeAll(keepingCapacity: true)
    let unsigned = Mutex<[Int]>([])
    let stretch = 64
    DispatchQueue.concurrentPerform(iterations: (notes.count + stretch - 1) / stretch) { part in
      for (note, signers, size) in notes[part * stretch..<min((part + 1) * stretch, notes.count)]
      where !signers.allSatisfy(note.isSigned(by:)) {
        unsigned.withLock { $0.append(size) }
      }
    }
    for size in unsigned.withLock({ $0.sorted() }) { findUnsigned(size) }
  }

  /// After the last entry.
  public func finish() {
    findMissingParts(before: size)
    verifySignatures()
    result.root = frontier.root
    result.openBatches = openBatches.count
    result.keys = chain.count
    result.anchors = anchors.anchors
    if result.entries == 0 { find("there is no entry") }
    if lastSigned != size { find("the entries after \(lastSigned) are not signed") }
  }

  // MARK: What an entry says

  private func read(_ bytes: [UInt8], at index: Int) throws {
    let entry: CheckedEntry
    do {
      entry = try CheckedEntry(bytes: bytes, index: index, origin: verifierKey.name)
    } catch {
      return find("\(error)")
    }
    if let kind = entry.laterKind {
      if laterKinds[kind] == nil { laterKinds[kind] = index }
      if !EntryKind.isKnown(kind) { result.unknownEntries += 1 }
    }
    checkTime(of: entry, at: index)
    checkTurn(at: index, entry.statement)
    if case .part(let part) = entry.statement { return try readPart(part) }
    findMissingParts(before: index)
    try read(entry, at: index)
  }

  private func readPart(_ part: JournalEntry) throws {
    guard var open = divided else {
      return find("entry \(part.index) is a part of an entry that is not before it, or has all its parts")
    }
    divided = nil
    open.read += 1
    guard EntryParts.add(part, number: open.read, of: open.entry.index, to: &open.data) else {
      return find("entry \(part.index) is not part \(open.read) of entry \(open.entry.index)")
    }
    guard open.read == open.parts else {
      divided = open
      return
    }
    try read(CheckedEntry(whole: open.entry.with(data: open.data)), at: open.entry.index)
  }

  private func findMissingParts(before index: Int) {
    guard let open = divided else { return }
    divided = nil
    find(
      "entry \(open.entry.index) has \(open.parts) parts, and \(open.read) are there before entry \(index)")
  }

  private func read(_ entry: CheckedEntry, at index: Int) throws {
    switch entry.statement {
    case .divided(let entry, let parts): divided = (entry, entry.data, parts, 0)
    case .part: break
    case .created, .rotated: break
    case .other, .clockAccepted: break
    case .malformed(let problem): find("entry \(index) \(problem)")
    case .intent(let count, let rowsRoot, let subjects, let files, let firstRunOf):
      if files > 0 { openFiles[index] = files }
      openFirstRuns[index] = firstRunOf
      try readIntent(at: index, count: count, rowsRoot: rowsRoot, subjects: subjects)
    case .files(let batch, let left):
      guard let open = openFiles[batch], openBatches[batch] == nil, left <= open else {
        return find("entry \(index) tells of files that batch-\(batch) does not have, or not yet or any more")
      }
      openFiles[batch] = left == 0 ? nil : left
    case .filesSettled(let batch, let count):
      guard openFiles[batch] == count, openBatches[batch] == nil else {
        return find("entry \(index) gives up files that batch-\(batch) does not have, or not yet or any more")
      }
      openFiles[batch] = nil
    case .outcome(let batch, let outcome): try readOutcome(at: index, batch: batch, outcome: outcome)
    case .holdPlaced, .holdLifted, .holdChanged, .holdNarrowed: readHold(entry, at: index)
    case .surveyed(let recordSet): surveys[recordSet] = index
    case .storeIdentified(let store, let previous):
      if stores.updateValue(index, forKey: store) != previous {
        find(
          "entry \(index) says what the store \(store) is, and follows another entry than the last that did")
      }
    case .approved(let configuration, let kept):
      approvedConfigurations[configuration] = index
      keptBatches = keptBatches.filter { kept.contains($0.key) }
    case .firstRunContinued(let recordSets):
      keptBatches = keptBatches.filter { !recordSets.contains($0.value) }
    case .died(let recordSet, let count):
      let before = deaths[recordSet]?.count ?? 0
      // A machine that went down is not counted, so that the number may stay.
      if count != before && count != before + 1 {
        find(
          "entry \(index) counts \(count) deaths in record set \(recordSet), where there were \(before) before it"
        )
      }
      if count > 0 { deaths[recordSet] = (index, count) }
    case .deathsEnded(let recordSet):
      if deaths.removeValue(forKey: recordSet) == nil {
        find("entry \(index) ends the deaths in record set \(recordSet), where none was")
      }
    case .receipt(let receipt):
      if let problem = anchors.problem(of: receipt, at: index) { find("entry \(index) \(problem)") }
    }
  }

  /// Times rise, but for where somebody said in an entry that the clock is right and what the last time was.
  private func checkTime(of entry: CheckedEntry, at index: Int) {
    if case .clockAccepted(let from) = entry.statement {
      clockAcceptances.insert(index)
      if from != lastTime { find("entry \(index) accepts a clock after another time than the last entry's") }
    } else if let lastTime, entry.time < lastTime {
      find("entry \(index) is older than the one before it")
    }
    lastTime = entry.time
  }

  /// Each key has its turn, and the journal begins with the first.
  private func checkTurn(at index: Int, _ statement: CheckedEntry.Statement) {
    if chain.isUnendorsed(at: index, signed: lastSigned) {
      find("entry \(index - 1) rotates the key, and no checkpoint behind it is signed by both")
    }
    if case .rotated = statement {
    } else if chain.mustRotate(at: index, signed: lastSigned) {
      find("entry \(index) is signed by a key whose epoch was over: there is a gap in the chain of keys")
    }
    switch statement {
    case .created(let key, let limit):
      guard index == 0, key == verifierKey.text else {
        return find("entry \(index) is not where a journal begins, or another key's begins there")
      }
      chain = KeyChain(first: verifierKey, limit: limit)
    case .rotated(let text, let limit):
      guard let key = try? VerifierKey(text), key.name == verifierKey.name else {
        return find("entry \(index) rotates to something that is no key of this journal")
      }
      chain.rotate(to: key, at: index, limit: limit)
    default:
      if index == 0 { find("entry 0 is not where a journal begins") }
    }
  }

  private func readIntent(at index: Int, count: Int, rowsRoot: String, subjects: SubjectRoots?) throws {
    result.batches += 1
    openBatches[index] = count
    guard let evidence = try evidence(index) else {
      return find("there is no evidence for the rows of batch-\(index)")
    }
    if evidence.locators.count != count * RowEvidence.width
      || Hexadecimal.encode(RowEvidence.root(of: evidence.locators).bytes) != rowsRoot
    {
      find("the evidence of batch-\(index) is not what its intent says")
    }
    let width = SubjectEvidence.dependentWidth
    switch (subjects, evidence.subjects, evidence.dependents) {
    case (nil, nil, nil): result.batchesWithoutSubjects += 1
    case (nil, _, _):
      find(
        "there is evidence of the subjects of batch-\(index), and its intent, of version 1, says nothing of it"
      )
    case (let roots?, let subjects?, let dependents?):
      if subjects.count != count * SubjectEvidence.width || !dependents.count.isMultiple(of: width)
        || SubjectRoots(subjects: subjects, dependents: dependents) != roots
      {
        find("the evidence of the subjects of batch-\(index) is not what its intent says")
      }
    case (_?, _, _): find("there is no evidence for the subjects of batch-\(index)")
    }
  }

  private func readHold(_ entry: CheckedEntry, at index: Int) {
    switch entry.statement {
    case .holdPlaced(let hold, let until):
      if holdsInForce.updateValue(HeldEntries(placed: index, until: until), forKey: hold) != nil {
        find("entry \(index) places hold \(hold), which is in force already")
      }
    case .holdLifted(let hold, let ended):
      guard let held = holdsInForce.removeValue(forKey: hold) else {
        return find("entry \(index) lifts hold \(hold), which was not in force")
      }
      if let ended, !held.isOver(ended, at: entry.time) {
        find("entry \(index) ends hold \(hold) before its last day was over")
      }
    case .holdChanged(let hold, let until):
      guard holdsInForce[hold] != nil else {
        return find("entry \(index) changes hold \(hold), which was not in force")
      }
      holdsInForce[hold]?.changed = index
      holdsInForce[hold]?.until = until
    case .holdNarrowed(let hold):
      guard holdsInForce[hold] != nil else {
        return find("entry \(index) takes people from hold \(hold), which was not in force")
      }
      holdsInForce[hold]?.narrowed = index
    default: break
    }
  }

  private func readOutcome(at index: Int, batch: Int, outcome: String) throws {
    guard let count = openBatches[batch] else {
      return find(
        "entry \(index) is an outcome of batch-\(batch), which has no intent before it or its outcome already"
      )
    }
    // An indeterminate batch stays open until a later entry settles it.
    guard !outcome.hasPrefix("indeterminate") else { return }
    openBatches[batch] = nil
    if let recordSet = openFirstRuns.removeValue(forKey: batch), outcome == "committed" {
      keptBatches[batch] = recordSet
    }
    if outcome == "committed" { result.rows += count } else { openFiles[batch] = nil }
    try closed(batch, outcome)
  }
}
