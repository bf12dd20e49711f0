package import CivilTime
internal import SQLite
package import TransparencyLog

extension AuditJournal {
  /// Makes a journal. Its first entry says under which keys.
  ///
  /// - Parameters:
  ///   - keysAreApart: somebody has compared all keys, and none is another one, too.
  ///   - caller: who had the service make it; nil if nobody did.
  package static func create(
    at location: JournalLocation, signingKey: SigningKey, evidenceKey: EvidenceKey, epochEntries: Int? = nil,
    keysAreApart: Bool = false, caller: JournalCaller? = nil, now: Instant
  ) throws -> AuditJournal {
    guard VerifierKey.isName(location.origin) else {
      throw JournalError.text(
        field: "origin",
        cause: "\"\(location.origin)\" is no name of a journal: write a URL without its scheme")
    }
    try FileIdentity.checkTrust(of: location.path, journal: location.path)
    try FileIdentity.makeEmpty(location.path)
    do throws(SQLiteError) {
      let connection = try Connection(path: location.path, mode: .readWrite, busySeconds: 10)
      try configure(connection)
      try connection.execute("PRAGMA application_id = \(JournalSchema.applicationID)")
      try connection.execute("PRAGMA user_version = \(JournalSchema.version)")
      try connection.execute("BEGIN IMMEDIATE; \(JournalSchema.statements) COMMIT")
    } catch {
      throw JournalError(error, isWriting: true)
    }
    let journal = try AuditJournal(
      at: location, access: .append,
      keys: JournalKeys(configured: signingKey, epochEntries: epochEntries),
      evidenceKeys: EvidenceKeys(current: evidenceKey), isNew: true)
    journal.caller = caller
    try journal.append(
      [
        .journalCreated(
          verifierKey: journal.verifierKey.text, evidenceKey: evidenceKey.id, epochEntries: epochEntries,
          keysAreApart: keysAreApart)
      ], at: now)
    journal.evidenceTurns = journal.evidenceTurns.reading([.init(id: evidenceKey.id, start: 0)])
    return journal
  }
}
