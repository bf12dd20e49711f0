import AuditJournal
import CivilTime
import Foundation
import Purging
import RecordStores
import StoreBindings
import TestNames
import Testing
import Words

@testable import retentiond

/// Servers that drop connections, and applications that hold rows, in the middle of a run.
@Suite struct EngineFaultTests {
  private func configuration(_ insurer: Insurer) throws -> Configuration {
    try Configuration.load(
      rules: insurer.configuration.rulesBytes, rulesFile: "rules",
      stores: [UInt8](Data(contentsOf: insurer.folder.appending(path: "stores.json"))), storesFile: "stores",
      baseDirectory: insurer.folder.path)
  }

  /// An insurer with small batches, one of whose stores is on a server; and the same on SQLite, purged.
  private func make(on engine: TestEngine) throws -> (
    insurer: Insurer, copy: CopiedDatabase, reference: Insurer
  ) {
    let reference = try Insurer(subjects: 120, seed: 21, at: nil, batchRows: 20)
    let insurer = try Insurer(subjects: 120, seed: 21, at: nil, batchRows: 20, copying: reference)
    let copies = try EngineTests().move(insurer) { $0 == "droits" ? engine : nil }
    try reference.purge()
    return (insurer, try #require(copies["droits"]), reference)
  }

  private func expectSame(_ copy: CopiedDatabase, _ reference: Insurer) throws {
    let store = try #require(reference.configuration.bindings.stores.first { $0.name == "droits" })
    guard case .sqlite(let path, _) = store.engine else { return }
    for (table, columns) in try EngineTests().tables(path) {
      #expect(
        try EngineTests().rows(path, table, columns) == copy.rows(of: table, columns: columns), "\(table)")
    }
  }

  @Test("Connections that are cut again and again lose and repeat nothing", arguments: TestEngine.allCases)
  func cut(engine: TestEngine) throws {
    let (insurer, copy, reference) = try make(on: engine)
    var retried = 0
    let report = try Purger(Session(configuration: configuration(insurer)).purgingContext()).purge(
      clock: SystemClock.now
    ) { event in
      // After each batch: the next one finds its connection gone.
      if case .batch(let batch) = event, batch.store == "droits" { try? copy.cutOthers() }
      if case .retried = event { retried += 1 }
    }
    #expect(report.status == .complete && retried > 2, "\(report.status), \(retried) retried")
    try expectSame(copy, reference)
    #expect(try insurer.verify().findings == [])
  }

  @Test(
    "A commit whose connection is cut is asked after, and counted if it was made",
    arguments: TestEngine.allCases)
  func cutCommit(engine: TestEngine) throws {
    let (insurer, copy, reference) = try make(on: engine)
    let session = try Session(configuration: configuration(insurer))
    // The journal's clock is read between the change and the commit.
    var reads = 0
    let clock = {
      reads += 1
      if [4, 6, 9, 13, 14, 20, 27].contains(reads) { try? copy.cutOthers() }
      return SystemClock.now()
    }
    let report = try Purger(session.purgingContext()).purge(clock: clock) { _ in }
    #expect(report.status == .complete, "\(report.refused)")
    try expectSame(copy, reference)
    let verified = try insurer.verify()
    #expect(verified.findings == [] && verified.openBatches == 0)
    // What the report counts is what is gone.
    #expect(report.changedCount == verified.rows)
  }

  @Test(
    "Rows that an application has locked stay, the others go, and the next run does the rest",
    arguments: TestEngine.allCases)
  func locked(engine: TestEngine) throws {
    let (insurer, copy, reference) = try make(on: engine)
    let application = try copy.another()
    try application.run("START TRANSACTION")
    // Due rows and others.
    try application.run("UPDATE beneficiaire SET caisse = caisse WHERE id % 3 = 0")
    let first = try Purger(Session(configuration: configuration(insurer)).purgingContext()).purge(
      clock: SystemClock.now
    ) { _ in }
    #expect(first.status == .incomplete, "rows that are due were left")
    #expect(first.changedCount > 0)
    try application.run("ROLLBACK")
    let second = try Purger(Session(configuration: configuration(insurer)).purgingContext()).purge(
      clock: SystemClock.now
    ) { _ in }
    #expect(second.status == .complete && second.changedCount > 0)
    try expectSame(copy, reference)
  }

  @Test("While one program works on a store, another begins no batch there", arguments: TestEngine.allCases)
  func twoPrograms(engine: TestEngine) throws {
    let (insurer, _, _) = try make(on: engine)
    let configuration = try configuration(insurer)
    let definition = try #require(configuration.bindings.stores.first { $0.name == "droits" })
    let bound = try #require(configuration.bindings.recordSets.first { $0.recordSet.name == "beneficiaire" })
    let selection = Selection(recordSet: bound.recordSet, predicate: .not(.isNull(column: "id")))
    let first = try StoreOpener.open(definition, journal: "test", isReadOnly: false)
    let batch = try first.begin(.delete, on: selection, limit: BatchLimit(rows: 1), holds: NoHolds())
    batch?.rollback()
    let second = try StoreOpener.open(definition, journal: "test", isReadOnly: false)
    #expect {
      _ = try second.begin(.delete, on: selection, limit: BatchLimit(rows: 1), holds: NoHolds())
    } throws: { "\($0)".contains("another retentiond works on") }
  }
}
