import CivilTime
import Crypto
import Foundation
import RecordStores
import SQLite
import TestNames
import Testing
import TransparencyLog
import Words

@testable import AuditJournal

@Suite struct AuditJournalTests {
  @Test("Every append is signed, verifies from the public key alone, and survives being closed")
  func appendAndVerify() throws {
    let folder = try JournalFolder()
    do {
      let journal = try folder.create()
      for index in 0..<20 { try journal.append([.planMade(plan: "p", due: index)], at: folder.start) }
      #expect(journal.size == 21)
    }
    let result = try folder.verify()
    #expect(result.findings.isEmpty && result.entries == 21 && result.checkpoints == 21)
    #expect(try folder.open(.read).size == 21)
  }

  @Test("openssl, which knows nothing of us, accepts a checkpoint's signature and refuses an altered one")
  func openssl() throws {
    let folder = try JournalFolder()
    let checkpoint = Checkpoint(origin: folder.location.origin, size: 3, root: .leaf([1]))
    let note = try checkpoint.signed(with: folder.signingKey)
    let line = try #require(note.split(separator: "\n").last?.split(separator: " ").last)
    let signature = try #require(Base64.decode(String(line))).dropFirst(4)
    let key = folder.signingKey.verifier(of: folder.location.origin).publicKey
    // SubjectPublicKeyInfo of Ed25519 (RFC 8410): a fixed head and the key.
    let der = Data([0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]) + key
    func verify(_ text: String) throws -> Int32 {
      try der.write(to: folder.folder.appending(path: "key"))
      try Data(signature).write(to: folder.folder.appending(path: "signature"))
      try Data(text.utf8).write(to: folder.folder.appending(path: "text"))
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/openssl")
      process.arguments = [
        "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-rawin", "-in", "text",
        "-sigfile",
        "signature",
      ]
      process.currentDirectoryURL = folder.folder
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }
    #expect(try verify(checkpoint.text) == 0)
    #expect(try verify(checkpoint.text.replacing("3", with: "4")) != 0)
  }

