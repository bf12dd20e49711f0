import CivilTime
import JSONText
import Testing
import Words

@testable import RetentionPolicy

/// Which stages of a rule can come, as the file has them.
@Suite struct StageTests {
  private static func rule(_ members: String) throws -> Rule {
    let text = """
      {"timeZone": "Europe/Paris", "domains": [{"id": "d", "title": {"fr": "D", "en": "D"},
        "events": {"e": {"fr": "E", "en": "E"}},
        "rules": [{"id": "r", "title": {"fr": "R", "en": "R"}, "source": "law", "trigger": "e", \(members)}]}]}
      """
    return try #require(try Schedule.load(Array(text.utf8), file: "rules").domains.first?.rules.first)
  }

  private static let unset = #""period": {"unset": {"fr": "À choisir", "en": "To be chosen"}}"#

  @Test(
    "Of stages on one day the most severe takes over, however their periods are written",
    arguments: [
      (#""minimum": "P3Y", "period": "P3Y""#, "minimum", "P3Y"),
      (#""minimum": "P36M", "period": "P3Y""#, "minimum", "P3Y"),
      (#""minimum": "P2W", "period": "P14D""#, "minimum", "P14D"),
      (#""period": "at-trigger""#, "trigger", "at the trigger"),
    ])
  func sameDay(periods: String, at: String, moment: String) throws {
    for earlier in ["archive", "pseudonymise"] {
      let rule = try Self.rule(
        """
        \(periods), "stages": [{"action": "\(earlier)", "at": "\(at)"}, {"action": "delete", "at": "period"}]
        """)
      #expect(rule.stages.map { "\($0.action) \($0.moment)" } == ["delete \(moment)"])
      #expect(rule.declaredActions == [.delete, StageAction(rawValue: earlier)])
    }
    let all = try Self.rule(
      """
      \(periods), "stages": [{"action": "archive", "at": "\(at)"}, {"action": "pseudonymise", "at": "\(at)"},
        {"action": "delete", "at": "period"}]
      """)
    #expect(all.stages.map(\.action) == [.delete])
  }

  @Test("A stage that comes later by a day is a stage of its own")
  func nextDay() throws {
    let rule = try Self.rule(
      #""minimum": "P30D", "period": "P31D", "stages": [{"action": "pseudonymise", "at": "minimum"}, {"action": "delete", "at": "period"}]"#
    )
    #expect(rule.stages.map(\.action) == [.pseudonymise, .delete])
  }

  @Test(
    "Under an unset period the stages that need none come, and nothing is deleted",
    arguments: [
      (#"[{"action": "pseudonymise", "at": "trigger"}]"#, ["pseudonymise at the trigger"]),
      (
        #"[{"action": "archive", "at": "trigger"}, {"action": "pseudonymise", "at": "minimum"}, {"action": "delete", "at": "period"}]"#,
        ["archive at the trigger", "pseudonymise P2Y"]
      ),
      (
        #"[{"action": "pseudonymise", "after": "P30D"}, {"action": "delete", "at": "period"}]"#,
        ["pseudonymise P30D"]
      ),
      (#"[{"action": "pseudonymise", "at": "period"}, {"action": "delete", "at": "period"}]"#, []),
      (#"[{"action": "delete", "at": "trigger"}]"#, []), (#"[{"action": "delete", "at": "minimum"}]"#, []),
      (#"[{"action": "delete", "after": "P1Y"}]"#, []),
    ])
  func unset(stages: String, come: [String]) throws {
    let rule = try Self.rule(#""minimum": "P2Y", \#(Self.unset), "stages": \#(stages)"#)
    #expect(rule.isUnset && rule.stages.map { "\($0.action) \($0.moment)" } == come)
  }
}
