import CivilTime
import Foundation
import Identifiers
import RecordStores
import SQLite
import TestNames
import TransparencyLog
import Words

@testable import AuditJournal

/// A journal in a folder of its own.
final class JournalFolder {
  let folder: URL
  let location: JournalLocation
  let signingKey: SigningKey
  let evidenceKey: EvidenceKey
  let start = Instant(secondsSinceEpoch: 1_800_000_000)

  private let isOwned: Bool

  convenience init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try self.init(folder: folder, isOwned: true)
  }

  /// A folder that another process made and removes.
  convenience init(existing path: String) throws {
    try self.init(folder: URL(filePath: path), isOwned: false)
  }

  private init(folder: URL, isOwned: Bool) throws {
    self.folder = folder
    self.isOwned = isOwned
    location = JournalLocation(
      path: folder.appending(path: "journal.sqlite").path, origin: "test.example/journal")
    signingKey = try SigningKey(seed: Array(1...32))
    evidenceKey = try EvidenceKey(Array(101...132))
  }

  deinit { if isOwned { try? FileManager.default.removeItem(at: folder) } }

  func create() throws -> AuditJournal {
    try AuditJournal.create(at: location, signingKey: signingKey, evidenceKey: evidenceKey, now: start)
  }

  func open(_ access: AuditJournal.Access) throws -> AuditJournal {
    try AuditJournal(at: location, access: access, signingKey: signingKey, evidenceKey: evidenceKey)
  }

  func verify() throws -> VerificationResult {
    try JournalVerifier.verify(path: location.path, verifierKey: signingKey.verifier(of: location.origin))
  }

  func connection() throws -> Connection {
    try Connection(path: location.path, mode: .readWrite, busySeconds: 1)
  }

  func approve(_ journal: AuditJournal) throws {
    try journal.approve(
      AgreedFiles(
        digest: "digest", rules: [1], rulesDigest: AuditJournal.digest(of: [1]), stores: [2],
        storesDigest: AuditJournal.digest(of: [2]), baseDirectory: "/etc/retentiond"), by: "somebody",
      at: start)
  }

  /// Begins the run that the batches of `intent` belong to, under files that somebody approved.
  func begin(_ journal: AuditJournal) throws {
    if try journal.approval(for: "digest") == nil { try approve(journal) }
    try journal.append(
      [.planMade(plan: "p", due: 9), .runStarted(run: "run-1", configuration: "digest", plan: "p")], at: start
    )
  }

  func intent(count: Int, rule: RuleID = "r", files: Int = 0) -> BatchIntent {
    BatchIntent(
      StageOfRun(
        run: "run-1", configuration: "digest", domain: "d", rule: rule, action: .delete, recordSet: "set",
        store: "store",
        cutoff: "2021-11-23"), count: count, dependents: ["child": 2], files: files)
  }

  func keys(_ texts: [String]) -> KeyList {
    var keys = KeyList()
    for text in texts {
      keys.append(.text(text))
      keys.endKey()
    }
    return keys
  }

  /// Whom the rows of an intent of `intent(count:)` are about: one person each of those that are named, and its two children the first.
  func subjects(_ people: [String?], _ journal: AuditJournal) -> BatchSubjects {
    let tags = SubjectTags(journal.subjectTagging)
    let records = people.map { name in
      name.flatMap { tags?.tag(of: .text($0), as: .text) }
    }
    var dependents = DependentRows()
    for number: Int64 in 1...2 {
      dependents.append(key: [.integer(number)], subject: records.first ?? nil, of: "child")
    }
    return BatchSubjects(records: records, dependents: dependents)
  }

  /// All bytes that the journal has on disk.
  func bytes() throws -> Data {
    try ["", "-wal"].reduce(into: Data()) { bytes, suffix in
      let file = URL(filePath: location.path + suffix)
      if FileManager.default.fileExists(atPath: file.path) { bytes += try Data(contentsOf: file) }
    }
  }
}
