import RecordStores
import SQLite
import StoreConformance
import Testing

@testable import SQLiteStore

/// A file in UTF-16, of whose texts SQLite reads what is no valid one as another.
@Suite struct StoredTextTests {
  /// A table, and what a run would do with it.
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var table = "id INTEGER PRIMARY KEY, nir INTEGER, state INTEGER, note TEXT, ended TEXT"
    var options = "STRICT"
    var key = ["id"]
    var read: Set<String> = ["id"]
    var changed: [ChangedColumn] = []
    var subject: String?
    var files: [OwnedFiles] = []
    var dependents: [Dependent] = []
    var archives = false
    var receives = false
    let isRefused: Bool
  }

  private static let cases: [Case] = [
    Case(testDescription: "no text is asked", isRefused: false),
    Case(testDescription: "a date", read: ["id", "ended"], isRefused: false),
    Case(testDescription: "whole numbers", read: ["id", "state"], subject: "nir", isRefused: false),
    Case(
      testDescription: "a rowid in any table", table: "id INTEGER PRIMARY KEY, ended TEXT", options: "",
      isRefused: false),
    Case(
      testDescription: "a key of text", table: "id TEXT NOT NULL PRIMARY KEY, ended TEXT", isRefused: true),
    Case(
      testDescription: "a key that a type keeps no text out of", table: "id INT NOT NULL UNIQUE, ended TEXT",
      options: "", isRefused: true),
    Case(
      testDescription: "a key of a table without rowid", table: "id INTEGER PRIMARY KEY, ended TEXT",
      options: "WITHOUT ROWID", isRefused: true),
    Case(testDescription: "a subject", subject: "note", isRefused: true),
    Case(testDescription: "a fact", read: ["id", "NOTE"], isRefused: true),
    Case(
      testDescription: "a transform", changed: [ChangedColumn(column: "note", merges: false)],
      isRefused: true),
    Case(
      testDescription: "files",
      files: [OwnedFiles(column: "note", root: "/srv/none", goWhenPseudonymised: false)], isRefused: true),
    Case(testDescription: "an archive", archives: true, isRefused: true),
    Case(testDescription: "rows of another store", receives: true, isRefused: true),
    Case(
      testDescription: "a dependent by numbers",
      dependents: [
        Dependent(table: "child", references: [Dependent.Reference(column: "parent", parentColumn: "id")])
      ], isRefused: false),
    Case(
      testDescription: "a dependent's subject",
      dependents: [
        Dependent(
          table: "child", references: [Dependent.Reference(column: "parent", parentColumn: "id")],
          subject: "nir")
      ], isRefused: true),
    Case(
      testDescription: "a dependent by text",
      dependents: [
        Dependent(table: "child", references: [Dependent.Reference(column: "nir", parentColumn: "note")])
      ], isRefused: true),
  ]

  @Test(
    "A record set is refused if what decides about its rows, or is kept of them, could be altered by SQLite",
    arguments: cases, ["UTF-8", "UTF-16le", "UTF-16be"])
  func refused(kind: Case, encoding: String) throws {
    let harness = try SQLiteHarness(journalMode: "delete")
    let application = try Connection(path: harness.path("main"), mode: .create, busySeconds: 1)
    try application.execute(
      """
      PRAGMA encoding = '\(encoding)';
      CREATE TABLE person (\(kind.table)) \(kind.options);
      CREATE TABLE old (\(kind.table)) \(kind.options);
      CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER, nir TEXT) STRICT
      """)
    let set = RecordSet(
      name: "person", store: "main", table: "person", key: kind.key, subject: kind.subject,
      dependents: kind.dependents, files: kind.files)
    var use = SchemaUse(
      deletes: true, changedColumns: kind.changed,
      archive: kind.archives ? RecordSet(name: "old", store: "main", table: "old", key: kind.key) : nil,
      readColumns: kind.read, events: [EventColumn(column: "ended", encoding: .date)])
    use.receives = kind.receives
    for refusals in [
      try harness.open("main").describe(set, use: use).refusals,
      try SQLiteStore(name: "main", path: harness.path("main"), busySeconds: 1, isReadOnly: true)
        .describe(set, use: use).refusals,
    ] {
      let found = refusals.filter { $0.description.contains("the database keeps texts in \(encoding)") }
      #expect(!found.isEmpty == (kind.isRefused && encoding != "UTF-8"), "\(refusals)")
    }
  }
}
