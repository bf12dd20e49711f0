import CivilTime
import Foundation
import Glibc
import HostileInputs
import RecordStores
import SQLite
import TestNames
import Testing
import TransparencyLog
import Words

@testable import AuditJournal

/// A journal's file with anything in it, and other things in its place: an error or a finding, at once.
@Suite struct HostileJournalTests {
  private func sample() throws -> JournalFolder {
    let folder = try JournalFolder()
    let journal = try folder.create()
    _ = try journal.placeHold(.recordSet("claims"), reference: "R", reason: "r", by: "b", at: folder.start)
    _ = try journal.placeHold(
      .subject("0840588123456"), reference: "R", reason: "r", by: "b", at: folder.start)
    _ = try journal.prepare(
      folder.intent(count: 2), keys: folder.keys(["a", "b"]),
      BatchCompanions(subjects: folder.subjects(["a", "b"], journal)),
      holdGeneration: journal.holdGeneration(), at: folder.start)
    return folder
  }

  /// Everything that asks the journal, with an error where it asks in vain.
  private func ask(_ folder: JournalFolder) {
    _ = try? folder.verify()
    guard let journal = try? folder.open(.run) else { return }
    _ = try? journal.pendingBatches()
    _ = try? journal.holds()
    _ = try? journal.holdTest(for: .named("claims"))
    _ = try? journal.evidence(of: [
      SoughtRecord(store: "store", recordSet: "set", keys: [folder.keys(["b"]).bytes])
    ])
    _ = try? journal.evidence(ofPerson: ["0840588123456"])
    _ = try? journal.lastApproval()
    _ = try? journal.lastReceipt(of: "x")
    _ = try? journal.standing(of: "x")
    _ = try? journal.rowCount(ofRecordSet: "claims")
    _ = try? journal.deaths(inRecordSet: "claims")
    _ = try? journal.record(ofRun: "run-2")
    _ = try? journal.record(ofRun: "run--2")
    _ = try? journal.forEachEntry { _ in }
    _ = try? journal.placeHold(.recordSet("claims"), reference: "S", reason: "r", by: "b", at: folder.start)
    _ = try? journal.liftHolds(reference: "R", reason: "r", by: "b", at: folder.start)
    _ = try? journal.append([.serviceStopped(reason: "x")], at: folder.start)
    _ = try? journal.preflight()
  }

  @Test("No number in any table makes the journal trap")
  func numbers() throws {
    for number in [
      "9223372036854775807", "-9223372036854775808", "-1", "4611686018427387904", "4294967296", "NULL", "''",
      "x'00'", "9e999",
    ] {
      for change in [
        "UPDATE state SET value = \(number)",
        "INSERT OR REPLACE INTO state VALUES ('anchor|x', \(number)), ('rows|claims', \(number)), ('deaths|claims', \(number)), ('key-since', \(number))",
        "UPDATE sqlite_sequence SET seq = \(number)", "UPDATE hold SET id = \(number)",
        "UPDATE hold SET tag = \(number)",
        "UPDATE hold SET locator = \(number)",
        "UPDATE entry SET idx = \(number) WHERE idx = 2", "UPDATE entry SET bytes = \(number) WHERE idx = 2",
        "UPDATE checkpoint SET size = \(number) WHERE size = 4",
        "UPDATE checkpoint SET note = \(number) WHERE size = 4",
        "UPDATE node SET idx = \(number) WHERE level = 1",
        "UPDATE node SET level = \(number) WHERE level = 1",
        "UPDATE node SET hash = \(number) WHERE level = 1",
        "UPDATE batch SET entry = \(number)", "UPDATE batch SET sealed = \(number)",
        "UPDATE batch SET locators = \(number)",
        "UPDATE batch SET locators = substr(locators, 1, 63)",
        "UPDATE batch SET locators = locators || x'00'",
        "PRAGMA user_version = \(number)", "PRAGMA application_id = \(number)",
      ] {
        let folder = try sample()
        // Some are refused by the table itself.
        try? Connection(path: folder.location.path, mode: .readWrite, busySeconds: 5).execute(change)
        ask(folder)
      }
    }
  }

  @Test("No garbled page of the file makes the journal trap")
  func garbled() throws {
    let folder = try sample()
    try Connection(path: folder.location.path, mode: .readWrite, busySeconds: 5).execute(
      "PRAGMA journal_mode = DELETE")
    let place = URL(filePath: folder.location.path)
    let good = Array(try Data(contentsOf: place))
    for bytes in HostileInputs.plain.suffix(13) + Array(HostileInputs.mutations(of: good, count: 120)) {
      for ending in ["-wal", "-shm", "-journal"] { unsafe unlink(folder.location.path + ending) }
      try Data(bytes).write(to: place)
      ask(folder)
    }
  }

  @Test("No garbled entry makes its readers trap, and a receipt for less than nothing is a finding")
  func entries() throws {
    let folder = try sample()
    let key = folder.signingKey.verifier(of: folder.location.origin)
    var good: [[UInt8]] = []
    try folder.open(.read).forEachEntry { good.append($0.bytes) }
    for event in [
      JournalEvent.anchorReceipt(AnchorReceipt(anchor: "x", kind: .journald, size: 0, root: .empty)),
      .batchFiles(batch: "batch-2", FileOutcome()), .batchOutcome(batch: "batch-2", .committed),
      .recordSetDied(RecordSetDeath(recordSet: "claims", batch: nil, deaths: 1, isMachines: false)),
      .storeIdentified(
        store: "droits", place: "p", StoreIdentity(["inode": "7"]), previous: 3, acceptance: nil),
      .keyRotated(verifierKey: key.text, endorsedBy: key.text, reason: "r", epochEntries: 2),
    ] {
      good.append(
        JournalEntry(event, index: good.count, origin: folder.location.origin, at: folder.start).bytes)
    }
    for number in HostileInputs.numbers {
      for place in good.indices {
        let check = EntryCheck(verifierKey: key, evidence: { _ in nil })
        for (index, bytes) in good.enumerated() {
          let text = String(decoding: bytes, as: UTF8.self)
          let changed = index == place ? text.replacing(#/:-?[0-9]+([,}])/#) { ":\(number)\($0.1)" } : text
          try check.add(Array(changed.utf8)) { _, _, _ in }
        }
        check.finish()
      }
    }
    for (place, bytes) in good.enumerated() {
      for bytes in HostileInputs.mutations(of: bytes, count: 150, seed: UInt64(place)) {
        let check = EntryCheck(
          verifierKey: key,
          evidence: { _ in BatchEvidence(locators: [1, 2, 3], subjects: [1], dependents: [2]) })
        for index in 0...place { try check.add(index == place ? bytes : good[index]) { _, _, _ in } }
        check.add(note: "x", of: -1)
        check.finish()
      }
    }
  }

  @Test(
    "What is no regular file in the place of the journal, its lock or SQLite's files beside it is said at once",
    arguments: ["", ".lock", "-wal", "-shm", "-journal"], ["pipe", "folder", "device"])
  func kinds(ending: String, kind: String) throws {
    let folder = try JournalFolder()
    do { _ = try folder.create() }
    let path = folder.location.path + ending
    unsafe unlink(path)
    switch kind {
    case "pipe": #expect(unsafe mkfifo(path, 0o600) == 0)
    case "folder": #expect(unsafe mkdir(path, 0o700) == 0)
    default: #expect(unsafe symlink("/dev/zero", path) == 0)
    }
    for access in [AuditJournal.Access.run, .append, .read] where ending != ".lock" || access == .run {
      #expect("\(access)") { try folder.open(access) } throws: { "\($0)".contains(path) }
    }
  }
}
