import CivilTime
import Files
import Foundation
import RecordStores
import SQLite
import TestNames
import Testing
import TransparencyLog
import Words

@testable import AuditJournal

/// A journal with one of everything, against somebody who can write to its file and does not have its key.
@Suite struct TamperTests {
  /// Entries: 0 created, 1 approval, 2 hold on a person, 3 hold on a record set, 4 hold lifted, 5 hold lifted,
  /// 6 plan, 7 run, 8 intent, 9 its outcome, 10 an open intent, 11 hold on a list, 12 hold on a domain.
  static func fill(_ folder: JournalFolder) throws {
    let journal = try folder.create()
    try folder.approve(journal)
    try placeHolds(in: journal, folder)
    try writeBatches(in: journal, folder)
    try placeList(in: journal, folder)
    try journal.identify("store", at: "p", as: StoreIdentity(["inode": "7"]), time: folder.start)
    try journal.accept(
      "store", at: "p", as: StoreIdentity(["inode": "8"]), reason: "restored", by: "somebody",
      time: folder.start)
  }

  /// A list with all that a hold can have, and a hold on a domain.
  private static func placeList(in journal: AuditJournal, _ folder: JournalFolder) throws {
    let people = try journal.persons(
      (0..<4_200).map { "person \($0)" }, reach: [HeldPseudonyms(domain: "d", version: 2)],
      pseudonyms: { ["pseudonym of \($0)"] })
    let until = CivilDate("2090-01-01")
    _ = try journal.placeHold(
      .persons(people),
      HoldTerms(
        reference: "R-3", reason: "reason", by: "somebody", authority: "TJ Lyon",
        review: CivilDate("2028-01-01"),
        until: until, isRestriction: true), at: folder.start)
    _ = try journal.placeHold(
      .domain("d"), reference: "R-4", reason: "reason", by: "somebody", at: folder.start)
  }

  private static func placeHolds(in journal: AuditJournal, _ folder: JournalFolder) throws {
    for scope in [HoldScope.subject("0840588123456"), .recordSet("other")] {
      _ = try journal.placeHold(scope, reference: "R-1", reason: "reason", by: "somebody", at: folder.start)
    }
    let third = try journal.placeHold(
      .record(store: "store", recordSet: "set", key: [1]), reference: "R-2", reason: "reason", by: "somebody",
      at: folder.start)
    try journal.liftHold(third.id, reason: "over", by: "somebody", at: folder.start)
  }

  private static func writeBatches(in journal: AuditJournal, _ folder: JournalFolder) throws {
    let generation = try journal.holdGeneration()
    try folder.begin(journal)
    for texts in [["a", "b", "c"], ["d"]] {
      let files = texts.count == 3 ? [OwnedFile(root: "/srv/scans", path: "a.pdf")] : []
      let batch = try journal.prepare(
        folder.intent(count: texts.count, files: files.count), keys: folder.keys(texts),
        BatchCompanions(subjects: folder.subjects(texts, journal), files: files), holdGeneration: generation,
        at: folder.start)
      if texts.count == 3 { try journal.deferOutcome(.committed, of: batch) }
    }
  }

  @Test("A journal with one of everything verifies")
  func whole() throws {
    let folder = try JournalFolder()
    try Self.fill(folder)
    let result = try folder.verify()
    #expect(result.findings.isEmpty)
    #expect(result.batches == 2 && result.openBatches == 1 && result.rows == 3)
  }

