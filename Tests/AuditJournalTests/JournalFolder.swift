import AuditJournal
import CivilTime
import Foundation
import RecordStores

/// A journal in a folder of its own.
final class JournalFolder {
  let folder: URL
  let location: JournalLocation
  let signingKey: SigningKey
  let evidenceKey: EvidenceKey
  let start = Instant(secondsSinceEpoch: 1_800_000_000)

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    location = JournalLocation(
      path: folder.appending(path: "journal.sqlite").path, origin: "test.example/journal")
    signingKey = try SigningKey(seed: Array(1...32))
    evidenceKey = try EvidenceKey(Array(101...132))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func create() throws -> AuditJournal {
    try AuditJournal.create(at: location, signingKey: signingKey, evidenceKey: evidenceKey, now: start)
  }

  func open(_ access: AuditJournal.Access) throws -> AuditJournal {
    try AuditJournal(at: location, access: access, signingKey: signingKey, evidenceKey: evidenceKey)
  }

  func verify() throws -> VerificationResult {
    try JournalVerifier.verify(path: location.path, verifierKey: signingKey.verifier(of: location.origin))
  }

  func intent(count: Int) -> BatchIntent {
    BatchIntent(
      run: "run-1", configuration: "c", domain: "d", rule: "r", action: "delete", recordSet: "set",
      store: "store",
      cutoff: "2021-11-23", count: count, dependents: ["child": 2])
  }

  func keys(_ texts: [String]) -> KeyList {
    var keys = KeyList()
    for text in texts {
      keys.append(.text(text))
      keys.endKey()
    }
    return keys
  }

  /// All bytes that the journal has on disk.
  func bytes() throws -> Data {
    try ["", "-wal"].reduce(into: Data()) { bytes, suffix in
      let file = URL(filePath: location.path + suffix)
      if FileManager.default.fileExists(atPath: file.path) { bytes += try Data(contentsOf: file) }
    }
  }
}
