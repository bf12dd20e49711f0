import CivilTime
import Foundation
import OutsideOracles
import TestNames
import Testing
import Words

@testable import RetentionPolicy

/// The rules that we ship, against the published schedule as it is written here once more by hand.
@Suite struct ShippedScheduleTests {
  struct Row: Sendable, CustomStringConvertible {
    let domain: DomainID
    let rule: RuleID
    let trigger: Trigger?
    var when: [String: [String]] = [:]
    var kind: PeriodKind?
    var minimum: String?
    var ceiling: String?
    /// The chosen period; nil where none is stated.
    let period: String?
    let stages: [String]
    var follows: RuleID?

    var description: String { rule.rawValue }
  }

  private static func web(
    _ rule: RuleID, _ cookies: [String], _ period: String, consent: String? = nil, trigger: String = "set"
  ) -> Row {
    var when = ["cookie": cookies]
    if let consent { when["consent"] = [consent] }
    return Row(
      domain: "website", rule: rule, trigger: .event(trigger), when: when, kind: .ceiling,
      ceiling: period == "at-once" ? nil : period, period: period,
      stages: period == "at-once" ? ["delete at once"] : ["delete \(period)"])
  }

  /// What the page states no period for.
  private static func unset(_ rule: RuleID, in domain: DomainID, _ fact: String, _ values: String...) -> Row {
    Row(domain: domain, rule: rule, trigger: nil, when: [fact: values], period: nil, stages: [])
  }

  static let rows: [Row] =
    [
      Row(
        domain: "rights-and-care", rule: "rights-and-care", trigger: .event("rights-ended"),
        when: ["concerned": ["insured"]], kind: .ceiling, ceiling: "P5Y", period: "P5Y",
        stages: ["delete P5Y"]),
      unset("rights-and-care-partners", in: "rights-and-care", "concerned", "partner"),
      Row(
        domain: "prevention", rule: "prevention-invitations", trigger: .event("prevention-action"),
        when: ["activity": ["invitation"]], kind: .range, minimum: "P3Y", ceiling: "P5Y", period: "P5Y",
        stages: ["pseudonymise P3Y", "delete P5Y"]),
      Row(
        domain: "prevention", rule: "prevention-chronic-support", trigger: .event("support-ended"),
        when: ["activity": ["chronic-support"]], kind: .ceiling, ceiling: "P15Y", period: "P15Y",
        stages: ["delete P15Y"]),
      Row(
        domain: "shared-medical-record", rule: "shared-medical-record",
        trigger: .earliestOf([.event("closure"), .event("death")]), kind: .fixed, minimum: "P10Y",
        ceiling: "P10Y", period: "P10Y", stages: ["archive at the trigger", "delete P10Y"]),
      Row(
        domain: "social-support", rule: "social-support",
        trigger: .latestOf([.event("action-ended"), .event("accompaniment-ended")]), kind: .ceiling,
        ceiling: "P18M", period: "P18M", stages: ["delete P18M"]),
      Row(
        domain: "health-professionals", rule: "health-professionals", trigger: .event("death"),
        when: ["concerned": ["professional"]], kind: .ceiling, ceiling: "P10Y", period: "P10Y",
        stages: ["delete P10Y"]),
      unset("health-institutions", in: "health-professionals", "concerned", "institution"),
      // The ceiling is the domain's.
      Row(
        domain: "occupational-risks", rule: "occupational-programmes", trigger: .event("programme-event"),
        when: ["matter": ["programme"]], kind: .ceiling, ceiling: "P20Y", period: "P20Y",
        stages: ["delete P20Y"]),
      Row(
        domain: "occupational-risks", rule: "contribution-rate-disputes", trigger: .event("dispute-ended"),
        when: ["matter": ["rate-dispute"]], kind: .ceiling, ceiling: "P15Y", period: "P15Y",
        stages: ["delete P15Y"]),
      Row(
        domain: "fraud-control", rule: "fraud-closed-without-follow-up", trigger: .event("file-closed"),
        when: ["kind": ["closed-without-follow-up"]], kind: .fixed, minimum: "P1Y", ceiling: "P1Y",
        period: "P1Y", stages: ["delete P1Y"]),
      Row(
        domain: "fraud-control", rule: "fraud-alerts", trigger: .event("alert-received"),
        when: ["kind": ["alert"]], kind: .ceiling, ceiling: "P5Y", period: "P5Y", stages: ["delete P5Y"]),
      Row(
        domain: "fraud-control", rule: "fraud-court", trigger: .event("final-decision"),
        when: ["kind": ["court"]], kind: .fixed, minimum: "P5Y", ceiling: "P5Y", period: "P5Y",
        stages: ["delete P5Y"]),
      Row(
        domain: "online-services", rule: "online-accounts", trigger: .event("death"),
        when: ["content": ["account"]], kind: .ceiling, ceiling: "P10Y", period: "P10Y",
        stages: ["delete P10Y"]),
      unset("online-institution-accounts", in: "online-services", "content", "institution-account"),
      unset("online-user-accounts", in: "online-services", "content", "user-account"),
      Row(
        domain: "online-services", rule: "connection-logs", trigger: .event("connection"),
        when: ["content": ["connection-log"]], period: nil, stages: []),
      unset("health-crisis", in: "health-crisis", "content", "people"),
      Row(
        domain: "health-crisis", rule: "health-crisis-steering", trigger: .event("steering-entry"),
        when: ["content": ["steering"]], period: nil, stages: ["pseudonymise at the trigger"]),
      Row(
        domain: "communications", rule: "communications", trigger: .event("rights-ended"), kind: .ceiling,
        ceiling: "P5Y", period: "P5Y", stages: ["delete P5Y"], follows: "rights-and-care"),
    ] + [
      web(
        "web-consent-and-audience",
        ["pcid", "pctx", "ameli_localisation", "ameli_localisation_counter", "pa_privacy"], "P13M",
        trigger: "set-or-renewed"),
      web("web-space-and-feedback", ["ameli_espace", "ameli_feedback"], "P30D"),
      web("web-captcha", ["cf_clearance"], "PT30M"),
      web("web-adform-accepted", ["adform_C"], "P60D", consent: "accepted"),
      web("web-adform-refused", ["adform_C"], "P10Y", consent: "refused"),
      web("web-otsid", ["otsid"], "P10D"), web("web-tpc-cm14", ["TPC", "CM14"], "P14D"),
      web("web-gcm-cm", ["GCM", "CM"], "P1D"), web("web-bfcd-cffc", ["BFCD", "CFFC"], "P7D"),
      web("web-sr", ["SR"], "P1D"), web("web-ct", ["CT"], "PT1H"),
      web("web-test-cookie", ["test_cookie"], "PT15M"), web("web-ide", ["IDE"], "P30D"),
      web("web-gcl", ["_gcl_au", "_gcl_dc"], "P90D"),
      web("web-adform-token", ["adform_token"], "at-once", trigger: "session-ended"),
      unset(
        "web-unstated", in: "website", "cookie", "adform_uid", "video-player", "social-network",
        "display-settings"),
    ]

