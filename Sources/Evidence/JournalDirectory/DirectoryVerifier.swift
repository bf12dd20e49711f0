package import AuditJournal
package import CivilTime
package import TransparencyLog
package import Words

/// Verifies a copied folder of a journal from the public key alone: every file of it, byte for byte, entry by entry (decision 43).
package struct DirectoryVerifier {
  private let folder: Folder
  private let check: EntryCheck
  private let evidence: EvidenceReader
  private let size: Int
  private var levels: [TileCheck] = []

  /// - Parameter timeStamps: verifies time stamps; nil where nobody says which authorities are trusted.
  /// - Parameter now: what the clock shows, so that entries of the future are found; nil where it is not asked.
  /// - Parameter kept: checkpoints that somebody kept, which must be of the same history.
  /// - Parameter work: ends the reading, with `Stopped`, if it is to end.
  /// - Throws: when there is no folder to verify. What is wrong with it is a finding.
  package static func verify(
    _ path: String, verifierKey: VerifierKey, timeStamps: TimeStampCheck? = nil, now: Instant? = nil,
    kept: [KeptCheckpoint] = [], work: WorkInHand = WorkInHand()
  ) throws -> VerificationResult {
    let folder = try Folder(path, isMade: false)
    let evidence = EvidenceReader(folder: folder)
    let check = EntryCheck(
      verifierKey: verifierKey, evidence: evidence.evidence(of:), timeStamps: timeStamps, now: now)
    check.kept = kept
    let size: Int
    do {
      let note = String(
        decoding: try folder.read(DirectoryLayout.checkpoint, limit: DirectoryLayout.Limit.checkpoint) ?? [],
        as: UTF8.self)
      size = try Checkpoint(text: try SignedNote(note).text).size
    } catch let error as DirectoryError where !error.isFinding {
      throw error
    } catch {
      check.find("the checkpoint cannot be read: \(error)")
      return check.result
    }
    var verifier = DirectoryVerifier(folder: folder, check: check, evidence: evidence, size: size)
    do {
      try verifier.entries(work)
      try verifier.verifierKeyFile()
      try verifier.strangers()
    } catch let error as DirectoryError where error.isFinding {
      check.find("\(error)")
    }
    return check.result
  }

  private init(folder: Folder, check: EntryCheck, evidence: EvidenceReader, size: Int) {
    self.folder = folder
    self.check = check
    self.evidence = evidence
    self.size = size
    levels = (0..<Tile.levelCount(size: size)).map { TileCheck(kind: .hashes(level: $0), folder: folder) }
  }

  private mutating func entries(_ work: WorkInHand) throws {
    var notes = NoteReader(folder: folder)
    var last: (size: Int, note: String)?
    for bundle in 0..<(size + Tile.fullWidth - 1) / Tile.fullWidth {
      try work.check()
      let tile = Tile(
        kind: .entries, index: bundle, width: Tile.width(of: .entries, index: bundle, size: size))
      let bytes = try folder.read(tile.path, limit: DirectoryLayout.Limit.entries)
      guard let bytes, let entries = DirectoryLayout.entries(ofBundle: bytes), entries.count == tile.width
      else { return check.find("\(tile.path) is missing or not whole") }
      try check.add(entries) { level, _, hash in
        guard level % 8 == 0 else { return }
        if let finding = try levels[level / 8].add(hash) { check.find(finding) }
      } added: { size in
        if let note = try notes.note(ofSize: size) {
          check.add(note: note, of: size)
          last = (size, note)
        }
      }
    }
    for var level in levels {
      if let finding = try level.finish() { check.find(finding) }
    }
    check.finish()
    if let finding = try notes.finish() { check.find(finding) }
    let note = try folder.read(DirectoryLayout.checkpoint, limit: DirectoryLayout.Limit.checkpoint) ?? []
    if last?.size != size || last.map({ Self.isSame(note, as: $0.note) }) != true {
      check.find("the checkpoint is not the last of the checkpoints")
    }
  }

  /// Tells if a checkpoint has the text and the signatures of another. Witnesses may have signed it, too.
  private static func isSame(_ bytes: [UInt8], as other: String) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    guard Array(text.utf8) == bytes, let note = try? SignedNote(text), let other = try? SignedNote(other)
    else {
      return false
    }
    return note.text == other.text && other.signatures.allSatisfy(note.signatures.contains)
  }

  private func verifierKeyFile() throws {
    let key = try folder.read(DirectoryLayout.verifierKey, limit: DirectoryLayout.Limit.verifierKey) ?? []
    if key != Array((check.verifierKey.text + "\n").utf8) {
      check.find("\(DirectoryLayout.verifierKey) is not the key that you gave")
    }
  }

  /// No file that the entries did not lead to.
  private func strangers() throws {
    try folder.forEachFile { path in
      guard !isKnown(path) else { return }
      check.find(
        "\(path) is no file of a journal of \(size) entries: an export is under way, or somebody put it there"
      )
    }
    if evidence.count != check.result.batches {
      check.find(
        "there is row evidence of \(evidence.count) batches, and the entries have \(check.result.batches)")
    }
    let told = check.result.batches - check.result.batchesWithoutSubjects
    for (kind, count) in [("subjects", evidence.subjectCount), ("dependents", evidence.dependentCount)]
    where count != told {
      check.find("there is evidence of \(kind) of \(count) batches, and the entries have \(told) with such")
    }
  }

  private func isKnown(_ path: String) -> Bool {
    if path == DirectoryLayout.checkpoint || path == DirectoryLayout.verifierKey { return true }
    guard let index = Self.index(in: path) else { return false }
    if DirectoryLayout.evidencePaths.contains(where: { $0(index) == path }) {
      return evidence.read.contains(path)
    }
    if path == DirectoryLayout.checkpoints(bundle: index) {
      return index * Tile.fullWidth < check.result.checkpoints
    }
    let kinds = [Tile.Kind.entries] + levels.indices.map { .hashes(level: $0) }
    return kinds.contains { kind in
      let width = Tile.width(of: kind, index: index, size: size)
      return width > 0 && path == Tile(kind: kind, index: index, width: width).path
    }
  }

  /// The index that a path's groups of digits say.
  private static func index(in path: String) -> Int? {
    var groups: [Substring] = []
    for part in path.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      let group = part.hasSuffix(".p") ? part.dropLast(2) : part
      if group.count == 4 && group.first == "x" || group.count == 3 { groups.append(group.suffix(3)) }
      // Behind it stands a width.
      if part.hasSuffix(".p") { break }
    }
    // A file far beyond any journal's end is a stranger, too, and its index no number to count with.
    return Int(groups.joined()).flatMap { $0 <= Checkpoint.maximumSize / Tile.fullWidth ? $0 : nil }
  }
}

