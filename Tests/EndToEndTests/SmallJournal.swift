import AuditJournal
import Foundation
import Pseudonyms
import RecordStores
import Testing
import TransparencyLog

/// The journal of a small configuration, opened in the test's own process.
struct SmallJournal {
  private let small: SmallConfiguration

  init(_ small: SmallConfiguration) throws {
    self.small = small
  }

  private func key(_ name: String) throws -> [UInt8] {
    try KeyFile.load(.file(small.folder.appending(path: name).path), credentialsDirectory: nil).bytes
  }

  private func open() throws -> AuditJournal {
    try AuditJournal(
      at: JournalLocation(
        path: small.folder.appending(path: "journal.sqlite").path, origin: "test.example/small"),
      access: .run, signingKey: SigningKey(seed: key("signing.key")),
      evidenceKey: EvidenceKey(key("evidence.key")))
  }

  /// Leaves the intent of a batch on the row 1, whose store knows nothing of it.
  func openBatch(recordSet: String, store: String) throws -> String {
    let journal = try open()
    var keys = KeyList()
    keys.append(key: [.integer(1)])
    let time = try #require(journal.acceptedTime)
    return try journal.prepare(
      BatchIntent(
        run: "run-1", configuration: try #require(try journal.lastApproval()).digest, domain: "rights",
        rule: "rights",
        action: "delete", recordSet: recordSet, store: store, cutoff: "2021-11-23", count: 1, dependents: [:]),
      keys: keys, holdGeneration: journal.holdGeneration(), at: time)
  }

  /// Does what the next run does first.
  func noteDeath() throws {
    let journal = try open()
    let time = try #require(journal.acceptedTime)
    _ = try #require(try journal.recordDeath(at: time) { _ in true })
  }
}
