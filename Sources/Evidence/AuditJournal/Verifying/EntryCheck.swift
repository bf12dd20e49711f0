package import CivilTime
internal import Dispatch
internal import JSONText
internal import Synchronization
package import TransparencyLog
package import Words

/// Reads a journal's entries and checkpoints in order, wherever they lie, and finds what is wrong with them.
///
/// Memory grows with the holds and approvals in force and the batches that are open, not with the journal.
package final class EntryCheck {
  /// More findings than this tell nothing new.
  private static let maximumFindings = 20

  package let verifierKey: VerifierKey
  package internal(set) var result = VerificationResult()
  private(set) var frontier = TreeFrontier()
  private var lastTime: Instant?
  private let now: Instant?
  /// The first entry that is later than now, where nobody led the clock back behind it.
  private var future: (entry: Int, time: Instant)?
  /// A clock may be ahead of that of whoever verifies.
  private static let secondsAhead = 86_400
  private var lastSigned = 0
  private(set) var chain: KeyChain
  /// Checkpoints that somebody kept: each must be of the entries' own history.
  package var kept: [KeptCheckpoint] = []
  /// What a configuration demands of its anchors.
  package var demands: AnchorDemands? { didSet { anchors.times.demands = demands } }
  /// Ids of keys that signed under the journal's name and were none of its keys then, each with the size: a later key may not have.
  private var unknownSigners: [[UInt8]: Int] = [:]
  /// Checkpoints whose signatures are still to be verified.
  private var unverified: [(note: SignedNote, signers: [VerifierKey], size: Int)] = []
  private static let signaturesAtOnce = 1_024
  /// Intents without outcome so far.
  private(set) var openBatches: [Int: OpenBatch] = [:]
  private(set) var files = FilesCheck()
  /// Committed batches of first runs on which nobody has said a word: their keys are kept.
  private(set) var keptBatches: [Int: RecordSetName] = [:]
  private var holds = HoldCheck()
  private var runs = RunCheck()
  private var batchEvidence = EvidenceCheck()
  /// The last entry that approved each configuration.
  private(set) var approvedConfigurations: [ConfigurationDigest: Int] = [:]
  /// The last survey of each record set.
  private(set) var surveys: [RecordSetName: Int] = [:]
  /// The entries that accepted a clock.
  private(set) var clockAcceptances: Set<Int> = []
  private(set) var deaths = DeathCheck()
  /// The last entry that paused runs, which nobody has resumed.
  private(set) var pause: Int?
  /// The last entry that says what a store is.
  private(set) var stores: [StoreName: Int] = [:]
  /// An entry whose parts follow, with the data of those that were read.
  private var divided: (entry: JournalEntry, data: JSONValue, parts: Int, read: Int)?
  /// The first entry of each kind that came later than the state's marks of kinds.
  private(set) var laterKinds: [String: Int] = [:]
  /// What the entries say of evidence keys, pseudonym keys and hierarchies.
  private(set) var keys = KeyStatementCheck()
  var anchors: AnchorCheck
  private(set) var states = StateCheck()
  /// The highest number that a hold had.
  var highestHold: Int { holds.highest }
  /// The last entry that says that the journal was verified.
  private(set) var lastVerified: Int?
  private let evidence: (_ batch: Int) throws -> BatchEvidence?
  private let closed: (_ batch: Int, _ outcome: BatchOutcome) throws -> Void

  /// - Parameter evidence: the row evidence of the batch whose intent is at an index; nil if there is none.
  /// - Parameter closed: told each batch's outcome as the entries have it.
  /// - Parameter timeStamps: verifies time stamps; nil where nobody says which authorities are trusted.
  /// - Parameter now: what the clock shows of whoever verifies, so that entries of the future are found; nil where it is not asked.
  package init(
    verifierKey: VerifierKey, evidence: @escaping (_ batch: Int) throws -> BatchEvidence?,
    closed: @escaping (_ batch: Int, _ outcome: BatchOutcome) throws -> Void = { _, _ in },
    timeStamps: TimeStampCheck? = nil, now: Instant? = nil
  ) {
    self.now = now
    self.verifierKey = verifierKey
    chain = KeyChain(first: verifierKey, limit: nil)
    anchors = AnchorCheck(timeStamps: timeStamps)
    self.evidence = evidence
    self.closed = closed
  }

  /// The entries so far.
  package var size: Int { frontier.size }

  /// The entries of each hold in force.
  var holdsInForce: [Int: HeldEntries] { holds.inForce }

  package func find(_ finding: String) {
    if result.findings.count < Self.maximumFindings { result.findings.append(finding) }
  }

  // MARK: In order

  /// Adds the next entries, and tells each subtree that they complete: its level and its place in the level.
  ///
  /// - Parameter added: called behind each entry, with how many there are then.
  package func add(
    _ entries: [[UInt8]], completed: (Int, Int, TreeHash) throws -> Void,
    added: (_ size: Int) throws -> Void = { _ in }
  ) throws {
    for (bytes, next) in zip(entries, ReadEntry.read(entries, from: size, origin: verifierKey.name)) {
      try read(next.entry, bytes, at: size)
      try frontier.append(next.leaf, completed: completed)
      result.entries += 1
      if !kept.isEmpty { checkKept() }
      try added(size)
    }
  }

  /// Adds the next entry.
  package func add(_ bytes: [UInt8], completed: (Int, Int, TreeHash) throws -> Void) throws {
    try add([bytes], completed: completed)
  }

  /// Adds the next checkpoint, as soon as the entries that it speaks of are there.
  package func add(note: String, of size: Int) {
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
      // Signatures of other keys than the journal's say nothing, as the format has it; a key of another turn may not sign.
      let named = signed.signatures.filter { $0.name == verifierKey.name }
      let own = named.filter { chain.hasKey($0.keyID) }
      for other in named where !chain.hasKey(other.keyID) && unknownSigners.count < 1_000 {
        unknownSigners[other.keyID] = size
      }
      guard own.count == signers.count, zip(own, signers).allSatisfy({ $0.keyID == $1.keyID })
      else { return findUnsigned(size) }
      anchors.add(note: note, of: size)
      states.checkpoint(ofSize: size)
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
  package func finish() {
    findMissingParts(before: size)
    findAll(batchEvidence.finish())
    verifySignatures()
    if let future {
      find(
        "entry \(future.entry) is of \(future.time.iso8601), which is later than now by the clock of this machine: that clock is wrong, or the one that the journal was written by"
      )
    }
    result.root = frontier.root
    result.openBatches = openBatches.count
    result.keys = chain.count
    result.anchors = anchors.anchors
    result.currentKey = chain.current
    for (id, size) in unknownSigners where chain.hasKey(id) { findUnsigned(size) }
    findKeptBeyond()
    for finding in anchors.times.findings() { find(finding) }
    if result.entries == 0 { find("there is no entry") }
    if lastSigned != size { find("the entries after \(lastSigned) are not signed") }
  }

  // MARK: What an entry says

  private func findAll(_ findings: [String]) { for finding in findings { find(finding) } }

  private func read(_ result: Result<CheckedEntry, JournalError>, _ bytes: [UInt8], at index: Int) throws {
    let entry: CheckedEntry
    switch result {
    case .success(let read): entry = read
    case .failure(let error): return find("\(error)")
    }
    if let kind = entry.laterKind {
      if laterKinds[kind] == nil { laterKinds[kind] = index }
      if !EntryKind.isKnown(kind) { self.result.unknownEntries += 1 }
    }
    checkTime(of: entry, at: index)
    seeAnchors(entry, bytes, at: index)
    checkTurn(at: index, entry.statement)
    if case .part(let part) = entry.statement { return try readPart(part) }
    findMissingParts(before: index)
    for problem in states.add(entry.state, at: index) { find(problem) }
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
    if let problem = entry.keys.flatMap({ keys.read($0, at: index) }) { find(problem) }
    switch entry.statement {
    case .divided(let entry, let parts): divided = (entry, entry.data, parts, 0)
    // A part is read with the entry that it belongs to, and the turn of keys and the time of each entry before what it says.
    case .part, .created, .rotated, .other, .clockAccepted: break
    case .malformed(let problem): find("entry \(index) \(problem)")
    case .planned(let plan, let due): runs.plan(plan, due: due, at: index, find)
    case .runBegan(let run, let configuration, let plan):
      runs.begin(run, configuration: configuration, plan: plan, at: index, find)
    case .runEnded(let ending):
      runs.end(ending, at: index, filesLeft: files.batches, isSurveyed: { surveys[$0] != nil }, find)
    case .rowsLeft(let run): runs.leaveRows(of: run, at: index, find)
    case .intent(let intent): try readIntent(intent, at: index, time: entry.time)
    case .outcome(let batch, let outcome, let isRecovered):
      try readOutcome(at: index, batch: batch, outcome: outcome, isRecovered: isRecovered)
    case .files(let batch, let left, let gone, let missing):
      findAll(
        files.read(
          at: index, of: batch, isOpen: openBatches[batch] != nil,
          .init(left: left, gone: gone, missing: missing)))
    case .filesSettled(let batch, let count):
      findAll(files.settle(at: index, of: batch, isOpen: openBatches[batch] != nil, count: count))
    case .holdPlaced, .holdLifted, .holdChanged, .holdNarrowed:
      if let finding = holds.read(entry, at: index) { find(finding) }
    case .surveyed(let recordSet): surveys[recordSet] = index
    case .died(let recordSet, let count): findAll(deaths.read(at: index, in: recordSet, count: count))
    case .deathsEnded(let recordSet): findAll(deaths.end(at: index, in: recordSet))
    case .paused: pause = index
    case .resumed:
      if pause == nil { find("entry \(index) resumes runs, and none were paused") }
      pause = nil
    case .storeIdentified(let store, let previous):
      if stores.updateValue(index, forKey: store) != previous {
        find(
          "entry \(index) says what the store \(store) is, and follows another entry than the last that did")
      }
    case .approved(let configuration, let kept):
      approvedConfigurations[configuration] = index
      runs.approve(configuration, at: index)
      keptBatches = keptBatches.filter { kept.contains($0.key) }
    case .firstRunContinued(let recordSets, let configuration, let approval):
      runs.goOn(recordSets, configuration: configuration, approval: approval, at: index, find)
      keptBatches = keptBatches.filter { !recordSets.contains($0.value) }
    case .receipt(let receipt):
      if let problem = anchors.problem(of: receipt, at: index) { find("entry \(index) \(problem)") }
    case .verified(let verified): readVerification(verified, at: index)
    case .root(let size, let root): readRoot(root, ofSize: size, at: index)
    }
  }

  private func readVerification(_ verified: JournalVerification, at index: Int) {
    lastVerified = index
    if !anchors.hasCheckpoint(ofSize: verified.size, root: verified.root, before: index) {
      find("entry \(index) verifies \(verified.size) entries that no checkpoint before it has")
    }
  }

  private func readRoot(_ root: String, ofSize size: Int, at index: Int) {
    // What several acceptances at once say is of before the first of them.
    if size > index || size == index && root != Base64.encode(frontier.root.bytes) {
      find("entry \(index) says of the journal before it what it was not")
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
    guard let now else { return }
    if entry.time <= now.adding(seconds: Self.secondsAhead) {
      // Times fall only where somebody said that the clock is right.
      future = nil
    } else if future == nil {
      future = (index, entry.time)
    }
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
    case .planned, .runBegan, .runEnded, .rowsLeft, .intent, .files, .filesSettled, .outcome, .holdPlaced,
      .holdLifted, .holdChanged, .holdNarrowed, .approved, .firstRunContinued, .receipt, .surveyed, .verified,
      .clockAccepted, .died, .deathsEnded, .paused, .resumed, .storeIdentified, .root, .divided, .part,
      .other, .malformed:
      if index == 0 { find("entry 0 is not where a journal begins") }
    }
  }

  private func readIntent(_ intent: CheckedIntent, at index: Int, time: Instant) throws {
    result.batches += 1
    if intent.subjects == nil { result.batchesWithoutSubjects += 1 }
    files.prepare(intent.files, of: index)
    let isOfRun = runs.prepare(intent, at: index, time: time, find)
    openBatches[index] = OpenBatch(
      stage: intent.stage, count: intent.count, isFirstRun: intent.isFirstRun, isOfRun: isOfRun)
    if let hold = holds.hold(on: intent.stage) {
      find("batch-\(index) changes \(intent.stage.recordSet), which hold \(hold) keeps")
    }
    guard let evidence = try evidence(index) else {
      return find("there is no evidence for the rows of batch-\(index)")
    }
    if let hold = holds.hold(on: evidence.locators, of: intent.stage) {
      find("batch-\(index) changes a record of \(intent.stage.recordSet) that hold \(hold) keeps")
    }
    findAll(batchEvidence.add(evidence, of: index, intent))
  }

  private func readOutcome(at index: Int, batch: Int, outcome: BatchOutcome, isRecovered: Bool) throws {
    guard let open = openBatches[batch] else {
      return find(
        "entry \(index) is an outcome of batch-\(batch), which has no intent before it or its outcome already"
      )
    }
    // An indeterminate batch stays open until a later entry settles it.
    guard !outcome.isOpen else { return }
    openBatches[batch] = nil
    let isCommitted = outcome == .committed
    files.close(batch, isCommitted: isCommitted)
    runs.close(open, isCommitted: isCommitted, isRecovered: isRecovered)
    if isCommitted {
      result.rows += open.count
      if open.isFirstRun { keptBatches[batch] = open.stage.recordSet }
    }
    try closed(batch, outcome)
  }
}
