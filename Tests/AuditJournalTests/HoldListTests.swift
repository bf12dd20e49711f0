import CivilTime
import Foundation
import Identifiers
import JSONText
import RecordStores
import SQLite
import TestNames
import Testing
import TransparencyLog
import Words

@testable import AuditJournal

/// Holds on lists of people.
@Suite struct HoldListTests {
  private func isHeld(_ subject: String, by journal: AuditJournal, in recordSet: RecordSetName = "set") throws
    -> Bool
  {
    try Self.isHeld(subject, by: journal.holdTest(for: .named(recordSet)))
  }

  static func isHeld(_ subject: String, by test: any HoldTest) throws -> Bool {
    try unsafe Array(subject.utf8).withUnsafeBytes { subject in
      try unsafe test.isHeld(subject: subject, key: UnsafeRawBufferPointer(start: nil, count: 0))
    }
  }

  private func place(_ identifiers: [String], in journal: AuditJournal, _ folder: JournalFolder) throws -> Int
  {
    try journal.placeHold(
      .persons(journal.persons(identifiers)), reference: "A", reason: "reason", by: "somebody",
      at: folder.start
    ).id
  }

  @Test(
    "A list is one hold and one entry, however long; it verifies, holds each of its people and is lifted as one",
    arguments: [1, 2, 1_023, 1_024, 1_025, 4_095, 4_096, 4_097, 10_000])
  func lists(count: Int) throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let id = try place((0..<count).map { "person \($0)" }, in: journal, folder)
    #expect(journal.size == 2)
    #expect(try journal.holds().map(\.persons) == [count])
    for journal in [journal, try folder.open(.read)] {
      #expect(try isHeld("person 0", by: journal) && isHeld("PERSON\u{a0}\(count - 1)", by: journal))
      #expect(try !isHeld("person \(count)", by: journal))
    }
    #expect(try folder.verify().findings == [])
    try journal.liftHold(id, reason: "over", by: "somebody", at: folder.start)
    #expect(try !isHeld("person 0", by: journal))
    #expect(try folder.connection().integer("SELECT count(*) FROM hold_member") == 0)
    #expect(try folder.verify().findings == [])
  }

  @Test("An entry has the number of people and spellings and their root, and nothing of whom")
  func entry() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let identifiers = ["0840588123456", "0 84 05 88 123 456", "jean@example.org"]
    _ = try place(identifiers, in: journal, folder)
    let data = try journal.entry(at: 1).data
    let stored = try folder.connection().prepare("SELECT members FROM hold_member")
    #expect(try stored.step())
    let members = stored.blob(0)
    #expect(data["kind"]?.stringValue == "persons" && data["spellings"]?.integerValue == 2)
    #expect(data["persons"]?.integerValue == 2, "two spellings are one person")
    #expect(data["members"]?.integerValue == members.count / 40)
    var frontier = TreeFrontier()
    for start in stride(from: 0, to: members.count, by: 40) {
      frontier.append(.leaf(Array(members[start..<start + 40])))
    }
    #expect(data["root"]?.stringValue == Hexadecimal.encode(frontier.root.bytes))
    let locators = stride(from: 0, to: members.count, by: 40).map { Array(members[$0 + 8..<$0 + 40]) }
    #expect(zip(locators, locators.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    for text in ["0840588123456", "jean@example"] {
      #expect(try folder.bytes().range(of: Data(text.utf8)) == nil)
    }
  }

  @Test(
    "What names nobody is refused, with its place, and nothing is written",
    arguments: ["", " ", "- .", String(repeating: "1", count: 1_025)])
  func nobody(identifier: String) throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    #expect {
      try place(["somebody", identifier, "another"], in: journal, folder)
    } throws: {
      if case JournalError.text(field: "identifier 2", _) = $0 { true } else { false }
    }
    #expect(throws: JournalError.self) { try place([], in: journal, folder) }
    #expect(journal.size == 1)
  }

  @Test(
    "A list whose people were changed in the file, or that this program cannot compare, ends whoever asks",
    arguments: [
      "DELETE FROM hold_member", "DELETE FROM hold_member WHERE chunk = 1",
      "UPDATE hold_member SET members = zeroblob(8) || substr(members, 9) WHERE chunk = 0",
      "UPDATE hold_member SET members = zeroblob(length(members)) WHERE chunk = 1",
      "UPDATE hold_member SET members = substr(members, 1, 39)",
      "UPDATE hold SET spellings = 3", "UPDATE hold SET spellings = NULL", "UPDATE hold SET kind = 'people'",
      "UPDATE hold SET persons = 2", "UPDATE hold SET persons = 1",
      "UPDATE hold SET entry = 0", "UPDATE hold SET entry = NULL",
      "UPDATE hold SET pseudonyms = 'x'", "UPDATE hold SET until = 'x'",
    ])
  func changed(statement: String) throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    _ = try place((0..<5_000).map { "person \($0)" }, in: journal, folder)
    try folder.connection().execute(statement)
    for access in [AuditJournal.Access.read, .run] {
      #expect("\(access)") { try folder.open(access).holdTest(for: .named("set")) } throws: {
        ($0 as? JournalError)?.isOfContents == true
      }
    }
    #expect(try !folder.verify().findings.isEmpty)
  }

  @Test("The word for a hold on people is none that a program of version 2 knows")
  func earlierProgram() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    _ = try place(["somebody"], in: journal, folder)
    // The question of version 2, as that program asks it in mid-run.
    let query = try folder.connection().prepare("SELECT kind, record_set, locator, tag FROM hold")
    #expect(try query.step())
    #expect(!["subject", "record", "record-set"].contains(query.text(0) ?? "subject"))
  }

  @Test("A spelling that two of a list share stays when one of them is lifted, and verifies")
  func shared() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    _ = try place(["a+x@example.org", "a+y@example.org", "other"], in: journal, folder)
    let held = try journal.liftPersons(
      ["A+X@example.org", "nobody"], reference: "A", reason: "over", by: "somebody", at: folder.start)
    #expect(held == [.shared, .notHeld])
    #expect(try journal.holds().map(\.persons) == [2])
    let mails = RecordSet(name: "mails", store: "store", table: "mails", key: ["id"], subjectForm: .email)
    for (subject, isText) in [("a+x@example.org", false), ("a+y@example.org", true), ("other", true)] {
      #expect(try isHeld(subject, by: journal) == isText, "\(subject)")
      #expect(try Self.isHeld(subject, by: journal.holdTest(for: mails)), "\(subject)")
    }
    #expect(try folder.verify().findings == [])
    for identifiers in [["a+y@example.org"], ["other"]] {
      _ = try journal.liftPersons(
        identifiers, reference: "A", reason: "over", by: "somebody", at: folder.start)
      #expect(try folder.verify().findings == [])
    }
    #expect(try journal.holds().isEmpty && !isHeld("a+y@example.org", by: journal))
  }

  @Test("Whoever has no spelling of their own stays held when they are lifted alone, and is said to")
  func allShared() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    _ = try place(["a@example.org", "a+x@example.org"], in: journal, folder)
    let lifted = try journal.liftPersons(
      ["a@example.org"], reference: "A", reason: "over", by: "somebody", at: folder.start)
    #expect(lifted == [.shared])
    #expect(try isHeld("a@example.org", by: journal))
    #expect(try folder.verify().findings == [])
  }

  @Test("A hold on a domain or a store keeps its record sets and no others")
  func names() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let sets = [("a", "s1", "d1"), ("b", "s1", "d2"), ("c", "s2", "d1"), ("d", "s2", "d2")].map {
      RecordSet(name: RecordSetName($0), store: $1, table: $0, domain: $2, key: ["id"])
    }
    for (scope, held) in [(HoldScope.domain("d1"), ["a", "c"]), (.store("s2"), ["c", "d"])] {
      let id = try journal.placeHold(scope, reference: "R", reason: "r", by: "b", at: folder.start).id
      let found = try sets.filter {
        try !journal.holdTest(for: $0).isEmpty && Self.isHeld("x", by: journal.holdTest(for: $0))
      }
      #expect(found.map(\.name.rawValue) == held)
      #expect(try folder.verify().findings == [])
      try journal.liftHold(id, reason: "over", by: "b", at: folder.start)
    }
  }
}

