import Foundation
import Testing

@testable import SampleInsurer

/// Verdicts worked out by hand from the counting rules of the schedule.
@Suite struct JudgeTests {
  struct Case: CustomTestStringConvertible {
    let rule: SampleRule
    let trigger: String
    let today: String
    let verdict: Verdict

    var testDescription: String { "\(rule.id), \(trigger), on \(today)" }
  }

  private static func keep(_ rule: SampleRule, _ year: Int, _ month: Int, _ day: Int) -> Verdict {
    .keep(next: .delete, from: .day(Day(year, month, day)), rule: rule.id)
  }

  static let rights = PublishedSchedule.rightsAndCare
  static let closed = PublishedSchedule.closedFiles
  static let social = PublishedSchedule.socialSupport
  static let adform = PublishedSchedule.cookies[3].rule

  static let cases = [
    // The whole last day belongs to the period: due the day after.
    Case(rule: rights, trigger: "2021-11-23", today: "2026-11-24", verdict: .due(.delete, rule: rights.id)),
    Case(rule: rights, trigger: "2021-11-24", today: "2026-11-24", verdict: keep(rights, 2026, 11, 25)),
    // A leap day and a year end on 28 February, so the row is due on 1 March.
    Case(rule: closed, trigger: "2024-02-29", today: "2025-02-28", verdict: keep(closed, 2025, 3, 1)),
    Case(rule: closed, trigger: "2024-02-29", today: "2025-03-01", verdict: .due(.delete, rule: closed.id)),
    // A leap day and five years; and a period that ends on one.
    Case(rule: rights, trigger: "2020-02-29", today: "2025-02-28", verdict: keep(rights, 2025, 3, 1)),
    Case(rule: rights, trigger: "2019-02-28", today: "2024-02-29", verdict: .due(.delete, rule: rights.id)),
    // 31 August and 18 months end on 28 February.
    Case(rule: social, trigger: "2024-08-31", today: "2026-02-28", verdict: keep(social, 2026, 3, 1)),
    Case(rule: social, trigger: "2024-08-31", today: "2026-03-01", verdict: .due(.delete, rule: social.id)),
    Case(rule: social, trigger: "2024-08-28", today: "2026-03-01", verdict: .due(.delete, rule: social.id)),
    // Sixty days across a change of clocks.
    Case(rule: adform, trigger: "2026-09-24", today: "2026-11-24", verdict: .due(.delete, rule: adform.id)),
    Case(rule: adform, trigger: "2026-09-25", today: "2026-11-24", verdict: keep(adform, 2026, 11, 25)),
    // What cannot be meant, and the last days that can.
    Case(rule: rights, trigger: "1849-12-31", today: "2026-11-24", verdict: .implausible(rule: rights.id)),
    Case(rule: rights, trigger: "1850-01-01", today: "2026-11-24", verdict: .due(.delete, rule: rights.id)),
    Case(rule: rights, trigger: "2026-11-24", today: "2026-11-24", verdict: keep(rights, 2031, 11, 25)),
    Case(rule: rights, trigger: "2026-11-25", today: "2026-11-24", verdict: .notBegun(rule: rights.id)),
    Case(rule: rights, trigger: "2126-11-24", today: "2026-11-24", verdict: .notBegun(rule: rights.id)),
    Case(rule: rights, trigger: "2126-11-25", today: "2026-11-24", verdict: .implausible(rule: rights.id)),
  ]

  @Test("Periods end as the Code de procédure civile counts them", arguments: cases)
  func countsByHand(_ example: Case) throws {
    let trigger = try #require(Day(text: example.trigger))
    let events = Dictionary(uniqueKeysWithValues: example.rule.events.map { ($0, EventValue.day(trigger)) })
    let verdict = try judge(on: example.today).verdict(
      rules: [example.rule], events: events, circumstances: Judge.Circumstances())
    #expect(verdict == example.verdict)
  }

  @Test("Minutes count from the instant, to the second")
  func minutes() throws {
    let judge = try judge(on: "2026-11-24")
    let captcha = PublishedSchedule.cookies[2].rule
    let now = judge.reckoning.now
    #expect(InstantText.iso8601(now) == "2026-11-24T10:00:00Z")
    func verdict(_ instant: Int) -> Verdict {
      judge.verdict(rules: [captcha], events: [.set: .instant(instant)], circumstances: Judge.Circumstances())
    }
    #expect(verdict(now - 1_800) == .due(.delete, rule: captcha.id))
    #expect(verdict(now - 1_799) == .keep(next: .delete, from: .instant(now + 1), rule: captcha.id))
  }

  @Test("What goes at once is due at the event's instant, and before it has not begun")
  func atOnce() throws {
    let judge = try judge(on: "2026-11-24")
    let token = try #require(PublishedSchedule.cookies.first { $0.names == ["adform_token"] }).rule
    let now = judge.reckoning.now
    func verdict(_ instant: Int) -> Verdict {
      judge.verdict(
        rules: [token], events: [.sessionEnded: .instant(instant)], circumstances: Judge.Circumstances())
    }
    #expect(verdict(now) == .due(.delete, rule: token.id))
    #expect(verdict(now - 1) == .due(.delete, rule: token.id))
    #expect(verdict(now + 1) == .notBegun(rule: token.id))
  }

