import CivilTime
import Purging
import RetentionPolicy
import StoreBindings
import TestConfiguration
import TestNames
import Testing
import Words

/// What both files may say and does nothing, or too seldom.
@Suite struct ReviewTests {
  private static let now = Instant(secondsSinceEpoch: 1_795_780_800)

  private static func review(
    period: String = #""P1Y""#, stages: String = #"[{"action": "delete", "at": "period"}]"#,
    trigger: String = #""trigger": "e","#, calendar: String? = nil, elsewhere: String? = nil,
    pseudonymise: String = "", clock: String = "{}"
  ) throws -> [ConfigurationFinding] {
    func domain(_ id: String, _ rule: String) -> String {
      """
      {"id": "\(id)", "title": {"fr": "D", "en": "D"}, "events": {"e": {"fr": "E", "en": "E"},
        "f": {"fr": "F", "en": "F"}}, "rules": [\(rule),
        {"id": "\(id)-other", "title": {"fr": "R", "en": "R"}, "source": "law", "period": "P9Y",
         "trigger": {"latestOf": ["e", "f"]}, "stages": [{"action": "delete", "at": "period"}]}]}
      """
    }
    let rule = """
      {"id": "r", "title": {"fr": "R", "en": "R"}, "source": "law", \(trigger) "period": \(period), "stages": \(stages)}
      """
    let rules = """
      {"timeZone": "Europe/Paris", "domains": [\(domain("served", rule)),
        \(domain("second", rule.replacing(#""r""#, with: #""s""#)))]}
      """
    var stores = TestStores(
      recordSets: """
        "t": {"store": "main", "table": "t", "domain": "served", "key": ["id"], \(pseudonymise)
         "events": {"e": {"column": "e", "as": "epoch-seconds"}, "f": {"column": "f", "as": "date"}},
         "subject": "nir"}
        """)
    stores.calendar = calendar
    stores.clock = clock
    stores.elsewhere = elsewhere
    return try Configuration.load(
      rules: Array(rules.utf8), rulesFile: "rules", stores: Array(stores.text.utf8), storesFile: "stores",
      baseDirectory: "/", demands: FileDemands(companions: .skip)
    ).review(at: now)
  }

  @Test(
    "A domain that nothing serves is said, but not where its place is",
    arguments: [
      (nil, true), (#"{"second": "the archive of the social service"}"#, false),
      (#"{"*": "systems of others"}"#, false),
    ])
  func unserved(elsewhere: String?, isSaid: Bool) throws {
    let found = try Self.review(elsewhere: elsewhere)
    #expect(found == (isSaid ? [.unserved(domain: "second")] : []))
  }

  @Test(
    "A calendar that never comes is said, and what stands beside it that does is not",
    arguments: [
      ("[]", [ConfigurationFinding.emptyCalendar]),
      (#"["*-02-30"]"#, [.neverComes(expression: "*-02-30 00:00:00")]),
      (#"["2020-01-01"]"#, [.neverComes(expression: "2020-01-01 00:00:00")]),
      (#"["*-*-* 02:30", "*-02-30"]"#, [.neverComes(expression: "*-02-30 00:00:00")]),
      (#"["*-*-* 02:30"]"#, []), (#"["*-02-29"]"#, []),
    ])
  func never(calendar: String, expected: [ConfigurationFinding]) throws {
    let found = try Self.review(period: #""P8Y""#, calendar: calendar, elsewhere: #"{"*": "not here"}"#)
    #expect(found == expected)
  }

  @Test(
    "A rule finer than its calendar is said, whatever clocks do in between",
    arguments: [
      (#""PT30M""#, #"["*-*-* 02:30"]"#, true), (#""PT30M""#, #"["*:0/30"]"#, false),
      (#""PT29M""#, #"["*:0/30"]"#, true), (#""P1D""#, #"["*-*-* 02:30"]"#, false),
      (#""P6D""#, #"["Mon *-*-* 02:30"]"#, true), (#""P7D""#, #"["Mon *-*-* 02:30"]"#, false),
      (#""P1M""#, #"["*-*-01"]"#, true), (#""P31D""#, #"["*-*-01"]"#, false),
      (#""at-once""#, #"["*-*-* 02:30"]"#, false), (#""at-once""#, #"["Mon *-*-* 02:30"]"#, true),
      (#""at-trigger""#, #"["*-*-* 02:30"]"#, false), (#""at-trigger""#, #"["Mon *-*-* 02:30"]"#, true),
      (#""PT12H""#, #"["*-*-* 02:30", "*-*-* 14:30"]"#, false),
      (#""PT11H""#, #"["*-*-* 02:30", "*-*-* 14:30"]"#, true),
    ])
  func finer(period: String, calendar: String, isSaid: Bool) throws {
    let found = try Self.review(period: period, calendar: calendar, elsewhere: #"{"*": "not here"}"#)
    let said = found.contains { if case .finerThanCalendar("r", _, _) = $0 { true } else { false } }
    #expect(said == isSaid, "\(found)")
  }

  @Test(
    "A clock that may advance less than the calendar's longest gap is said",
    arguments: [("P1D", true), ("P8D", false)])
  func advance(allowed: String, isSaid: Bool) throws {
    let found = try Self.review(
      period: #""P9Y""#, calendar: #"["Sun 04:30"]"#, elsewhere: #"{"*": "not here"}"#,
      clock: #"{"maximumAdvance": "\#(allowed)"}"#)
    let said = found.contains { if case .advanceTooShort = $0 { true } else { false } }
    #expect(said == isSaid, "\(found)")
  }

  @Test("A survey that never comes is said")
  func survey() throws {
    let found = try Self.review(
      period: #""P9Y""#, calendar: #"["Sun 02:30"], "survey": ["*-02-30 04:00"]"#,
      elsewhere: #"{"*": "not here"}"#)
    #expect(found == [.neverSurveys(expression: "*-02-30 04:00:00")])
  }

  @Test(
    "What keeps a stage without a period from coming is said: no trigger, no event, nothing that says how")
  func waiting() throws {
    let unset = #"{"unset": {"fr": "À choisir", "en": "To be chosen"}}"#
    let stages = #"[{"action": "pseudonymise", "at": "trigger"}, {"action": "delete", "at": "period"}]"#
    let how = #""pseudonymise": {"columns": {"nir": {"transform": "null"}}},"#
    func found(trigger: String = #""trigger": "e","#, _ pseudonymise: String = how) throws
      -> [ConfigurationFinding]
    {
      try Self.review(
        period: unset, stages: stages, trigger: trigger, elsewhere: #"{"*": "not here"}"#,
        pseudonymise: pseudonymise)
    }
    #expect(try found() == [])
    #expect(try found(trigger: "") == [.withoutTrigger(rule: "r", action: .pseudonymise)])
    #expect(
      try found("") == [.unboundStage(recordSet: "t", rule: "r", action: .pseudonymise)])
  }
}
