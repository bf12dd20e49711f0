import Foundation
import SQLite
import TestConfiguration
import TestServers
import Testing

/// A trigger stands in the way of a run whose statements set it off, and of no other: many tables have one that notes when a row was last updated.
@Suite struct TriggerTests {
  /// What the rules do with people.
  enum Work: String, CaseIterable, Sendable {
    case deletes, pseudonymisesToo

    var rules: String {
      switch self {
      case .deletes: TestRules.rights
      case .pseudonymisesToo:
        TestRules.file(
          TestRules.domain("rights", TestRules.rule("rights", TestRules.pseudonymiseAtOnce)))
      }
    }

    /// What of stores.json says how rows are pseudonymised.
    var binding: String {
      switch self {
      case .deletes: ""
      case .pseudonymisesToo:
        #", "pseudonymise": {"marker": {"column": "done", "as": "date"}, "columns": {"name": {"transform": "null"}}}"#
      }
    }

    /// Words that a trigger can run on, as it is made, by which the work sets it off.
    var settingOff: Set<String> {
      switch self {
      case .deletes: ["DELETE"]
      case .pseudonymisesToo:
        ["DELETE", "UPDATE", "UPDATE OF name", "UPDATE OF note, \"DONE\"", "UPDATE OF initial"]
      }
    }
  }

  /// What a trigger runs on. `initial` is made from `name`, `note` from nothing.
  private static func words(on engine: TestEngine?) -> [String] {
    let every = ["DELETE", "INSERT", "UPDATE"]
    switch engine {
    case .mariadb: return every
    case .postgresql: return every + ["UPDATE OF name", "UPDATE OF note", "UPDATE OF initial"]
    case nil:
      return every + ["UPDATE OF name", "UPDATE OF note", "UPDATE OF note, \"DONE\"", "UPDATE OF 'note'"]
    }
  }

  private static func statement(_ name: String, _ words: String, on engine: TestEngine?) -> String {
    switch engine {
    case nil: "CREATE TRIGGER \(name) AFTER \(words) ON person BEGIN SELECT 1; END"
    case .mariadb: "CREATE TRIGGER \(name) AFTER \(words) ON person FOR EACH ROW SET @seen = 1"
    case .postgresql: "CREATE TRIGGER \(name) AFTER \(words) ON person FOR EACH ROW EXECUTE FUNCTION noted()"
    }
  }

  private func make(_ work: Work, on engine: TestEngine?) throws -> SmallConfiguration {
    try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, note TEXT, ended TEXT, done TEXT);
        CREATE INDEX person_ended ON person (ended);
        INSERT INTO person VALUES (1, 'a', 'b', 'old', NULL), (2, 'c', 'd', 'new', NULL);
        """,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}\(work.binding)}
        """, on: engine, rules: work.rules)
  }

  @Test(
    "A trigger refuses a run that sets it off, and no other", arguments: Work.allCases,
    [TestEngine?.none] + TestEngine.allCases)
  func refused(work: Work, engine: TestEngine?) throws {
    let small = try make(work, on: engine)
    let run = { (sql: String) in
      if let copy = small.copy { return try copy.run(sql) }
      try Connection(path: small.path, mode: .readWrite, busySeconds: 5).execute(sql)
    }
    if engine == .postgresql {
      try run("ALTER TABLE person ADD COLUMN initial text GENERATED ALWAYS AS (left(name, 1)) STORED")
      try run("CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
    }
    for (number, words) in Self.words(on: engine).enumerated() {
      try run(Self.statement("noted\(number)", words, on: engine))
    }
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 2, "\(check.output) \(check.errors)")
    for (number, words) in Self.words(on: engine).enumerated() {
      // A name between apostrophes is not read, and could be any column's.
      let isRefused = work.settingOff.contains(words) || (words.contains("'") && work != .deletes)
      #expect(
        check.output.contains("trigger noted\(number) runs on") == isRefused, "\(words): \(check.output)")
      if isRefused { try run("DROP TRIGGER noted\(number)" + (engine == .postgresql ? " ON person" : "")) }
    }
    let (purge, _) = try small.purge()
    #expect(purge.exitCode == 0, "\(purge.output) \(purge.errors)")
    #expect(try small.rows(of: "person", columns: ["id"]).count == 1)
  }
}
