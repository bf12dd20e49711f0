package import CivilTime
internal import Files
internal import JSONText
package import RecordStores
internal import SQLite
package import Words

/// What became of the files of a batch.
package struct FileOutcome: Hashable, Sendable {
  package var removed: Int
  /// They were not there. Those that may only be out of sight stand in `left`, too.
  package var missing: Int
  /// They were removed, and their content lives on under other names (hard links): they are not gone, and are not among `removed`.
  package var linked: Int
  /// Another file has come to their place since their rows were judged. It stays, and is nobody's of this batch.
  package var replaced: Int
  /// Another row has come to name them. They stay with that row.
  package var named: Int
  /// A later batch had the same files, and is the one that says what became of them.
  package var later: Int
  /// The files that could not be removed: the next run looks at them again.
  package var left: [OwnedFile]

  package init(
    removed: Int = 0, missing: Int = 0, linked: Int = 0, replaced: Int = 0, named: Int = 0,
    later: Int = 0, left: [OwnedFile] = []
  ) {
    self.removed = removed
    self.missing = missing
    self.linked = linked
    self.replaced = replaced
    self.named = named
    self.later = later
    self.left = left
  }

  package mutating func add(_ other: FileOutcome) {
    removed += other.removed
    missing += other.missing
    linked += other.linked
    replaced += other.replaced
    named += other.named
    later += other.later
    left += other.left
  }
}

/// The files of a committed batch that are not known to be gone.
package struct PendingFiles: Hashable, Sendable {
  package let batch: BatchName
  package let recordSet: RecordSetName
  /// The digest of the files that the batch ran under.
  package let configuration: ConfigurationDigest
  /// When the batch's intent was made.
  package let time: Instant
  package let files: [OwnedFile]
}

extension AuditJournal {
  /// Tells if a committed batch has files that are not known to be gone.
  package var hasPendingFiles: Bool {
    get throws {
      try known { $0.batches.values.contains(where: \.hasFilesLeft) }
    }
  }

  /// The committed batches with files that are not known to be gone, in order.
  ///
  /// - Parameters:
  ///   - batch: the one behind which they begin; nil for the first.
  ///   - limit: ends with the batch that brings their files to so many.
  package func pendingFiles(behind batch: BatchName? = nil, upTo limit: Int = .max) throws -> [PendingFiles] {
    let first = try batch.map { try Self.index(of: $0) + 1 } ?? 0
    return try inOneRead {
      try pendingFiles(
        of: known { $0.batches.filter { $0.key >= first && $0.value.hasFilesLeft }.keys.sorted() },
        upTo: limit)
    }
  }

  private func pendingFiles(of batches: [Int], upTo limit: Int) throws -> [PendingFiles] {
    var pending: [PendingFiles] = []
    var count = 0
    for index in batches where count < limit {
      let batch = BatchName(entry: index)
      let list = try SealedKeys.open(
        sealedFiles(ofBatchAt: index), batch: "files of \(batch)",
        with: evidenceKey(ofBatchAt: index, for: "files of \(batch)"))
      let files = try (0..<list.count).map { place in
        guard let file = list.values(at: place).flatMap(OwnedFile.init(sealed:)) else {
          throw JournalError.damaged("the list of files of \(batch) is of no form that this program knows")
        }
        return file
      }
      let entry = try entry(at: index)
      guard let intent = BatchIntent(entry.data) else {
        throw JournalError.damaged("entry \(index) is no intent")
      }
      pending.append(
        PendingFiles(
          batch: batch, recordSet: intent.recordSet, configuration: intent.configuration, time: entry.time,
          files: files))
      count += files.count
    }
    return pending
  }

  /// Keeps what became of a batch's files for the next transaction, behind the batch's outcome.
  package func deferFiles(_ outcome: FileOutcome, of batch: BatchName) {
    deferredFiles.append((batch, outcome))
  }

  /// Gives up the files of a committed batch that are left, as a person decided who has looked: no run looks for them again.
  ///
  /// - Returns: how many they were.
  /// - Throws: `JournalError.noFilesLeft` where the batch has none.
  package func settleFiles(of batch: BatchName, reason: String, by: String, at time: Instant) throws -> Int {
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    let index = try Self.index(of: batch)
    return try write(at: time) {
      guard tables.batches[index]?.hasFilesLeft == true,
        let count = try pendingFiles(of: [index], upTo: .max).first?.files.count
      else {
        throw JournalError.noFilesLeft(batch)
      }
      try appendInTransaction([.filesSettled(batch: batch, count: count, reason: reason, by: by)], at: time)
      try keep(nil, ofBatch: index)
      return count
    }
  }