/// Compares the tiles of one level with the hashes that the entries give.
struct TileCheck {
  let kind: Tile.Kind
  let folder: Folder
  private var index = 0
  private var width = 0
  private var bytes: [UInt8] = []

  init(kind: Tile.Kind, folder: Folder) {
    self.kind = kind
    self.folder = folder
  }

  /// - Returns: what is wrong with the tile that this hash completes.
  mutating func add(_ hash: TreeHash) throws -> String? {
    bytes += hash.bytes
    width += 1
    guard width == Tile.fullWidth else { return nil }
    defer {
      index += 1
      width = 0
      bytes.removeAll(keepingCapacity: true)
    }
    return try compare()
  }

  mutating func finish() throws -> String? { width > 0 ? try compare() : nil }

  private func compare() throws -> String? {
    let tile = Tile(kind: kind, index: index, width: width)
    return try folder.read(tile.path, limit: DirectoryLayout.Limit.hashes) == bytes
      ? nil : "\(tile.path) does not have the hashes of its entries"
  }
}

/// The checkpoints of a folder, one after the other.
private struct NoteReader {
  let folder: Folder
  private var bundle = 0
  private var notes: [(size: Int, note: String)] = []
  private var isAtEnd = false
  private var problem: String?

  init(folder: Folder) {
    self.folder = folder
  }

  /// The checkpoint of a size, if it is the next one.
  mutating func note(ofSize size: Int) throws -> String? {
    if notes.isEmpty { try fill() }
    guard let next = notes.last, next.size <= size else { return nil }
    return notes.removeLast().note
  }

  private mutating func fill() throws {
    guard !isAtEnd else { return }
    let name = DirectoryLayout.checkpoints(bundle: bundle)
    guard let bytes = try folder.read(name, limit: DirectoryLayout.Limit.checkpoints) else {
      isAtEnd = true
      return
    }
    guard let read = DirectoryLayout.notes(ofBundle: bytes), !read.isEmpty else {
      isAtEnd = true
      problem = "\(name) is not a row of checkpoints"
      return
    }
    bundle += 1
    isAtEnd = read.count < Tile.fullWidth
    for note in read.reversed() {
      guard let checkpoint = try? Checkpoint(text: SignedNote(note).text) else {
        problem = "\(name) has a checkpoint that cannot be read"
        continue
      }
      notes.append((checkpoint.size, note))
    }
  }

  mutating func finish() throws -> String? {
    if let problem { return problem }
    if notes.isEmpty { try fill() }
    return notes.isEmpty ? problem : "there are checkpoints of more entries than the folder has"
  }
}

/// The evidence of a folder, one entry bundle's at a time.
final class EvidenceReader {
  private let folder: Folder
  private var current: (index: Int, bundles: [EvidenceBundle?])?
  /// The batches in the bundles so far, of each kind.
  private var counts = [0, 0, 0]
  /// The bundles that were read. Each has up to 256 entries' evidence, so that they are few.
  private(set) var read: Set<String> = []

  init(folder: Folder) {
    self.folder = folder
  }

  var count: Int { counts[0] }
  var subjectCount: Int { counts[1] }
  var dependentCount: Int { counts[2] }

  /// Batches are asked for in order.
  func evidence(of batch: Int) throws -> BatchEvidence? {
    let index = batch / Tile.fullWidth
    if current?.index != index {
      current = nil
      current = (index, try DirectoryLayout.evidencePaths.indices.map { try bundle($0, at: index) })
    }
    let parts = current?.bundles.map { $0?.locators(place: batch % Tile.fullWidth) } ?? []
    guard let locators = parts.first ?? nil else { return nil }
    return BatchEvidence(locators: locators, subjects: parts[1], dependents: parts[2])
  }

  /// - Returns: nil where it is missing or has another form; what needs it finds that.
  private func bundle(_ kind: Int, at index: Int) throws -> EvidenceBundle? {
    let path = DirectoryLayout.evidencePaths[kind](index)
    guard let bytes = try folder.read(path, limit: DirectoryLayout.Limit.evidence),
      let bundle = EvidenceBundle(bytes)
    else { return nil }
    counts[kind] += bundle.count
    // One without any is written by nobody.
    if bundle.count > 0 { read.insert(path) }
    return bundle
  }
}
