import CivilTime
import PostgreSQL
import RecordStores
import StoreConformance
import Testing

/// What a schema can put in place of PostgreSQL's own operators.
@Suite struct ForeignOperatorTests {
  /// Lets rows go whose day has come.
  private struct Judge: RowJudge {
    let events = [EventColumn(column: "ended", encoding: .date)]
    let columns: [String] = []
    func disagreement(_ row: JudgedRow) -> String? {
      if case .day(let day)? = row.events.first, day < CivilDate(daysSinceEpoch: 18_000) {
        nil
      } else {
        "rule"
      }
    }
  }

  @Test("PostgreSQL: an operator of the schema that is always true deletes nothing that is not due")
  func alwaysTrue() throws {
    let bench = try ArchiveBench(.postgresql)
    try bench.run(
      "CREATE TABLE t (id int PRIMARY KEY, ended text)",
      "INSERT INTO t VALUES (1, '2001-01-01'), (2, '2024-01-01'), (3, '2025-01-01')",
      "CREATE FUNCTION always(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'",
      "CREATE OPERATOR < (leftarg = text, rightarg = text, function = always)",
      "CREATE OPERATOR <= (leftarg = text, rightarg = text, function = always)",
      "CREATE OPERATOR >= (leftarg = text, rightarg = text, function = always)")
    let store = try bench.open("main")
    let day = CivilDate(daysSinceEpoch: 17_999)
    var selection = Selection(
      recordSet: RecordSet(name: "t", store: "main", table: "t", key: ["id"]),
      predicate: .event(
        EventColumn(column: "ended", encoding: .date),
        .reached(
          .day(day), PlausibleDays(first: CivilDate(daysSinceEpoch: 0), last: day, zone: .utc), zone: .utc)))
    // The store is deceived; where that is mended, this test has nothing left to show.
    try #require(try store.tally(selection, holds: NoHolds()).count == 3)
    selection.judge = Judge()
    for holds: any HoldTest in [NoHolds(), AskedHolds.nobody()] {
      #expect(throws: StoreError.disagreement(store: "main", recordSet: "t", rule: "rule")) {
        try store.begin(.delete, on: selection, limit: BatchLimit(), holds: holds)
      }
    }
    #expect(try bench.text("SELECT count(*) FROM t") == "3")
  }
}
