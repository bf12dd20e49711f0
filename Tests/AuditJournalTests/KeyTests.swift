import CivilTime
import Foundation
import RecordStores
import SQLite
import Testing
import TransparencyLog
import Words

@testable import AuditJournal

/// Keys that follow one another: by hand, and by epochs.
@Suite struct KeyTests {
  private func key(_ number: UInt8) throws -> SigningKey { try SigningKey(seed: Array(number...number + 31)) }

  private func open(_ folder: JournalFolder, _ keys: JournalKeys) throws -> AuditJournal {
    try AuditJournal(at: folder.location, access: .append, keys: keys, evidenceKey: folder.evidenceKey)
  }

  private func grow(_ journal: AuditJournal, by count: Int, _ folder: JournalFolder) throws {
    for number in 0..<count {
      try journal.append([.serviceStopped(reason: "number \(number)")], at: folder.start)
    }
  }

  private func epochFiles(_ folder: JournalFolder) throws -> [String] {
    let path = folder.location.path + ".keys"
    return FileManager.default.fileExists(atPath: path)
      ? try FileManager.default.contentsOfDirectory(atPath: path) : []
  }

  @Test("A chain of keys verifies from the first one, and from no other")
  func chain() throws {
    let folder = try JournalFolder()
    var journal = try folder.create()
    for number in [2, 3, 4] as [UInt8] {
      try grow(journal, by: 2, folder)
      try journal.rotateKey(to: key(number), reason: "yearly", at: folder.start)
      try grow(journal, by: 1, folder)
      journal = try open(folder, JournalKeys(configured: key(number)))
    }
    let result = try folder.verify()
    #expect(result.findings == [] && result.keys == 4)
    for number in [2, 4, 9] as [UInt8] {
      let other = try key(number).verifier(of: folder.location.origin)
      #expect(try !JournalVerifier.verify(path: folder.location.path, verifierKey: other).findings.isEmpty)
    }
  }

