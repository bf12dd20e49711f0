import Foundation
import SQLite
import TransparencyLog

@testable import AuditJournal

extension JournalFolder {
  /// Makes a journal as the program of an earlier schema version made it: no entry says what the state is.
  ///
  /// - Parameter events: what follows the first entry, all under one checkpoint.
  func createEarlier(version: Int, _ events: [JournalEvent] = [], state: String = "") throws {
    try FileIdentity.makeEmpty(location.path)
    let connection = try connection()
    try connection.execute(
      """
      PRAGMA journal_mode = WAL; PRAGMA application_id = \(JournalSchema.applicationID); PRAGMA user_version = \(version);
      \(JournalSchema.tables(version: version).joined(separator: "\n"))
      INSERT INTO state VALUES ('hold-generation', 0); \(state)
      """)
    var frontier = TreeFrontier()
    let created = JournalEvent.journalCreated(
      verifierKey: signingKey.verifier(of: location.origin).text, evidenceKey: evidenceKey.id)
    for event in [created] + events {
      let entry = JournalEntry(event, index: frontier.size, origin: location.origin, at: start)
      let insert = try connection.prepare("INSERT INTO entry VALUES (?1, ?2)")
      insert.bind(1, Int64(entry.index))
      insert.bind(2, blob: entry.bytes)
      try insert.run()
      let node = try connection.prepare("INSERT INTO node VALUES (?1, ?2, ?3)")
      try frontier.append(.leaf(entry.bytes)) { level, index, hash in
        node.bind(1, Int64(level))
        node.bind(2, Int64(index))
        node.bind(3, blob: hash.bytes)
        try node.run()
      }
    }
    let checkpoint = Checkpoint(origin: location.origin, size: frontier.size, root: frontier.root)
    let insert = try connection.prepare("INSERT INTO checkpoint VALUES (?1, ?2)")
    insert.bind(1, Int64(frontier.size))
    insert.bind(2, try checkpoint.signed(with: signingKey))
    try insert.run()
  }
}
