import CivilTime
import Crypto
import Foundation
import JSONText
import RecordStores
import SQLite
import TestNames
import Testing
import TransparencyLog
import Words

@testable import AuditJournal

/// Whom batches say their rows were about, and what the journal answers of a person.
@Suite struct SubjectEvidenceTests {
  private let people: [String?] = ["1 85 05 78 006 084 36", nil, "jose@example.org", "1850578006084"]

  @discardableResult
  private func addBatch(
    _ people: [String?], to journal: AuditJournal, _ folder: JournalFolder,
    outcome: BatchOutcome? = .committed
  )
    throws -> BatchName
  {
    let batch = try journal.prepare(
      folder.intent(count: people.count), keys: folder.keys(people.indices.map(String.init)),
      BatchCompanions(subjects: folder.subjects(people, journal)),
      holdGeneration: try journal.holdGeneration(),
      at: folder.start)
    if let outcome { try journal.deferOutcome(outcome, of: batch) }
    try journal.settleDeferred(at: folder.start)
    return batch
  }

  private func blob(_ column: String, of batch: BatchName, _ folder: JournalFolder) throws -> [UInt8] {
    let query = try folder.connection().prepare("SELECT \(column) FROM batch_subject WHERE entry = ?1")
    query.bind(1, Int64(try AuditJournal.index(of: batch)))
    return try query.step() ? query.blob(0) : []
  }

