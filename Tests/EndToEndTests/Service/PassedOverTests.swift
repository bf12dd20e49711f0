import Foundation
import Testing

/// Changes that a store passes over without a word: the run says so, and nothing is lost that only seems to have been copied.
@Suite struct PassedOverTests {
  private static func table(_ name: String, _ more: String = "") -> String {
    "CREATE TABLE \(name) (id INTEGER PRIMARY KEY, nir TEXT\(more), ended TEXT); CREATE INDEX \(name)_ended ON \(name) (ended);"
  }

  private static let rows =
    "INSERT INTO person (id, nir, ended) VALUES (1, 'n1', 'old'), (2, 'n2', 'old'), (3, 'n3', 'old'), (4, 'n4', 'new');"

  private static func recordSet(_ more: String = "") -> String {
    """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir", "batch": {"rows": 2},
      "events": {"ended": {"column": "ended", "as": "date"}}\(more)}
    """
  }

  private static func expectIncomplete(_ small: SmallConfiguration, left: Set<[String?]>, _ context: String)
    throws
  {
    let (run, report) = try small.purge()
    #expect(run.exitCode == 1 && report["status"] as? String == "incomplete", "\(context): \(run.output)")
    #expect(try small.rows(of: "person", columns: ["id"]) == left, "\(context)")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0, "\(context)")
  }

  static let names = [
    "keep", "begin", "\"begin\"", "[BEGIN]", "`delete`", "'insert'", "\"a\"\"b begin\"", "/* begin */ keep",
    "é", "before",
    "keep -- BEGIN\n", "\"update\"", "main.begin", "instead",
  ]

  @Test("A trigger of SQLite that ignores a change is seen, whatever its name, and whichever rows it ignores")
  func triggers() throws {
    for name in Self.names {
      for time in ["BEFORE", "/* AFTER */ BEFORE", "before"] {
        for condition in ["", "WHEN old.id < 3"] {
          let small = try SmallConfiguration(
            content: Self.table("person") + Self.rows
              + "CREATE TRIGGER \(name) \(time) DELETE ON person \(condition) BEGIN SELECT RAISE(IGNORE); END;",
            recordSets: Self.recordSet())
          let check = try Program(["check"] + small.files)
          #expect(check.exitCode == 2 && check.output.contains("runs on DELETE"), "\(name): \(check.output)")
          try Self.expectIncomplete(
            small, left: [["1"], ["2"], ["3"], ["4"]], "\(name) \(time) \(condition)")
        }
      }
    }
  }

  @Test("A trigger, rule or policy of PostgreSQL that passes over a change is seen")
  func server() throws {
    let ways = [
      "CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER skip BEFORE DELETE ON person FOR EACH ROW EXECUTE FUNCTION skip()",
      "CREATE RULE skip AS ON DELETE TO person DO INSTEAD NOTHING",
      "CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF old.id = 1 THEN RETURN NULL; END IF; RETURN old; END'; CREATE TRIGGER skip BEFORE DELETE ON person FOR EACH ROW EXECUTE FUNCTION skip()",
    ]
    for way in ways {
      let small = try SmallConfiguration(
        content: Self.table("person") + Self.rows, recordSets: Self.recordSet(), on: .postgresql,
        arrange: { try $0.run(way) })
      try Self.expectIncomplete(small, left: [["1"], ["2"], ["3"], ["4"]], way)
    }
  }

  @Test(
    "What an archive's constraints say of conflicts loses no row, moved within a file or into another",
    arguments: ["IGNORE", "REPLACE", "ROLLBACK", "FAIL", "ABORT"])
  func conflicts(_ clause: String) throws {
    let ways = [
      ", nir2 TEXT UNIQUE ON CONFLICT \(clause)", ", nir2 TEXT NOT NULL ON CONFLICT \(clause)",
      ", nir2 TEXT, UNIQUE (nir2) ON CONFLICT \(clause)",
    ]
    for (way, isElsewhere) in ways.flatMap({ way in [(way, false), (way, true)] }) {
      let parts = way.split(separator: ", UNIQUE").map(String.init)
      let constraint = parts.count > 1 ? ", UNIQUE" + parts[1] : ""
      let archive =
        "CREATE TABLE attic (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT\(parts[0])\(constraint)); CREATE INDEX attic_ended ON attic (ended);"
        // The second of the rows that come has this row's value.
        + "INSERT INTO attic VALUES (9, 'n9', 'new', 'same');"
      let small = try SmallConfiguration(
        content: Self.table("person", "").replacing("ended TEXT)", with: "ended TEXT, nir2 TEXT)")
          + Self.rows
          + "UPDATE person SET nir2 = \(way.contains("NOT NULL") ? "nullif(nir, 'n2')" : "iif(id = 2, 'same', nir)");"
          + (isElsewhere ? "" : archive),
        recordSets: Self.recordSet(#", "archive": {"to": "attic"}"#) + """
          , "attic": {"store": "\(isElsewhere ? "cold" : "main")", "table": "attic", "domain": "rights", "key": ["id"],
            "events": {"ended": {"column": "ended", "as": "date"}}}
          """,
        rules: SmallConfiguration.rules(first: "archive"),
        otherStores: isElsewhere ? #", "cold": {"engine": "sqlite", "path": "cold.sqlite"}"# : "",
        prepare: { folder in
          guard isElsewhere else { return }
          try SmallConfiguration.fill(folder.appending(path: "cold.sqlite").path, archive)
        })
      try Self.expectIncomplete(small, left: [["2"], ["4"]], "\(way), elsewhere: \(isElsewhere)")
      let kept = try SmallConfiguration.ids(
        isElsewhere ? small.folder.appending(path: "cold.sqlite").path : small.path, "attic")
      #expect(kept == [1, 3, 9], "\(way), elsewhere: \(isElsewhere): \(kept)")
    }
  }

  @Test("A table that is called like SQLite's functions about tables is refused, and answers for none")
  func hiddenCatalogue() throws {
    for name in ["pragma_table_list", "PRAGMA_TABLE_XINFO", "pragma_foreign_key_list", "pragma_index_list"] {
      let small = try SmallConfiguration(
        content: Self.table("person") + Self.rows, recordSets: Self.recordSet())
      try SmallConfiguration.fill(small.path, "CREATE TABLE \(name) (name, type, schema, wr)")
      try Self.expectIncomplete(small, left: [["1"], ["2"], ["3"], ["4"]], name)
    }
  }
}
