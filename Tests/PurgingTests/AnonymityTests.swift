import AuditJournal
import Foundation
import JSONText
import OutsideOracles
import Purging
import RecordStores
import SQLite
import TestConfiguration
import Testing
import Words

/// Runs that anonymise, compared with pycanon and with a count by hand.
@Suite struct AnonymityTests {
  private static let rules = TestRules.file(
    TestRules.domain(
      "rights",
      TestRules.rule(
        "rights", bounds: TestRules.Bounds(ceiling: "P30Y"), period: "P30Y", TestRules.pseudonymiseAtOnce)))

  private static func stores(k: Int, rows: Int, firstRun: String? = nil) -> String {
    var stores = TestStores(
      stores: TestStores.hasty,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
                  "events": {"ended": {"column": "ended", "as": "date"}}, "batch": {"rows": \(rows)},
                  "pseudonymise": {
                    "effect": "anonymised", "k": \(k), "quasiIdentifiers": ["birth", "commune"],
                    "marker": {"column": "done", "as": "date"},
                    "columns": {"nir": {"transform": "null"}, "name": {"transform": "null"},
                                "birth": {"transform": "age-band", "width": 10},
                                "commune": {"transform": "department"}}}}
        """)
    stores.origin = "test.example/engine"
    stores.firstRun = firstRun
    return stores.text
  }

  /// People with a birth date and a commune, some without; a fifth is not due yet.
  private static func filled(k: Int, rows: Int, people: Int = 500, firstRun: String = "false") throws
    -> TestStore
  {
    let store = try TestStore(
      people: 1,
      stores: stores(k: k, rows: rows, firstRun: firstRun), rules: rules, isApproved: false)
    let main = try store.database("main")
    try main.execute(
      "DELETE FROM person; ALTER TABLE person ADD COLUMN birth TEXT; ALTER TABLE person ADD COLUMN commune TEXT; ALTER TABLE person ADD COLUMN done TEXT"
    )
    try main.execute(
      """
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(people))
      INSERT INTO person SELECT i, '0' || (100000000000 + i), 'name ' || i,
        CASE i % 5 WHEN 0 THEN '2027-06-01' ELSE date('2020-01-01', (i * 37 % 900) || ' days') END,
        CASE WHEN i % 11 = 0 THEN NULL ELSE date('1925-01-01', (i * i * 131 % 36000) || ' days') END,
        CASE WHEN i % 13 = 0 THEN NULL ELSE CAST(75000 + (i * i % 7) * 1000 + i % 10 AS TEXT) END, NULL FROM n
      """)
    try store.approveCounting()
    return store
  }

  /// The size of each class among the due rows, by hand: decades of age on 2026-11-24 and departments.
  private static func classes(of store: TestStore) throws -> [String: [Int64]] {
    let query = try store.database("main").prepare(
      """
      SELECT id, coalesce(CAST(min(90, (CAST(strftime('%Y', '2026-11-24') AS INTEGER) - CAST(substr(birth, 1, 4) AS INTEGER)
        - (substr(birth, 6) > '11-24')) / 10 * 10) AS TEXT), '-') || '/' || coalesce(substr(commune, 1, 2), '-')
      FROM person WHERE ended < '2026-11-24' ORDER BY id
      """)
    var classes: [String: [Int64]] = [:]
    while try query.step() { classes[query.text(1) ?? "", default: []].append(query.integer(0)) }
    return classes
  }

  private static func done(_ store: TestStore) throws -> (ids: [Int64], rows: [String]) {
    let query = try store.database("main").prepare(
      "SELECT id, coalesce(birth, '-') || char(9) || coalesce(commune, '-') FROM person WHERE done IS NOT NULL ORDER BY id"
    )
    var ids: [Int64] = []
    var rows: [String] = []
    while try query.step() {
      ids.append(query.integer(0))
      rows.append(query.text(1) ?? "")
    }
    return (ids, rows)
  }

  @Test(
    "All rows of classes that are large enough are anonymised, whatever batches they came in, and no other",
    arguments: [(5, 10), (5, 1_000), (10, 7), (12, 3), (2, 1)])
  func classesAreWhole(k: Int, rows: Int) throws {
    let store = try Self.filled(k: k, rows: rows)
    let classes = try Self.classes(of: store)
    let expected = classes.values.filter { $0.count >= k }.joined().sorted()
    let left = classes.values.filter { $0.count < k }.reduce(0) { $0 + $1.count }
    try #require(left > 0 && !expected.isEmpty)
    var told: [TooFewRows] = []
    let report = try store.purge { if case .tooFew(let rows) = $0 { told.append(rows) } }
    let done = try Self.done(store)
    #expect(done.ids == expected)
    #expect(
      report.status == .incomplete && report.changedCount == expected.count && report.setAsideCount == 0)
    #expect(report.tooFew == told && told.map(\.count) == [left] && told.map(\.k) == [k])
    let outside = try OraclePython.lines("anonymity.py", input: ["birth\tcommune"] + done.rows)
    #expect(Int(outside[0]) ?? 0 >= k)
    #expect(try store.types().count { $0 == "rows.too-few" } == 1)
    #expect(try store.verify().findings.isEmpty)
    // What is left is as it was, and due in the next run, which finds it too few again.
    #expect(
      try store.count("person WHERE done IS NULL AND name IS NOT NULL AND nir IS NOT NULL") == 500
        - expected.count)
    let again = try store.purge()
    #expect(again.changedCount == 0 && again.tooFew.map(\.count) == [left])
  }

  @Test(
    "A first run leaves classes whole: what it changed is among k that are alike, and the rest follows the word",
    arguments: [(5, 10, 100), (5, 1_000, 30), (12, 7, 3), (2, 1, 9)])
  func firstRun(k: Int, rows: Int, number: Int) throws {
    let store = try Self.filled(k: k, rows: rows, firstRun: "\(number)")
    let expected = try Self.classes(of: store).values.filter { $0.count >= k }.joined().sorted()
    let report = try store.purge()
    let first = try Self.done(store)
    #expect(report.status == .firstRun && report.firstRuns.map(\.changed) == [first.ids.count])
    #expect(!first.ids.isEmpty && first.ids.count <= max(number, k))
    let outside = try OraclePython.lines("anonymity.py", input: ["birth\tcommune"] + first.rows)
    #expect(Int(outside[0]) ?? 0 >= k)
    _ = try FirstRuns(store.context(.append)).goOn(by: "dba", reason: "seen", at: store.now)
    _ = try store.purge()
    #expect(try Self.done(store).ids == expected)
    #expect(try store.verify().findings.isEmpty)
  }

  @Test("Rows that were too few go with those that are like them, in a later run")
  func later() throws {
    let store = try Self.filled(k: 5, rows: 10)
    let main = try store.database("main")
    try main.execute("UPDATE person SET birth = '1950-06-06', commune = '97411' WHERE id IN (1, 2, 3, 4)")
    _ = try store.purge()
    #expect(try store.count("person WHERE id <= 4 AND done IS NULL") == 4)
    try main.execute(
      "UPDATE person SET ended = '2020-01-01', birth = '1951-07-07', commune = '97490' WHERE id = 5")
    _ = try store.purge()
    #expect(
      try store.count(
        "person WHERE id <= 5 AND done IS NOT NULL AND commune = '97400' AND birth = '1956-01-01'") == 5)
  }

  @Test("A row that cannot be transformed is set aside, and the rest goes on to its classes")
  func broken() throws {
    let store = try Self.filled(k: 5, rows: 10)
    try store.database("main").execute(
      "UPDATE person SET birth = 'unknown' WHERE id = 1; UPDATE person SET birth = '1950-06-06', commune = '97411' WHERE id IN (2, 3, 4, 6, 7)"
    )
    let report = try store.purge()
    #expect(report.setAsideCount == 1)
    #expect(try store.count("person WHERE commune = '97400' AND done IS NOT NULL") == 5)
    #expect(try store.count("person WHERE id = 1 AND done IS NULL AND birth = 'unknown'") == 1)
  }

  @Test("The report has the rows that were too few as a number, and calls nothing anonymous")
  func wording() throws {
    let store = try Self.filled(k: 50, rows: 10)
    let report = try store.purge()
    let text = String(decoding: report.jsonValue.canonical, as: UTF8.self).lowercased()
    #expect(text.contains("\"toofew\":[{\"count\":"))
    #expect(!text.contains("anonymis") && !text.contains("anonymous"))
  }
}
