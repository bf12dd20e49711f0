import CivilTime
import JSONText
import Testing
import Words

@testable import RetentionPolicy

/// Which stages of a rule can come, as the file has them.
@Suite struct StageTests {
  private static func rule(_ members: String) throws -> Rule {
    try #require(try Schedule.load(Array(file(members).utf8), file: "rules").domains.first?.rules.first)
  }

  private static let file = file(#""period": "P1Y", "stages": [{"action": "delete", "at": "period"}]"#)

  private static func file(_ members: String) -> String {
    """
    {"timeZone": "Europe/Paris", "domains": [{"id": "d", "title": {"fr": "D", "en": "D"},
      "events": {"e": {"fr": "E", "en": "E"}},
      "rules": [{"id": "r", "title": {"fr": "R", "en": "R"}, "source": "law", "trigger": "e", \(members)}]}]}
    """
  }

  private static let unset = #""period": {"unset": {"fr": "À choisir", "en": "To be chosen"}}"#

  @Test(
    "Of stages on one day the most severe takes over, however their periods are written",
    arguments: [
      (#""minimum": "P3Y", "period": "P3Y""#, "minimum", "P3Y"),
      (#""minimum": "P36M", "period": "P3Y""#, "minimum", "P3Y"),
      (#""minimum": "P2W", "period": "P14D""#, "minimum", "P14D"),
      (#""period": "at-trigger""#, "trigger", "at the trigger"),
      (#""period": "at-once""#, "trigger", "at once"), (#""period": "at-once""#, "period", "at once"),
      (#""kind": "fixed", "period": "P3Y""#, "minimum", "P3Y"),
      (#""kind": "range", "minimum": "P3Y", "ceiling": "P5Y", "period": "P3Y""#, "minimum", "P3Y"),
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

  @Test("What goes at once is due at the event's instant, and on the day after where there is only a day")
  func atOnce() throws {
    let rule = try Self.rule(#""period": "at-once", "stages": [{"action": "delete", "at": "period"}]"#)
    let zone = try Schedule.load(Array(Self.file.utf8), file: "rules").timeZone
    let instant = try #require(Instant(iso8601: "2026-11-24T22:59:59Z"))
    let day = zone.civilDate(at: instant)
    let stage = try #require(rule.stages.first)
    #expect(stage.moment.due(after: .dated(day, instant)) == .instant(instant))
    #expect(stage.moment.due(after: .dated(day, nil)) == .day(day.adding(days: 1)))
    #expect(stage.moment.due(after: .undated) == nil && stage.moment.due(after: .implausible) == nil)
    #expect(stage.cutoff(now: instant, zone: zone) == .instant(instant))
    let byDay = try #require(rule.byDay.stages.first)
    #expect(
      byDay.moment == .atTrigger && byDay.cutoff(now: instant, zone: zone) == .day(day.adding(days: -1)))
    #expect(rule.stages.map(\.action) == rule.byDay.stages.map(\.action))
  }

  @Test(
    "What goes at once has no stage after it, and no minimum",
    arguments: [
      (#""period": "at-once", "stages": [{"action": "delete", "after": "P1Y"}]"#, "a stage after the end"),
      (
        #""minimum": "P1Y", "period": "at-once", "stages": [{"action": "delete", "at": "period"}]"#,
        "is the minimum"
      ),
    ])
  func nothingAfter(members: String, cause: String) {
    let error = #expect(throws: DocumentProblems.self) { try Self.rule(members) }
    #expect(error?.problems.contains { $0.cause.contains(cause) } == true)
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
    for kind in ["", #""kind": "ceiling", "ceiling": "P5Y", "#, #""kind": "range", "ceiling": "P5Y", "#] {
      let rule = try Self.rule(#"\#(kind)"minimum": "P2Y", \#(Self.unset), "stages": \#(stages)"#)
      #expect(rule.isUnset && rule.stages.map { "\($0.action) \($0.moment)" } == come)
    }
  }
}
