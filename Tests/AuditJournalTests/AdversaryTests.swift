import Foundation
import SQLite
import Testing
import TransparencyLog

@testable import AuditJournal

/// The table of docs/evidence.md, "Who can do what": each cell that the journal itself can answer, tried.
@Suite struct AdversaryTests {
  /// Who finds what was done. A witness, and whoever keeps a time stamp's receipt, keep a checkpoint like an auditor does.
  enum Finder: String, CaseIterable {
    case verify, checkpoint, currentKey
  }

  enum Act: String, CaseIterable {
    /// With the files alone.
    case changedEntry, removedHold, olderCopy
    /// With the signing key, too.
    case falseEntry, newHistory
    /// With the first key, after its rotation.
    case oldKeysHistory, oldKeysSignature
    /// With the evidence key alone.
    case evidenceKey

    var finders: Set<Finder> {
      switch self {
      case .changedEntry: [.verify]
      case .removedHold, .oldKeysSignature: [.verify]
      case .olderCopy: [.checkpoint]
      case .newHistory: [.checkpoint]
      case .oldKeysHistory: [.checkpoint, .currentKey]
      case .falseEntry, .evidenceKey: []
      }
    }
  }

  /// A journal with a hold, signed by two keys, one after the other, and what others kept of it.
  private struct Scene {
    let folder: JournalFolder
    let second: SigningKey
    let kept: KeptCheckpoint
    let older: [String: Data]

    init() throws {
      folder = try JournalFolder()
      second = try SigningKey(seed: Array(51...82))
      let journal = try folder.create()
      _ = try journal.placeHold(
        .subject("1850578006084"), reference: "case", reason: "a claim", by: "somebody", at: folder.start)
      try journal.rotateKey(to: second, reason: "yearly", at: folder.start)
      try Self.settle(folder)
      older = try Self.files(of: folder)
      try Self.open(folder, with: second).append([.serviceStopped(reason: "later")], at: folder.start)
      kept = try Self.checkpoint(of: Self.open(folder, with: second))
    }

    static func open(_ folder: JournalFolder, with key: SigningKey, _ access: AuditJournal.Access = .append)
      throws -> AuditJournal
    {
      try AuditJournal(at: folder.location, access: access, signingKey: key, evidenceKey: folder.evidenceKey)
    }

    static func checkpoint(of journal: AuditJournal) throws -> KeptCheckpoint {
      try KeptCheckpoint(place: "an auditor", note: #require(try journal.note(ofSize: journal.size)))
    }

    /// Brings everything from the write-ahead log into the file.
    static func settle(_ folder: JournalFolder) throws {
      try folder.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    static func files(of folder: JournalFolder) throws -> [String: Data] {
      [folder.location.path: try Data(contentsOf: URL(filePath: folder.location.path))]
    }

    func removeFiles() {
      for suffix in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: folder.location.path + suffix)
      }
    }
  }

  private func commit(_ act: Act, _ scene: Scene) throws {
    let folder = scene.folder
    switch act {
    case .changedEntry:
      try folder.connection().execute(
        "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'a claim', 'a whim!') AS BLOB)")
    case .removedHold: try folder.connection().execute("DELETE FROM hold")
    case .olderCopy:
      scene.removeFiles()
      for (path, bytes) in scene.older { try bytes.write(to: URL(filePath: path)) }
    case .falseEntry:
      try Scene.open(folder, with: scene.second).append(
        [.serviceStopped(reason: "what never was")], at: folder.start)
    case .newHistory, .oldKeysHistory:
      scene.removeFiles()
      let journal = try folder.create()
      if act == .newHistory { try journal.rotateKey(to: scene.second, reason: "again", at: folder.start) }
      for _ in journal.size..<scene.kept.checkpoint.size + 2 {
        let key = act == .newHistory ? scene.second : folder.signingKey
        try Scene.open(folder, with: key).append([.serviceStopped(reason: "made up")], at: folder.start)
      }
    case .oldKeysSignature:
      let checkpoint = scene.kept.checkpoint
      let signed = try Checkpoint(
        origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root
      ).signed(with: folder.signingKey)
      let update = try folder.connection().prepare("UPDATE checkpoint SET note = ?1 WHERE size = ?2")
      update.bind(1, signed)
      update.bind(2, Int64(checkpoint.size))
      try update.run()
    case .evidenceKey:
      // It opens what is sealed and finds who was purged. It signs nothing.
      #expect {
        try AuditJournal(
          at: folder.location, access: .append, signingKey: SigningKey(seed: Array(201...232)),
          evidenceKey: folder.evidenceKey
        ).append([.serviceStopped(reason: "false")], at: folder.start)
      } throws: { if case JournalError.key = $0 { true } else { false } }
    }
  }

  private func finds(_ finder: Finder, _ scene: Scene) throws -> Bool {
    let folder = scene.folder
    let first = folder.signingKey.verifier(of: folder.location.origin)
    let result = try JournalVerifier.verify(
      path: folder.location.path, verifierKey: first, .init(kept: finder == .checkpoint ? [scene.kept] : []))
    if finder == .currentKey {
      return result.currentKey != scene.second.verifier(of: folder.location.origin)
    }
    return !result.findings.isEmpty
  }

  @Test("Who can do what, and who finds it, is what the table in the documents says", arguments: Act.allCases)
  func table(act: Act) throws {
    let scene = try Scene()
    for finder in Finder.allCases {
      #expect(try !finds(finder, scene), "\(finder) finds something before anything was done")
    }
    try commit(act, scene)
    #expect(try finds(.verify, scene) == act.finders.contains(.verify))
    #expect(try finds(.currentKey, scene) == act.finders.contains(.currentKey))
    // Whatever verify finds by itself it finds with a checkpoint, too.
    #expect(try finds(.checkpoint, scene) == !act.finders.isEmpty)
  }
}