  func seal(_ files: [OwnedFile], of batch: BatchName) throws -> [UInt8] {
    var list = KeyList()
    for file in files { list.append(key: file.sealed) }
    return try SealedKeys.seal(
      list, batch: "files of \(batch)",
      with: evidenceKey(ofBatchAt: Self.index(of: batch), for: "files of \(batch)"))
  }

  func append(_ outcome: FileOutcome, of batch: BatchName, at time: Instant) throws {
    try appendInTransaction([.batchFiles(batch: batch, outcome)], at: time)
    try keep(
      outcome.left.isEmpty ? nil : try seal(outcome.left, of: batch), ofBatch: Self.index(of: batch))
  }

  private func keep(_ sealed: [UInt8]?, ofBatch index: Int) throws {
    let update = try connection.prepare("UPDATE batch SET files = ?2 WHERE entry = ?1")
    update.bind(1, Int64(index))
    update.bind(2, optional: sealed)
    try update.run()
    guard var live = tables.batches[index] else {
      if sealed == nil { return }
      throw JournalError.unknownBatch(BatchName(entry: index))
    }
    live.files = LiveBatch.hash(of: sealed)
    try set(live, at: index)
  }
}

extension OwnedFile {
  /// What the journal keeps of it, sealed: root and path, and behind them what the file was. Earlier versions kept a text for the path and nothing behind it.
  fileprivate var sealed: [ColumnValue] {
    let named: [ColumnValue] = [.text(root), .blob(path.bytes), .integer(isMissed ? 1 : 0)]
    guard let judged else { return named }
    func number(_ number: UInt64) -> ColumnValue { .integer(Int64(bitPattern: number)) }
    func moment(_ moment: FileMoment?) -> [ColumnValue] {
      moment.map { [.integer($0.seconds), .integer($0.nanoseconds)] } ?? [.null, .null]
    }
    return named + [number(judged.root.inode)] + moment(judged.root.born)
      + [.integer(judged.isOnRootsDevice ? 1 : 0), number(judged.inode), .integer(judged.size)]
      + moment(judged.modified) + moment(judged.changed) + moment(judged.born)
  }

  fileprivate init?(sealed values: [ColumnValue]) {
    guard values.count > 1, case .text(let root) = values[0], let path = FilePath(of: values[1]) else {
      return nil
    }
    self.init(root: root, path: path.normal(below: root))
    let numbers = values.dropFirst(2).map { value -> Int64? in
      if case .integer(let number) = value { number } else { nil }
    }
    isMissed = numbers.first == 1
    // Nothing is noted of a file that nobody saw.
    if numbers.count < 2 { return }
    guard numbers.count == 13, let rootInode = numbers[1], let isOnRootsDevice = numbers[4],
      let inode = numbers[5], let size = numbers[6], let modified = Self.moment(numbers[7...8]),
      let changed = Self.moment(numbers[9...10])
    else { return nil }
    judged = SeenFile(
      root: SeenFile.Root(inode: UInt64(bitPattern: rootInode), born: Self.moment(numbers[2...3])),
      isOnRootsDevice: isOnRootsDevice == 1, inode: UInt64(bitPattern: inode), size: size,
      modified: modified, changed: changed, born: Self.moment(numbers[11...12]))
  }

  private static func moment(_ numbers: ArraySlice<Int64?>) -> FileMoment? {
    guard let seconds = numbers.first ?? nil, let nanoseconds = numbers.last ?? nil else { return nil }
    return FileMoment(seconds: seconds, nanoseconds: nanoseconds)
  }
}

extension FileOutcome {
  /// What only some batches have, for a report.
  package var remarks: [String: Int] {
    ["linked": linked, "replaced": replaced, "named": named, "later": later].filter { $0.value > 0 }
  }

  /// The same for an entry, which counts what a later batch had as named: a row named it when the earlier one was committed.
  var entryRemarks: [String: Int] {
    ["linked": linked, "replaced": replaced, "named": named + later].filter { $0.value > 0 }
  }
}
