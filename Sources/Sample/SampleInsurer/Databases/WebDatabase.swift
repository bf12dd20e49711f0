/// The website's cookies, as its server remembers them.
struct WebDatabase: SampleDatabase {
  let store = "web"
  let usesWriteAheadLog = true

  let tables = [
    """
    CREATE TABLE cookie (
      visiteur TEXT NOT NULL, nom TEXT NOT NULL, numero INTEGER NOT NULL, consentement TEXT,
      depose_le INTEGER, renouvele_le INTEGER, fin_session INTEGER,
      PRIMARY KEY (visiteur, nom, numero)) WITHOUT ROWID
    """
  ]

  let indexes = [
    "CREATE INDEX cookie_depose_le ON cookie (depose_le)",
    "CREATE INDEX cookie_renouvele_le ON cookie (renouvele_le)",
    "CREATE INDEX cookie_fin_session ON cookie (fin_session)",
  ]

  private let cookies = SampleTable(recordSet: "cookie", table: "cookie")

  var recordSets: [(name: String, binding: JSON)] {
    let names = PublishedSchedule.cookies.flatMap(\.names)
    var seen: Set<String> = []
    let values = names.filter { seen.insert($0).inserted }.map { (name: $0, value: JSON.list([.text($0)])) }
    return [
      (
        cookies.recordSet,
        Binding(
          cookies, store: store, domain: "website", key: ["visiteur", "nom", "numero"], subject: "visiteur"
        )
        .event(.set, "depose_le", .epochSeconds).event(.setOrRenewed, "renouvele_le", .epochMilliseconds)
        .event(.sessionEnded, "fin_session", .epochSeconds)
        .condition("cookie", ["column": "nom", "values": .object(values)])
        .condition(
          "consent",
          ["column": "consentement", "values": ["accepted": ["oui"], "refused": ["non"]]]
        ).json
      )
    ]
  }

  func fill(_ file: DatabaseFile, _ sample: Sample) throws {
    for cookie in PublishedSchedule.cookies where cookie.rule.isUnset { try fillUnset(cookie, file, sample) }
    for cookie in PublishedSchedule.cookies where !cookie.rule.isUnset {
      try fill(cookie, upTo: sample.population.count / 15, file, sample)
    }
    try fillUnruled(file, sample)
  }

  private func fill(
    _ cookie: PublishedSchedule.Cookie, upTo count: Int, _ file: DatabaseFile, _ sample: Sample
  ) throws {
    let scenarios = sample.scenarios
    let event = cookie.rule.events[0]
    let encoding: ColumnEncoding = event == .setOrRenewed ? .epochMilliseconds : .epochSeconds
    // The instant itself is what a rule of minutes has just kept; yesterday is long past for it.
    let recent: EventValue = .instant(sample.reckoning.now)
    for place in sample.cast(
      cookies, about: .visitor, scenarios: scenarios.all(for: cookie.rule, as: encoding),
      due: [scenarios.longAgo(as: encoding)], kept: recent, upTo: count,
      ordinary: { scenarios.ordinary(for: cookie.rule, as: encoding, using: &$0) }
    ) {
      var random = place.random
      let setLongAgo = ColumnEncoding.epochSeconds.cell(scenarios.longAgo(as: .epochSeconds))
      let dates: [Cell] =
        switch event {
        case .setOrRenewed: [setLongAgo, encoding.cell(place.value), .null]
        case .sessionEnded: [setLongAgo, .null, encoding.cell(place.value)]
        default: [encoding.cell(place.value), .null, .null]
        }
      let consent = cookie.consent.map { $0 == "accepted" ? "oui" : "non" } ?? random.one(of: ["oui", "non"])
      try add(
        name: cookie.names[place.number % cookie.names.count], consent: .text(consent), dates: dates,
        rules: [cookie.rule], events: [event: place.value], place.number, visitor: place.subject,
        isHeldByItself: place.isHeldByItself, file, sample)
    }
  }

  /// Cookies for which the page states no period.
  private func fillUnset(_ cookie: PublishedSchedule.Cookie, _ file: DatabaseFile, _ sample: Sample) throws {
    let old = sample.scenarios.longAgo(as: .epochSeconds)
    for place in sample.cast(
      cookies, about: .visitor, scenarios: cookie.names, due: [cookie.names[0]], kept: cookie.names[0],
      upTo: 0, ordinary: { _ in cookie.names[0] }
    ) {
      try add(
        name: place.value, consent: .text("oui"),
        dates: [ColumnEncoding.epochSeconds.cell(old), .null, .null],
        rules: [cookie.rule], events: [.set: old], place.number, visitor: place.subject,
        isHeldByItself: place.isHeldByItself, file, sample)
    }
  }

  /// A cookie that the schedule does not name, and one whose rule asks for a consent that nobody recorded.
  private func fillUnruled(_ file: DatabaseFile, _ sample: Sample) throws {
    let old = sample.scenarios.longAgo(as: .epochSeconds)
    for place in sample.cast(
      cookies, about: .visitor, scenarios: ["panier", "adform_C", "", "PCID"], due: ["panier"],
      kept: "panier",
      upTo: 0, ordinary: { _ in "panier" }
    ) {
      try add(
        name: place.value, consent: .null, dates: [ColumnEncoding.epochSeconds.cell(old), .null, .null],
        rules: [],
        events: [.set: old], place.number, visitor: place.subject, isHeldByItself: place.isHeldByItself, file,
        sample)
    }
  }

  private func add(
    name: String, consent: Cell, dates: [Cell], rules: [SampleRule], events: [Event: EventValue],
    _ number: Int,
    visitor: Int, isHeldByItself: Bool, _ file: DatabaseFile, _ sample: Sample
  ) throws {
    let visitor = sample.population.identifier(of: .visitor, visitor)
    let key: [Cell] = [.text(visitor), .text(name), .integer(number)]
    try sample.add(
      SampleRow(
        key: key, subject: visitor, cells: key + [consent] + dates, rules: rules, events: events,
        isHeldByItself: isHeldByItself), to: cookies, in: file)
  }
}