/// A journal that the program of schema version 2 made: two holds on people, a list of three, one on a record and one on a record set, a lifted one,
/// a committed batch of three with a file, and an open one.
@Suite struct EarlierJournalTests {
  /// A copy, since opening changes it.
  private func copied() throws -> JournalFolder {
    let folder = try JournalFolder()
    let source = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Journals/version-2.sqlite")
    try FileManager.default.copyItem(atPath: source.path, toPath: folder.location.path)
    return folder
  }

  private func checkHolds(_ journal: AuditJournal) throws {
    let test = try journal.holdTest(for: .named("set"))
    for subject in [
      "0840588123456", "084058812345678", "0 84 05 88 123 456", "JOS\u{c9}@EXAMPLE.ORG", "listed 1",
      "listed 3",
    ] {
      #expect(try HoldListTests.isHeld(subject, by: test), "\(subject)")
    }
    for subject in ["lifted", "0840588123457", "listed 4", ""] {
      #expect(try !HoldListTests.isHeld(subject, by: test), "\(subject)")
    }
    #expect(try HoldListTests.isHeld("x", by: journal.holdTest(for: .named("other"))))
    var key = KeyList()
    key.append(.text("held"))
    key.endKey()
    #expect(try unsafe Array(key[0]).withUnsafeBytes { try unsafe test.isHeld(subject: nil, key: $0) })
    #expect(
      try journal.holds().map(\.kind) == [
        .subject, .subject, .subject, .subject, .subject, .record, .recordSet,
      ])
    #expect(try journal.holds().map(\.spellings) == [1, 1, 1, 1, 1, nil, nil])
  }

  @Test(
    "It is read as it is: verified, its holds listed and asked, its approval and batches found, and not a byte changed"
  )
  func read() throws {
    let folder = try copied()
    let before = try Data(contentsOf: URL(filePath: folder.location.path))
    let result = try folder.verify()
    #expect(result.findings == [] && result.entries == 16 && result.rows == 3 && result.openBatches == 1)
    let journal = try folder.open(.read)
    try checkHolds(journal)
    #expect(try journal.lastApproval()?.by == "somebody")
    #expect(try journal.pendingBatches().map(\.intent.count) == [1])
    #expect(try Data(contentsOf: URL(filePath: folder.location.path)) == before)
    #expect(try folder.connection().integer("PRAGMA user_version") == 2)
  }

  @Test("It is gone on with: earlier holds and new ones hold together, are lifted, and all of it verifies")
  func written() throws {
    let folder = try copied()
    let entries = try (0..<16).map { try folder.open(.read).entry(at: $0).bytes }
    let journal = try folder.open(.run)
    try checkHolds(journal)
    let placed = try journal.placeHold(
      .persons(journal.persons(["somebody new", "another"])), reference: "R-9", reason: "suit", by: "b",
      at: folder.start)
    #expect(placed.id == 9, "the lifted hold's number is not given again")
    #expect(placed.pendingBatches == ["batch-15"])
    #expect(try HoldListTests.isHeld("Somebody  new", by: journal.holdTest(for: .named("set"))))
    #expect(try HoldListTests.isHeld("listed 2", by: journal.holdTest(for: .named("set"))))
    #expect(try folder.verify().findings == [])
    #expect(try journal.liftHolds(reference: "R-2", reason: "over", by: "b", at: folder.start) == 3)
    #expect(try !HoldListTests.isHeld("listed 2", by: journal.holdTest(for: .named("set"))))
    try journal.settle(
      batch: "batch-15", recovered: Recovery(outcome: .notCommitted, method: "test", copiesRemoved: 0),
      at: folder.start)
    #expect(try folder.verify().findings == [])
    #expect(try (0..<16).map { try journal.entry(at: $0).bytes } == entries)
  }

  @Test(
    "Whatever is changed in its holds is found",
    arguments: [
      "DELETE FROM hold WHERE id = 1", "UPDATE hold SET tag = tag + 1 WHERE id = 1",
      "UPDATE hold SET locator = zeroblob(32) WHERE id = 1",
      "UPDATE hold SET record_set = 'set' WHERE kind = 'record-set'",
      "UPDATE hold SET kind = 'record' WHERE kind = 'record-set'", "UPDATE hold SET placed_by = 'another'",
    ], [false, true])
  func tampered(statement: String, isRaised: Bool) throws {
    let folder = try copied()
    if isRaised { _ = try folder.open(.append) }
    try folder.connection().execute(statement)
    #expect(try !folder.verify().findings.isEmpty)
  }
}
