import MariaDB
import PostgreSQL
import StoreConformance
import Testing
import Words

/// A server, or a proxy before it, that sends fewer columns than it was asked for.
@Suite struct FewerColumnsTests {
  @Test(
    "What a statement asks for is told from its text",
    arguments: [
      ("SELECT 1", 1), ("SELECT FROM t WHERE a = 1", 0), ("select a, b from t", 2),
      ("SELECT DISTINCT a, f(b, c), 'x, y' FROM t, u", 3),
      ("SELECT (SELECT max(a, b) FROM t), EXTRACT(YEAR FROM d), \"a,b\", `c,d` FROM t WHERE x IN (1, 2)", 4),
      ("WITH due AS (SELECT a, b FROM t) SELECT c FROM due", 1),
      ("WITH due AS MATERIALIZED (SELECT a, b FROM t) DELETE FROM t USING due RETURNING a, b", 2),
      ("DELETE FROM t WHERE a = 'it''s, so' ORDER BY a, b LIMIT 3 RETURNING `a`, b", 2),
      ("SELECT a IS NOT DISTINCT FROM b, a IS DISTINCT FROM c, count(*), a * b FROM t", 4),
      ("SELECT a UNION SELECT b, c", 1), ("SELECT 1, 2 LIMIT 1", 2), ("SELECT 1, 2; SELECT 3", 2),
      ("SELECT * FROM t", nil), ("SELECT a, t.* FROM t", nil), ("SHOW GRANTS", nil),
      ("UPDATE t SET a = 1, b = 2", nil),
      ("XA RECOVER", nil), ("", nil), ("SELECT 'never ended", 1), ("SELECT ((", 1), ("SELECT ))", 1),
    ] as [(String, Int?)])
  func count(sql: String, expected: Int?) {
    #expect(SelectList.columnCount(of: sql) == expected)
  }

  @Test("An answer with fewer columns than were asked for is an error, and no row of it is handed over")
  func fewer() throws {
    // A comment, which no statement of ours has, makes a real server answer less than the text seems to ask for.
    let statement = "SELECT 1 /* , 2 */"
    let postgres = try PostgresHarness().application("main")
    var seen = 0
    #expect(throws: PostgresError.self) { try postgres.query(statement) { _ in seen += 1 } }
    let maria = try MariaDBHarness().application("main")
    #expect(throws: MariaDBError.self) { try maria.query(statement) { _ in seen += 1 } }
    #expect(seen == 0)
    // The connection is as good as before.
    try postgres.query("SELECT 1, 2") { seen += $0.count }
    try maria.query("SELECT 1, 2") { seen += $0.count }
    #expect(seen == 4)
  }
}
