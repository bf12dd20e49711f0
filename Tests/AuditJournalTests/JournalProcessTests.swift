import CivilTime
import Foundation
import Glibc
import RecordStores
import TestNames
import Testing
import TransparencyLog
import Words

@testable import AuditJournal

/// No file of this process grows beyond so many bytes, which a write is told like a full disk.
private func limitFileSize(to bytes: UInt) -> Bool {
  signal(SIGXFSZ, SIG_IGN)
  var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
  return unsafe setrlimit(__rlimit_resource_t(1), &limit) == 0
}

/// What other processes do at the same moment, and what a process leaves that dies or runs out of space.
@Suite struct JournalProcessTests {
  /// Batch after batch, as a run writes them.
  static func writeBatches(_ journal: AuditJournal, _ folder: JournalFolder) throws {
    for number in 0..<20_000 {
      let generation = try journal.holdGeneration()
      do {
        let batch = try journal.prepare(
          folder.intent(count: 20), keys: folder.keys((0..<20).map { "person-\(number)-\($0)" }),
          holdGeneration: generation, at: folder.start.adding(seconds: number))
        try journal.deferOutcome(.committed, of: batch)
      } catch JournalError.holdsChanged {
        // The batch would be tested again.
      }
    }
  }

  @Test(
    "Killed at any moment, the journal verifies and goes on; at most the last batch is open", arguments: 0..<6
  )
  func killed(round: Int) async throws {
    let folder = try JournalFolder()
    try folder.begin(folder.create())
    let path = folder.folder.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, round = round as Int] in
      let folder = try JournalFolder(existing: path)
      let log = folder.location.path + "-wal"
      let killer = Thread {
        // Some batches are written by then, however busy the machine is.
        var status = stat()
        while unsafe stat(log, &status) != 0 || status.st_size < 200_000 { usleep(1_000) }
        usleep(UInt32(round * 7_351))
        kill(getpid(), SIGKILL)
      }
      killer.start()
      try JournalProcessTests.writeBatches(folder.open(.run), folder)
    }
    let found = try folder.verify()
    #expect(found.findings.isEmpty && found.openBatches <= 1 && found.batches > 1)
    // Its lock went with it.
    let journal = try folder.open(.run)
    for pending in try journal.pendingBatches() {
      #expect(pending.keys.count == 20)
      try journal.settle(
        batch: pending.batch, recovered: Recovery(outcome: .notCommitted, method: "test", copiesRemoved: 0),
        at: folder.start)
    }
    let settled = try folder.verify()
    #expect(settled.findings.isEmpty && settled.openBatches == 0 && settled.entries >= found.entries)
  }

  @Test("Holds are placed, and the journal read and verified, while another process runs a purge")
  func together() async throws {
    let folder = try JournalFolder()
    try folder.begin(folder.create())
    let path = folder.folder.path
    let stop = folder.folder.appending(path: "stop").path
    async let purge = #expect(processExitsWith: .success) { [path = path as String, stop = stop as String] in
      let folder = try JournalFolder(existing: path)
      let journal = try folder.open(.run)
      var number = 0
      while !FileManager.default.fileExists(atPath: stop) {
        let generation = try journal.holdGeneration()
        do {
          let batch = try journal.prepare(
            folder.intent(count: 2), keys: folder.keys(["a\(number)", "b\(number)"]),
            holdGeneration: generation,
            at: folder.start)
          try journal.deferOutcome(.committed, of: batch)
          number += 1
          // Room for the others, and a bound if they fail.
          usleep(200)
          guard number < 5_000 else { break }
        } catch JournalError.holdsChanged {}
      }
      try journal.settleDeferred(at: folder.start)
    }
    while try folder.open(.read).size < 6 { try await Task.sleep(for: .milliseconds(5)) }
    for number in 0..<40 {
      let placed = try folder.open(.append).placeHold(
        .subject("09999999999\(10 + number)"), reference: "R", reason: "reason", by: "somebody",
        at: folder.start)
      #expect(placed.id == number + 1)
      // Often enough to meet an append between two questions.
      for _ in 0..<20 {
        let reader = try folder.open(.read)
        #expect(try reader.entry(at: reader.size - 1).index == reader.size - 1)
      }
      if number % 20 == 0 { #expect(try folder.verify().findings.isEmpty) }
    }
    try Data().write(to: URL(filePath: stop))
    _ = await purge
    let result = try folder.verify()
    #expect(result.findings.isEmpty && result.openBatches == 0 && result.batches > 3)
    #expect(try folder.open(.read).holds().count == 40)
  }

  @Test("Out of space, the batch is refused and so is everything after it; nothing written before is lost")
  func outOfSpace() async throws {
    let folder = try JournalFolder()
    try folder.begin(folder.create())
    let path = folder.folder.path
    await #expect(processExitsWith: .success) { [path = path as String] in
      let folder = try JournalFolder(existing: path)
      let journal = try folder.open(.run)
      try #require(limitFileSize(to: 600_000))
      let error = try #require(
        #expect(throws: JournalError.self) { try JournalProcessTests.writeBatches(journal, folder) })
      guard case .unwritable = error else { exit(3) }
      #expect(throws: error) { try journal.preflight() }
      #expect(throws: error) { try journal.append([.planMade(plan: "p", due: 1)], at: folder.start) }
    }
    let found = try folder.verify()
    #expect(found.findings.isEmpty && found.batches > 10)
    try folder.open(.run).append([.planMade(plan: "p", due: 1)], at: folder.start)
    #expect(try folder.verify().findings.isEmpty)
  }
}
