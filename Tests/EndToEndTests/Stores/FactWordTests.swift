import Foundation
import Testing

/// How tables write a fact: by what a text begins with, by yes and no, and by being that table.
@Suite struct FactWordTests {
  static let engines: [TestEngine?] = [nil] + TestEngine.allCases

  private static let rules = SmallConfiguration.rules.replacing(
    #""events":"#, with: #""facts": {"kind": ["session", "consent"]}, "events":"#
  ).replacing(#""trigger":"#, with: #""when": {"kind": ["session"]}, "trigger":"#)

  private func small(_ content: String, _ condition: String, on engine: TestEngine?) throws
    -> SmallConfiguration
  {
    try SmallConfiguration(
      content: content + "CREATE INDEX cookie_ended ON cookie (ended)",
      recordSets: """
        "cookie": {"store": "main", "table": "cookie", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}, "conditions": {"kind": \(condition)}}
        """, on: engine, rules: Self.rules)
  }

  @Test(
    "A cookie is known by what its name begins with, in small and capital letters as they are",
    arguments: engines)
  func prefixes(engine: TestEngine?) throws {
    let names = """
      CREATE TABLE cookie (id INTEGER PRIMARY KEY, name TEXT, ended TEXT);
      INSERT INTO cookie VALUES (1, 'SR20150101', 'old'), (2, 'SR', 'old'), (3, 'sr3', 'old'), (4, 'XSR4', 'old'), (5, NULL, 'old'),
        (6, 'CONSENT', 'old'), (7, 'SR7', 'new'), (8, 'SESSION', 'old');
      """.replacing("'old'", with: "'2015-01-01'")
    let small = try small(
      names,
      #"{"column": "name", "values": {"session": [{"startsWith": "SR"}, "SESSION"], "consent": ["CONSENT"]}}"#,
      on: engine)
    let check = try Program(["check", "--data"] + small.files)
    #expect(
      check.output.contains(#""sr3" 1 (NOT MAPPED)"#) && check.output.contains(#""XSR4" 1 (NOT MAPPED)"#),
      "\(check.output)")
    #expect(
      check.output.contains(#""SR7" 1"#) && !check.output.contains(#""SR7" 1 (NOT MAPPED)"#),
      "\(check.output)")
    let (purge, report) = try small.purge()
    #expect(report["status"] as? String == "complete", "\(purge.errors)")
    #expect(try small.rows(of: "cookie", columns: ["id"]) == [["3"], ["4"], ["5"], ["6"], ["7"]])
    let explained = try Program(["explain", "cookie", "3"] + small.files)
    #expect(explained.output.contains("mapped to no value"), "\(explained.output)")
  }

  @Test("The same as a condition of a column", arguments: engines)
  func predicates(engine: TestEngine?) throws {
    let small = try small(
      "CREATE TABLE cookie (id INTEGER PRIMARY KEY, name TEXT, ended TEXT); INSERT INTO cookie VALUES (1, 'SR1', 'old'), (2, 'sr2', 'old'), (3, 'SRX', 'old');",
      #"{"where": {"session": {"all": [{"column": "name", "startsWith": "SR"}, {"not": {"column": "name", "startsWith": "SRX"}}]}}}"#,
      on: engine)
    let (purge, report) = try small.purge()
    #expect(report["status"] as? String == "complete", "\(purge.errors)")
    #expect(try small.rows(of: "cookie", columns: ["id"]) == [["2"], ["3"]])
  }

  @Test("A column of yes and no is bound by true and false", arguments: engines)
  func booleans(engine: TestEngine?) throws {
    let small = try small(
      "CREATE TABLE cookie (id INTEGER PRIMARY KEY, session INTEGER, ended TEXT); INSERT INTO cookie VALUES (1, 1, 'old'), (2, 0, 'old'), (3, NULL, 'old'), (4, 2, 'old');",
      #"{"column": "session", "values": {"session": [true], "consent": [false]}}"#, on: engine)
    let check = try Program(["check", "--data"] + small.files)
    #expect(
      check.output.contains(#""2" 1 (NOT MAPPED)"#) && !check.output.contains(#""1" 1 (NOT MAPPED)"#),
      "\(check.output)")
    let (purge, report) = try small.purge()
    #expect(report["status"] as? String == "complete", "\(purge.errors)")
    #expect(try small.rows(of: "cookie", columns: ["id"]) == [["2"], ["3"], ["4"]])
  }

  @Test("Which table a row is in is a fact, so that rules name none", arguments: engines)
  func tables(engine: TestEngine?) throws {
    let small = try small(
      "CREATE TABLE cookie (id INTEGER PRIMARY KEY, ended TEXT); INSERT INTO cookie VALUES (1, 'old'), (2, 'new');",
      #"{"always": "session"}"#, on: engine)
    let (purge, report) = try small.purge()
    #expect(report["status"] as? String == "complete", "\(purge.errors)")
    #expect(try small.rows(of: "cookie", columns: ["id"]) == [["2"]])
  }
}
