import AuditJournal
import CivilTime
import Foundation
import Identifiers
import JournalDirectory
import RecordStores
import TestNames
import TransparencyLog
import Words

/// A journal and its exported folder, in a folder of their own.
final class SampleJournal {
  let home: URL
  let journal: AuditJournal
  let verifierKey: VerifierKey
  let start = Instant(secondsSinceEpoch: 1_800_000_000)

  var exported: String { home.appending(path: "exported").path }

  init() throws {
    home = FileManager.default.temporaryDirectory.appending(path: "directory-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    let key = try SigningKey(seed: Array(1...32))
    let location = JournalLocation(
      path: home.appending(path: "journal.sqlite").path, origin: "test.example/journal")
    verifierKey = key.verifier(of: location.origin)
    journal = try AuditJournal.create(
      at: location, signingKey: key, evidenceKey: EvidenceKey(Array(101...132)), now: start)
  }

  deinit { try? FileManager.default.removeItem(at: home) }

  /// Appends entries that say little, in one transaction.
  func grow(to size: Int) throws {
    guard size > journal.size else { return }
    try journal.append(
      (journal.size..<size).map { .serviceStopped(reason: "number \($0)") }, at: start)
  }

  private var hasRun = false

  /// Begins the run that batches belong to, under files that somebody approved.
  private func beginOnce() throws {
    guard !hasRun else { return }
    hasRun = true
    try journal.approve(
      AgreedFiles(
        digest: "c", rules: [], rulesDigest: Self.digestOfNothing, stores: [],
        storesDigest: Self.digestOfNothing, baseDirectory: "/etc/retentiond"), by: "somebody", at: start)
    try journal.append(
      [.planMade(plan: "p", due: 9), .runStarted(run: "run-1", configuration: "c", plan: "p")], at: start)
  }

  private static let digestOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

  /// A batch with an outcome, of so many records and two rows of a dependent.
  ///
  /// - Parameters:
  ///   - tellsWhom: whether the batch says whom its rows are about, as batches of before did not.
  ///   - lost: how many rows of another table stay and lose their reference.
  @discardableResult
  func addBatch(_ texts: [String], tellsWhom: Bool = true, lost: Int = 0) throws -> BatchName {
    try beginOnce()
    var keys = KeyList()
    var subjects = BatchSubjects()
    let tags = SubjectTags(journal.subjectTagging)
    for text in texts {
      keys.append(.text(text))
      keys.endKey()
      subjects.records.append(tags?.tag(of: .text(text), as: .text))
    }
    for number: Int64 in 1...2 {
      subjects.dependents.append(key: [.integer(number)], subject: subjects.records.first ?? nil, of: "child")
    }
    for number in 0..<lost {
      subjects.withoutReference.append(key: [.integer(Int64(number))], subject: nil, of: "line")
    }
    let batch = try journal.prepare(
      BatchIntent(
        StageOfRun(
          run: "run-1", configuration: "c", domain: "d", rule: "r", action: .delete, recordSet: "set",
          store: "store", cutoff: "2021-11-23"), count: texts.count, dependents: ["child": 2],
        withoutReference: ["line": lost]),
      keys: keys, BatchCompanions(subjects: tellsWhom ? subjects : nil),
      holdGeneration: journal.holdGeneration(), at: start)
    try journal.deferOutcome(.committed, of: batch)
    try journal.settleDeferred(at: start)
    return batch
  }

  func export() throws { try DirectoryExport.extend(exported, from: journal) }

  func findings() throws -> [String] {
    try DirectoryVerifier.verify(exported, verifierKey: verifierKey).findings
  }

  /// The paths of all exported files, below their folder.
  func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: exported).filter { path in
      let attributes = try FileManager.default.attributesOfItem(atPath: exported + "/" + path)
      return attributes[.type] as? FileAttributeType == .typeRegular
    }.sorted()
  }
}