  @Test("The verifier key of the signed-note specification's example is read and written as it stands there")
  func verifierKey() throws {
    let text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    #expect(try VerifierKey(text).text == text)
    #expect(throws: TransparencyLogError.self) {
      try VerifierKey(text.replacing("530d903a", with: "530d903b"))
    }
  }

  @Test(
    "Whatever is altered in the file is found",
    arguments: [
      "UPDATE entry SET bytes = CAST(replace(bytes, '\"due\":7', '\"due\":8') AS BLOB) WHERE idx = 8",
      "DELETE FROM entry WHERE idx = 12",
      "DELETE FROM entry WHERE idx = 4",
      "UPDATE checkpoint SET note = replace(note, 'test.example', 'best.example') WHERE size = 5",
      "DELETE FROM checkpoint WHERE size = 16",
      "UPDATE node SET hash = zeroblob(32) WHERE level = 1 AND idx = 2",
      "UPDATE batch SET locators = zeroblob(64)",
      "UPDATE batch SET outcome = 'committed'",
      "DELETE FROM batch",
    ])
  func tamper(statement: String) throws {
    let folder = try JournalFolder()
    do {
      let journal = try folder.create()
      for index in 0..<11 { try journal.append([.planMade(plan: "p", due: index)], at: folder.start) }
      try folder.begin(journal)
      _ = try journal.prepare(
        folder.intent(count: 2), keys: folder.keys(["a", "b"]), holdGeneration: 0, at: folder.start)
    }
    #expect(try folder.verify().findings.isEmpty)
    let connection = try Connection(path: folder.location.path, mode: .readWrite, busySeconds: 1)
    try connection.execute(statement)
    #expect(connection.changes > 0)
    #expect(try !folder.verify().findings.isEmpty)
  }

  @Test("An altered tail is not appended to")
  func damagedTail() throws {
    let folder = try JournalFolder()
    do { try folder.create().append([.planMade(plan: "p", due: 1)], at: folder.start) }
    let connection = try Connection(path: folder.location.path, mode: .readWrite, busySeconds: 1)
    try connection.execute(
      "UPDATE entry SET bytes = CAST(replace(bytes, '1.0', '1.1') AS BLOB) WHERE idx = 1")
    #expect(throws: JournalError.self) { try folder.open(.append) }
  }

  @Test("Another key's journal is refused")
  func wrongKey() throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    let other = try SigningKey(seed: Array(2...33))
    #expect(throws: JournalError.self) {
      try AuditJournal(
        at: folder.location, access: .append, signingKey: other, evidenceKey: folder.evidenceKey)
    }
  }

  @Test("A journal is never made over another, nor by itself")
  func creation() throws {
    let folder = try JournalFolder()
    #expect(throws: JournalError.missing(path: folder.location.path)) { try folder.open(.append) }
    _ = try folder.create()
    #expect(throws: JournalError.exists(path: folder.location.path)) { try folder.create() }
    #expect(
      try FileManager.default.attributesOfItem(atPath: folder.location.path)[.posixPermissions] as? Int
        == 0o600)
  }

  @Test("A file that was put in the journal's place stops the next batch")
  func replaced() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    try journal.preflight()
    try FileManager.default.moveItem(atPath: folder.location.path, toPath: folder.location.path + ".old")
    try FileManager.default.copyItem(atPath: folder.location.path + ".old", toPath: folder.location.path)
    #expect(throws: JournalError.replaced(path: folder.location.path)) { try journal.preflight() }
  }

  @Test("One purge at a time holds the run's lock; single entries need none")
  func lock() throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    let run = try folder.open(.run)
    #expect(throws: JournalError.locked(path: folder.location.path)) { try folder.open(.run) }
    _ = try folder.open(.append).placeHold(
      .recordSet("set"), reference: "R-1", reason: "reason", by: "somebody", at: folder.start)
    // The run's own tree has grown under it, and goes on.
    try run.append([.planMade(plan: "p", due: 1)], at: folder.start)
    #expect(try folder.verify().findings.isEmpty && run.size == 3)
  }

  @Test("An open batch's keys come back to the holder of the evidence key, and lie nowhere in the clear")
  func pending() throws {
    let folder = try JournalFolder()
    let texts = ["marker-of-a-person-one", "marker-of-a-person-two"]
    do {
      let journal = try folder.create()
      try folder.begin(journal)
      _ = try journal.prepare(
        folder.intent(count: 2), keys: folder.keys(texts), holdGeneration: 0, at: folder.start)
    }
    #expect(try folder.bytes().range(of: Data("marker-of-a-person".utf8)) == nil)
    let journal = try folder.open(.run)
    let pending = try #require(try journal.pendingBatches().first)
    #expect((0..<2).map { pending.keys.values(at: $0) } == texts.map { [.text($0)] })
    #expect(pending.intent == folder.intent(count: 2))
    try journal.settle(
      batch: pending.batch, recovered: Recovery(outcome: .committed, method: "test", copiesRemoved: 0),
      at: folder.start)
    #expect(try journal.pendingBatches().isEmpty)
    let result = try folder.verify()
    #expect(result.findings.isEmpty && result.rows == 2 && result.openBatches == 0)
  }

  @Test("A deferred outcome travels with the next intent")
  func deferred() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let first = try journal.prepare(
      folder.intent(count: 1), keys: folder.keys(["a"]), holdGeneration: 0, at: folder.start)
    try journal.deferOutcome(.committed, of: first)
    #expect(try journal.pendingBatches().isEmpty)
    _ = try journal.prepare(
      folder.intent(count: 1), keys: folder.keys(["b"]), holdGeneration: 0, at: folder.start)
    #expect(try journal.entry(at: 2).type == "retentiond.batch.outcome")
    #expect(try folder.verify().openBatches == 1)
  }

  @Test("A hold that is placed meanwhile stops the intent")
  func holdsChanged() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let generation = try journal.holdGeneration()
    _ = try folder.open(.append).placeHold(
      .subject("0 84 05 88 123 456"), reference: "R-1", reason: "reason", by: "somebody", at: folder.start)
    #expect(throws: JournalError.holdsChanged) {
      try journal.prepare(
        folder.intent(count: 1), keys: folder.keys(["a"]), holdGeneration: generation, at: folder.start)
    }
    #expect(try folder.verify().entries == 2)
  }

  @Test(
    "A held person is recognised however the store spells the number, and nobody else is",
    arguments: [
      ("084058812345678", true), ("0 84 05 88 123 456 78", true), ("0840588123456", true),
      ("0840588123457", false),
      ("", false),
    ])
  func heldSubject(spelling: String, isHeld: Bool) throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    for number in 0..<50 {
      _ = try journal.placeHold(
        .subject("09999999999\(10 + number)"), reference: "R", reason: "reason", by: "somebody",
        at: folder.start)
    }
    _ = try journal.placeHold(
      .subject("0 84 05 88 123 456"), reference: "R-1", reason: "reason", by: "somebody", at: folder.start)
    let test = try journal.holdTest(for: .named("set"))
    let answer = try unsafe Array(spelling.utf8).withUnsafeBytes { subject in
      try unsafe [UInt8]().withUnsafeBytes { try unsafe test.isHeld(subject: subject, key: $0) }
    }
    #expect(answer == isHeld)
    #expect(try folder.bytes().range(of: Data("0840588123456".utf8)) == nil)
  }

  @Test("A lifted hold holds no more, and both are entries")
  func lifted() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let placed = try journal.placeHold(
      .recordSet("set"), reference: "R-1", reason: "reason", by: "somebody", at: folder.start)
    #expect(try !journal.holdTest(for: .named("set")).isEmpty)
    try journal.liftHold(placed.id, reason: "over", by: "somebody", at: folder.start)
    #expect(try journal.holdTest(for: .named("set")).isEmpty)
    #expect(throws: JournalError.unknownHold(placed.id)) {
      try journal.liftHold(placed.id, reason: "over", by: "somebody", at: folder.start)
    }
    #expect(
      try [1, 2].map { try journal.entry(at: $0).type } == [
        "retentiond.hold.placed", "retentiond.hold.lifted",
      ])
  }

  @Test(
    "A reason that looks like a person's number is refused",
    arguments: [
      "NIR 084058812345678", "0 84 05 88 123 456 78", "two\nlines", String(repeating: "x", count: 501),
    ])
  func personalText(reason: String) throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    #expect(throws: JournalError.self) {
      try journal.placeHold(
        .recordSet("set"), reference: "R", reason: reason, by: "somebody", at: folder.start)
    }
    #expect(journal.size == 1)
  }

  @Test("Entries never go back in time")
  func time() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    try journal.append([.planMade(plan: "p", due: 1)], at: folder.start.adding(seconds: -10))
    #expect(try journal.entry(at: 1).time == folder.start)
  }

  @Test("SipHash-2-4 gives its authors' test vectors")
  func sipHash() {
    let key = (UInt64(0x0706_0504_0302_0100), UInt64(0x0f0e_0d0c_0b0a_0908))
    #expect(SipHash.hash([UInt8](), key: key) == 0x726f_db47_dd0e_0e31)
    #expect(SipHash.hash(Array(0...14), key: key) == 0xa129_ca61_49be_45e5)
  }
}
