import CivilTime
import Foundation
import RecordStores
import SQLite
import SQLiteStore
import StoreConformance
import TestNames
import Testing
import Words

@Suite struct SQLiteStoreTests {
  @Test("SQLite keeps what every store promises", arguments: ConformanceCase.all, ["wal", "delete"])
  func conformance(promise: ConformanceCase, journalMode: String) throws {
    try promise.run(try SQLiteHarness(journalMode: journalMode))
  }

  private static let everything = Predicate.not(.isNull(column: "id"))

  private func filled(_ journalMode: String, _ sql: String = "") throws -> SQLiteHarness {
    let harness = try SQLiteHarness(journalMode: journalMode)
    let application = try harness.application("main")
    try application.execute(
      """
      CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, ended TEXT); CREATE INDEX person_ended ON person (ended);
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
      INSERT INTO person SELECT i, 'MARKER-' || i || hex(randomblob(20)), '2001-01-01' FROM n; \(sql)
      """)
    return harness
  }

  private let set = RecordSet(name: "person", store: "main", table: "person", key: ["id"])
  private let use = SchemaUse(
    deletes: true, changedColumns: [], archive: nil, readColumns: ["id"], events: [])

  @Test("Nothing is committed to a write-ahead log that was removed meanwhile, and the rows stay")
  func removedLog() throws {
    let harness = try filled("wal")
    let application = try harness.application("main")
    let store = try harness.open("main")
    let batch = try store.begin(
      .delete, on: Selection(recordSet: set, predicate: Self.everything), limit: BatchLimit(rows: 10),
      holds: NoHolds())
    try FileManager.default.removeItem(atPath: harness.path("main") + "-wal")
    #expect(throws: StoreError.self) { try batch?.commit() }
    batch?.rollback()
    #expect(try application.integer("SELECT count(*) FROM person") == 200)
  }

  @Test("A commit that readers keep waiting ends when a stop comes, is rolled back, and lets the lock go")
  func commitInTheWay() throws {
    let harness = try filled("delete")
    let stop = StopSignal()
    let work = WorkInHand(stop: stop)
    let store = try harness.open("main", busySeconds: 3_600)
    store.obey(work)
    let batch = try store.begin(
      .delete, on: Selection(recordSet: set, predicate: Self.everything), limit: BatchLimit(rows: 10),
      holds: NoHolds())
    let reader = try harness.application("main")
    try reader.execute("BEGIN")
    #expect(try reader.integer("SELECT count(*) FROM person") == 200)
    Thread.detachNewThread {
      usleep(200_000)
      stop.request()
    }
    #expect(throws: StoreError.interrupted(store: "main")) { try work.shielded { try batch?.commit() } }
    try reader.execute("COMMIT")
    #expect(try harness.application("main").integer("SELECT count(*) FROM person") == 200)
    #expect(try delete(harness) == 200)
  }

  private func delete(_ harness: SQLiteHarness, rows: Int = 1_000) throws -> Int {
    let store = try harness.open("main")
    let batch = try store.begin(
      .delete, on: Selection(recordSet: set, predicate: Self.everything), limit: BatchLimit(rows: rows),
      holds: NoHolds())
    try batch?.commit()
    return batch?.keys.count ?? 0
  }

  @Test(
    "A count under holds is the same by an index and by the table's own order", arguments: [70, 21_000])
  func counted(due: Int) throws {
    // Many rows a page: of the 21 000 an index finds more than there are pages, of the 70 fewer.
    let harness = try filled(
      "wal",
      """
      DELETE FROM person; WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
      INSERT INTO person SELECT i, 'P' || (i % 7), CASE WHEN i <= \(due) THEN '2001-02-03' ELSE '2999-01-01' END FROM n;
      """)
    let selection = Selection(
      recordSet: RecordSet(name: "person", store: "main", table: "person", key: ["id"], subject: "name"),
      predicate: .compare(column: "ended", .less, .text("2900")),
      orderedBy: EventColumn(column: "ended", encoding: .date))
    let expected = Tally(count: due, held: due / 7, oldest: CivilDate("2001-02-03"))
    let holds = ListedHolds(subjects: ["P3"])
    let byIndex = try harness.open("main").tally(selection, holds: holds)
    #expect(byIndex == expected)
    try harness.application("main").execute("DROP INDEX person_ended")
    #expect(try harness.open("main").tally(selection, holds: holds) == expected)
  }

