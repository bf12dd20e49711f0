import CivilTime
import Foundation
import JSONText
import SQLite
import Testing
import TransparencyLog

@testable import AuditJournal

/// A journal beside checkpoints that were kept of it, or of others.
@Suite struct HistoryTests {
  private func note(_ journal: AuditJournal) throws -> String {
    try #require(try journal.note(ofSize: journal.size))
  }

  private func grow(_ folder: JournalFolder, by count: Int, _ word: String = "number") throws {
    let journal = try folder.open(.append)
    for number in 0..<count {
      try journal.append([.serviceStopped(reason: "\(word) \(number)")], at: folder.start)
    }
  }

  /// A cause, or nil for the journal's own history.
  private func cause(_ journal: AuditJournal, _ note: String) throws -> HistoryDifference.Cause? {
    try journal.difference(from: KeptCheckpoint(place: "a place", note: note))?.cause
  }

  @Test(
    "Every earlier checkpoint is of the journal's history, also one that others signed, and also of an earlier key"
  )
  func own() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    var notes = [try note(journal)]
    for number in 0..<9 {
      try journal.append([.serviceStopped(reason: "number \(number)")], at: folder.start)
      notes.append(try note(journal))
    }
    let new = try SigningKey(seed: Array(2...33))
    try journal.rotateKey(to: new, reason: "yearly", at: folder.start)
    let later = try AuditJournal(
      at: folder.location, access: .append, signingKey: new, evidenceKey: folder.evidenceKey)
    notes.append(try note(later))
    try later.append([.serviceStopped(reason: "the new key's")], at: folder.start)
    notes.append(try note(later))
    let witness = try SignedNote(text: "x\n", name: "witness.example", keys: [new]).signatures[0]
    for text in notes {
      #expect(try cause(later, text) == nil)
      #expect(
        try cause(
          later,
          SignedNote(text: SignedNote(text).text, signatures: [witness] + SignedNote(text).signatures)
            .description) == nil)
    }
    // What another process has appended and kept meanwhile is no other history.
    let stale = try AuditJournal(
      at: folder.location, access: .read, signingKey: new, evidenceKey: folder.evidenceKey)
    try later.append([.serviceStopped(reason: "meanwhile")], at: folder.start)
    #expect(try cause(stale, note(later)) == nil)
  }

  @Test("Each other history is told from the journal's own, and from what no key of the journal signed")
  func others() throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    try grow(folder, by: 4)
    let copy = folder.folder.appending(path: "copy").path
    try checkpointed(folder)
    try FileManager.default.copyItem(atPath: folder.location.path, toPath: copy)
    try grow(folder, by: 4)
    let longer = try note(folder.open(.read))
    try checkpointed(folder)
    try restore(folder, copy)
    #expect(try cause(folder.open(.read), longer) == .shorter)
    try grow(folder, by: 4, "another")
    #expect(try cause(folder.open(.read), longer) == .otherRoot)
    try grow(folder, by: 1, "another")
    let journal = try folder.open(.read)
    #expect(try cause(journal, longer) == .otherRoot)
    let stranger = try SigningKey(seed: Array(9...40))
    let origin = folder.location.origin
    for size in [1, 4, journal.size, 900, Checkpoint.maximumSize] {
      let forged = try Checkpoint(origin: origin, size: size, root: .leaf([7])).signed(with: stranger)
      #expect(try cause(journal, forged) == .unsigned, "\(size)")
    }
    // The journal's own root under another signature.
    let own = try SignedNote(note(journal))
    let unsigned = try SignedNote(text: own.text, name: origin, keys: [stranger]).description
    #expect(try cause(journal, unsigned) == .unsigned)
    let other = try Checkpoint(origin: "other.example", size: 4, root: .leaf([7])).signed(
      with: folder.signingKey)
    #expect(try cause(journal, other) == .otherJournal(origin: "other.example"))
  }

  private func checkpointed(_ folder: JournalFolder) throws {
    try folder.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  private func restore(_ folder: JournalFolder, _ copy: String) throws {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: folder.location.path + suffix)
    }
    try FileManager.default.copyItem(atPath: copy, toPath: folder.location.path)
  }

  @Test("An acceptance says both histories, once, and the journal verifies with it")
  func acceptance() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let kept = try KeptCheckpoint(
      place: "/var/lib/folder/checkpoint",
      note: Checkpoint(origin: folder.location.origin, size: 9, root: .leaf([1])).signed(
        with: folder.signingKey))
    let difference = try #require(try journal.difference(from: kept))
    #expect(throws: JournalError.self) {
      try journal.acceptHistory([difference], reason: " ", by: "me", at: folder.start)
    }
    for _ in 0..<2 {
      try journal.acceptHistory([difference], reason: "the disk died", by: "me", at: folder.start)
    }
    #expect(journal.size == 2)
    let data = try journal.entry(at: 1).data
    #expect(data["size"]?.integerValue == 1 && data["seenSize"]?.integerValue == 9)
    #expect(data["where"]?.stringValue == "/var/lib/folder/checkpoint" && data["by"]?.stringValue == "me")
    #expect(try folder.verify().findings == [])
  }

  @Test("A journal whose backup was broken off goes on; its copy, which has no mark beside it, does not")
  func brokenOff() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let mark = BackupMark(beside: folder.location.path)
    try mark.write(journal.size)
    try journal.append([.backupBegan(by: "somebody")], at: folder.start)
    #expect(try !journal.isBackup() && mark.entry == 1)
    // The mark of another backup, none, and what nobody wrote.
    try mark.write(7)
    #expect(try journal.isBackup())
    mark.remove()
    #expect(try journal.isBackup() && mark.entry == nil)
    try Data("1x".utf8).write(to: URL(filePath: folder.location.path + ".backup"))
    #expect(try journal.isBackup())
    try mark.write(1)
    _ = try journal.backUp(to: folder.location.path + ".copy", by: "somebody", clock: { folder.start })
    #expect(mark.entry == nil)
    #expect(try folder.verify().findings == [])
  }

  @Test("A copy knows that it is one, verifies, and the journal goes on without knowing it as its end")
  func backup() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    try folder.approve(journal)
    let copy = folder.folder.appending(path: "copy.sqlite").path
    let made = try journal.backUp(to: copy, by: "me", clock: { folder.start })
    #expect(made.size == journal.size - 1)
    #expect(
      try !journal.isBackup() && journal.entry(at: journal.size - 1).data["size"]?.integerValue == made.size)
    let key = folder.signingKey.verifier(of: folder.location.origin)
    let copied = try JournalVerifier.verify(path: copy, verifierKey: key)
    #expect(copied.findings == [] && copied.entries == made.size && copied.root == made.root)
    let location = JournalLocation(path: copy, origin: folder.location.origin)
    let opened = try AuditJournal(
      at: location, access: .append, signingKey: folder.signingKey, evidenceKey: folder.evidenceKey)
    #expect(try opened.isBackup() && opened.lastApproval() != nil)
    #expect(throws: JournalError.self) {
      try opened.backUp(to: copy + "2", by: "me", clock: { folder.start })
    }
    #expect(!FileManager.default.fileExists(atPath: copy + "2"))
    try opened.acceptHistory([], reason: "restored", by: "me", at: folder.start)
    #expect(try !opened.isBackup())
    #expect(try JournalVerifier.verify(path: copy, verifierKey: key).findings == [])
    #expect(try folder.verify().findings == [])
    // A file that is there is never written over.
    #expect { try journal.backUp(to: copy, by: "me", clock: { folder.start }) } throws: { error in
      error as? JournalError == .exists(path: copy)
    }
    let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test(
    "What an auditor kept is compared with the file: earlier, later, of another journal, under another key")
  func since() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    try grow(folder, by: 5)
    let new = try SigningKey(seed: Array(2...33))
    let old = try folder.open(.append)
    try old.rotateKey(to: new, reason: "yearly", at: folder.start)
    let later = try AuditJournal(
      at: folder.location, access: .append, signingKey: new, evidenceKey: folder.evidenceKey)
    try later.append([.serviceStopped(reason: "the new key's")], at: folder.start)
    let origin = folder.location.origin
    func findings(_ note: String) throws -> [String] {
      try JournalVerifier.verify(
        path: folder.location.path, verifierKey: folder.signingKey.verifier(of: origin),
        .init(kept: [KeptCheckpoint(place: "kept", note: note)])
      ).findings
    }
    var notes: [(size: Int, note: String)] = []
    try later.forEachCheckpoint(after: 0) { notes.append(($0, $1)) }
    #expect(notes.count == 8)
    for (size, note) in notes { #expect(try findings(note) == [], "\(size)") }
    let text = try SignedNote(notes[7].note).text
    for (wrong, word) in [
      (try Checkpoint(origin: origin, size: 9, root: .leaf([1])).signed(with: new), "cut off"),
      (
        try Checkpoint(origin: origin, size: 3, root: .leaf([1])).signed(with: folder.signingKey), "not those"
      ),
      (
        try Checkpoint(origin: "other.example", size: 3, root: .leaf([1])).signed(with: new),
        "another journal"
      ),
      // The old key's turn is over, and the new one's had not begun.
      (try SignedNote(text: text, name: origin, keys: [folder.signingKey]).description, "whose turn"),
      (
        try SignedNote(text: SignedNote(notes[1].note).text, name: origin, keys: [new]).description,
        "whose turn"
      ),
    ] {
      let found = try findings(wrong)
      #expect(found.count == 1 && found[0].contains(word) && found[0].contains("kept"), "\(found)")
    }
    withExtendedLifetime(journal) {}
  }
}
