import AuditJournal
import Foundation
import Purging
import RecordStores
import StoreBindings
import TestNames
import Testing
import Transforms
import TransparencyLog
import Words

/// The journal of a small configuration, opened in the test's own process.
struct SmallJournal {
  private let small: SmallConfiguration

  init(_ small: SmallConfiguration) throws {
    self.small = small
  }

  private func key(_ name: String) throws -> [UInt8] {
    try KeyFile.load(.file(small.folder.appending(path: name).path), credentialsDirectory: nil).bytes
  }

  private func open(_ access: AuditJournal.Access = .run) throws -> AuditJournal {
    try AuditJournal(
      at: JournalLocation(
        path: small.folder.appending(path: "journal.sqlite").path, origin: "test.example/small"),
      access: access, signingKey: SigningKey(seed: key("signing.key")),
      evidenceKey: EvidenceKey(key("evidence.key")))
  }

  /// Leaves the intent of a batch on the row 1, whose store knows nothing of it.
  func openBatch(recordSet: RecordSetName, store: String) throws -> BatchName {
    let journal = try open()
    var keys = KeyList()
    keys.append(key: [.integer(1)])
    let time = try #require(journal.acceptedTime)
    let configuration = try #require(try journal.lastApproval()).digest
    let run = RunName(beginningAt: journal.size)
    try journal.append(
      [.planMade(plan: "p", due: 1), .runStarted(run: run, configuration: configuration, plan: "p")], at: time
    )
    return try journal.prepare(
      BatchIntent(
        StageOfRun(
          run: run, configuration: configuration, domain: "rights",
          rule: "rights",
          action: .delete, recordSet: recordSet, store: StoreName(store), cutoff: "2021-11-23"), count: 1,
        dependents: [:]),
      keys: keys, holdGeneration: journal.holdGeneration(), at: time)
  }

  /// The batches of which nobody knows yet what became of them.
  func pendingBatches() throws -> Set<BatchName> { Set(try open(.read).pendingBatches().map(\.batch)) }

  /// Agrees to the files as they are, as a version of the program did that demanded less of them.
  func approveAsBefore() throws {
    func bytes(_ name: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: small.folder.appending(path: name)))
    }
    let configuration = try Configuration.load(
      rules: bytes("retention-rules.json"), rulesFile: "rules", stores: bytes("stores.json"),
      storesFile: "stores", baseDirectory: small.folder.path, demands: .approved)
    let journal = try open()
    let time = try #require(journal.acceptedTime)
    try journal.approve(
      AgreedFiles(
        digest: configuration.digest, rules: configuration.rulesBytes, rulesDigest: configuration.rulesDigest,
        stores: configuration.storesBytes, storesDigest: configuration.storesDigest,
        baseDirectory: small.folder.path), by: "test", volume: nil, at: time)
  }

  /// Does what the next run does first.
  func noteDeath() throws {
    let journal = try open()
    let time = try #require(journal.acceptedTime)
    _ = try #require(try journal.recordDeath(at: time) { _ in true })
  }
}
