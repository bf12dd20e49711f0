/// The schedule of ameli.fr, "Protection des données personnelles", written down a second time.
enum PublishedSchedule {
  static let rightsAndCare = rule("rights-and-care", .event(.rightsEnded), delete(.years(5)))
  static let partners = rule("rights-and-care-partners", in: "rights-and-care", nil, [])
  /// They go as the file that they follow, which is the insured person's.
  static let communications = rule("communications", .event(.rightsEnded), rightsAndCare.stages)

  static let invitations = rule(
    "prevention-invitations", in: "prevention", .event(.preventionAction),
    [SampleRule.Stage(action: .pseudonymise, span: .years(3))] + delete(.years(5)))
  static let chronicSupport = rule(
    "prevention-chronic-support", in: "prevention", .event(.supportEnded), delete(.years(15)))

  static let medicalRecord = rule(
    "shared-medical-record", .earliestOf([.closure, .death]),
    [SampleRule.Stage(action: .archive, span: nil)] + delete(.years(10)))

  static let socialSupport = rule(
    "social-support", .latestOf([.actionEnded, .accompanimentEnded]), delete(.months(18)))

  static let professionals = rule("health-professionals", .event(.death), delete(.years(10)))
  static let institutions = rule("health-institutions", in: "health-professionals", nil, [])
  static let accounts = rule("online-accounts", in: "online-services", .event(.death), delete(.years(10)))
  static let institutionAccounts = rule("online-institution-accounts", in: "online-services", nil, [])
  static let userAccounts = rule("online-user-accounts", in: "online-services", nil, [])
  static let connectionLogs = rule("connection-logs", in: "online-services", nil, [])

  static let programmes = rule(
    "occupational-programmes", in: "occupational-risks", .event(.programmeEvent), delete(.years(20)))
  static let disputes = rule(
    "contribution-rate-disputes", in: "occupational-risks", .event(.disputeEnded), delete(.years(15)))

  static let closedFiles = rule(
    "fraud-closed-without-follow-up", in: "fraud-control", .event(.fileClosed), delete(.years(1)))
  static let alerts = rule("fraud-alerts", in: "fraud-control", .event(.alertReceived), delete(.years(5)))
  static let courtFiles = rule("fraud-court", in: "fraud-control", .event(.finalDecision), delete(.years(5)))

  static let crisis = rule("health-crisis", nil, [])
  static let crisisSteering = rule(
    "health-crisis-steering", in: "health-crisis", .event(.steeringEntry),
    [SampleRule.Stage(action: .pseudonymise, span: nil)], isUnset: true)

  static let cookies: [Cookie] = [
    Cookie(
      ["pcid", "pctx", "ameli_localisation", "ameli_localisation_counter", "pa_privacy"],
      web("web-consent-and-audience", .setOrRenewed, .months(13))),
    Cookie(["ameli_espace", "ameli_feedback"], web("web-space-and-feedback", .set, .days(30))),
    Cookie(["cf_clearance"], web("web-captcha", .set, .minutes(30))),
    Cookie(["adform_C"], consent: "accepted", web("web-adform-accepted", .set, .days(60))),
    Cookie(["adform_C"], consent: "refused", web("web-adform-refused", .set, .years(10))),
    Cookie(["otsid"], web("web-otsid", .set, .days(10))),
    Cookie(["TPC", "CM14"], web("web-tpc-cm14", .set, .days(14))),
    Cookie(["GCM", "CM"], web("web-gcm-cm", .set, .days(1))),
    Cookie(["BFCD", "CFFC"], web("web-bfcd-cffc", .set, .days(7))),
    Cookie(["SR"], web("web-sr", .set, .days(1))),
    Cookie(["CT"], web("web-ct", .set, .hours(1))),
    Cookie(["test_cookie"], web("web-test-cookie", .set, .minutes(15))),
    Cookie(["IDE"], web("web-ide", .set, .days(30))),
    Cookie(["_gcl_au", "_gcl_dc"], web("web-gcl", .set, .days(90))),
    Cookie(["adform_token"], web("web-adform-token", .sessionEnded, .atOnce)),
    Cookie(
      ["adform_uid", "video-player", "social-network", "display-settings"],
      rule("web-unstated", in: "website", nil, [])),
  ]

  /// Cookies of the website that share one rule.
  struct Cookie {
    let names: [String]
    /// The consent that the rule asks for; nil where it asks for none.
    let consent: String?
    let rule: SampleRule

    init(_ names: [String], consent: String? = nil, _ rule: SampleRule) {
      self.names = names
      self.consent = consent
      self.rule = rule
    }
  }

  /// Every rule, in the order of the published page: of two rules as long, the first one counts a row.
  static let all: [SampleRule] =
    [
      rightsAndCare, partners, invitations, chronicSupport, medicalRecord, socialSupport, professionals,
      institutions, programmes, disputes, closedFiles, alerts, courtFiles, accounts, institutionAccounts,
      userAccounts, connectionLogs, crisis, crisisSteering, communications,
    ] + cookies.map(\.rule)

  private static func rule(
    _ id: String, in domain: String? = nil, _ trigger: SampleRule.Trigger?, _ stages: [SampleRule.Stage],
    isUnset: Bool? = nil
  ) -> SampleRule {
    SampleRule(
      id: id, domain: domain ?? id, trigger: trigger, stages: stages, isUnset: isUnset ?? stages.isEmpty)
  }

  private static func web(_ id: String, _ event: Event, _ span: Span) -> SampleRule {
    rule(id, in: "website", .event(event), delete(span))
  }

  private static func delete(_ span: Span) -> [SampleRule.Stage] {
    [SampleRule.Stage(action: .delete, span: span)]
  }
}
