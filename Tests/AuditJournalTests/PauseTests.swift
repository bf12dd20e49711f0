import CivilTime
import Foundation
import SQLite
import TestNames
import Testing
import Words

@testable import AuditJournal

/// A pause of runs, as the journal keeps it.
@Suite struct PauseTests {
  private let account = RunAccount(uid: 1_000, name: "dba", login: nil, isService: false)

  private func pause(_ journal: AuditJournal, until: Instant? = nil, at time: Instant) throws -> Pause {
    try journal.pauseRuns(until: until, reason: "a migration", by: "dba", account: account, at: time)
  }

  @Test("A pause is in force for whoever asks until it is resumed, and both are entries that verify")
  func pausedAndResumed() throws {
    let folder = try JournalFolder()
    let run = try folder.create()
    let person = try folder.open(.append)
    #expect(try run.pause(at: folder.start) == nil)
    let pause = try pause(person, at: folder.start)
    // A run that has the journal open hears of it, and so does whoever opens it later.
    for journal in [run, try folder.open(.read)] { #expect(try journal.pause(at: folder.start) == pause) }
    #expect(pause.by == "dba" && pause.account == account && pause.until == nil)
    #expect(try person.pause(at: folder.start.adding(seconds: 30 * 86_400)) == pause)
    let ended = try person.resumeRuns(reason: "it is done", by: "dba", account: account, at: folder.start)
    #expect(ended == pause)
    #expect(try run.pause(at: folder.start) == nil)
    #expect(throws: JournalError.notPaused) {
      try person.resumeRuns(reason: "again", by: "dba", account: account, at: folder.start)
    }
    let types = try (run.size - 2..<run.size).map { try run.entry(at: $0).type }
    #expect(types == [.runsPaused, .runsResumed])
    #expect(try folder.verify().findings == [])
  }

  @Test("A pause ends by itself at its time, and the last of several is the one that counts")
  func until() throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    let journal = try folder.open(.append)
    let end = folder.start.adding(seconds: 3_600)
    _ = try pause(journal, until: end, at: folder.start)
    #expect(try journal.pause(at: end.adding(seconds: -1)) != nil)
    #expect(try journal.pause(at: end) == nil)
    let longer = try pause(journal, until: end.adding(seconds: 3_600), at: folder.start)
    #expect(try journal.pause(at: end) == longer)
    for past in [folder.start, folder.start.adding(seconds: -1)] {
      #expect(throws: JournalError.self) { try pause(journal, until: past, at: folder.start) }
    }
    #expect(throws: JournalError.notPaused) {
      try journal.resumeRuns(
        reason: "late", by: "dba", account: account, at: end.adding(seconds: 3_600))
    }
    #expect(try folder.verify().findings == [])
  }

  @Test("A clock that is not believed ends no pause")
  func doubtfulClock() throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    let journal = try folder.open(.append)
    _ = try pause(journal, until: folder.start.adding(seconds: 3_600), at: folder.start)
    #expect(try journal.pause(at: folder.start.adding(seconds: 3_000 * 86_400)) != nil)
  }

  @Test(
    "A pause that somebody takes from the file, or adds to it, is found, and no question is answered from it",
    arguments: [
      "DELETE FROM state WHERE name = 'paused'", "UPDATE state SET value = 0 WHERE name = 'paused'",
    ])
  func tampered(sql: String) throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    _ = try pause(folder.open(.append), at: folder.start)
    try Connection(path: folder.location.path, mode: .readWrite, busySeconds: 1).execute(sql)
    #expect(throws: JournalError.self) { try folder.open(.read).pause(at: folder.start) }
    #expect(try !folder.verify().findings.isEmpty)
  }

  @Test(
    "Neither without a reason, nor with what may be a person's number in it",
    arguments: ["", " ", "1850578006084"])
  func reasons(reason: String) throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    let journal = try folder.open(.append)
    #expect(throws: JournalError.self) {
      try journal.pauseRuns(until: nil, reason: reason, by: "dba", account: nil, at: folder.start)
    }
    #expect(try journal.pause(at: folder.start) == nil)
  }
}