  /// Rules whose event the page does not name.
  static let ourReading: Set<RuleID> = [
    "prevention-chronic-support", "fraud-alerts", "fraud-closed-without-follow-up",
    "contribution-rate-disputes", "health-crisis-steering",
  ]

  static func shipped() throws -> [UInt8] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../retention-rules.json")
    return [UInt8](try Data(contentsOf: file.standardized))
  }

  static func schedule() throws -> Schedule {
    try Schedule.load(shipped(), file: "retention-rules.json")
  }

  @Test("Each row of the published schedule has its rule", arguments: rows)
  func row(_ row: Row) throws {
    let domain = try #require(try Self.schedule().domain(row.domain))
    let rule = try #require(domain.rules.first { $0.id == row.rule })
    #expect(rule.trigger == row.trigger)
    #expect(rule.when == row.when)
    #expect(rule.kind == row.kind && rule.follows == row.follows)
    #expect(rule.source.contains("our reading") == Self.ourReading.contains(row.rule))
    #expect(rule.minimum?.description == row.minimum)
    #expect(rule.ceiling?.description == row.ceiling)
    switch (rule.period, row.period) {
    case (.unset(let reason), nil): #expect(Self.isInBothLanguages(reason))
    case (.atOnce, "at-once"?): break
    case (.period(let period), let expected?): #expect(period.description == expected)
    default: Issue.record("another kind of period: \(rule.period)")
    }
    #expect(rule.stages.map { "\($0.action.rawValue) \($0.moment)" } == row.stages)
    #expect(!rule.source.isEmpty && Self.isInBothLanguages(rule.title))
  }

  private static func isInBothLanguages(_ title: Title) -> Bool {
    title.wordings.map(\.language) == [.french, .english]
  }

  @Test("What people read is in French and English everywhere")
  func bothLanguages() throws {
    for domain in try Self.schedule().domains {
      #expect(Self.isInBothLanguages(domain.title) && domain.events.values.allSatisfy(Self.isInBothLanguages))
    }
  }

  @Test("There is no rule that the published schedule does not have")
  func nothingElse() throws {
    let schedule = try Self.schedule()
    #expect(Set(schedule.domains.flatMap(\.rules).map(\.id)) == Set(Self.rows.map(\.rule)))
    #expect(schedule.domains.filter { $0.ceiling != nil }.map(\.id) == ["occupational-risks"])
    #expect(schedule.domain("occupational-risks")?.ceiling?.description == "P20Y")
    #expect(schedule.domains.count == 11 && schedule.timeZone.identifier == "Europe/Paris")
  }

  @Test("The example of docs/rules-file.md loads, and the schema accepts it")
  func documented() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../docs/rules-file.md")
    let text = try String(contentsOf: page.standardized, encoding: .utf8)
    let example = String(try #require(text.firstMatch(of: #/```json\n([\s\S]*?)```/#)).1)
    let schedule = try Schedule.load(Array(example.utf8), file: "docs/rules-file.md")
    #expect(schedule.domains.map(\.id) == ["social-support", "communications"])
    #expect(try JSONSchema.accepts([example], under: "retention-rules.schema.json") == [true])
  }

  @Test("The schema accepts the file")
  func schema() throws {
    let text = String(decoding: try Self.shipped(), as: UTF8.self)
    #expect(try JSONSchema.accepts([text], under: "retention-rules.schema.json") == [true])
  }
}
