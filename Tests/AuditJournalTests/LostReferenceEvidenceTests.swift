import CivilTime
import Files
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

/// What the journal says of rows that stayed and lost their reference: intents of version 3.
@Suite struct LostReferenceEvidenceTests {
  private func intent(_ folder: JournalFolder, lost: [String: Int] = ["line": 3]) -> BatchIntent {
    BatchIntent(
      folder.intent(count: 2).stage, count: 2, dependents: ["child": 2, "none": 0], withoutReference: lost)
  }

  private func subjects(_ folder: JournalFolder, _ journal: AuditJournal, lost: Int64 = 3) -> BatchSubjects {
    var subjects = folder.subjects(["a", "b"], journal)
    let tags = SubjectTags(journal.subjectTagging)
    for number: Int64 in 1...lost {
      subjects.withoutReference.append(
        key: [.integer(number)], subject: tags?.tag(of: .text(number == 1 ? "a" : "b"), as: .text), of: "line"
      )
    }
    return subjects
  }

  /// A journal with one committed batch.
  private func fill(_ folder: JournalFolder) throws -> AuditJournal {
    let journal = try folder.create()
    try folder.begin(journal)
    let batch = try journal.prepare(
      intent(folder), keys: folder.keys(["0", "1"]),
      BatchCompanions(subjects: subjects(folder, journal)),
      holdGeneration: journal.holdGeneration(), at: folder.start)
    try journal.deferOutcome(.committed, of: batch)
    try journal.settleDeferred(at: folder.start)
    return journal
  }

  @Test("An intent counts the rows that lost their reference by table, and is of version 3 only then")
  func members() throws {
    let folder = try JournalFolder()
    let journal = try fill(folder)
    let index = try AuditJournal.index(of: journal.pendingOrLastBatch(folder))
    let entry = try journal.entry(at: index)
    #expect(entry.data["version"]?.integerValue == 3)
    #expect(entry.data["withoutReference"]?["line"]?.integerValue == 3)
    #expect(BatchIntent(entry.data)?.withoutReference == ["line": 3])
    #expect(try folder.verify().findings == [])
    let plain = BatchIntent(
      folder.intent(count: 1).stage, count: 1, dependents: [:], withoutReference: ["line": 0])
    #expect(plain == BatchIntent(folder.intent(count: 1).stage, count: 1, dependents: [:]))
  }

  @Test("A person is found in the rows that lost their reference, apart from those that went")
  func found() throws {
    let folder = try JournalFolder()
    let journal = try fill(folder)
    let batches = try journal.evidence(ofPerson: ["a"]).batches
    let places = try #require(batches.first).places
    #expect(places.map(\.dependent) == [nil, "child", "child", "line"])
    #expect(places.map(\.lostReference) == [false, false, false, true])
    let other = try #require(try journal.evidence(ofPerson: ["b"]).batches.first).places
    #expect(other.map(\.dependent) == [nil, "line", "line"])
  }

  @Test("A row that went and one that lost its reference have other locators")
  func locators() throws {
    let folder = try JournalFolder()
    var went = DependentRows()
    went.append(key: [.integer(1)], subject: nil, of: "t")
    let evidence = [BatchSubjects(dependents: went), BatchSubjects(withoutReference: went)].map {
      SubjectEvidence($0, batch: "batch-1", store: "s", evidenceKey: folder.evidenceKey).dependents
    }
    #expect(evidence[0].prefix(32) != evidence[1].prefix(32))
    #expect(evidence[0].suffix(32) == evidence[1].suffix(32), "of whom they are")
  }

