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

/// The evidence key is the journal's, and stays at hand as long as something is under it.
@Suite struct EvidenceKeyTests {
  private let folder: JournalFolder
  private let second: EvidenceKey
  private let third: EvidenceKey

  init() throws {
    folder = try JournalFolder()
    second = try EvidenceKey(Array(51...82))
    third = try EvidenceKey(Array(61...92))
  }

  private func open(_ access: AuditJournal.Access, _ current: EvidenceKey, _ former: [EvidenceKey] = [])
    throws
    -> AuditJournal
  {
    try AuditJournal(
      at: folder.location, access: access, keys: JournalKeys(configured: folder.signingKey),
      evidenceKeys: EvidenceKeys(current: current, former: former))
  }

  private func rotate(_ journal: AuditJournal, to key: EvidenceKey) throws {
    try journal.rotateEvidenceKey(to: key, reason: "the test says so", by: "somebody", at: folder.start)
  }

  private func isKey(_ error: any Error, naming text: String? = nil) -> Bool {
    guard case JournalError.key(let cause, _) = error else { return false }
    return text.map(cause.contains) ?? true
  }

  /// A hold of each kind that is under a key; each test of a kind is told whom it is on.
  private enum Kind: String, CaseIterable {
    case person, list, record

    func scope(_ name: String, _ journal: AuditJournal, _ folder: JournalFolder) throws -> HoldScope {
      switch self {
      case .person: .persons(try journal.persons([name]))
      case .list: .persons(try journal.persons((0..<70).map { "\(name) \($0)" } + [name]))
      case .record: .record(store: "store", recordSet: "set", key: folder.keys([name]).bytes)
      }
    }
  }

  private func place(_ kind: Kind, _ name: String, in journal: AuditJournal) throws -> Int {
    try journal.placeHold(
      kind.scope(name, journal, folder), reference: name, reason: "reason", by: "somebody", at: folder.start
    ).id
  }

  private func isHeld(_ kind: Kind, _ name: String, by test: any HoldTest) throws -> Bool {
    guard kind == .record else { return try HoldListTests.isHeld(name, by: test) }
    return try unsafe folder.keys([name]).bytes.withUnsafeBytes { key in
      try unsafe test.isHeld(subject: nil, key: key)
    }
  }

  private func prepare(_ journal: AuditJournal, _ name: String, files: [OwnedFile] = []) throws -> BatchName {
    try journal.prepare(
      folder.intent(count: 1, files: files.count), keys: folder.keys([name]),
      BatchCompanions(subjects: folder.subjects([name], journal), files: files),
      holdGeneration: journal.holdGeneration(), at: folder.start)
  }

  @Test(
    "Another evidence key opens no journal, with holds or without, rotated or not, for whatever it is opened",
    arguments: [false, true], [false, true])
  func wrong(isRotated: Bool, hasHold: Bool) throws {
    do {
      let journal = try AuditJournal.create(
        at: folder.location, signingKey: folder.signingKey, evidenceKey: folder.evidenceKey, now: folder.start
      )
      if hasHold { _ = try place(.person, "a", in: journal) }
    }
    if isRotated { try rotate(open(.run, folder.evidenceKey), to: second) }
    let others =
      isRotated
      ? [(folder.evidenceKey, []), (folder.evidenceKey, [second]), (third, [folder.evidenceKey, second])]
      : [(second, []), (second, [folder.evidenceKey]), (folder.evidenceKey, [second])]
    let before = try folder.bytes()
    for (current, former) in others {
      for access in [AuditJournal.Access.read, .append, .run] {
        #expect("\(access)") { try open(access, current, former) } throws: { isKey($0) }
      }
    }
    #expect(try folder.bytes() == before)
    _ = try open(.run, isRotated ? second : folder.evidenceKey, isRotated ? [folder.evidenceKey] : [])
    #expect(try folder.verify().findings == [])
  }

