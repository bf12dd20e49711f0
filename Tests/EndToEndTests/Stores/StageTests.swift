import Foundation
import TestConfiguration
import Testing

/// Stages that meet on one day, that need no period, or on which rules disagree: as the program does them, on each engine.
@Suite struct StageRunTests {
  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, name TEXT, kind TEXT, ended TEXT, reported TEXT, done TEXT);
    CREATE INDEX person_ended ON person (ended); CREATE INDEX person_reported ON person (reported);
    INSERT INTO person VALUES (1, 'n1', 'A', 'b', 'old', 'old', NULL), (2, 'n2', 'B', 'b', 'new', 'old', NULL),
      (3, 'n3', 'C', 'b', NULL, 'old', NULL);
    """

  private static func recordSet(_ more: String = "") -> String {
    """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
      "events": {"ended": {"column": "ended", "as": "date"}\(more)},
      "pseudonymise": {"marker": {"column": "done", "as": "date"}, "columns": {"name": {"transform": "null"}}}}
    """
  }

  private static func rules(_ change: String) -> String {
    SmallConfiguration.rules.replacing(
      #""period": "P5Y", "stages": [{"action": "delete", "at": "period"}]"#, with: change)
  }

  @Test("Of two stages on one day the more severe is done", arguments: [nil] + TestEngine.allCases)
  func sameDay(engine: TestEngine?) throws {
    let small = try SmallConfiguration(
      content: Self.content, recordSets: Self.recordSet(), on: engine,
      rules: Self.rules(
        #""minimum": "P36M", "period": "P3Y", "stages": [{"action": "pseudonymise", "at": "minimum"}, {"action": "delete", "at": "period"}]"#
      ))
    let (program, report) = try small.purge()
    #expect(program.exitCode == 0 && report["status"] as? String == "complete", "\(program.errors)")
    #expect(try small.rows(of: "person", columns: ["id", "name"]) == [["2", "B"], ["3", "C"]])
  }

  @Test(
    "A stage that needs no period is done while the period is unset, once, and no row is deleted",
    arguments: [nil] + TestEngine.allCases)
  func unset(engine: TestEngine?) throws {
    let small = try SmallConfiguration(
      content: Self.content, recordSets: Self.recordSet(), on: engine,
      rules: Self.rules(
        #""period": {"unset": {"fr": "À choisir", "en": "To be chosen"}}, "stages": [{"action": "pseudonymise", "at": "trigger"}, {"action": "delete", "at": "period"}]"#
      ))
    let before = try Program(["explain", "person", "1"] + small.files)
    #expect(before.output.contains("due: pseudonymise"), "\(before.output)")
    let (program, report) = try small.purge()
    #expect(program.exitCode == 0 && report["status"] as? String == "complete", "\(program.errors)")
    #expect(
      try small.rows(of: "person", columns: ["id", "name"]) == [["1", nil], ["2", nil], ["3", "C"]])
    let after = try Program(["explain", "person", "1"] + small.files)
    #expect(after.output.contains("unset; rule rights has no period yet"), "\(after.output)")
    let again = try small.purge()
    #expect((again.report["changed"] as? [Any])?.isEmpty ?? false, "\(again.program.output)")
  }

  @Test(
    "Rules that disagree on the end keep the row; the stage that both have reached is done, and the conflict is said",
    arguments: [nil] + TestEngine.allCases)
  func conflict(engine: TestEngine?) throws {
    let rules = TestRules.file(
      TestRules.domain(
        "rights", events: ["ended", "reported"], TestRules.rule("short", period: "P1Y"),
        TestRules.rule(
          "long", trigger: "reported", period: "P90Y", TestRules.first("pseudonymise", after: "P1Y"))))
    let small = try SmallConfiguration(
      content: Self.content,
      recordSets: Self.recordSet(#", "reported": {"column": "reported", "as": "date"}"#), on: engine,
      rules: rules)
    let (program, _) = try small.purge()
    #expect(
      try small.rows(of: "person", columns: ["id", "name"]) == [["1", nil], ["2", "B"], ["3", "C"]],
      "\(program.output)\(program.errors)")
    let explained = try Program(["explain", "person", "1"] + small.files)
    #expect(
      explained.output.contains("conflict; past the ceiling of a rule while another keeps it")
        && explained.output.contains("the officer has to decide"), "\(explained.output)")
    let plan = try Program(["plan", "--format", "json"] + small.files)
    #expect(plan.output.contains(#""conflict": 1"#), "\(plan.output)")
  }
}
