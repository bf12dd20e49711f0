import Foundation
import Glibc
import TestNames
import Testing
import Words

@testable import AuditJournal

/// A process that is killed while it stops did not die of its record set.
@Suite struct StoppedDeathTests {
  @Test(
    "Two kills in a row after a stop pass no record set over, and write no entry; a kill without one counts")
  func killed() async throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    let path = folder.folder.path
    for _ in 0..<2 {
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
        let folder = try JournalFolder(existing: path)
        let stop = StopSignal()
        try folder.open(.run).working(on: "claims", stop: stop) {
          stop.request()
          _ = kill(getpid(), SIGKILL)
        }
      }
      #expect(try folder.open(.read).unrecordedDeath() == nil)
      let journal = try folder.open(.run)
      #expect(try journal.recordDeath(at: folder.start) { _ in true } == nil)
      #expect(try journal.deaths(inRecordSet: "claims") == 0)
    }
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let folder = try JournalFolder(existing: path)
      try folder.open(.run).working(on: "claims", stop: StopSignal()) { _ = kill(getpid(), SIGKILL) }
    }
    #expect(try folder.open(.run).recordDeath(at: folder.start) { _ in true }?.deaths == 1)
  }
}
