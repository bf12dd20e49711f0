import CivilTime
import Crypto
import Files
import Foundation
import RecordStores
import SQLite
import TestNames
import Testing
import TransparencyLog
import Words

@testable import AuditJournal

/// What the journal refuses, and what it keeps when it refuses.
@Suite struct JournalRulesTests {
  @Test("An outcome that was deferred is not lost when the transaction that carries it fails")
  func deferredAfterFailure() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    try folder.begin(journal)
    let batch = try journal.prepare(
      folder.intent(count: 1), keys: folder.keys(["a"]), holdGeneration: 0, at: folder.start)
    try journal.deferOutcome(.committed, of: batch)
    #expect(throws: JournalError.self) {
      try journal.prepare(
        folder.intent(count: 1, rule: RuleID(String(repeating: "x", count: 70_000))),
        keys: folder.keys(["b"]),
        holdGeneration: 0, at: folder.start)
    }
    #expect(journal.size == 5)
    try journal.settleDeferred(at: folder.start)
    let result = try folder.verify()
    #expect(result.findings.isEmpty && result.openBatches == 0 && result.rows == 1)
  }

  @Test("A batch has one outcome")
  func oneOutcome() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    try folder.begin(journal)
    let batch = try journal.prepare(
      folder.intent(count: 1), keys: folder.keys(["a"]), holdGeneration: 0, at: folder.start)
    let recovery = Recovery(outcome: .committed, method: "test", copiesRemoved: 0)
    try journal.settle(batch: batch, recovered: recovery, at: folder.start)
    #expect(throws: JournalError.unknownBatch(batch)) {
      try journal.settle(batch: batch, recovered: recovery, at: folder.start)
    }
    #expect(journal.size == 6)
    #expect(try folder.verify().findings.isEmpty)
  }

  @Test("A batch that cannot be settled stays open with its keys, and can be settled later")
  func indeterminate() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    try folder.begin(journal)
    let batch = try journal.prepare(
      folder.intent(count: 2), keys: folder.keys(["a", "b"]), holdGeneration: 0, at: folder.start)
    for fate in [BatchOutcome.indeterminate(present: 1, changed: 0, absent: 1), .committed] {
      #expect(try journal.pendingBatches().map(\.batch) == [batch])
      try journal.settle(
        batch: batch, recovered: Recovery(outcome: fate, method: "test", copiesRemoved: 0), at: folder.start)
    }
    let result = try folder.verify()
    #expect(result.findings.isEmpty && result.openBatches == 0 && result.rows == 2)
  }

  @Test(
    "Files of a batch are kept until they are gone, and those of one that was not committed are forgotten")
  func files() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    try folder.begin(journal)
    let moment = FileMoment(seconds: 1, nanoseconds: 2)
    let seen = [nil, moment].map {
      SeenFile(
        root: SeenFile.Root(inode: .max, born: $0), isOnRootsDevice: $0 == nil, inode: 7, size: 3,
        modified: FileMoment(seconds: -1, nanoseconds: 0), changed: moment, born: $0)
    }
    var files = [
      OwnedFile(root: "/srv", path: FilePath([0xE9])), OwnedFile(root: "/srv", path: "b", judged: seen[0]),
      OwnedFile(root: "/srv", path: "c", judged: seen[1]),
    ]
    files[1].isMissed = true
    func batch() throws -> BatchName {
      try journal.prepare(
        folder.intent(count: 1, files: 3), keys: folder.keys(["a"]), BatchCompanions(files: files),
        holdGeneration: 0,
        at: folder.start)
    }
    let (first, second) = try (batch(), batch())
    #expect(try journal.pendingFiles().isEmpty, "nothing is committed yet")
    try journal.deferOutcome(.committed, of: first)
    try journal.deferOutcome(.rolledBack(reason: "test"), of: second)
    try journal.settleDeferred(at: folder.start)
    #expect(try journal.pendingFiles().map(\.batch) == [first])
    #expect(try journal.pendingFiles().first?.files == files)
    for left in [Array(files.suffix(1)), []] {
      journal.deferFiles(FileOutcome(removed: 1, missing: 1, left: left), of: first)
      try journal.settleDeferred(at: folder.start)
      #expect(try journal.pendingFiles().flatMap(\.files) == left)
    }
    #expect(try folder.verify().findings.isEmpty)
    // Neither a path nor the folder is in what auditors see.
    let entries = try folder.connection().prepare("SELECT 1 FROM entry WHERE instr(bytes, '/srv') > 0")
    #expect(try !entries.step())
    // The form of earlier versions, and one of a later one.
    func keep(_ values: [ColumnValue], of batch: BatchName) throws {
      var list = KeyList()
      list.append(key: values)
      let sealed = try SealedKeys.seal(list, batch: "files of \(batch)", with: folder.evidenceKey)
      try write(sealed, of: batch)
    }
    func write(_ sealed: [UInt8]?, of batch: BatchName) throws {
      let index = try AuditJournal.index(of: batch)
      try journal.write {
        let update = try journal.connection.prepare("UPDATE batch SET files = ?1 WHERE entry = ?2")
        update.bind(1, optional: sealed)
        update.bind(2, Int64(index))
        try update.run()
        try journal.set(
          LiveBatch(outcome: "committed", sealed: nil, files: LiveBatch.hash(of: sealed)), at: index)
        try journal.appendInTransaction([.planMade(plan: "p", due: 1)], at: folder.start)
      }
    }
    try keep([.text("/srv"), .text("./a//b")], of: first)
    #expect(try journal.pendingFiles().first?.files == [OwnedFile(root: "/srv", path: "a/b")])
    for values in [[.text("/srv")], [.text("/srv"), .blob([1]), .integer(0), .integer(1)]] as [[ColumnValue]]
    {
      try keep(values, of: first)
      #expect(throws: JournalError.self) { try journal.pendingFiles() }
    }
    try write(nil, of: first)
    let third = try batch()
    try journal.deferOutcome(.committed, of: third)
    try journal.settleDeferred(at: folder.start)
    #expect(throws: JournalError.noFilesLeft(second)) {
      try journal.settleFiles(of: second, reason: "gone", by: "somebody", at: folder.start)
    }
    #expect(try journal.settleFiles(of: third, reason: "gone", by: "somebody", at: folder.start) == 3)
    #expect(try journal.pendingFiles().isEmpty)
    #expect(try folder.verify().findings.isEmpty)
    journal.deferFiles(FileOutcome(removed: 1), of: second)
    try journal.settleDeferred(at: folder.start)
    #expect(try !folder.verify().findings.isEmpty, "files of a batch that was rolled back")
  }

  @Test(
    "A journal of a version before is verified and read as it is, and raised by who writes to it",
    arguments: 1...3)
  func earlierVersion(version: Int) throws {
    let folder = try JournalFolder()
    try folder.createEarlier(version: version)
    #expect(try folder.verify().findings.isEmpty)
    #expect(try folder.connection().integer("PRAGMA user_version") == Int64(version))
    #expect(try folder.open(.read).size == 1)
    let journal = try folder.open(.run)
    try folder.begin(journal)
    _ = try journal.prepare(
      folder.intent(count: 1, files: 1), keys: folder.keys(["a"]),
      BatchCompanions(files: [OwnedFile(root: "/", path: "a")]),
      holdGeneration: 0, at: folder.start)
    #expect(try folder.verify().findings.isEmpty)
  }

  @Test("An intent comes with as many keys as it says")
  func countOfKeys() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    #expect(throws: JournalError.self) {
      try journal.prepare(
        folder.intent(count: 2), keys: folder.keys(["a"]), holdGeneration: 0, at: folder.start)
    }
  }

  @Test("An approval names the digests of its own files")
  func approvalDigests() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    #expect(throws: JournalError.self) {
      try journal.approve(
        AgreedFiles(
          digest: "digest", rules: [1], rulesDigest: AuditJournal.digest(of: [2]), stores: [3],
          storesDigest: AuditJournal.digest(of: [3]), baseDirectory: "/"), by: "somebody", at: folder.start)
    }
    #expect(journal.size == 1)
  }

  @Test("A write-ahead log or lock that was removed stops the next batch", arguments: ["-wal", ".lock"])
  func removed(suffix: String) throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    let journal = try folder.open(.run)
    try journal.append([.planMade(plan: "p", due: 1)], at: folder.start)
    try journal.preflight()
    try FileManager.default.removeItem(atPath: folder.location.path + suffix)
    #expect(throws: JournalError.replaced(path: folder.location.path)) { try journal.preflight() }
  }

  @Test("A reader sees what was appended since it opened")
  func reader() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let reader = try folder.open(.read)
    try journal.append([.planMade(plan: "p", due: 1)], at: folder.start)
    #expect(try reader.entry(at: 1).type == "retentiond.plan.made")
  }

  @Test("A journal's name has one spelling", arguments: ["", "a b", "a+b", "é.example", "a\nb"])
  func origin(name: String) throws {
    let folder = try JournalFolder()
    #expect(throws: JournalError.self) {
      try AuditJournal.create(
        at: JournalLocation(path: folder.location.path, origin: name), signingKey: folder.signingKey,
        evidenceKey: folder.evidenceKey, now: folder.start)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.location.path))
  }

  @Test("A hold on one record keeps that record and no other, in its record set and no other")
  func heldRecord() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let keys = folder.keys(["a", "b"])
    _ = try journal.placeHold(
      .record(store: "store", recordSet: "set", key: Array(keys[0])), reference: "R", reason: "reason",
      by: "somebody", at: folder.start)
    func isHeld(_ key: ArraySlice<UInt8>, in recordSet: RecordSetName) throws -> Bool {
      let test = try journal.holdTest(for: .named(recordSet))
      return try unsafe Array(key).withUnsafeBytes { try unsafe test.isHeld(subject: nil, key: $0) }
    }
    #expect(try isHeld(keys[0], in: "set") && !isHeld(keys[1], in: "set") && !isHeld(keys[0], in: "other"))
    #expect(try journal.holdTest(for: .named("set")).needsKey)
  }

  @Test(
    "A number that could be a person's is found however it is written",
    arguments: [
      "0 84 05 2A 123 456", "0840 52b123456", "0-84-05-88-123-456",
      "0\u{a0}84\u{a0}05\u{a0}88\u{a0}123\u{a0}456",
      "084/0588/123456", "file 0840588123456.", "0_84_05_88_123_456", "\u{660}840588123456",
    ])
  func personalNumber(text: String) throws {
    #expect(throws: JournalError.self) { try JournalText.check(text, "reason") }
    #expect(!JournalText.redacted("before \(text) after").contains(text))
    #expect(JournalText.redacted("before \(text) after").hasPrefix("before "))
  }

  @Test("A reason that says nothing is refused", arguments: ["", " ", "\u{a0}\t"])
  func blankReason(text: String) {
    #expect(throws: JournalError.self) { try JournalText.check(text, "reason", mayBeBlank: false) }
  }

  @Test(
    "A reference without such a number is taken",
    arguments: ["TJ Lyon, RG 24/01234", "2026-11-24T02:41:00Z", "art. R. 161-12, 12 months", ""])
  func reference(text: String) throws {
    try JournalText.check(text, "reference")
    #expect(JournalText.redacted(text) == text)
  }

  @Test("A store's message that quotes a person's number enters the journal without it")
  func redactedReason() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    try journal.append(
      [
        .rowSetAside(
          run: "run-1", recordSet: "set", rule: "rule", locator: "00",
          reason: "Key (nir)=(084058812345678) is referenced " + String(repeating: "x", count: 70_000))
      ], at: folder.start)
    let text = try String(decoding: journal.entry(at: 1).bytes, as: UTF8.self)
    #expect(text.contains("Key (nir)=(\u{2026}) is referenced") && text.utf8.count < 5_000)
  }

  @Test(
    "A batch's evidence is each key's own HMAC, in order, under the tree's own root",
    arguments: [0, 1, 2, 127, 128, 129, 255, 256, 257, 384, 1_000, 1_025])
  func evidence(count: Int) throws {
    let folder = try JournalFolder()
    let keys = folder.keys((0..<count).map { "key \($0)" })
    let evidence = RowEvidence(
      keys: keys, store: "store", recordSet: "set", evidenceKey: folder.evidenceKey)
    var frontier = TreeFrontier()
    var expected: [UInt8] = []
    for index in 0..<count {
      let text = Array("loc\0store\0set\0".utf8) + keys[index]
      let locator = HMAC<SHA256>.authenticationCode(
        for: text, using: SymmetricKey(data: [UInt8](101...132)))
      expected += locator
      frontier.append(.leaf(Array(locator)))
    }
    #expect(evidence.locators == expected)
    #expect(evidence.root == frontier.root)
  }

  @Test("Base64 and hexadecimal are Foundation's", arguments: 0..<70)
  func encodings(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
    #expect(Base64.encode(bytes) == Data(bytes).base64EncodedString())
    #expect(Base64.decode(Data(bytes).base64EncodedString()) == bytes)
    #expect(Hexadecimal.decode(Hexadecimal.encode(bytes)) == bytes)
  }
}
