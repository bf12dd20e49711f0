import AuditJournal
import Foundation
import Purging
import RecordStores
import SQLite
import StoreBindings
import TestNames
import Testing
import Words

/// A purge that is killed again and again: whatever changed is explained, and whatever is explained changed.
@Suite struct CrashTests {
  @Test("After kill -9 at random moments every changed row is in a committed batch, and no intent stays open")
  func killedAtRandom() throws {
    let insurer = try Insurer(subjects: 700, seed: 11, at: nil, batchRows: 6, withHolds: false)
    let names = insurer.configuration.bindings.recordSets.map(\.recordSet.name)
    let before = try names.reduce(into: [:]) { $0[$1] = try insurer.rows(of: $1) }
    var random = SystemRandomNumberGenerator()
    var kills = 0
    var isFinished = false
    while !isFinished && kills < 200 {
      let process = try purge(insurer)
      // The first rounds die early, in opening and recovery; the later ones anywhere in the batches.
      usleep(.random(in: 5_000...(kills < 10 ? 120_000 : 400_000), using: &random))
      if process.isRunning {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        kills += 1
        try expectNothingUnexplained(insurer, before: before)
      } else {
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        isFinished = true
      }
    }
    #expect(kills >= 5, "the purge was over before it could be killed: \(kills) kills")
    if !isFinished { try purge(insurer).waitUntilExit() }
    try expectNothingUnexplained(insurer, before: before)
    let verified = try insurer.verify()
    #expect(verified.findings.isEmpty && verified.openBatches == 0)
    let after = try names.reduce(into: [:]) { $0[$1] = try insurer.rows(of: $1) }
    try expectEvidence(insurer, before: before, after: after)
  }

  /// Every changed row belongs to a batch with a durable intent, and every row of a batch that is said to be committed changed.
  private func expectNothingUnexplained(_ insurer: Insurer, before: [RecordSetName: [[UInt8]: String]]) throws
  {
    let names = insurer.configuration.bindings.recordSets.map(\.recordSet.name)
    // Opening the stores first lets SQLite roll back what the kill left.
    let after = try names.reduce(into: [:]) { $0[$1] = try insurer.rows(of: $1) }
    let evidence = try locators(insurer)
    for name in names {
      let store = try #require(insurer.configuration.bindings.recordSets.first { $0.recordSet.name == name })
        .recordSet.store
      for (key, row) in before[name] ?? [:] where after[name]?[key] != row {
        let locator = insurer.evidenceKey.locator(store: store, recordSet: name, key: key)
        #expect(evidence.all.contains(locator), "a row of \(name) changed without an intent")
      }
    }
  }

  private func expectEvidence(
    _ insurer: Insurer, before: [RecordSetName: [[UInt8]: String]], after: [RecordSetName: [[UInt8]: String]]
  ) throws {
    let evidence = try locators(insurer)
    var changed: Set<[UInt8]> = []
    for (name, rows) in before {
      let store = try #require(insurer.configuration.bindings.recordSets.first { $0.recordSet.name == name })
        .recordSet.store
      for (key, row) in rows where after[name]?[key] != row {
        changed.insert(insurer.evidenceKey.locator(store: store, recordSet: name, key: key))
      }
    }
    #expect(!changed.isEmpty)
    #expect(changed.subtracting(evidence.committed).isEmpty, "rows changed that no committed batch lists")
    #expect(
      evidence.committed.subtracting(changed).isEmpty, "committed batches list rows that did not change")
  }

  /// The locators of all batches, and of those that are said to be committed.
  private func locators(_ insurer: Insurer) throws -> (all: Set<[UInt8]>, committed: Set<[UInt8]>) {
    let connection = try Connection(path: insurer.location.path, mode: .readOnly, busySeconds: 5)
    let query = try connection.prepare("SELECT outcome, locators FROM batch")
    var all: Set<[UInt8]> = []
    var committed: Set<[UInt8]> = []
    while try query.step() {
      let bytes = query.blob(1)
      for start in stride(from: 0, to: bytes.count, by: 32) {
        let locator = Array(bytes[start..<start + 32])
        all.insert(locator)
        if query.text(0) == "committed" { committed.insert(locator) }
      }
    }
    return (all, committed)
  }

  /// Starts the program itself: a purge in a process of its own.
  private func purge(_ insurer: Insurer) throws -> Process {
    // Two deaths in a record set would have it passed over, which is another test's promise: nobody saw these.
    try Data().write(to: URL(filePath: insurer.location.path + ".lock"))
    let process = Program.process(["purge"] + insurer.files)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }
}