  @Test(
    "Whatever is changed beside the entries is found",
    arguments: [
      "DELETE FROM hold WHERE kind = 'persons'",
      "DELETE FROM hold_member",
      "DELETE FROM state WHERE name = 'store|store'",
      "UPDATE state SET value = value - 1 WHERE name = 'store|store'",
      "UPDATE state SET name = 'store|other' WHERE name = 'store|store'",
      "DELETE FROM hold_member WHERE hold = 4 AND chunk = 1",
      "UPDATE hold_member SET chunk = 99 WHERE hold = 4 AND chunk = 0; UPDATE hold_member SET chunk = 0 WHERE hold = 4 AND chunk = 1; UPDATE hold_member SET chunk = 1 WHERE chunk = 99",
      "UPDATE hold_member SET members = substr(members, 1, 40) WHERE hold = 4 AND chunk = 0",
      "UPDATE hold_member SET members = zeroblob(8) || substr(members, 9)",
      "UPDATE hold_member SET members = substr(members, 1, 8) || zeroblob(length(members) - 8)",
      "INSERT INTO hold_member VALUES (77, 0, zeroblob(40))",
      "INSERT INTO hold_member VALUES (4, 99, zeroblob(40))",
      "UPDATE hold SET tag = 1 WHERE kind = 'persons'",
      "UPDATE hold SET kind = 'subject' WHERE kind = 'persons'",
      "UPDATE hold SET persons = 1 WHERE id = 4",
      "UPDATE hold SET spellings = 3 WHERE kind = 'persons'",
      "UPDATE hold SET pseudonyms = NULL WHERE id = 4",
      "UPDATE hold SET authority = NULL WHERE id = 4",
      "UPDATE hold SET review = '2030-01-01' WHERE id = 4",
      "UPDATE hold SET until = '2027-01-01' WHERE id = 4",
      "UPDATE hold SET until = NULL WHERE id = 4",
      "UPDATE hold SET restriction = 0 WHERE id = 4",
      "UPDATE hold SET entry = 2 WHERE id = 4",
      "UPDATE hold SET changed = 3",
      "UPDATE hold SET narrowed = 3",
      "UPDATE hold SET name = 'x' WHERE kind = 'domain'",
      "UPDATE hold SET locator = zeroblob(32) WHERE kind = 'domain'",
      "UPDATE hold SET record_set = 'set' WHERE kind = 'record-set'",
      "UPDATE hold SET kind = 'record' WHERE kind = 'record-set'",
      "UPDATE hold SET placed_by = 'another'",
      "INSERT INTO hold (id, kind, record_set, locator, tag, reference, reason, placed_by, since) SELECT 77, kind, record_set, locator, tag, reference, reason, placed_by, since FROM hold WHERE kind = 'record-set'",
      "UPDATE approval SET rules = CAST('{}' AS BLOB)",
      "UPDATE approval SET base = '/elsewhere'",
      "UPDATE approval SET approved_by = 'another'",
      "DELETE FROM approval",
      "INSERT INTO approval SELECT 'forged', rules, stores, base, approved_by, entry FROM approval",
      "UPDATE batch SET outcome = NULL WHERE outcome IS NOT NULL",
      "UPDATE batch SET outcome = 'rolled-back' WHERE outcome IS NOT NULL",
      "UPDATE batch SET sealed = zeroblob(3) WHERE outcome IS NOT NULL",
      "UPDATE batch SET sealed = NULL WHERE outcome IS NULL",
      "DELETE FROM batch WHERE outcome IS NULL",
      "INSERT INTO node VALUES (9, 9, zeroblob(32))",
      "UPDATE entry SET idx = CASE idx WHEN 2 THEN -3 ELSE -2 END WHERE idx IN (2, 3); UPDATE entry SET idx = -idx WHERE idx < 0",
      "UPDATE batch SET files = NULL",
      "UPDATE batch_subject SET subjects = NULL WHERE entry = (SELECT max(entry) FROM batch)",
      "DELETE FROM batch_subject WHERE entry = (SELECT max(entry) FROM batch)",
      "UPDATE batch_subject SET dependents = NULL WHERE entry = (SELECT min(entry) FROM batch)",
      "UPDATE batch_subject SET subjects = zeroblob(0)",
      "UPDATE batch_subject SET subjects = subjects || zeroblob(32)",
      "UPDATE batch_subject SET dependents = substr(dependents, 1, 64)",
      "UPDATE batch_subject SET dependents = dependents || zeroblob(1)",
      "UPDATE batch_subject SET subjects = dependents, dependents = subjects",
      "UPDATE batch_subject SET subjects = (SELECT locators FROM batch WHERE batch.entry = batch_subject.entry)",
      "INSERT INTO batch_subject VALUES (1000, zeroblob(0), zeroblob(0))",
      "PRAGMA user_version = 99",
    ])
  func state(statement: String) throws {
    let folder = try JournalFolder()
    try Self.fill(folder)
    try folder.connection().execute(statement)
    #expect(try !folder.verify().findings.isEmpty)
  }

