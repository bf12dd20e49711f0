import Foundation
import RecordStores
import SQLite
import SQLiteStore
import StoreConformance
import TestNames
import Testing

/// What can still be read in the bytes of a SQLite file and its logs.
@Suite struct ScrubTests {
  private let set = RecordSet(
    name: "person", store: "main", table: "person", key: ["id"],
    marker: Marker(column: "done", content: .date))
  private let archive = RecordSet(name: "cold", store: "main", table: "cold", key: ["id"])

  /// - Parameter settings: what the application does before the rows come.
  private func filled(_ journalMode: String, _ settings: String = "") throws -> SQLiteHarness {
    let harness = try SQLiteHarness(journalMode: journalMode)
    try harness.application("main").execute(
      """
      \(settings);
      CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, done TEXT); CREATE INDEX person_name ON person (name);
      CREATE TABLE cold (id INTEGER PRIMARY KEY, name TEXT, done TEXT);
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
      INSERT INTO person SELECT i, 'MARKER-' || i || hex(randomblob(60)), NULL FROM n
      """)
    return harness
  }

  private func holdsMarker(_ harness: SQLiteHarness) throws -> Bool {
    try ["", "-wal", "-journal"].contains { suffix in
      let path = harness.path("main") + suffix
      guard FileManager.default.fileExists(atPath: path) else { return false }
      return try Data(contentsOf: URL(filePath: path)).range(of: Data("MARKER-".utf8)) != nil
    }
  }

  struct Constant: ColumnTransform {
    func apply(_ value: ColumnValue, subject: ColumnValue) -> ColumnValue { .text("p") }
    func isOutput(_ value: ColumnValue) -> Bool? { value == .text("p") }
  }

  @Test(
    "After rows are pseudonymised nothing of what they were is readable in the file or its logs",
    arguments: ["wal", "delete"])
  func pseudonymised(journalMode: String) throws {
    let harness = try filled(journalMode)
    #expect(try holdsMarker(harness))
    let store = try harness.open("main")
    let changes = [ColumnChange(column: "name", transform: Constant())]
    let batch = try store.begin(
      .pseudonymise(changes, markerValue: .text("2026-01-01")),
      on: Selection(recordSet: set, predicate: .always, pseudonymising: changes), limit: BatchLimit(),
      holds: NoHolds())
    #expect(batch?.keys.count == 400)
    try batch?.commit()
    let told = try store.physicalScrub(of: [set])
    #expect(told.places.filter { !$0.isScrubbed }.map(\.name) == ["backups and storage"])
    #expect(try !holdsMarker(harness))
  }

  @Test(
    "Moved to an archive and deleted there, a row leaves nothing behind in either place",
    arguments: ["wal", "delete"])
  func archived(journalMode: String) throws {
    let harness = try filled(journalMode)
    let store = try harness.open("main")
    for (change, set) in [(Change.archive(into: archive), set), (.delete, archive)] {
      try store.begin(
        change, on: Selection(recordSet: set, predicate: .always), limit: BatchLimit(), holds: NoHolds())?
        .commit()
    }
    #expect(try store.rowCount(of: archive) == 0)
    _ = try store.physicalScrub(of: [set, archive])
    #expect(try !holdsMarker(harness))
  }

  @Test(
    "Free pages that an application left are told of, and only writing the file anew clears them",
    arguments: ["wal", "delete"])
  func leftByOthers(journalMode: String) throws {
    let harness = try filled(journalMode)
    let application = try harness.application("main")
    try application.execute("PRAGMA secure_delete = OFF; DELETE FROM person WHERE id > 2")
    let store = try harness.open("main")
    try store.begin(
      .delete, on: Selection(recordSet: set, predicate: .always), limit: BatchLimit(), holds: NoHolds())?
      .commit()
    let told = try store.physicalScrub(of: [set])
    let place = try #require(told.places.first { $0.name == "free pages of before" })
    #expect(!place.isScrubbed && place.explanation.contains("retentiond scrub --rewrite main"))
    #expect(try holdsMarker(harness))
    _ = try store.scrub([set], ScrubEffort(rewrites: false, dropsLogs: false))
    #expect(try holdsMarker(harness))
    let after = try store.scrub([set], ScrubEffort(rewrites: true, dropsLogs: false))
    #expect(after.places.filter { !$0.isScrubbed }.map(\.name) == ["backups and storage"])
    #expect(try !holdsMarker(harness))
  }
}
