import Foundation
import Testing

/// A record set of which thousands of rows cannot be changed, on every engine.
@Suite struct BrokenRecordSetTests {
  static let engines: [TestEngine?] = [nil] + TestEngine.allCases

  /// - Parameter rows: of which the constraint lets none be changed.
  private func make(_ engine: TestEngine?, rows: Int, guardedBy limits: String = "") throws
    -> SmallConfiguration
  {
    try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, ended TEXT, done TEXT\(engine == nil ? ", CHECK (done IS NULL OR id > 100000)" : ""));
        CREATE INDEX person_ended ON person (ended);
        CREATE TABLE other (id INTEGER PRIMARY KEY, name TEXT, ended TEXT); CREATE INDEX other_ended ON other (ended);
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(rows)) INSERT INTO person SELECT i, 'somebody', 'old', NULL FROM n;
        INSERT INTO other VALUES (1, 'a', 'old'), (2, 'b', 'new');
        """,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"]\(limits), "batch": {"rows": 500},
          "events": {"ended": {"column": "ended", "as": "date"}},
          "pseudonymise": {"marker": {"column": "done", "as": "date"}, "columns": {"name": {"transform": "null"}}}},
        "other": {"store": "main", "table": "other", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}},
          "pseudonymise": {"columns": {"name": {"transform": "null"}}}}
        """, on: engine, rules: SmallConfiguration.rules(first: "pseudonymise"),
      arrange: { try $0.run("ALTER TABLE person ADD CONSTRAINT never CHECK (done IS NULL OR id > 100000)") })
  }

  @Test(
    "After a thousand rows that cannot be changed the record set is left, with one message",
    arguments: engines)
  func left(engine: TestEngine?) throws {
    let small = try make(engine, rows: 5_000)
    let (purge, report) = try small.purge()
    #expect(purge.exitCode == 1, "\(purge.output)\(purge.errors)")
    let refused = report["refused"] as? [[String: Any]] ?? []
    #expect(refused.count == 1 && refused.first?["recordSet"] as? String == "person", "\(refused)")
    let reason = refused.first?["reason"] as? String ?? ""
    #expect(
      reason.contains("1000 of its rows could not be changed") && reason.contains("guard.maximumFailures"),
      "\(reason)")
    #expect(report["setAside"] as? Int == 1_000)
    // Each row that was tried has its entry.
    let shown = try Program(["journal", "show", "--json"] + small.files).output
    #expect(shown.matches(of: /retentiond.row.set-aside/).count == 1_000)
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test("stores.json may say after how many", arguments: engines)
  func limit(engine: TestEngine?) throws {
    for (rows, limit, isLeft) in [(30, 7, true), (7, 8, false), (30, 1, true)] {
      let small = try make(
        engine, rows: rows, guardedBy: #", "guard": {"maximumFailures": \#(limit)}"#)
      let (purge, report) = try small.purge()
      #expect(purge.exitCode == 1)
      #expect(report["setAside"] as? Int == min(limit, rows), "\(rows) \(limit) \(purge.output)")
      #expect(((report["refused"] as? [Any])?.isEmpty == false) == isLeft, "\(rows) \(limit) \(purge.output)")
    }
  }
}