  @Test("A subject's locator is an HMAC over the batch's name, the row's number and the subject's tag")
  func definition() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    try folder.begin(journal)
    let batch = try addBatch(people, to: journal, folder)
    let key = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: Array(101...132)),
      info: Array("retentiond/v1|subject evidence".utf8),
      outputByteCount: 32)
    func word(_ number: UInt64) -> [UInt8] {
      (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
    }
    func locator(_ row: Int, _ spelled: String?) -> [UInt8] {
      let tag = spelled.map { word(folder.evidenceKey.tag(Array($0.utf8))) } ?? []
      return Array(
        HMAC<SHA256>.authenticationCode(
          for: Array(batch.rawValue.utf8) + [0] + word(UInt64(row)) + tag, using: key))
    }
    let spelled = ["1850578006084", nil, "jose@exampleorg", "1850578006084"]
    #expect(
      try blob("subjects", of: batch, folder)
        == spelled.enumerated().flatMap { locator($0.offset, $0.element) })
    let children = try blob("dependents", of: batch, folder)
    #expect(children.count == 2 * 64)
    #expect(Array(children[32..<64]) == locator(4, spelled[0]))
    #expect(Array(children[96..<128]) == locator(5, spelled[0]))
    let intent = try journal.entry(at: try AuditJournal.index(of: batch)).data
    #expect(intent["version"]?.integerValue == 2)
    #expect(try folder.verify().findings == [])
  }

  @Test("Two rows of one person have nothing in common, in one batch or in two")
  func unlinkable() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    var locators: [ArraySlice<UInt8>] = []
    for _ in 0..<2 {
      let batch = try addBatch(["a", "a", nil, nil], to: journal, folder)
      for column in ["subjects", "dependents"] {
        let bytes = try blob(column, of: batch, folder)
        locators += stride(from: 0, to: bytes.count, by: 32).map { bytes[$0..<$0 + 32] }
      }
    }
    // Locators of the dependents' own keys are the same in both batches, as records' are.
    #expect(locators.count == 16 && Set(locators).count == 14)
  }

  @Test("A batch's name is that of its intent's entry, whoever appended meanwhile")
  func names() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let other = try folder.open(.append)
    try other.append([.serviceStopped(reason: "between")], at: folder.start)
    try addBatch(["a"], to: journal, folder)
    let batch = try journal.prepare(
      folder.intent(count: 1), keys: folder.keys(["0"]),
      BatchCompanions(subjects: folder.subjects(["b"], journal)),
      holdGeneration: journal.holdGeneration(), at: folder.start)
    try journal.deferOutcome(.committed, of: batch)
    // With a deferred outcome, and with a deferred outcome and another process's entry.
    try addBatch(["b"], to: journal, folder, outcome: nil)
    try other.append([.serviceStopped(reason: "once more")], at: folder.start)
    try addBatch(["b"], to: journal, folder)
    #expect(try journal.evidence(ofPerson: ["a"]).batches.map(\.batch) == ["batch-2"])
    #expect(try journal.evidence(ofPerson: ["b"]).batches.count == 3)
  }

  @Test("A person is found in every spelling, in records and dependents, with a proof to the signed root")
  func find() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let first = try addBatch(people, to: journal, folder)
    let second = try addBatch(
      ["somebody", "1850578006084"], to: journal, folder, outcome: .rolledBack(reason: "r"))
    let open = try addBatch(["somebody", "1850578006084"], to: journal, folder, outcome: nil)
    for spelling in ["1850578006084", "185057800608436", "1\u{A0}85 05 78 006 084", "1850578006084.0"] {
      let found = try journal.evidence(ofPerson: [spelling])
      #expect(found.batches.map(\.batch) == [first, second, open], "\(spelling)")
      #expect(found.batches.map { $0.outcome?.outcome.word } == ["committed", "rolled-back", nil])
      #expect(found.batches[0].places.map(\.inclusion.index) == [0, 3, 0, 1])
      #expect(found.batches[0].places.map(\.dependent) == [nil, nil, "child", "child"])
      #expect(found.batches[1].places.map(\.inclusion.index) == [1])
      #expect(found.asked == 3 && found.unasked == [])
      for batch in found.batches { for place in batch.places { try expectProven(place, batch, journal) } }
    }
    #expect(try journal.evidence(ofPerson: ["nobody"]).batches.isEmpty)
    #expect(try journal.evidence(ofPerson: ["nobody", "JOSE@example.org"]).batches.map(\.batch) == [first])
    for nobody in ["", " ", "--", "\u{200B}"] {
      #expect(throws: JournalError.self) { try journal.evidence(ofPerson: [nobody]) }
    }
  }

  private func expectProven(_ place: SubjectPlace, _ batch: PersonBatch, _ journal: AuditJournal) throws {
    let intent = try journal.entry(at: batch.prepared.entry)
    let root = try place.inclusion.root(leaf: .leaf(place.leaf))
    #expect(intent.data[place.root]?.stringValue == Hexadecimal.encode(root.bytes))
    #expect(try journal.proof(of: place, in: batch).extra == place.bytes)
  }

  @Test("Batches of version 1 cannot answer, and are named; they and those of version 2 verify together")
  func versions() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    try folder.begin(journal)
    _ = try journal.prepare(
      folder.intent(count: 1), keys: folder.keys(["0"]), holdGeneration: journal.holdGeneration(),
      at: folder.start)
    let told = try addBatch(["a"], to: journal, folder)
    let found = try journal.evidence(ofPerson: ["a"])
    #expect(found.unasked == [4] && found.asked == 1 && found.batches.map(\.batch) == [told])
    let result = try folder.verify()
    #expect(result.findings == [] && result.batchesWithoutSubjects == 1)
    // What an intent does not speak of is nobody's evidence.
    for columns in ["zeroblob(32), NULL", "NULL, zeroblob(64)", "NULL, NULL"] {
      try folder.connection().execute("INSERT INTO batch_subject VALUES (4, \(columns))")
      #expect(try !folder.verify().findings.isEmpty, "\(columns)")
      try folder.connection().execute("DELETE FROM batch_subject WHERE entry = 4")
    }
    #expect(try folder.verify().findings == [])
  }

  @Test("A journal of the version before is read as it is, and raised where it is written")
  func versionBefore() throws {
    let folder = try JournalFolder()
    let evidence = RowEvidence(
      keys: folder.keys(["0"]), store: "store", recordSet: "set", evidenceKey: folder.evidenceKey)
    try folder.createEarlier(
      version: 2,
      [
        .configurationApproved(
          digest: "digest", rules: AuditJournal.digest(of: [1]), stores: AuditJournal.digest(of: [2]),
          baseDirectory: AuditJournal.digest(of: "/etc/retentiond".utf8), by: "somebody"),
        .planMade(plan: "p", due: 9),
        .runStarted(run: "run-1", configuration: "digest", plan: "p"),
        .batchPrepared(
          folder.intent(count: 1), batch: "batch-4", rowsRoot: Hexadecimal.encode(evidence.root.bytes),
          evidenceKey: folder.evidenceKey.id),
      ],
      state:
        """
        INSERT INTO batch VALUES (4, NULL, x'00', x'\(Hexadecimal.encode(evidence.locators))', NULL);
        INSERT INTO approval VALUES ('digest', x'01', x'02', '/etc/retentiond', 'somebody', 1);
        """)
    let found = try folder.open(.read).evidence(ofPerson: ["a"])
    #expect(found.unasked == [4] && found.asked == 0)
    #expect(try folder.verify().findings == [])
    let raised = try folder.open(.run)
    try addBatch(["a"], to: raised, folder)
    #expect(try folder.verify().findings == [])
    #expect(try raised.evidence(ofPerson: ["a"]).batches.count == 1)
  }

  @Test("Subjects that are not those of the intent are no evidence of it")
  func mismatch() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let right = folder.subjects(["a", "b"], journal)
    var wrong = [right, right, right]
    wrong[0].records.removeLast()
    wrong[1].dependents = DependentRows()
    wrong[2].dependents.append(key: [.integer(3)], subject: nil, of: "child")
    for subjects in wrong {
      #expect(throws: JournalError.self) {
        try journal.prepare(
          folder.intent(count: 2), keys: folder.keys(["0", "1"]), BatchCompanions(subjects: subjects),
          holdGeneration: journal.holdGeneration(), at: folder.start)
      }
    }
    #expect(journal.size == 1)
  }

  @Test("Evidence of subjects that somebody changed is not answered from")
  func tampered() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let batch = try addBatch(["a", "b"], to: journal, folder)
    let entry = try AuditJournal.index(of: batch)
    try folder.connection().execute(
      "UPDATE batch_subject SET subjects = substr(subjects, 1, 32) || zeroblob(32) WHERE entry = \(entry)")
    #expect(throws: JournalError.self) { try journal.evidence(ofPerson: ["a"]) }
  }

  @Test("The answer says which holds on the person were in force when")
  func holds() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    func hold(_ scope: HoldScope, _ reference: String) throws -> Int {
      try journal.placeHold(scope, reference: reference, reason: "reason", by: "somebody", at: folder.start)
        .id
    }
    let first = try hold(.subject("1 85 05 78 006 084"), "R-1")
    _ = try hold(.subject("another"), "R-2")
    _ = try hold(.recordSet("set"), "R-3")
    let batch = try addBatch(["1850578006084"], to: journal, folder)
    try journal.liftHold(first, reason: "over", by: "somebody", at: folder.start)
    let later = try addBatch(["1850578006084"], to: journal, folder)
    let second = try hold(.subject("185057800608436"), "R-4")
    let found = try journal.evidence(ofPerson: ["1850578006084"])
    #expect(found.batches.map(\.batch) == [batch, later])
    #expect(found.holds.map(\.id) == [first, second] && found.holds.map(\.reference) == ["R-1", "R-4"])
    #expect(found.holds.map { $0.lifted == nil } == [false, true])
    let inForce = found.batches.map { batch in
      found.holds.filter { $0.wasInForce(at: batch.prepared.entry) }.map(\.id)
    }
    #expect(inForce == [[first], []])
    #expect(found.unreadHolds == [])
    #expect(try journal.evidence(ofPerson: ["nobody"]).holds == [])
  }
}