  @Test("The row of a batch of one is the row that would be set aside if it failed")
  func batchOfOne() throws {
    let harness = try filled(
      "wal",
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT); CREATE INDEX t_a ON t (a); CREATE INDEX t_b ON t (b);
      INSERT INTO t VALUES (1, NULL, '2001'), (5, '2001', NULL), (7, '2001', '2001');
      """)
    let either = Selection(
      recordSet: RecordSet(name: "t", store: "main", table: "t", key: ["id"]),
      predicate: .any(["a", "b"].map { .compare(column: $0, .less, .text("2002")) }))
    let store = try harness.open("main")
    let next = try store.nextKeys(of: .delete, on: either, count: 1, holds: NoHolds())
    let batch = try store.begin(.delete, on: either, limit: BatchLimit(rows: 1), holds: NoHolds())
    #expect(batch?.keys.bytes == next.bytes)
  }

  @Test(
    "A column that others refer to is not transformed: they would change with it, and nobody would list them")
  func referredColumn() throws {
    let harness = try filled(
      "wal",
      """
      CREATE UNIQUE INDEX person_name ON person (name);
      CREATE TABLE letter (id INTEGER PRIMARY KEY, who TEXT REFERENCES person (name) ON UPDATE CASCADE)
      """)
    func refusals(_ column: String) throws -> [String] {
      let use = SchemaUse(
        deletes: false, changedColumns: [ChangedColumn(column: column)], archive: nil, readColumns: [],
        events: [])
      return try harness.open("main").describe(set, use: use).refusals.map { "\($0)" }
    }
    #expect(try refusals("name").contains { $0.contains("letter refers to name") })
    #expect(try refusals("ended").isEmpty)
  }

  @Test("Where one person can have several rows, `check` says that k counts rows", arguments: [false, true])
  func personsAndRows(isUnique: Bool) throws {
    let harness = try filled("wal", isUnique ? "CREATE UNIQUE INDEX person_name ON person (name)" : "")
    let use = SchemaUse(
      deletes: false, changedColumns: [ChangedColumn(column: "name", isNulled: true)], archive: nil,
      readColumns: [], events: [], anonymity: Anonymity(quasiIdentifiers: ["ended"], k: 5))
    let people = RecordSet(name: "person", store: "main", table: "person", key: ["id"], subject: "name")
    let warnings = try harness.open("main").describe(people, use: use).warnings
    #expect(warnings.contains { "\($0)".contains("k counts rows") } == !isUnique)
  }

  @Test(
    "An application that has the file open keeps its journal mode, its schema and its reads",
    arguments: ["wal", "delete"])
  func sharedFile(journalMode: String) throws {
    let harness = try filled(journalMode)
    let application = try harness.application("main")
    let schema = try application.text("SELECT group_concat(sql) FROM sqlite_schema")
    let store = try harness.open("main")
    let batch = try store.begin(
      .delete, on: Selection(recordSet: set, predicate: Self.everything), limit: BatchLimit(rows: 50),
      holds: NoHolds())
    #expect(try application.integer("SELECT count(*) FROM person") == 200)
    try batch?.commit()
    #expect(try application.integer("SELECT count(*) FROM person") == 150)
    #expect(try application.text("PRAGMA journal_mode") == journalMode)
    #expect(try application.text("SELECT group_concat(sql) FROM sqlite_schema") == schema)
  }

  @Test(
    "After a run nothing of the deleted rows is readable in the file or its log",
    arguments: ["wal", "delete"])
  func physicalScrub(journalMode: String) throws {
    let harness = try filled(journalMode)
    let before = try bytes(harness)
    #expect(before.range(of: Data("MARKER-".utf8)) != nil)
    let store = try harness.open("main")
    let batch = try store.begin(
      .delete, on: Selection(recordSet: set, predicate: Self.everything), limit: BatchLimit(),
      holds: NoHolds())
    try batch?.commit()
    let told = try store.physicalScrub(of: [set])
    #expect(told.places.filter { !$0.isScrubbed }.map(\.name) == ["backups and storage"])
    #expect(try bytes(harness).range(of: Data("MARKER-".utf8)) == nil)
  }

  private func bytes(_ harness: SQLiteHarness) throws -> Data {
    try ["", "-wal", "-journal"].reduce(into: Data()) { bytes, suffix in
      let path = harness.path("main") + suffix
      if FileManager.default.fileExists(atPath: path) { bytes += try Data(contentsOf: URL(filePath: path)) }
    }
  }

  @Test("A file that an application holds locked is busy, within its time")
  func busy() throws {
    let harness = try filled("delete")
    let application = try harness.application("main")
    try application.execute("BEGIN EXCLUSIVE")
    #expect(throws: StoreError.busy(store: "main", seconds: 1)) { try delete(harness) }
  }

  @Test("A statement beyond its time is interrupted, and nothing is changed")
  func timeLimit() throws {
    let harness = try filled("wal")
    let store = try harness.open("main")
    let slow = Selection(recordSet: set, predicate: Self.everything, orderedBy: nil)
    let holds = SlowHolds()
    #expect(throws: StoreError.timedOut(store: "main")) {
      try store.begin(.delete, on: slow, limit: BatchLimit(rows: 200, seconds: 0.01), holds: holds)
    }
    #expect(try store.rowCount(of: set) == 200)
  }

  @Test(
    "What could change rows that no key lists is refused, and says what to do",
    arguments: [
      (
        "CREATE TRIGGER audit AFTER DELETE ON person BEGIN INSERT INTO log VALUES (old.id); END",
        "trigger audit"
      ),
      (
        "CREATE TABLE child (p INTEGER REFERENCES person (id) ON DELETE CASCADE)",
        "declare them under `dependents`"
      ),
    ])
  func refused(sql: String, sentence: String) throws {
    let harness = try filled("wal", "CREATE TABLE log (id); " + sql)
    let description = try harness.open("main").describe(set, use: use)
    #expect(description.refusals.contains { $0.description.contains(sentence) })
  }

  @Test("A cascade that nobody declared is caught by the count of changes, and rolled back")
  func cascade() throws {
    let harness = try filled(
      "wal",
      "CREATE TABLE child (p INTEGER REFERENCES person (id) ON DELETE CASCADE); INSERT INTO child VALUES (1), (2);"
    )
    #expect(throws: StoreError.self) { try delete(harness) }
    #expect(try harness.open("main").rowCount(of: set) == 200)
  }

  @Test("A view, a missing table and a missing column are told apart")
  func missing() throws {
    let harness = try filled("wal", "CREATE VIEW v AS SELECT * FROM person;")
    let store = try harness.open("main")
    func refusals(_ table: String) throws -> [SchemaFinding] {
      try store.describe(RecordSet(name: "s", store: "main", table: table, key: ["id"]), use: use).refusals
    }
    #expect(try refusals("v") == [.notATable(table: "v", kind: "view")])
    #expect(try refusals("nothing") == [.tableMissing(table: "nothing")])
    let columns = SchemaUse(
      deletes: true, changedColumns: [], archive: nil, readColumns: ["nothing"], events: [])
    #expect(
      try store.describe(set, use: columns).refusals == [.columnMissing(table: "person", column: "nothing")])
  }

  @Test(
    "What a program left half written is not rolled back by a look, which says so; a purge begins with it")
  func hotJournal() throws {
    let harness = try filled("delete")
    let application = try harness.application("main")
    try application.execute(
      """
      PRAGMA cache_size = 1; BEGIN; CREATE TABLE half (a);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000)
        INSERT INTO half SELECT hex(randomblob(50)) FROM n
      """)
    // A copy of both files in the midst of the transaction is what a power cut leaves.
    for suffix in ["", "-journal"] {
      try FileManager.default.copyItem(
        atPath: harness.path("main") + suffix, toPath: harness.path("crashed") + suffix)
    }
    let look = SQLiteStore(
      name: "crashed", path: harness.path("crashed"), busySeconds: 1, isReadOnly: true)
    #expect { try look.rowCount(of: set) } throws: { "\($0)".contains("let a purge do it") }
    #expect(FileManager.default.fileExists(atPath: harness.path("crashed") + "-journal"))
    #expect(try harness.open("crashed").rowCount(of: set) == 200)
    #expect(try look.rowCount(of: set) == 200)
  }

  @Test("A column that may not be null and would become it is refused before a run meets it")
  func notNullable() throws {
    let harness = try SQLiteHarness(journalMode: "wal")
    try harness.application("main").execute(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT NOT NULL)")
    let nulled = SchemaUse(
      deletes: false, changedColumns: ["a", "b"].map { ChangedColumn(column: $0, isNulled: true) },
      archive: nil, readColumns: [], events: [])
    let t = RecordSet(name: "t", store: "main", table: "t", key: ["id"])
    #expect(
      try harness.open("main").describe(t, use: nulled).refusals == [.notNullable(table: "t", column: "b")])
  }

  @Test(
    "A marker that is declared NOT NULL or with a default is refused, and one that is null at first is not")
  func marker() throws {
    let harness = try SQLiteHarness(journalMode: "wal")
    try harness.application("main").execute(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, done BOOLEAN NOT NULL, old BOOLEAN DEFAULT false, none TEXT DEFAULT NULL, done_on TEXT)"
    )
    func refusals(_ marker: String) throws -> [SchemaFinding] {
      let t = RecordSet(
        name: "t", store: "main", table: "t", key: ["id"], marker: Marker(column: marker, content: .flag))
      return try harness.open("main").describe(t, use: use).refusals
    }
    #expect(try refusals("done_on").isEmpty && refusals("none").isEmpty)
    #expect(try refusals("old").contains { "\($0)".contains("the marker old has a default") })
    #expect(try refusals("done").contains { "\($0)".contains("the marker done is NOT NULL") })
  }

  @Test("A missing file is not made, and a file that is no database is said to be none")
  func noDatabase() throws {
    let harness = try SQLiteHarness(journalMode: "wal")
    #expect(throws: StoreError.self) { try harness.open("main").rowCount(of: set) }
    #expect(!FileManager.default.fileExists(atPath: harness.path("main")))
    try Data(repeating: 65, count: 4_096).write(to: URL(filePath: harness.path("main")))
    #expect { try harness.open("main").rowCount(of: set) } throws: { "\($0)".contains("no SQLite database") }
  }

  @Test(
    "Tables without rowid, and with a column of that name, are purged like others",
    arguments: [
      "CREATE TABLE t (id TEXT PRIMARY KEY NOT NULL, ended TEXT) WITHOUT ROWID",
      "CREATE TABLE t (id TEXT PRIMARY KEY NOT NULL, rowid TEXT, oid TEXT)",
      "CREATE TABLE t (id TEXT PRIMARY KEY NOT NULL, rowid TEXT, oid TEXT, _rowid_ TEXT)",
    ])
  func rowid(table: String) throws {
    let harness = try SQLiteHarness(journalMode: "wal")
    let application = try harness.application("main")
    try application.execute("\(table); INSERT INTO t (id) VALUES ('a'), ('b'), ('c')")
    let t = RecordSet(name: "t", store: "main", table: "t", key: ["id"])
    let store = try harness.open("main")
    #expect(try store.describe(t, use: use).refusals.isEmpty)
    let batch = try store.begin(
      .delete, on: Selection(recordSet: t, predicate: .compare(column: "id", .less, .text("c"))),
      limit: BatchLimit(),
      holds: NoHolds())
    try batch?.commit()
    #expect(try application.text("SELECT group_concat(id) FROM t") == "c")
  }
}

/// A test that takes its time for each row.
private final class SlowHolds: HoldTest {
  var isEmpty: Bool { false }
  var needsKey: Bool { false }
  func isHeld(subject: UnsafeRawBufferPointer?, key: UnsafeRawBufferPointer) throws -> Bool {
    usleep(1_000)
    return false
  }
}
