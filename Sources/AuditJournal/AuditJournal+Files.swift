internal import CivilTime
public import RecordStores
internal import SQLite

/// What became of the files of a batch.
public struct FileOutcome: Hashable, Sendable {
  public var removed: Int
  /// They were not there. Of a batch that a crash broke off, those, too, that had been removed before it.
  public var missing: Int
  /// Those that could not be removed and are tried again by the next run.
  public var left: [OwnedFile]

  public init(removed: Int = 0, missing: Int = 0, left: [OwnedFile] = []) {
    self.removed = removed
    self.missing = missing
    self.left = left
  }

  public mutating func add(_ other: FileOutcome) {
    removed += other.removed
    missing += other.missing
    left += other.left
  }
}

extension AuditJournal {
  /// The committed batches with files that are not known to be gone, in order.
  public func pendingFiles() throws -> [(batch: String, files: [OwnedFile])] {
    let query = try connection.prepare(
      "SELECT entry, files FROM batch WHERE outcome = 'committed' AND files IS NOT NULL ORDER BY entry")
    var pending: [(batch: String, files: [OwnedFile])] = []
    while try query.step() {
      let batch = Self.name(of: Int(query.integer(0)))
      let list = try SealedKeys.open(query.blob(1), batch: "files of \(batch)", with: evidenceKey)
      let files = (0..<list.count).compactMap { place -> OwnedFile? in
        guard case .text(let root)? = list.values(at: place)?.first,
          case .text(let path)? = list.values(at: place)?.last
        else { return nil }
        return OwnedFile(root: root, path: path)
      }
      pending.append((batch, files))
    }
    return pending
  }

  /// Keeps what became of a batch's files for the next transaction, behind the batch's outcome.
  public func deferFiles(_ outcome: FileOutcome, of batch: String) { deferredFiles.append((batch, outcome)) }

  func seal(_ files: [OwnedFile], of batch: String) throws -> [UInt8] {
    var list = KeyList()
    for file in files { list.append(key: [.text(file.root), .text(file.path)]) }
    return try SealedKeys.seal(list, batch: "files of \(batch)", with: evidenceKey)
  }

  func append(_ outcome: FileOutcome, of batch: String, at time: Instant) throws {
    try appendInTransaction([.batchFiles(batch: batch, outcome)], at: time)
    let update = try connection.prepare("UPDATE batch SET files = ?2 WHERE entry = ?1")
    update.bind(1, Int64(try Self.index(of: batch)))
    if outcome.left.isEmpty {
      update.bindNull(2)
    } else {
      update.bind(2, blob: try seal(outcome.left, of: batch))
    }
    try update.run()
  }
}
