import Foundation
import SQLite
import TestConfiguration
import TestServers
import Testing

/// What keeps copies of rows that were deleted is named by `check` and by the report of the run, and what only looks like it by `check` alone.
@Suite struct KeptCopiesTests {
  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, town TEXT, ended TEXT); CREATE INDEX person_ended ON person (ended);
    CREATE TABLE letter (id INTEGER PRIMARY KEY, person INTEGER REFERENCES person (id), body TEXT); CREATE INDEX letter_person ON letter (person);
    CREATE TABLE person_history (id INTEGER, name TEXT, town TEXT, ended TEXT, changed TEXT);
    CREATE TABLE search (id INTEGER PRIMARY KEY, person_id INTEGER, words TEXT);
    CREATE TABLE note (id INTEGER PRIMARY KEY, personId INTEGER, words TEXT);
    CREATE TABLE plain (id INTEGER PRIMARY KEY, name TEXT, ended TEXT); CREATE INDEX plain_ended ON plain (ended);
    CREATE TABLE plain_old (id INTEGER PRIMARY KEY, name TEXT, ended TEXT); CREATE INDEX plain_old_ended ON plain_old (ended);
    CREATE TABLE town (id INTEGER PRIMARY KEY, name TEXT);
    INSERT INTO person VALUES (1, 'A', 'x', 'old'), (2, 'B', 'y', 'new');
    INSERT INTO letter VALUES (1, 1, 'words'), (2, 2, 'words');
    INSERT INTO plain VALUES (1, 'A', 'new');
    """

  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}},
      "dependents": [{"table": "letter", "references": {"person": "id"}, "domain": "none", "reason": "kept with their record"}]},
    "plain": {"store": "main", "table": "plain", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}},
    "old": {"store": "main", "table": "plain_old", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """

  /// What an engine has that keeps copies: how it is made, and what is said of it.
  private static func keepers(of engine: TestEngine?) -> [(sql: String, name: String, sentence: String)] {
    switch engine {
    case nil:
      [
        (
          "CREATE VIRTUAL TABLE person_words USING fts5(name, town, content='person', content_rowid='id')",
          "full-text table person_words", "VALUES ('rebuild')"
        ),
        (
          "CREATE VIRTUAL TABLE letter_words USING FTS5 ( body , content = letter )",
          "full-text table letter_words", "is made from letter"
        ),
        (
          "CREATE VIEW \"my view\" AS SELECT id, name FROM \"PERSON\"; CREATE VIRTUAL TABLE \"odd 't\" USING fts4(name, content=\"my view\")",
          "full-text table odd 't", "INSERT INTO \"odd 't\"(\"odd 't\") VALUES"
        ),
      ]
    case .postgresql:
      [
        (
          "CREATE MATERIALIZED VIEW by_town AS SELECT town, name FROM person", "materialized view by_town",
          "REFRESH MATERIALIZED VIEW "
        ),
        (
          "CREATE VIEW between AS SELECT body FROM letter; CREATE MATERIALIZED VIEW bodies AS SELECT * FROM between",
          "materialized view bodies", "after those that it is made from"
        ),
        ("CREATE PUBLICATION whole FOR TABLE person", "publication whole", "delete and change them as well"),
        (
          "CREATE PUBLICATION half FOR TABLE person WITH (publish = 'insert, update')", "publication half",
          "not what becomes of them"
        ),
      ]
    case .mariadb:
      [
        (
          "CREATE FULLTEXT INDEX names ON person (name)", "FULLTEXT index names of person",
          "scrub --rewrite main"
        ),
        (
          "CREATE FULLTEXT INDEX bodies ON letter (body)", "FULLTEXT index bodies of letter",
          "scrub --rewrite"
        ),
      ]
    }
  }

  @Test(
    "What keeps copies is named with what to do, by check and by the run's report; tables that stores.json names are not",
    arguments: [TestEngine?.none] + TestEngine.allCases)
  func named(engine: TestEngine?) throws {
    let keepers = Self.keepers(of: engine)
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets, on: engine)
    for keeper in keepers {
      if let copy = small.copy {
        for sql in keeper.sql.split(separator: "; ") { try copy.run(String(sql)) }
      } else {
        try Connection(path: small.path, mode: .readWrite, busySeconds: 5).execute(keeper.sql)
      }
    }
    let check = try Program(["check"] + small.files)
    let remarks = check.output.split(separator: "\n").filter { $0.hasPrefix("remark") }
    for keeper in keepers {
      let said = remarks.filter { $0.contains(keeper.name) && $0.contains(keeper.sentence) }
      #expect(said.count == 1, "\(keeper.name): \(check.output)")
    }
    for (name, sentence) in [
      ("table person_history", "has all of its columns"), ("search.person_id", "looks like a reference"),
      ("note.personId", "looks like a reference"),
    ] {
      #expect(
        remarks.contains {
          $0.contains("person") && $0.lowercased().contains(name.lowercased()) && $0.contains(sentence)
        },
        "\(name): \(check.output)")
    }
    for name in ["plain_old", "town", "table letter", "letter.person"] {
      #expect(!remarks.contains { $0.contains("\(name) has all") || $0.contains("\(name) looks") }, "\(name)")
    }
    #expect(check.exitCode == 0, "remarks stop nothing: \(check.exitCode)")
    let (purge, report) = try small.purge()
    #expect(purge.exitCode == 0, "\(purge.errors)")
    let places = try #require(report["scrub"] as? [[String: Any]])
    for keeper in keepers {
      let place = places.first { $0["place"] as? String == keeper.name }
      #expect(place?["scrubbed"] as? Bool == false, "\(keeper.name): \(places)")
    }
    #expect(
      !places.contains { ($0["place"] as? String ?? "").contains("history") },
      "a guess is for nobody's report")
  }

  @Test("A slot that nobody reads is named with the log that it keeps")
  func slot() throws {
    let small = try SmallConfiguration(
      content: Self.content, recordSets: Self.recordSets, on: .postgresql)
    let copy = try #require(small.copy)
    let slot = "slot_\(copy.name)"
    try copy.run("SELECT pg_create_physical_replication_slot('\(slot)', true)")
    defer { try? copy.run("SELECT pg_drop_replication_slot('\(slot)')") }
    let check = try Program(["check"] + small.files)
    #expect(
      check.output.contains("replication slot \(slot) has no reader"), "\(check.output)")
  }
}
