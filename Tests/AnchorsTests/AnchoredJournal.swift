import Anchors
import CivilTime
import Crypto
import Foundation
import OutsideOracles
import SQLite
import TransparencyLog
import Words

@testable import AuditJournal

/// A journal in a folder of its own, and anchors on loopback.
final class AnchoredJournal {
  let folder: URL
  let location: JournalLocation
  let signingKey: SigningKey
  let evidenceKey: EvidenceKey
  let server: AnchorServer
  var now = Instant(secondsSinceEpoch: Int(Date().timeIntervalSince1970))

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "anchored-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    location = JournalLocation(
      path: folder.appending(path: "journal.sqlite").path, origin: "test.example/anchored")
    signingKey = try SigningKey(seed: Array(1...32))
    evidenceKey = try EvidenceKey(Array(101...132))
    server = try AnchorServer(verifierKey: signingKey.verifier(of: location.origin).text)
    _ = try AuditJournal.create(at: location, signingKey: signingKey, evidenceKey: evidenceKey, now: now)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func open(_ access: AuditJournal.Access) throws -> AuditJournal {
    try AuditJournal(at: location, access: access, signingKey: signingKey, evidenceKey: evidenceKey)
  }

  /// Appends entries, each under a checkpoint of its own.
  func grow(by count: Int = 1) throws {
    let journal = try open(.append)
    for number in 0..<count {
      try journal.append([.refusal(code: "test", detail: "entry \(number)")], at: now)
    }
  }

  func ask(_ anchors: any Anchor..., olderThan age: Int = 0) throws -> [AnchorRound.Outcome] {
    try AnchorRound(anchors: anchors, open: open, clock: { self.now }).run(olderThan: age).map(\.outcome)
  }

  func timeStamp(
    _ path: String = "stamp", timeout: Double = 20, work: WorkInHand = WorkInHand()
  ) -> TimeStampAnchor {
    TimeStampAnchor(
      name: "authority", url: server.url(path), authorities: server.authorities, timeout: timeout, work: work)
  }

  func witness(_ path: String = "witness", work: WorkInHand = WorkInHand()) throws -> WitnessAnchor {
    WitnessAnchor(
      name: "witness", url: server.url(path), key: try WitnessKey(server.witnessKey), timeout: 20, work: work)
  }

  func verify(authorities: String? = nil) throws -> VerificationResult {
    let check: TimeStampCheck? = authorities.map { file in
      { try TimeStamp($0).time(ofDigest: $1, authorities: file) }
    }
    return try JournalVerifier.verify(
      path: location.path, verifierKey: signingKey.verifier(of: location.origin), .init(timeStamps: check))
  }

  /// Everything that the journal has on disk, to be put back later.
  func copy() throws -> URL {
    let copy = folder.appending(path: "copy-\(UUID().uuidString).sqlite")
    let connection = try Connection(path: location.path, mode: .readWrite, busySeconds: 1)
    try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    // By another process: whoever closes a file loses this one's locks on it, SQLite's too.
    try Process.run(URL(filePath: "/bin/cp"), arguments: [location.path, copy.path]).waitUntilExit()
    return copy
  }

  func restore(_ copy: URL) throws {
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: location.path + suffix) }
    try FileManager.default.copyItem(atPath: copy.path, toPath: location.path)
  }
}

extension AnchorRound.Outcome {
  /// What is told of a failure; nil for none.
  var failure: String? { if case .failed(let error) = self { "\(error)" } else { nil } }
  var hasDiverged: Bool { if case .failed(.diverged) = self { true } else { false } }
  var size: Int? { if case .anchored(let size) = self { size } else { nil } }
}
