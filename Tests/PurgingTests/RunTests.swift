import AuditJournal
import CivilTime
import Foundation
import Purging
import RecordStores
import SQLite
import StoreBindings
import TestNames
import Testing
import Words

@Suite struct RunTests {
  @Test("A run writes plan, start, an intent and an outcome for each batch, and its end, in this order")
  func entries() throws {
    let store = try TestStore()
    let report = try store.purge()
    #expect(report.status == .complete && report.changedCount == 22)
    #expect(
      try store.types() == [
        "journal.created", "configuration.approved", "store.identified", "store.identified", "survey.made",
        "survey.made", "survey.made", "plan.made",
        "run.started", "batch.prepared", "batch.outcome",
        "batch.prepared", "batch.outcome", "batch.prepared", "batch.outcome", "run.ended",
      ])
    #expect(
      try store.count("person") == 20 && store.count("file") == 1 && store.count("file", in: "cold") == 2)
    #expect(try store.verify().findings.isEmpty)
  }

  @Test("Nothing is purged under a configuration that nobody approved")
  func unapproved() throws {
    let store = try TestStore()
    try store.change(stores: TestStore.stores(guard: #"{"maximumRows": 1000}"#))
    #expect(throws: RunError.self) { try store.purge() }
    #expect(try store.count("person") == 40)
    try store.approve()
    #expect(try store.purge().status == .complete)
  }

  @Test(
    "A guard stops the run before the first row, and the refusal is an entry",
    arguments: [
      #"{"maximumRows": 19}"#, #"{"maximumShare": 0.49}"#,
    ])
  func guards(limits: String) throws {
    let store = try TestStore(stores: TestStore.stores(guard: limits))
    #expect(throws: RunError.self) { try store.purge() }
    #expect(try store.count("person") == 40 && store.count("file") == 3)
    #expect(try store.types().last == "refusal")
  }

  @Test(
    "What is overdue is asked for again where a run changed rows or left some, and not where the plan found none"
  )
  func askedOnce() throws {
    let store = try TestStore()
    // How often each table is asked for what is past its last stage.
    func asked(_ before: () throws -> Void = {}) throws -> [RecordSetName: Int] {
      try before()
      var asked: [RecordSetName: Int] = [:]
      store.wrap = {
        let spy = TroubledStore($0)
        spy.tallying = { asked[$0.recordSet.name, default: 0] += 1 }
        return spy
      }
      #expect(try store.purge().status == .complete)
      return asked
    }
    #expect(try asked()["person"] == 2, "rows went")
    let quiet = try asked()
    #expect(quiet["person"] == 1 && quiet["file"] == 2, "archiving and deleting are a question each")
    let held = try asked {
      try store.database("main").execute("INSERT INTO person VALUES (77, '0840588123412', 'n', '2015-01-01')")
      _ = try store.journal().placeHold(
        .subject("0840588123412"), reference: "R-1", reason: "dispute", by: "test", at: store.now)
    }
    #expect(held["person"] == 2, "a row stays")
    // A batch of another table of the store may have changed what is due here.
    let other = try asked {
      try store.database("main").execute("INSERT INTO file VALUES (8, 'x', '2001-01-01')")
    }
    #expect(other["person"] == 2 && other["file-archive"] == 2, "\(other)")
  }

  @Test("A held person's records survive every run until the hold is lifted")
  func holds() throws {
    let store = try TestStore()
    let held = try store.journal().placeHold(
      .subject("0840588123412"), reference: "R-1", reason: "dispute", by: "test",
      at: store.now.adding(seconds: -10))
    let report = try store.purge()
    #expect(try store.count("person WHERE nir = '0840588123412'") == 1)
    #expect(report.overdue.first { $0.recordSet == "person" }?.cause == .held)
    #expect(report.overdue.first { $0.recordSet == "person" }?.held == 1)
    try store.journal().liftHold(held.id, reason: "over", by: "test", at: store.now)
    #expect(try store.purge().changedCount == 1)
    #expect(try store.count("person WHERE nir = '0840588123412'") == 0)
  }

  @Test("A hold that is placed while a batch is open keeps its row: the batch is rolled back and made again")
  func holdDuringRun() throws {
    let store = try TestStore()
    var isPlaced = false
    let report = try store.purge { event in
      // After the first batch of ten, of which this row is not one: the rows go by date and then by number.
      guard case .batch = event, !isPlaced else { return }
      isPlaced = true
      _ = try? store.journal().placeHold(
        .subject("08405881234" + "50"), reference: "R-1", reason: "dispute", by: "test", at: store.now)
    }
    #expect(isPlaced && report.status == .complete)
    #expect(try store.count("person WHERE id = 40") == 1)
    #expect(try store.count("person") == 21)
  }

  @Test("A held record set is left whole")
  func heldSet() throws {
    let store = try TestStore()
    _ = try store.journal().placeHold(
      .recordSet("person"), reference: "R-1", reason: "audit", by: "test", at: store.now.adding(seconds: -10))
    try store.purge()
    #expect(try store.count("person") == 40 && store.count("file") == 1)
  }

  @Test("A table that others refer to is refused with what to declare, and the other record sets go on")
  func undeclaredReference() throws {
    let store = try TestStore()
    try store.database("main").execute(
      "CREATE TABLE contact (id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES person (id) ON DELETE CASCADE)"
    )
    let report = try store.purge()
    #expect(report.status == .incomplete)
    let refusal = try #require(report.refused.first)
    #expect(refusal.recordSet == "person")
    #expect(
      refusal.refusal.description.contains(
        #"{"table": "contact", "references": {"person_id": "id"}, "domain": "?"}"#))
    #expect(try store.count("person") == 40 && store.count("file") == 1)
    #expect(report.overdue.first { $0.recordSet == "person" }?.cause == .refused)
  }

  @Test("A table that had rows and shows none is not believed, unless that is accepted")
  func cannotSee() throws {
    let store = try TestStore()
    try store.purge()
    try store.database("main").execute("DELETE FROM person")
    let report = try store.purge()
    #expect(report.status == .incomplete && report.refused.first?.recordSet == "person")
    var options = RunOptions()
    options.acceptsEmpty = true
    #expect(try store.purge(options: options).status == .complete)
  }

  @Test("A store that is away stops its own record sets and no others")
  func unavailable() throws {
    let store = try TestStore()
    try FileManager.default.removeItem(at: store.folder.appending(path: "cold.sqlite"))
    let report = try store.purge()
    #expect(report.status == .incomplete)
    #expect(try store.count("person") == 20)
    #expect(try store.count("file") == 3)
    #expect(!FileManager.default.fileExists(atPath: store.folder.appending(path: "cold.sqlite").path))
  }

  @Test("A file that an application has locked is reported as busy, within its time")
  func busy() throws {
    let store = try TestStore()
    let application = try store.database("main")
    try application.execute("BEGIN EXCLUSIVE")
    let report = try store.purge()
    #expect(report.status == .incomplete)
    try application.execute("ROLLBACK")
    #expect(try store.count("person") == 40)
    #expect(try store.purge().status == .complete)
  }
}
