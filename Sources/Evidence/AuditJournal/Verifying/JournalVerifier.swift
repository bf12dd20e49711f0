internal import JSONText
internal import SQLite
package import TransparencyLog
package import Words

/// Verifies a journal file from the public key alone: every entry, hash, signature and row evidence, and that holds, approvals and open
/// batches are what the entries say.
///
/// Each entry is read once, one at a time. Memory grows with the holds and approvals in force and the batches that are open,
/// not with the journal.
package enum JournalVerifier {
  /// Verifies a journal's file.
  ///
  /// - Parameter work: ends the reading, with `Stopped`, if it is to end.
  /// - Throws: when there is no file to verify. What is wrong with the file is a finding.
  package static func verify(
    path: String, verifierKey: VerifierKey, _ terms: VerificationTerms = VerificationTerms(),
    work: WorkInHand = WorkInHand()
  ) throws -> VerificationResult {
    _ = try FileIdentity(of: path)
    do {
      let connection = try Connection(path: path, mode: .readOnly, busySeconds: 10)
      // One snapshot, however long it takes and whoever appends meanwhile.
      try connection.execute("BEGIN")
      // Nothing was written, and the connection ends here.
      defer { try? connection.execute("ROLLBACK") }
      return try check(connection, verifierKey: verifierKey, terms, work: work).result
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
    _ connection: Connection, verifierKey: VerifierKey, _ terms: VerificationTerms = VerificationTerms(),
    work: WorkInHand = WorkInHand()
  ) throws -> EntryCheck {
    let check = try JournalCheck(
      of: connection, verifierKey: verifierKey, timeStamps: terms.timeStamps, now: terms.now)
    check.entries.kept = terms.kept
    check.entries.demands = terms.demands
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
      try check.pauses()
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
