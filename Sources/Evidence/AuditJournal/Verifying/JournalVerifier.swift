package import CivilTime
internal import JSONText
internal import SQLite
package import TransparencyLog
package import Words

/// What verifying a journal found.
package struct VerificationResult: Sendable {
  package internal(set) var entries = 0
  package internal(set) var checkpoints = 0
  package internal(set) var batches = 0
  /// Those of version 1, which do not say whom their rows were about.
  package internal(set) var batchesWithoutSubjects = 0
  /// Entries of kinds that this program does not know: they are signed like all, and what they say was not looked at.
  package internal(set) var unknownEntries = 0
  /// Records that committed batches touched.
  package internal(set) var rows = 0
  package internal(set) var openBatches = 0
  /// The keys that signed it, one after the other.
  package internal(set) var keys = 0
  /// The key whose turn it is at the end; nil if there was nothing to read.
  package internal(set) var currentKey: VerifierKey?
  package internal(set) var root = TreeHash.empty
  /// What its anchors have seen, by their names.
  package internal(set) var anchors: [String: VerifiedAnchor] = [:]
  /// What is wrong, the first first, up to a bound; empty if the journal is what it says.
  package internal(set) var findings: [String] = []

  package var isVerified: Bool { findings.isEmpty }
  package var rootText: String { Hexadecimal.encode(root.bytes) }
}

/// Verifies a journal file from the public key alone: every entry, hash, signature and row evidence, and that holds, approvals and open
/// batches are what the entries say.
///
/// Each entry is read once, one at a time. Memory grows with the holds and approvals in force and the batches that are open,
/// not with the journal.
package enum JournalVerifier {
  /// - Parameter timeStamps: verifies time stamps; nil where nobody says which authorities are trusted.
  /// - Parameter now: what the clock shows, so that entries of the future are found; nil where it is not asked.
  /// - Parameter kept: checkpoints that somebody kept, which must be of the same history.
  /// - Parameter demands: what stores.json demands of anchors, where it is at hand.
  /// - Parameter work: ends the reading, with `Stopped`, if it is to end.
  /// - Throws: when there is no file to verify. What is wrong with the file is a finding.
  package static func verify(
    path: String, verifierKey: VerifierKey, timeStamps: TimeStampCheck? = nil, now: Instant? = nil,
    kept: [KeptCheckpoint] = [], demands: AnchorDemands? = nil, work: WorkInHand = WorkInHand()
  ) throws -> VerificationResult {
    _ = try FileIdentity(of: path)
    do {
      let connection = try Connection(path: path, mode: .readOnly, busySeconds: 10)
      // One snapshot, however long it takes and whoever appends meanwhile.
      try connection.execute("BEGIN")
      // Nothing was written, and the connection ends here.
      defer { try? connection.execute("ROLLBACK") }
      return try check(
        connection, verifierKey: verifierKey, timeStamps: timeStamps, now: now, kept: kept, demands: demands,
        work: work
      ).result
    } catch let error as SQLiteError where error.isFinding {
      var result = VerificationResult()
      result.findings = ["the file cannot be read: \(error.cause)"]
      return result
    } catch let error as SQLiteError {
      throw JournalError(error)
    }
  }

  /// Verifies what a connection sees in one transaction.
  static func check(
    _ connection: Connection, verifierKey: VerifierKey, timeStamps: TimeStampCheck? = nil,
    now: Instant? = nil, kept: [KeptCheckpoint] = [], demands: AnchorDemands? = nil,
    work: WorkInHand = WorkInHand()
  ) throws -> EntryCheck {
    let check = try JournalCheck(
      of: connection, verifierKey: verifierKey, timeStamps: timeStamps, now: now)
    check.entries.kept = kept
    check.entries.demands = demands
    do {
      try check.schema()
      try check.tree(work)
      try check.provenState()
      try check.batches()
      try work.check()
      try check.holds()
      try check.approvals()
      try check.anchors()
      try check.surveys()
      try check.clocks()
      try check.deaths()
      try check.stores()
      try check.kinds()
      try check.keys()
    } catch let error as SQLiteError where error.isFinding {
      check.find("the file cannot be read further: \(error.cause)")
    }
    return check.entries
  }

  /// Verifies a journal that is open, in its transaction, and refuses it if anything is found.
  @discardableResult
  static func require(_ connection: Connection, of journal: AuditJournal) throws -> EntryCheck {
    let check = try check(connection, verifierKey: try journal.firstVerifierKey())
    guard let finding = check.result.findings.first else { return check }
    throw JournalError.damaged(
      "it is of an earlier version, whose state no entry proves, and it does not verify: \(finding)")
  }

  /// The key that a journal says it was made with, to be compared with the one that was handed over then.
  package static func firstKey(ofJournalAt path: String) throws -> VerifierKey {
    _ = try FileIdentity(of: path)
    do {
      let connection = try Connection(path: path, mode: .readOnly, busySeconds: 10)
      let query = try connection.prepare("SELECT bytes FROM entry WHERE idx = 0")
      guard try query.step(), let node = try? JSONNode(parsing: query.blob(0)),
        let text = JSONValue(node)?["data"]?["verifierKey"]?.stringValue
      else { throw JournalError.damaged("entry 0 names no verifier key") }
      return try VerifierKey(text)
    } catch let error as SQLiteError {
      throw JournalError(error)
    }
  }
}

extension SQLiteError {
  /// Tells if it tells something of the contents. A disk that fails, or a lock that another program has, tells nothing of them.
  fileprivate var isFinding: Bool { trouble?.isOfContents ?? true }
}