  @Test("The hold test asks under each key that has holds in force, and a missing one is named")
  func holds() throws {
    let kinds = Kind.allCases
    do {
      let journal = try folder.create()
      for kind in kinds { _ = try place(kind, "first \(kind)", in: journal) }
    }
    do {
      let journal = try open(.run, folder.evidenceKey)
      try rotate(journal, to: second)
      for kind in kinds { _ = try place(kind, "second \(kind)", in: journal) }
    }
    for access in [AuditJournal.Access.read, .append, .run] {
      let journal = try open(access, second, [folder.evidenceKey])
      let test = try journal.holdTest(for: .named("set"))
      let namer = try journal.holdNamer(for: .named("set"))
      for kind in kinds {
        for turn in ["first", "second"] {
          #expect(try isHeld(kind, "\(turn) \(kind)", by: test), "\(turn) \(kind)")
          #expect(try isHeld(kind, "\(turn) \(kind)", by: namer), "\(turn) \(kind)")
        }
        #expect(try !isHeld(kind, "third \(kind)", by: test))
      }
      try journal.checkFormerEvidenceKeys()
    }
    let without = try open(.append, second)
    for body in [
      { _ = try without.holdTest(for: .named("set")) }, { try without.checkFormerEvidenceKeys() },
      { _ = try without.exportHold(1) },
    ] as [() throws -> Void] {
      #expect { try body() } throws: { isKey($0, naming: folder.evidenceKey.id) }
    }
    // Whoever has lost the key for good can lift its holds, and goes on.
    for hold in 1...3 { try without.liftHold(hold, reason: "lost", by: "somebody", at: folder.start) }
    try without.checkFormerEvidenceKeys()
    for kind in kinds {
      #expect(try isHeld(kind, "second \(kind)", by: without.holdTest(for: .named("set"))))
    }
    #expect(try folder.verify().findings == [])
  }