  @Test("Rows that are not those of the intent are no evidence of it", arguments: [0, 1, 2])
  func mismatch(kind: Int) throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let own = subjects(folder, journal)
    let (given, intent): (BatchSubjects?, BatchIntent) =
      switch kind {
      case 0: (own, self.intent(folder, lost: ["line": 2]))
      case 1: (own, self.intent(folder, lost: [:]))
      default: (nil, self.intent(folder))
      }
    #expect(throws: JournalError.self) {
      try journal.prepare(
        intent, keys: folder.keys(["0", "1"]), BatchCompanions(subjects: given),
        holdGeneration: journal.holdGeneration(), at: folder.start)
    }
    #expect(journal.size == 1)
  }

  @Test(
    "Evidence of rows that lost their reference that somebody changed is found, and answers nobody",
    arguments: [
      "UPDATE batch_subject SET dependents = substr(dependents, 1, 128)",
      "UPDATE batch_subject SET dependents = substr(dependents, 1, 256)",
      "UPDATE batch_subject SET dependents = dependents || zeroblob(64)",
      "UPDATE batch_subject SET dependents = substr(dependents, 129) || substr(dependents, 1, 128)",
      "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"line\":3', '\"line\":2') AS BLOB)",
      "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"line\":3', '\"lime\":3') AS BLOB)",
    ])
  func tampered(statement: String) throws {
    let folder = try JournalFolder()
    _ = try fill(folder)
    try folder.connection().execute(statement)
    #expect(try !folder.verify().findings.isEmpty)
    #expect(throws: (any Error).self) { try folder.open(.read).evidence(ofPerson: ["a"]) }
  }

  @Test("Evidence of another number of rows than the intent counts is found, though its root is right")
  func counted() throws {
    let folder = try JournalFolder()
    let journal = try fill(folder)
    let index = try AuditJournal.index(of: journal.pendingOrLastBatch(folder))
    let entry = try journal.entry(at: index)
    let intent = try #require(BatchIntent(entry.data))
    let evidence = try journal.provenEvidence(ofBatchAt: index, intent, entry.data)
    for (change, isRight) in [
      ("\"line\":3", true), ("\"line\":2", false), ("\"line\":4", false), ("\"line\":1,\"other\":2", true),
    ] {
      let text = String(decoding: entry.bytes, as: UTF8.self).replacing("\"line\":3", with: change)
      var memo = IntentMemo()
      let checked = try CheckedEntry(
        bytes: Array(text.utf8), index: index, origin: folder.location.origin, memo: &memo)
      guard case .intent(let read) = checked.statement else {
        Issue.record("\(change) is no intent")
        continue
      }
      var check = EvidenceCheck()
      let findings = check.add(evidence, of: index, read) + check.finish()
      #expect(findings.isEmpty == isRight, "\(change): \(findings)")
    }
  }

  @Test(
    "An intent that counts such rows and does not say so by its version, or the other way round, is none",
    arguments: [
      ("\"version\":3", "\"version\":2"), ("\"withoutReference\":{\"line\":3}", "\"withoutReference\":{}"),
      (",\"withoutReference\":{\"line\":3}", ""), ("{\"line\":3}", "{\"line\":-3}"),
      ("{\"line\":3}", "{\"line\":\"3\"}"),
      ("{\"line\":3}", "3"), ("\"version\":3", "\"version\":4"),
    ])
  func versions(change: (String, String)) throws {
    let folder = try JournalFolder()
    let journal = try fill(folder)
    let index = try AuditJournal.index(of: journal.pendingOrLastBatch(folder))
    let text = String(decoding: try journal.entry(at: index).bytes, as: UTF8.self)
    var memo = IntentMemo()
    func isIntent(_ text: String) throws -> Bool {
      let checked = try CheckedEntry(
        bytes: Array(text.utf8), index: index, origin: folder.location.origin, memo: &memo)
      if case .intent = checked.statement { return true }
      return false
    }
    #expect(try isIntent(text))
    #expect(text.contains(change.0))
    #expect(try !isIntent(text.replacing(change.0, with: change.1)))
    // An entry that is not plain ASCII is built, and not scanned.
    #expect(try isIntent(text.replacing("\"line\":3", with: "\"ligné\":3")))
    #expect(try !isIntent(text.replacing("\"child\"", with: "\"chïld\"").replacing(change.0, with: change.1)))
  }
}

extension AuditJournal {
  /// The name of the only batch.
  fileprivate func pendingOrLastBatch(_ folder: JournalFolder) throws -> BatchName {
    let query = try folder.connection().prepare("SELECT max(entry) FROM batch")
    _ = try query.step()
    return BatchName(entry: Int(query.integer(0)))
  }
}
