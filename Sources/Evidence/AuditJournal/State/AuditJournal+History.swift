package import CivilTime
internal import JSONText
internal import SQLite
package import TransparencyLog

/// One history: what was signed once stays the beginning of the journal.
extension AuditJournal {
  /// Compares the journal with a checkpoint that was kept elsewhere.
  ///
  /// - Returns: nil if the checkpoint is of the journal's own first entries.
  package func difference(from kept: KeptCheckpoint) throws -> HistoryDifference? {
    let seen = kept.checkpoint
    func difference(_ cause: HistoryDifference.Cause) -> HistoryDifference {
      HistoryDifference(
        journal: location.path, entries: size, place: kept.place, seenSize: seen.size, seenRoot: seen.root,
        cause: cause)
    }
    guard seen.origin == location.origin else { return difference(.otherJournal(origin: seen.origin)) }
    // Another process may have appended, and kept the checkpoint, since this one opened the journal.
    if seen.size > size, !connection.isInTransaction { try snapshot {} }
    guard seen.size <= size, try TreeHash(of: 0..<seen.size, nodes: nodeHash) == seen.root else {
      return difference(
        try !isSignedByOwnKey(kept.note) ? .unsigned : seen.size > size ? .shorter : .otherRoot)
    }
    // The keys of earlier turns are looked for only where the signatures are not those that the journal has.
    if try hasSignatures(kept.note, ofSize: seen.size) { return nil }
    return try isSignedByOwnKey(kept.note) ? nil : difference(.unsigned)
  }

  private func hasSignatures(_ note: SignedNote, ofSize size: Int) throws -> Bool {
    guard let text = try self.note(ofSize: size) else { return false }
    guard let own = try? SignedNote(text) else {
      throw JournalError.damaged("the checkpoint of \(size) entries cannot be read")
    }
    guard own.text == note.text else { return false }
    return own.signatures.allSatisfy(note.signatures.contains)
  }

  private func isSignedByOwnKey(_ note: SignedNote) throws -> Bool {
    try verifierKeys().contains(where: note.isSigned(by:))
  }

  /// Every key that the journal was signed with, the current one first. Reads the whole journal.
  private func verifierKeys() throws -> [VerifierKey] {
    var keys = [verifierKey]
    var end = Int.max
    while let entry = try lastEntry(ofType: .keyRotated, before: end) {
      if let key = entry.data["verifierKey"]?.stringValue { keys.append(try VerifierKey(key)) }
      end = entry.index
    }
    return keys + [try firstVerifierKey()]
  }

  /// The entry behind which the current key signs, as long as it was not the first; nil if the key was never changed.
  package func lastRotation() throws -> Int? { try state("key-since").map { $0 - 1 } }

  // MARK: Going on

  /// Says that the journal goes on though others have seen another history of it: an entry for each place, unless the last ones say the same.
  ///
  /// - Parameter differences: empty for a copy that nobody contradicts.
  package func acceptHistory(
    _ differences: [HistoryDifference], reason: String, by: String, at time: Instant
  ) throws {
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    let said = try lastAcceptances(differences.count)
    try write(at: time) {
      let (size, root) = (frontier.size, frontier.root)
      func acceptance(_ seenSize: Int, _ seenRoot: TreeHash?, _ place: String) -> HistoryAcceptance {
        HistoryAcceptance(
          size: size, root: root, seenSize: seenSize, seenRoot: seenRoot, place: place, reason: reason, by: by
        )
      }
      let acceptances =
        differences.isEmpty
        ? [acceptance(size, root, "backup")]
        : differences.map { acceptance($0.seenSize, $0.seenRoot, $0.place) }
          .filter { acceptance in !said.contains(where: acceptance.isSaid(by:)) }
      try appendInTransaction(acceptances.map(JournalEvent.historyAccepted), at: time)
    }
  }

  /// The data of the last so many acceptances. Who was interrupted says the same again, and need not say it twice.
  private func lastAcceptances(_ count: Int) throws -> [JSONValue] {
    var found: [JSONValue] = []
    var end = Int.max
    while found.count < count, let entry = try lastEntry(ofType: .historyAccepted, before: end) {
      found.append(entry.data)
      end = entry.index
    }
    return found
  }

  /// The histories that were lost and accepted as lost: the entry that says so, and which entries they had that are not these.
  package func lostHistories() throws -> [(entry: Int, entries: Range<Int>)] {
    var found: [(entry: Int, entries: Range<Int>)] = []
    var end = Int.max
    while let entry = try lastEntry(ofType: .historyAccepted, before: end) {
      if let size = entry.data["size"]?.integerValue, let seen = entry.data["seenSize"]?.integerValue,
        size < seen
      {
        found.append((entry.index, size..<seen))
      }
      end = entry.index
    }
    return found.reversed()
  }

  // MARK: Copies

  /// Tells if this is a copy that `backUp` made, and nothing followed it.
  package func isBackup() throws -> Bool {
    try size > 0 && entry(at: size - 1).type == .backupBegan
      && BackupMark(beside: location.path).entry != size - 1
  }

  /// Copies the journal into a new file, as it is behind an entry that says so. The copy's last entry is that one; the journal itself goes on with another, so
  /// that each knows which it is.
  ///
  /// - Returns: how many entries the copy has, and their root.
  package func backUp(to path: String, by: String, clock: () -> Instant) throws -> (size: Int, root: TreeHash)
  {
    try JournalText.check(by, "by")
    guard try !isBackup() else { throw JournalError.backup(path: location.path) }
    try FileIdentity.checkTrust(of: path, journal: path)
    try FileIdentity.makeEmpty(path)
    let mark = BackupMark(beside: location.path)
    do {
      // Another process may append between the entry and the copy; then the entry is not the copy's last one, and another is.
      for _ in 0..<16 {
        try mark.write(size)
        let began = try append([.backupBegan(by: by)], at: clock())
        if began.lowerBound != mark.entry { try mark.write(began.lowerBound) }
        let size = began.upperBound
        let root = frontier.root
        guard try copy(to: path, ofSize: size) else { continue }
        try append([.backupMade(size: size, root: root)], at: clock())
        mark.remove()
        return (size, root)
      }
      throw JournalError.busy(path: location.path)
    } catch {
      FileIdentity.remove(path)
      throw error
    }
  }

  /// - Returns: false if the journal has another size by now; then nothing was copied.
  private func copy(to path: String, ofSize size: Int) throws -> Bool {
    do {
      let source = try Connection(path: location.path, mode: .readOnly, busySeconds: 10)
      try source.execute("BEGIN")
      // Nothing was written, and the connection ends here.
      defer { try? source.execute("ROLLBACK") }
      guard try source.integer("SELECT max(idx) + 1 FROM entry") == Int64(size) else { return false }
      try source.copy(to: Connection(path: path, mode: .readWrite, busySeconds: 10))
      try FileIdentity.synchronise(folderOf: path)
      return true
    } catch let error as SQLiteError {
      throw JournalError(error, isWriting: true)
    }
  }
}