  @Test("After a rotation the old key opens nothing, and the message names both keys")
  func oldKey() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    try journal.rotateKey(to: key(2), reason: "yearly", at: folder.start)
    let ids = try [folder.signingKey, key(2)].map {
      Hexadecimal.encode($0.verifier(of: folder.location.origin).keyID)
    }
    #expect {
      _ = try folder.open(.append)
    } throws: { error in
      ids.allSatisfy { "\(error)".contains($0) } && "\(error)".contains("keys.signing")
    }
    // Right after it, and with entries of the new key's own.
    try grow(try open(folder, JournalKeys(configured: key(2))), by: 1, folder)
    #expect(throws: JournalError.self) { try folder.open(.append) }
  }

  /// Writes another note over the checkpoint of a size.
  private func forge(_ folder: JournalFolder, size: Int, keys: [SigningKey]) throws {
    let connection = try folder.connection()
    let old = try #require(try connection.text("SELECT note FROM checkpoint WHERE size = \(size)"))
    let text = try SignedNote(old).text
    let note = try SignedNote(text: text, name: folder.location.origin, keys: keys).description
    let update = try connection.prepare("UPDATE checkpoint SET note = ?1 WHERE size = \(size)")
    update.bind(1, note)
    try update.run()
  }

  @Test("A key signs in its own turn, and a rotation is signed by both: whatever else is found")
  func turns() throws {
    let (old, new, stranger) = (try key(1), try key(2), try key(9))
    // Entries: 0 created, 1, 2 rotated, 3, 4; checkpoints of 1 to 5.
    for (size, signers, isRight) in [
      (3, [old, new], true), (3, [old], false), (3, [new], false), (3, [new, old], false),
      (3, [old, stranger], false),
      (2, [new], false), (2, [old, new], false), (4, [old], false), (5, [old], false),
      (5, [new, old], false),
      (5, [stranger], false), (5, [new], true),
    ] as [(Int, [SigningKey], Bool)] {
      let folder = try JournalFolder()
      let journal = try folder.create()
      try grow(journal, by: 1, folder)
      try journal.rotateKey(to: new, reason: "yearly", at: folder.start)
      try grow(journal, by: 2, folder)
      try forge(folder, size: size, keys: signers)
      #expect(try folder.verify().findings.isEmpty == isRight, "\(size) by \(signers.count)")
    }
  }

  @Test("A rotation's checkpoint and an unsigned tail cannot be left out")
  func missingCheckpoints() throws {
    for size in [3, 5] {
      let folder = try JournalFolder()
      let journal = try folder.create()
      try grow(journal, by: 1, folder)
      try journal.rotateKey(to: key(2), reason: "yearly", at: folder.start)
      try grow(journal, by: 2, folder)
      try folder.connection().execute("DELETE FROM checkpoint WHERE size = \(size)")
      #expect(try !folder.verify().findings.isEmpty)
    }
  }

  @Test("In epochs each key signs so many entries and is erased; the journal verifies from the first")
  func epochs() throws {
    let folder = try JournalFolder()
    let file = folder.folder.appending(path: "signing.key")
    try Data(1...32).write(to: file)
    _ = try AuditJournal.create(
      at: folder.location, signingKey: folder.signingKey, evidenceKey: folder.evidenceKey, epochEntries: 16,
      now: folder.start)
    var keys = JournalKeys(configured: folder.signingKey, configuredFile: file.path, epochEntries: 16)
    var seen: Set<String> = []
    for _ in 0..<5 {
      // Each process opens it anew; from the first epoch on the configured key is gone.
      let journal = try open(folder, keys)
      for _ in 0..<10 {
        try grow(journal, by: 1, folder)
        let files = try epochFiles(folder)
        #expect(files.count <= 1)
        seen.formUnion(files)
      }
      if !FileManager.default.fileExists(atPath: file.path) {
        keys = JournalKeys(configured: nil, configuredFile: file.path, epochEntries: 16)
      }
    }
    let result = try folder.verify()
    #expect(result.findings == [] && result.keys >= 4 && seen.count == result.keys - 1)
    #expect(!FileManager.default.fileExists(atPath: file.path))
    #expect(try epochFiles(folder).count == 1)
    // Without the epoch's key nobody signs on, and nobody is told to begin anew.
    try FileManager.default.removeItem(atPath: folder.location.path + ".keys")
    #expect(throws: JournalError.self) { try open(folder, keys) }
  }

  @Test("An epoch that goes on beyond its entries is a gap in the chain")
  func gap() throws {
    let folder = try JournalFolder()
    _ = try AuditJournal.create(
      at: folder.location, signingKey: folder.signingKey, evidenceKey: folder.evidenceKey, epochEntries: 16,
      now: folder.start)
    // A program that does not rotate, with a key that should have been erased.
    let journal = try open(folder, JournalKeys(configured: folder.signingKey))
    try grow(journal, by: 15, folder)
    #expect(try folder.verify().findings == [])
    try grow(journal, by: 1, folder)
    #expect(try folder.verify().findings.contains { $0.contains("a gap in the chain of keys") })
  }

  @Test(
    "What a crash leaves of keys is erased by the next that writes: a new one without its rotation, an old one after it"
  )
  func crash() throws {
    let folder = try JournalFolder()
    _ = try AuditJournal.create(
      at: folder.location, signingKey: folder.signingKey, evidenceKey: folder.evidenceKey, epochEntries: 16,
      now: folder.start)
    let keys = JournalKeys(configured: folder.signingKey, epochEntries: 16)
    try grow(try open(folder, keys), by: 20, folder)
    let current = try epochFiles(folder)
    // Left before the commit, or after it and before the erasure.
    _ = try EpochKeys(journal: folder.location.path, name: folder.location.origin).make()
    try Data(1...32).write(to: URL(filePath: folder.location.path + ".keys/00000000"))
    #expect(try epochFiles(folder).count == 3)
    try grow(try open(folder, keys), by: 1, folder)
    #expect(try epochFiles(folder) == current)
    #expect(try folder.verify().findings == [])
  }

  @Test("Two processes append while epochs change, and neither loses the key")
  func concurrent() throws {
    let folder = try JournalFolder()
    _ = try AuditJournal.create(
      at: folder.location, signingKey: folder.signingKey, evidenceKey: folder.evidenceKey, epochEntries: 16,
      now: folder.start)
    let keys = JournalKeys(configured: folder.signingKey, epochEntries: 16)
    let (one, other) = (try open(folder, keys), try open(folder, keys))
    for _ in 0..<40 {
      try grow(one, by: 1, folder)
      try grow(other, by: 1, folder)
    }
    let result = try folder.verify()
    #expect(result.findings == [] && result.keys >= 5 && result.entries > 81)
    #expect(try epochFiles(folder).count == 1)
  }

  @Test("A failed write at the end of an epoch leaves the key as it was")
  func failedWrite() throws {
    let folder = try JournalFolder()
    _ = try AuditJournal.create(
      at: folder.location, signingKey: folder.signingKey, evidenceKey: folder.evidenceKey, epochEntries: 16,
      now: folder.start)
    let journal = try open(folder, JournalKeys(configured: folder.signingKey, epochEntries: 16))
    try grow(journal, by: 15, folder)
    struct Failed: Error {}
    #expect(throws: Failed.self) { try journal.write(at: folder.start) { throw Failed() } }
    #expect(journal.size == 16)
    try grow(journal, by: 1, folder)
    let result = try folder.verify()
    #expect(result.findings == [] && result.keys == 2 && result.entries == 18)
    #expect(try epochFiles(folder).count == 1)
  }
}
