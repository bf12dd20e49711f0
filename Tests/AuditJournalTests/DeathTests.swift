import Foundation
import Glibc
import SQLite
import TestNames
import Testing
import TransparencyLog
import Words

@testable import AuditJournal

/// A process that dies in its work, and what the next one makes of that.
@Suite struct DeathTests {
  /// Leaves what a process leaves that died in a record set.
  private func die(
    in recordSet: RecordSetName, batch: BatchName? = nil, secondsSinceBoot: Int = 0, _ folder: JournalFolder
  ) throws {
    let mark = WorkMark(recordSet: recordSet, batch: batch, secondsSinceBoot: secondsSinceBoot)
    try Data(mark.text.utf8).write(to: URL(filePath: folder.location.path + ".lock"))
  }

  private func lockText(_ folder: JournalFolder) throws -> String {
    String(try String(contentsOfFile: folder.location.path + ".lock", encoding: .utf8).prefix { $0 != "\0" })
  }

  @Test(
    "While a run works the mark is there; neither an end nor an error leaves one, and only a run makes one")
  func marks() throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    let journal = try folder.open(.run)
    try journal.working(on: "claims") {
      let text = try lockText(folder)
      #expect(text.hasSuffix("\nclaims\n"))
    }
    #expect(try lockText(folder).isEmpty)
    let failing: () throws -> Void = { throw JournalError.holdsChanged }
    #expect(throws: JournalError.holdsChanged) { try journal.working(on: "claims", failing) }
    #expect(try lockText(folder).isEmpty)
    #expect(try journal.recordDeath(at: folder.start) { _ in true } == nil)
    for access in [AuditJournal.Access.read, .append] {
      try folder.open(access).working(on: "claims") {
        let text = try lockText(folder)
        #expect(text.isEmpty)
      }
    }
  }

  @Test(
    "A process that is killed in a record set leaves its mark, which nobody sees while another run is at work"
  )
  func killed() async throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    let path = folder.folder.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let folder = try JournalFolder(existing: path)
      try folder.open(.run).working(on: "claims") { _ = kill(getpid(), SIGKILL) }
    }
    #expect(try folder.open(.read).unrecordedDeath() == "claims")
    let journal = try folder.open(.run)
    #expect(
      try folder.open(.read).unrecordedDeath() == nil, "a run is under way, and its own mark is no death")
    let death = try #require(try journal.recordDeath(at: folder.start) { $0 == "claims" })
    #expect(death.recordSet == "claims" && death.deaths == 1 && !death.isMachines && !death.isPassedOver)
    #expect(try journal.recordDeath(at: folder.start) { _ in true } == nil, "a death is counted once")
    #expect(try folder.verify().findings.isEmpty)
  }

  @Test(
    "Two deaths in a row pass a record set over; a pass or a person in between begins anew, each with an entry"
  )
  func inARow() throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    let journal = try folder.open(.run)
    func deaths() throws -> Int { try folder.open(.read).deaths(inRecordSet: "claims") }
    func die() throws {
      try self.die(in: "claims", folder)
      #expect(try journal.recordDeath(at: folder.start) { _ in true } != nil)
    }
    try die()
    try journal.recordPass(through: "other", run: "run-1", at: folder.start)
    #expect(try deaths() == 1)
    try journal.recordPass(through: "claims", run: "run-2", at: folder.start)
    #expect(try deaths() == 0)
    try die()
    try die()
    #expect(try folder.open(.read).lastDeath(inRecordSet: "claims")?.isPassedOver == true)
    // Somebody resumes it while a run is at work.
    let person = try folder.open(.append)
    try person.resume(recordSet: "claims", reason: "the view is mended", by: "dba", at: folder.start)
    #expect(try deaths() == 0)
    #expect(throws: JournalError.notPassedOver("claims")) {
      try person.resume(recordSet: "claims", reason: "again", by: "dba", at: folder.start)
    }
    let types = try folder.types().filter { $0.hasPrefix("retentiond.record-set.") }.map { $0.dropFirst(22) }
    #expect(types == ["died", "passed", "died", "died", "resumed"])
    #expect(try folder.verify().findings.isEmpty)
  }

  @Test("A machine that went down with the process is an entry, and not counted against the record set")
  func machine() throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    let journal = try folder.open(.run)
    for _ in 0..<3 {
      try die(in: "claims", secondsSinceBoot: .max, folder)
      let death = try #require(try journal.recordDeath(at: folder.start) { _ in true })
      #expect(death.isMachines && death.deaths == 0)
    }
    #expect(try journal.deaths(inRecordSet: "claims") == 0)
    #expect(try folder.types().count { $0 == "retentiond.record-set.died" } == 3)
    #expect(try folder.verify().findings.isEmpty)
  }

  @Test(
    "Whatever else is in the lock file is no death, and none of it gets into the journal",
    arguments: [
      "", "\n", "1\n\n", "x\n\nclaims\n", "-1\n\nclaims\n", "1\n\nclaims", "1\n\n\n", "1\n\nJean Dupont\n",
      "99999999999999999999\n\nclaims\n", String(repeating: "A", count: 100_000),
    ])
  func strangers(text: String) throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    try Data(text.utf8).write(to: URL(filePath: folder.location.path + ".lock"))
    let journal = try folder.open(.run)
    #expect(try journal.recordDeath(at: folder.start) { $0 == "claims" } == nil)
    #expect(journal.size == 1)
  }

  @Test("A death that is taken out of the state, or another one put there, is a finding")
  func tampered() throws {
    for change in [
      "DELETE FROM state WHERE name = 'deaths|claims'",
      "UPDATE state SET value = 0 WHERE name = 'deaths|claims'",
      "INSERT INTO state VALUES ('deaths|other', 1)",
    ] {
      let folder = try JournalFolder()
      _ = try folder.create()
      do {
        let journal = try folder.open(.run)
        try die(in: "claims", folder)
        _ = try journal.recordDeath(at: folder.start) { _ in true }
      }
      try Connection(path: folder.location.path, mode: .readWrite, busySeconds: 5).execute(change)
      #expect(try !folder.verify().findings.isEmpty, "\(change)")
    }
  }

  @Test("A shorter mark leaves nothing of a longer one, and none leaves nothing")
  func shorter() throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    let lock = try RunLock(beside: folder.location.path)
    try lock.write(WorkMark(recordSet: "claims", batch: "batch-3", secondsSinceBoot: 5))
    #expect(lock.mark() == WorkMark(recordSet: "claims", batch: "batch-3", secondsSinceBoot: 5))
    try lock.write(WorkMark(recordSet: "c", batch: nil, secondsSinceBoot: 5))
    #expect(lock.mark() == WorkMark(recordSet: "c", batch: nil, secondsSinceBoot: 5))
    try lock.write(nil)
    #expect(lock.mark() == nil)
  }
}

extension JournalFolder {
  fileprivate func types() throws -> [String] {
    var types: [String] = []
    try open(.read).forEachEntry { types.append($0.type.rawValue) }
    return types
  }
}