  @Test(
    "People of a list from before a rotation are lifted, and its hold is exported and imported, under its own key"
  )
  func lifeOfHolds() throws {
    do { _ = try place(.list, "first", in: folder.create()) }
    let journal = try open(.run, folder.evidenceKey)
    try rotate(journal, to: second)
    let lifted = try journal.liftPersons(
      ["first 3", "nobody"], reference: "first", reason: "over", by: "somebody", at: folder.start)
    #expect(lifted == [.lifted, .notHeld])
    #expect(try !isHeld(.list, "first 3", by: journal.holdTest(for: .named("set"))))
    #expect(try isHeld(.list, "first 4", by: journal.holdTest(for: .named("set"))))

    let exported = try journal.exportHold(1)
    #expect { try journal.importHold(exported, by: "somebody", at: folder.start) } throws: {
      "\($0)".contains("in force here already")
    }
    try journal.liftHold(1, reason: "over", by: "somebody", at: folder.start)
    _ = try journal.importHold(exported, by: "somebody", at: folder.start)
    for journal in [journal, try open(.read, second, [folder.evidenceKey])] {
      #expect(try isHeld(.list, "first 4", by: journal.holdTest(for: .named("set"))))
    }
    #expect(try folder.verify().findings == [])
    let without = try open(.append, second)
    #expect { try without.importHold(exported, by: "somebody", at: folder.start) } throws: {
      isKey($0, naming: folder.evidenceKey.id)
    }
  }

  @Test(
    "Open batches, files that are left and records are found under the key of their intent, also after a rotation"
  )
  func batches() throws {
    var file = OwnedFile(root: "scans", path: FilePath("1.pdf"))
    file.isMissed = true
    do {
      let journal = try folder.create()
      try folder.begin(journal)
      let left = try prepare(journal, "left", files: [file])
      try journal.deferOutcome(.committed, of: left)
      try journal.settleDeferred(at: folder.start)
      _ = try prepare(journal, "open")
    }
    do {
      let journal = try open(.run, folder.evidenceKey)
      try rotate(journal, to: second)
      _ = try prepare(journal, "new")
    }
    let journal = try open(.run, second, [folder.evidenceKey])
    #expect(
      try journal.pendingBatches().map(\.keys.bytes)
        == ["open", "new"].map { folder.keys([$0]).bytes })
    #expect(try journal.pendingFiles().map(\.files.count) == [1])
    for name in ["left", "open", "new"] {
      #expect(
        try journal.evidence(of: [
          SoughtRecord(store: "store", recordSet: "set", keys: [folder.keys([name]).bytes])
        ]).found.count == 1)
      #expect(try journal.evidence(ofPerson: [name]).batches.count == 1)
    }
    #expect(try journal.missingEvidenceKeys().isEmpty)
    // What is left of files is sealed again under the key of its batch.
    var outcome = FileOutcome()
    outcome.left = [file]
    let batch = try #require(try journal.pendingFiles().first?.batch)
    journal.deferFiles(outcome, of: batch)
    try journal.settleDeferred(at: folder.start)
    #expect(try journal.pendingFiles().map(\.files.count) == [1])

    let without = try open(.append, second)
    for body in [
      { _ = try without.pendingBatches() }, { _ = try without.pendingFiles() },
      { try without.checkFormerEvidenceKeys() }, { _ = try GoneRecords(of: without) },
    ] as [() throws -> Void] {
      #expect { try body() } throws: { isKey($0, naming: folder.evidenceKey.id) }
    }
    #expect(try without.missingEvidenceKeys().map(\.batches) == [2])
    #expect(try without.evidence(ofPerson: ["new"]).batches.count == 1)
    #expect(try without.evidence(ofPerson: ["left"]).batches.isEmpty)
    #expect {
      try journal.destroyEvidenceKey(folder.evidenceKey.id, reason: "r", by: "b", at: folder.start)
    } throws: { isKey($0, naming: batch.rawValue) }
    #expect(try folder.verify().findings == [])
  }

  @Test("A record that came back is known under each key")
  func gone() throws {
    do {
      let journal = try folder.create()
      try journal.deferOutcome(.committed, of: prepare(journal, "a"))
      try journal.settleDeferred(at: folder.start)
    }
    let journal = try open(.run, folder.evidenceKey)
    try rotate(journal, to: second)
    for name in ["a", "b"] { try journal.deferOutcome(.committed, of: prepare(journal, name)) }
    try journal.settleDeferred(at: folder.start)
    let gone = try GoneRecords(of: journal)
    let found = try gone.batches(of: folder.keys(["a", "b", "c"]), store: "store", recordSet: "set")
    #expect(found.map(\.index) == [0, 1])
    // The last batch that purged it.
    #expect(try found.map { try journal.intent(of: $0.entry).intent.count } == [1, 1])
    #expect(found.allSatisfy { $0.entry > 3 })
  }

  @Test(
    "A former key is destroyed once nothing needs it, the current one never, and nobody asks its batches any more"
  )
  func destroyed() throws {
    do {
      let journal = try folder.create()
      try folder.begin(journal)
      _ = try place(.person, "held", in: journal)
      try journal.deferOutcome(.committed, of: prepare(journal, "gone"))
      try journal.settleDeferred(at: folder.start)
    }
    let journal = try open(.run, folder.evidenceKey)
    func destroy(_ key: EvidenceKey) throws {
      try journal.destroyEvidenceKey(key.id, reason: "reason", by: "somebody", at: folder.start)
    }
    #expect { try destroy(folder.evidenceKey) } throws: { isKey($0) }
    try rotate(journal, to: second)
    #expect { try destroy(folder.evidenceKey) } throws: { isKey($0, naming: "hold 1") }
    #expect(throws: JournalError.self) { try destroy(third) }
    try journal.liftHold(1, reason: "over", by: "somebody", at: folder.start)
    try destroy(folder.evidenceKey)
    let without = try open(.append, second)
    try without.checkFormerEvidenceKeys()
    #expect(try without.missingEvidenceKeys().map(\.isDestroyed) == [true])
    _ = try GoneRecords(of: without)
    #expect(try folder.verify().findings == [])
  }

  @Test("No key has two turns, and whoever has the former key open writes nothing any more")
  func rotation() throws {
    do { _ = try folder.create() }
    let bystander = try open(.append, folder.evidenceKey)
    let reader = try open(.read, folder.evidenceKey)
    do {
      let journal = try open(.run, folder.evidenceKey)
      #expect { try rotate(journal, to: folder.evidenceKey) } throws: { isKey($0) }
      try rotate(journal, to: second)
      #expect { try rotate(journal, to: folder.evidenceKey) } throws: { isKey($0) }
      try rotate(journal, to: third)
    }
    let size = try open(.read, third).size
    for _ in 1...2 {
      #expect { try place(.person, "a", in: bystander) } throws: { isKey($0) }
      #expect { try bystander.preflight() } throws: { isKey($0) }
      #expect { try prepare(bystander, "a") } throws: { isKey($0) }
      #expect { try reader.holdTest(for: .named("set")) } throws: { isKey($0) }
    }
    #expect(try open(.read, third, [second, folder.evidenceKey]).size == size)
    #expect(try folder.verify().findings == [])
  }

  @Test("A journal of an earlier version takes its own key, and no other")
  func earlier() throws {
    let source = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Journals/version-2.sqlite")
    try FileManager.default.copyItem(at: source, to: URL(filePath: folder.location.path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.location.path)
    _ = try open(.read, folder.evidenceKey)
    #expect { try open(.read, second) } throws: { isKey($0) }
  }

  @Test(
    "Verifying finds marks of keys that are not what entries say",
    arguments: [
      "DELETE FROM state WHERE name GLOB 'evidence-key|*'",
      "UPDATE state SET value = 1 WHERE name GLOB 'evidence-key|*'",
      "UPDATE state SET name = name || '0' WHERE name GLOB 'evidence-key|*'",
      "DELETE FROM state WHERE name GLOB 'pin|*'",
      "UPDATE state SET value = 2 WHERE name GLOB 'pin|*'", "INSERT INTO state VALUES ('pin|d|9|first', 1)",
      "INSERT INTO state VALUES ('hierarchy|x', 1)", "INSERT INTO state VALUES ('key-destroyed|d|1', 1)",
      "INSERT INTO state VALUES ('evidence-key-destroyed|0', 1)",
    ])
  func marks(change: String) throws {
    do {
      let journal = try folder.create()
      try folder.begin(journal)
      _ = try journal.prepare(
        folder.intent(count: 1), keys: folder.keys(["a"]),
        BatchCompanions(uses: KeyUse(keys: [KeyPin(domain: "d", version: 1, holder: .first, id: "i")])),
        holdGeneration: journal.holdGeneration(), at: folder.start)
    }
    try rotate(open(.run, folder.evidenceKey), to: second)
    #expect(try folder.verify().findings == [])
    try folder.connection().execute(change)
    // Beside the digest of all marks, which tells that something is another.
    let words = ["the turn of evidence key", "the pin of", "the destruction of"]
    #expect(try folder.verify().findings.contains { finding in words.contains { finding.hasPrefix($0) } })
  }

  @Test("Verifying finds intents under another key, keys with two turns and pins that come twice")
  func entries() throws {
    let forged: [JournalEvent] = [
      .batchPrepared(folder.intent(count: 0), batch: "batch-1", rowsRoot: "r", evidenceKey: second.id),
      .evidenceKey(.rotated(from: second.id, to: third.id, reason: "r", by: "b")),
      .evidenceKey(.rotated(from: folder.evidenceKey.id, to: folder.evidenceKey.id, reason: "r", by: "b")),
      .evidenceKey(.destroyed(id: folder.evidenceKey.id, batches: 0, reason: "r", by: "b")),
    ]
    for event in forged {
      let folder = try JournalFolder()
      try folder.create().append([event], at: folder.start)
      #expect(try folder.verify().findings.contains { $0.contains("entry 1") && $0.contains("evidence key") })
    }
    let journal = try folder.create()
    let pin = JournalEvent.key(.pinned(KeyPin(domain: "d", version: 1, holder: .first, id: "i")))
    try journal.append([pin, pin], at: folder.start)
    #expect(try folder.verify().findings.contains { $0.contains("entry 2 pins what entry 1 had pinned") })
  }
}