  @Test(
    "Each byte of every entry, checkpoint and row evidence counts",
    arguments: [
      ("entry", "bytes", "idx"), ("checkpoint", "note", "size"), ("batch", "locators", "entry"),
      ("batch_subject", "subjects", "entry"), ("batch_subject", "dependents", "entry"),
    ])
  func everyByte(table: String, column: String, key: String) throws {
    let folder = try JournalFolder()
    try Self.writeBatches(in: folder.create(), folder)
    let connection = try folder.connection()
    try connection.execute("PRAGMA synchronous = OFF")
    let rows = try connection.prepare(
      "SELECT \(key), CAST(\(column) AS BLOB), typeof(\(column)) FROM \(table)")
    var originals: [(key: Int64, bytes: [UInt8], type: String)] = []
    while try rows.step() { originals.append((rows.integer(0), rows.blob(1), rows.text(2) ?? "blob")) }
    rows.reset()
    let update = try connection.prepare(
      "UPDATE \(table) SET \(column) = CAST(?1 AS \(originals[0].type)) WHERE \(key) = ?2")
    func write(_ bytes: [UInt8], _ key: Int64) throws {
      update.bind(1, blob: bytes)
      update.bind(2, key)
      try update.run()
    }
    var unnoticed: [String] = []
    for row in originals {
      for index in row.bytes.indices {
        var altered = row.bytes
        altered[index] ^= UInt8(1) << UInt8(index % 7)
        try write(altered, row.key)
        if try folder.verify().findings.isEmpty { unnoticed.append("\(table) \(row.key) byte \(index)") }
      }
      try write(row.bytes, row.key)
    }
    #expect(unnoticed == [])
    #expect(originals.count > 1)
    #expect(try folder.verify().findings.isEmpty)
  }

  @Test("Rules that were slipped into the file are not enforced")
  func forgedApproval() throws {
    let folder = try JournalFolder()
    try Self.fill(folder)
    #expect(try folder.open(.read).lastApproval()?.by == "somebody")
    try folder.connection().execute("UPDATE approval SET rules = CAST('{}' AS BLOB)")
    #expect(throws: JournalError.self) { try folder.open(.read).lastApproval() }
    #expect(throws: JournalError.self) { try folder.open(.read).approval(for: "digest") }
  }

  @Test("An entry that was changed is not read, wherever it stands in the tree", arguments: 0..<8)
  func changedEntry(index: Int) throws {
    let folder = try JournalFolder()
    try Self.fill(folder)
    let journal = try folder.open(.append)
    #expect(try journal.entry(at: index).index == index)
    try folder.connection().execute(
      "UPDATE entry SET bytes = CAST(replace(bytes, '2027', '2028') AS BLOB) WHERE idx = \(index)")
    #expect(throws: JournalError.self) { try journal.entry(at: index) }
  }

  @Test("A checkpoint is read in one form only, and lines of other keys are passed over")
  func checkpointForm() throws {
    let folder = try JournalFolder()
    let verifier = folder.signingKey.verifier(of: folder.location.origin)
    let checkpoint = Checkpoint(origin: folder.location.origin, size: 12, root: .leaf([1]))
    let note = try checkpoint.signed(with: folder.signingKey)
    #expect(try Checkpoint(note: note, verifier: verifier) == checkpoint)
    let other = "\u{2014} other.example AAAAAAAA\n"
    #expect(try Checkpoint(note: note + other, verifier: verifier) == checkpoint)
    for wrong in [
      "", note.replacing("\n12\n", with: "\n012\n"), note.replacing("\n12\n", with: "\n+12\n"),
      note.replacing("\n", with: "\r\n"), note.replacing("test.example", with: "test.examplf"),
      note.replacing("\n\n", with: "\n\n\n"), note.replacing("\u{2014}", with: "-"), checkpoint.text,
      note.replacing("\n\n", with: "\nan extension\n\n"),
      try checkpoint.signed(with: SigningKey(seed: Array(2...33))),
    ] {
      #expect(throws: TransparencyLogError.self) { try Checkpoint(note: wrong, verifier: verifier) }
    }
  }
}
