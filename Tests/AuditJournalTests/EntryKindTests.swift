import CivilTime
import Files
import Foundation
import RecordStores
import SQLite
import TestNames
import Testing
import TransparencyLog

@testable import AuditJournal

/// What a later program writes: a run of this one refuses it, and verifying accepts it.
@Suite struct EntryKindTests {
  /// Appends an entry as a later program would: of a kind of its own, with its mark.
  private func appendLater(
    _ type: EntryType, version: Int? = nil, to journal: AuditJournal, _ folder: JournalFolder,
    isMarked: Bool = true
  )
    throws
  {
    let index = journal.size
    let known = JournalEntry(
      .serviceStarted(version: "later"), index: index, origin: folder.location.origin, at: folder.start)
    let text = String(decoding: known.bytes, as: UTF8.self)
      .replacing("retentiond.service.started", with: type.rawValue)
      .replacing("\"version\":\"later\"", with: version.map { "\"version\":\($0)" } ?? "\"more\":\"later\"")
    let entry = try JournalEntry(bytes: Array(text.utf8), index: index, origin: folder.location.origin)
    try journal.write {
      try journal.append(entry)
      if isMarked {
        try journal.setState(EntryKind.mark + EntryKind.kind(type: type, version: version), index)
      }
    }
  }

  @Test(
    "A run refuses entries of kinds that it does not know, also where they come while it is under way; verifying accepts them",
    arguments: [
      ("retentiond.hold.thawed", nil), ("retentiond.hold.placed", 7), ("retentiond.service.started", 2),
    ] as [(EntryType, Int?)])
  func unknown(type: EntryType, version: Int?) throws {
    let folder = try JournalFolder()
    let run = try folder.create()
    try run.preflight()
    try appendLater(type, version: version, to: folder.open(.append), folder)
    #expect(throws: JournalError.unknownKinds([EntryKind.kind(type: type, version: version)])) {
      try run.preflight()
    }
    #expect(throws: JournalError.self) { try folder.open(.run).preflight() }
    // Others go on: a hold must be placed whatever else is in the journal.
    _ = try folder.open(.append).placeHold(
      .recordSet("set"), reference: "R-1", reason: "reason", by: "somebody", at: folder.start)
    if type == "retentiond.hold.placed" { return }
    let result = try folder.verify()
    #expect(result.findings == [] && result.unknownEntries == 1)
  }

  @Test("Each kind of entry that this program writes is one that it names")
  func known() throws {
    let folder = try JournalFolder()
    try TamperTests.fill(folder)
    let journal = try folder.open(.run)
    try journal.preflight()
    let pending = try #require(journal.pendingFiles().first)
    _ = try journal.settleFiles(of: pending.batch, reason: "gone", by: "somebody", at: folder.start)
    #expect(
      try journal.record(
        JournalVerification(size: journal.size, root: journal.frontier.root), by: "b", at: folder.start))
    _ = try journal.backUp(to: folder.location.path + ".copy", by: "somebody", clock: { folder.start })
    try journal.acceptHistory([], reason: "restored", by: "somebody", at: folder.start)
    _ = try journal.accept(
      HierarchyPin(file: "f", digest: "d"), reason: "r", by: "somebody", at: folder.start)
    try journal.destroy(
      DestroyedKey(domain: "d", version: 1, ids: [], recordSets: [], isDone: true), reason: "r",
      by: "somebody", at: folder.start)
    try journal.append(
      [.evidenceKey(.destroyed(id: "i", batches: 0, reason: "r", by: "b"))], at: folder.start)
    try journal.rotateEvidenceKey(
      to: EvidenceKey(Array(51...82)), reason: "r", by: "somebody", at: folder.start)
    try journal.pauseRuns(until: nil, reason: "r", by: "somebody", account: nil, at: folder.start)
    try journal.resumeRuns(reason: "r", by: "somebody", account: nil, at: folder.start)
    var lost = folder.subjects(["a"], journal)
    lost.withoutReference.append(key: [.integer(1)], subject: nil, of: "line")
    _ = try journal.prepare(
      BatchIntent(
        folder.intent(count: 1).stage, count: 1, dependents: ["child": 2], withoutReference: ["line": 1]),
      keys: folder.keys(["k"]), BatchCompanions(subjects: lost), holdGeneration: journal.holdGeneration(),
      at: folder.start)
    let query = try folder.connection().prepare("SELECT count(*) FROM state WHERE name GLOB 'kind|*'")
    #expect(try query.step() && query.integer(0) == Int64(EntryKind.later.count))
    #expect(EntryKind.first.isDisjoint(with: EntryKind.later))
  }

  @Test("Each type of entry that stands in the code is a kind that it names")
  func named() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let sources = tests.appending(path: "../../Sources/Evidence/AuditJournal")
    var types: Set<String> = []
    for file in try FileManager.default.subpathsOfDirectory(atPath: sources.path)
    where file.hasSuffix(".swift") && !file.hasSuffix("/EntryKind.swift") {
      let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
      types.formUnion(text.matches(of: #/"(retentiond\.[a-z-]+(\.[a-z-]+)?)"/#).map { String($0.1) })
    }
    #expect(types.count > 30)
    for type in types { #expect(EntryKind.isKnown(type), "\(type)") }
  }

  @Test("Each type of entry says what is lost with it, or that it is a record of the program's work")
  func losses() {
    let types = Set(EntryKind.first.union(EntryKind.later).map { EntryType(String($0.prefix { $0 != "|" })) })
    #expect(EntryType.records.isDisjoint(with: EntryType.losses.keys))
    #expect(EntryType.records.union(EntryType.losses.keys) == types)
    #expect(EntryType("retentiond.hold.thawed").loss == .decision, "what a later program wrote is told")
  }

  @Test("A mark that is missing, or another, is found")
  func marks() throws {
    for statement in [
      "DELETE FROM state WHERE name GLOB 'kind|*'", "UPDATE state SET value = 0 WHERE name GLOB 'kind|*'",
      "UPDATE state SET name = name || 's' WHERE name GLOB 'kind|*'",
      "INSERT INTO state VALUES ('kind|retentiond.other', 1)",
    ] {
      let folder = try JournalFolder()
      try appendLater("retentiond.hold.thawed", to: folder.create(), folder)
      #expect(try folder.verify().findings == [])
      try folder.connection().execute(statement)
      #expect(try !folder.verify().findings.isEmpty, "\(statement)")
    }
    let folder = try JournalFolder()
    try appendLater("retentiond.hold.thawed", to: folder.create(), folder, isMarked: false)
    #expect(try !folder.verify().findings.isEmpty)
  }
}
