internal import ArgumentParser
internal import AuditJournal
internal import JournalDirectory
internal import Purging
internal import StoreBindings
internal import TransparencyLog

/// One history: what of the journal was kept outside of its file is compared with it before anything is written.
extension Session {
  /// The last checkpoint lies beside the journal, too, where an export to a folder fails or nobody makes one.
  var checkpointFile: String { location.path + ".checkpoint" }

  /// The checkpoints that the program keeps itself: in the folder for auditors, and beside the journal.
  func keptCheckpoints() throws -> [KeptCheckpoint] {
    try JournalDirectory.keptCheckpoints(in: bindings.journal.directory)
      + [checkpointBeside()].compactMap(\.self)
  }

  /// The checkpoint beside the journal; nil if there is none, or if what is there is none: it cannot speak against the journal then.
  private func checkpointBeside() throws -> KeptCheckpoint? {
    guard let bytes = try JournalDirectory.checkpoint(at: checkpointFile) else { return nil }
    do throws(TransparencyLogError) {
      return try KeptCheckpoint(place: checkpointFile, note: String(decoding: bytes, as: UTF8.self))
    } catch {
      Terminal.standardError.line(
        "retentiond: \(checkpointFile) is no checkpoint (\(error)), so that the journal is not compared with it"
      )
      return nil
    }
  }

  /// Returns what is known of other histories of the journal, by the places that have them.
  func historyDifferences(of journal: AuditJournal) throws -> [HistoryDifference] {
    try keptCheckpoints().compactMap { try journal.difference(from: $0) }
  }

  /// Refuses a journal of which another history was seen, and a copy that nobody said yet is to go on.
  func requireOneHistory(of journal: AuditJournal) throws {
    let differences = try historyDifferences(of: journal)
    // What is proven comes first: it cannot be moved away.
    if let difference = differences.first(where: \.isProven) ?? differences.first {
      throw JournalError.otherHistory(difference)
    }
    if try journal.isBackup() { throw JournalError.backup(path: location.path) }
  }

  /// What would keep a run from its first row, in a sentence; nil where nobody has seen another history, and where there is no journal yet.
  ///
  /// - Parameter access: how the journal is opened: what looks into one of which more is wrong finds out this as well.
  func historyFinding(_ access: AuditJournal.Access = .read) throws -> String? {
    guard let journal = try access == .read ? readingJournalIfMade() : journal(access) else { return nil }
    do {
      try requireOneHistory(of: journal)
      return nil
    } catch {
      return Failure.sentence(for: error)
    }
  }

  /// Runs a command that only tells what this journal says. If another history was seen, it says so first, and ends with the exit code for findings, whether or
  /// not it finds what was asked: that may be in the other one.
  func tellingThisHistory(_ access: AuditJournal.Access = .read, _ tell: () throws -> Void) throws {
    guard let finding = try historyFinding(access) else { return try tell() }
    Terminal.standardError.line("retentiond: what follows is of this journal alone: \(finding)")
    do {
      try tell()
    } catch let error as ExitCode where error != ExitStatus.notFound.code {
      throw error
    } catch  where !(error is ExitCode) && Failure.status(of: error) != .notFound {
      throw error
    } catch {
      if !(error is ExitCode) { Terminal.standardError.line("retentiond: \(Failure.sentence(for: error))") }
    }
    throw ExitStatus.findings.code
  }

  /// Keeps the last checkpoint beside the journal, unless that is not the history that was kept before, or a longer one was kept meanwhile.
  func keepCheckpoint() throws {
    let journal = try readingJournal()
    guard let note = try journal.snapshot({ try journal.note(ofSize: journal.size) }),
      try historyDifferences(of: journal).isEmpty
    else { return }
    if let kept = try checkpointBeside(), kept.checkpoint.size >= journal.size { return }
    try JournalDirectory.keep(note, at: checkpointFile)
  }

  /// What an older journal left where a new one would be; nil if nothing is there.
  func olderJournal() throws -> String? {
    if try JournalDirectory.isThere(bindings.journal.directory) { return bindings.journal.directory }
    return FileAccess.exists(checkpointFile) ? checkpointFile : nil
  }

  /// What to do for a witness that has seen nothing under the current key.
  func rotationLine(for witness: String) throws -> String {
    "\(witness): has signed nothing under the journal's current key yet, and refuses it until its operator adds the line \(try readingJournal().verifierKey.text)"
  }

  // MARK: Going on

  /// What `acceptHistory` did.
  struct AcceptedHistory {
    var isNew = false
    /// The journal's entries before.
    var entries = 0
    var differences: [HistoryDifference] = []
    /// Where the folder of the other history lies now.
    var folder: String?
    /// What that folder has and the journal has not; nil if the folder is not whole enough to tell.
    var lost: LostEntries?
    /// Why that folder could not be read, where it could not.
    var unreadable: String?
    var witnesses: [String] = []
  }

  /// Goes on with the journal as it is, or with a new one if there is none, and says so in it.
  ///
  /// - Parameter tell: told what is lost, before anything is changed: who is interrupted afterwards knows it.
  func acceptHistory(reason: String, by: String, telling tell: (AcceptedHistory) -> Void) throws
    -> AcceptedHistory
  {
    var accepted = AcceptedHistory()
    let journal: AuditJournal
    do {
      journal = try anyJournal(.run)
    } catch JournalError.missing {
      guard try olderJournal() != nil else { throw JournalError.missing(path: location.path) }
      accepted.isNew = true
      _ = try makeJournal()
      journal = try anyJournal(.run)
    }
    accepted.entries = accepted.isNew ? 0 : journal.size
    // A journal that is new has no key of the old one, unless the same was given to it.
    let found = try historyDifferences(of: journal)
    if let foreign = found.first(where: { !$0.isProven }), !accepted.isNew {
      throw JournalError.otherHistory(foreign)
    }
    accepted.differences = found
    guard try !found.isEmpty || journal.isBackup() else { throw JournalError.oneHistory(path: location.path) }
    let directory = bindings.journal.directory
    let inFolder = found.filter { $0.place.hasPrefix(directory + "/") }
    // Who was interrupted behind the renaming finds the folder under its other name.
    let size = found.map(\.seenSize).max() ?? 0
    let folder = inFolder.isEmpty ? JournalDirectory.nameAside(directory, size: size) : directory
    do {
      if FileAccess.exists(folder) { accepted.lost = try LostEntries(of: folder, from: journal) }
    } catch {
      accepted.unreadable = Failure.sentence(for: error)
    }
    tell(accepted)
    try journal.acceptHistory(found, reason: reason, by: by, at: SystemClock.now())
    if let size = inFolder.map(\.seenSize).max() {
      accepted.folder = try JournalDirectory.putAside(directory, size: size)
    }
    if let note = try journal.note(ofSize: journal.size) {
      try JournalDirectory.keep(note, at: checkpointFile)
    }
    try exportJournal()
    accepted.witnesses = witnesses
    return accepted
  }

  /// Copies the journal. Waits for no run: one that is under way goes on.
  func backUpJournal(to path: String, by: String) throws -> (size: Int, root: TreeHash) {
    let journal: AuditJournal
    do {
      // No run begins while the journal's last entry is that of its copy.
      journal = try self.journal(.run)
    } catch JournalError.locked {
      journal = try self.journal(.append)
    }
    return try journal.backUp(to: path, by: by, clock: SystemClock.now)
  }
}
