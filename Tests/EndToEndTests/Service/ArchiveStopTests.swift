import AuditJournal
import Foundation
import SQLite
import TestConfiguration
import Testing

/// A stop while the records of a batch move to another store.
@Suite struct ArchiveStopTests {
  @Test(
    "The commit of a file that records move to yields to a stop as well, and both files stay as they were")
  func refusedArchive() throws {
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended);
        INSERT INTO t VALUES (1, 'old'), (2, 'old');
        """,
      recordSets: """
        "t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"], "archive": {"to": "cold"},
          "events": {"ended": {"column": "ended", "as": "date"}}},
        "cold": {"store": "cold", "table": "t", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """,
      rules: TestRules.file(
        TestRules.domain(
          "rights", TestRules.rule("rights", period: "P50Y", TestRules.first("archive", after: "P5Y")))),
      otherStores: #", "cold": {"engine": "sqlite", "path": "cold.sqlite", "busyTimeout": "PT30M"}"#
    ) { folder in
      let cold = try Connection(
        path: folder.appending(path: "cold.sqlite").path, mode: .create, busySeconds: 5)
      try cold.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended)")
    }
    try SmallJournal(small).approveAsBefore()
    let reader = try Connection(
      path: small.folder.appending(path: "cold.sqlite").path, mode: .readOnly, busySeconds: 1)
    try reader.execute("BEGIN; SELECT count(*) FROM t")
    let stopping = try Stopping(["purge", "--json"] + small.files)
    #expect(try stopping.wait { try !SmallJournal(small).pendingBatches().isEmpty })
    usleep(300_000)
    let end = stopping.stop(by: SIGTERM)
    #expect(end.ended && stopping.process.terminationStatus == 1, "\(end.output) \(end.errors)")
    #expect(end.output.contains("truncated") && !end.output.contains("REFUSED"), "\(end.output)")
    #expect(try SmallJournal(small).pendingBatches().isEmpty)
    try reader.execute("ROLLBACK")
    #expect(try small.rows(of: "t", columns: ["id"]).count == 2)
    #expect(try small.purge().program.exitCode == 0)
    #expect(try small.rows(of: "t", columns: ["id"]).isEmpty)
  }
}
