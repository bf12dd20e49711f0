import CivilTime
import PostgreSQL
import PostgreSQLStore
import RecordStores
import StoreConformance
import TestNames
import Testing

/// Settings of a PostgreSQL session that somebody else has chosen, before it began or in the midst of it.
@Suite(.serialized) struct SessionSettingTests {
  private static let set = RecordSet(name: "t", store: "main", table: "t", key: ["id"])

  private struct Emptied: ColumnTransform {
    let isNulling = true
    func apply(_ value: ColumnValue, subject: ColumnValue) -> ColumnValue { .null }
    func isOutput(_ value: ColumnValue) -> Bool? { value == .null }
  }

  @Test(
    "A database or a role that sets formats, paths and switches otherwise changes nothing",
    arguments: [
      "array_nulls=off", "DateStyle=German", "TimeZone=Asia/Tokyo", "IntervalStyle=sql_standard",
      "bytea_output=escape", "extra_float_digits=-3", "standard_conforming_strings=off",
      "quote_all_identifiers=on", "transform_null_equals=on", "row_security=on",
      "session_replication_role=replica",
      "search_path=evil", "default_transaction_isolation=serializable", "backslash_quote=on",
      "client_encoding=LATIN1",
    ])
  func settings(setting: String) throws {
    let harness = try PostgresHarness()
    defer { withExtendedLifetime(harness) {} }
    try harness.application("main").run(
      script: """
        CREATE TABLE t (id int PRIMARY KEY, at timestamptz, f real, b bytea, name text, done int);
        INSERT INTO t VALUES (1, '2020-01-01 10:00+00', 0.1, '\\x00ff5c', 'é\\''', NULL);
        CREATE TABLE paper (id int PRIMARY KEY, t int REFERENCES t (id) ON DELETE RESTRICT); INSERT INTO paper VALUES (1, 1)
        """.replacing("\\''", with: "\\"))
    let settings = harness.settings("main")
    var parameters = settings.parameters
    parameters["options"] = "-c \(setting)"
    let store: any RecordStore = PostgreSQLStore.open(
      name: "main",
      settings: PostgresSettings(parameters: parameters, schema: settings.schema, busySeconds: 1),
      isReadOnly: false)
    let event = EventColumn(column: "at", encoding: .timestamp(zone: .utc))
    let seen = try store.look(
      RowQuestion(recordSet: Self.set, events: [event], columns: ["f", "b", "name"]), at: .behind(nil),
      count: 1)
    #expect(seen.first?.values == [.real(Double(Float(0.1))), .blob([0, 255, 92]), .text("é\\")])
    #expect(seen.first?.events.first?.shownDay == CivilDate("2020-01-01"))
    // A record that is still referred to stays, whatever switches foreign keys off.
    #expect(throws: StoreError.self) {
      let batch = try store.begin(
        .delete, on: Selection(recordSet: Self.set, predicate: .always), limit: BatchLimit(), holds: NoHolds()
      )
      try batch?.commit()
    }
    #expect(try store.rowCount(of: Self.set) == 1)
  }

  @Test(
    "A function of the schema that changes the session in the midst of a batch stops it, and changes no later one",
    arguments: [
      ("search_path", "evil"), ("TimeZone", "Asia/Tokyo"), ("DateStyle", "German"), ("row_security", "on"),
      ("session_replication_role", "replica"), ("role", "pg_monitor"), ("array_nulls", "off"),
    ])
  func changedSession(name: String, value: String) throws {
    let bench = try ArchiveBench(.postgresql)
    defer { withExtendedLifetime(bench) {} }
    try bench.run(
      "CREATE TABLE t (id int PRIMARY KEY, name text, done int)", "INSERT INTO t VALUES (1, 'x', NULL)",
      """
      CREATE FUNCTION fine(text) RETURNS boolean LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_catalog.set_config('\(name)', '\(value)', false); RETURN true; END $$
      """,
      "ALTER TABLE t ADD CHECK (fine(name))")
    let set = RecordSet(
      name: "t", store: "main", table: "t", key: ["id"], marker: Marker(column: "done", content: .flag))
    let store = try bench.open("main")
    let changes = [ColumnChange(column: "name", transform: Emptied())]
    let selection = Selection(recordSet: set, predicate: .always, pseudonymising: changes)
    for _ in 0..<2 {
      #expect {
        _ = try store.begin(
          .pseudonymise(changes, markerValue: .integer(1)), on: selection, limit: BatchLimit(),
          holds: NoHolds())
      } throws: {
        // As another role it may do nothing any more.
        if case StoreError.engine(_, let code, _) = $0 {
          code == (name == "role" ? "42501" : "settings")
        } else {
          false
        }
      }
    }
    #expect(try store.tally(selection, holds: NoHolds()).count == 1)
    #expect(try bench.text("SELECT count(*) FROM t WHERE name IS NOT NULL") == "1")
  }

  @Test("A function that lacks its search_path refuses the record set once, with what to do")
  func lackingPath() throws {
    let bench = try ArchiveBench(.postgresql)
    defer { withExtendedLifetime(bench) {} }
    try bench.run(
      "CREATE TABLE allowed (name text)", "CREATE TABLE t (id int PRIMARY KEY, name text, done int)",
      "INSERT INTO t SELECT n, 'x' FROM generate_series(1, 5) n",
      "CREATE FUNCTION fine(text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM allowed; RETURN true; END $$",
      "ALTER TABLE t ADD CHECK (fine(name))")
    let set = RecordSet(
      name: "t", store: "main", table: "t", key: ["id"], marker: Marker(column: "done", content: .flag))
    let changes = [ColumnChange(column: "name", transform: Emptied())]
    let selection = Selection(recordSet: set, predicate: .always, pseudonymising: changes)
    let change = Change.pseudonymise(changes, markerValue: .integer(1))
    #expect {
      _ = try bench.open("main").begin(change, on: selection, limit: BatchLimit(), holds: NoHolds())
    } throws: { "\($0)".contains("ALTER FUNCTION") }
    let schema = try bench.text("SELECT current_schema()") ?? ""
    try bench.run("ALTER FUNCTION fine(text) SET search_path = \(schema)")
    let batch = try bench.open("main").begin(change, on: selection, limit: BatchLimit(), holds: NoHolds())
    #expect(batch?.keys.count == 5)
    batch?.rollback()
  }
}