  @Test("An instant belongs to its day in Paris, not in UTC")
  func parisDays() throws {
    // Half past ten in the evening UTC in summer is after midnight in Paris: 1 September 2021.
    let instant = try #require(InstantText.instant("2021-08-31T22:30:00Z"))
    let verdict = try judge(on: "2026-09-01").verdict(
      rules: [Self.rights], events: [.rightsEnded: .instant(instant)], circumstances: Judge.Circumstances())
    #expect(verdict == Self.keep(Self.rights, 2026, 9, 2))
  }

  @Test("earliestOf looks past what is missing or cannot be meant; latestOf does not")
  func triggers() throws {
    let judge = try judge(on: "2026-11-24")
    func verdict(_ rule: SampleRule, _ first: EventValue, _ second: EventValue) -> Verdict {
      judge.verdict(
        rules: [rule], events: [rule.events[0]: first, rule.events[1]: second],
        circumstances: Judge.Circumstances())
    }
    let record = PublishedSchedule.medicalRecord
    let old = EventValue.day(Day(2_010, 1, 1))
    let recent = EventValue.day(Day(2_026, 11, 24))
    #expect(verdict(record, .null, old) == .due(.delete, rule: record.id))
    #expect(verdict(record, .unreadable(.zero), old) == .due(.delete, rule: record.id))
    #expect(verdict(record, recent, old) == .due(.delete, rule: record.id))
    #expect(verdict(record, .unreadable(.zero), .null) == .implausible(rule: record.id))
    #expect(verdict(record, .empty, .null) == .undated(rule: record.id))
    #expect(
      verdict(record, recent, .null) == .keep(next: .archive, from: .day(Day(2_026, 11, 25)), rule: record.id)
    )
    #expect(verdict(Self.social, old, recent) == Self.keep(Self.social, 2_028, 5, 25))
    #expect(verdict(Self.social, old, .null) == .undated(rule: Self.social.id))
    #expect(verdict(Self.social, .unreadable(.zero), .null) == .implausible(rule: Self.social.id))
  }

  @Test("The longest period wins, and a ceiling passed meanwhile is a conflict")
  func severalRules() throws {
    let judge = try judge(on: "2026-11-24")
    let (alerts, court, closed) = (PublishedSchedule.alerts, PublishedSchedule.courtFiles, Self.closed)
    func verdict(_ rules: [SampleRule], _ events: [Event: EventValue], isHeld: Bool = false) -> Verdict {
      judge.verdict(rules: rules, events: events, circumstances: Judge.Circumstances(isHeld: isHeld))
    }
    let old = EventValue.day(Day(2_010, 1, 1))
    let recent = EventValue.day(Day(2_026, 1, 1))
    #expect(
      verdict([alerts, court], [.alertReceived: old, .finalDecision: old]) == .due(.delete, rule: alerts.id))
    #expect(
      verdict([alerts, court], [.alertReceived: old, .finalDecision: old], isHeld: true)
        == .held(.delete, rule: alerts.id))
    #expect(
      verdict([alerts, court], [.alertReceived: old, .finalDecision: recent]) == .conflict(rule: alerts.id))
    #expect(
      verdict([alerts, court], [.alertReceived: old, .finalDecision: .null]) == .undated(rule: alerts.id))
    #expect(
      verdict([closed, court], [.fileClosed: recent, .finalDecision: recent]) == Self.keep(court, 2_031, 1, 2)
    )
    #expect(verdict([], [:]) == .withoutRule)
    let logs = PublishedSchedule.connectionLogs
    #expect(verdict([logs], [:], isHeld: true) == .unset(rule: logs.id))
  }

  @Test("A row that was pseudonymised waits for its deletion")
  func alreadyPseudonymised() throws {
    let judge = try judge(on: "2026-11-24")
    let rule = PublishedSchedule.invitations
    func verdict(_ day: Day, isDone: Bool) -> Verdict {
      judge.verdict(
        rules: [rule], events: [.preventionAction: .day(day)],
        circumstances: Judge.Circumstances(isPseudonymised: isDone))
    }
    #expect(verdict(Day(2_023, 11, 23), isDone: false) == .due(.pseudonymise, rule: rule.id))
    #expect(
      verdict(Day(2_023, 11, 24), isDone: false)
        == .keep(next: .pseudonymise, from: .day(Day(2_026, 11, 25)), rule: rule.id))
    #expect(verdict(Day(2_023, 11, 23), isDone: true) == Self.keep(rule, 2_028, 11, 24))
    #expect(verdict(Day(2_021, 11, 23), isDone: true) == .due(.delete, rule: rule.id))
  }

  private func judge(on day: String) throws -> Judge {
    let instant = try #require(InstantText.instant(day + "T10:00:00Z"))
    return Judge(reckoning: Reckoning(now: instant))
  }
}
