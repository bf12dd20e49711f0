/// Prevention: invitations, pseudonymised and later deleted, the sophia programme, and people in both.
struct PreventionDatabase: SampleDatabase {
  let store = "prevention"
  let usesWriteAheadLog = false

  let tables = [
    """
    CREATE TABLE invitation (
      numero TEXT PRIMARY KEY NOT NULL, nir TEXT, nom TEXT, prenom TEXT, date_naissance TEXT,
      code_postal TEXT, telephone TEXT, courriel TEXT, action TEXT NOT NULL, "order" INTEGER NOT NULL,
      date_action TEXT, pseudonymise_le TEXT)
    """,
    """
    CREATE TABLE accompagnement_sophia (
      dossier TEXT PRIMARY KEY NOT NULL, nir TEXT NOT NULL, pathologie TEXT NOT NULL, infirmier TEXT,
      fin_accompagnement TEXT
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE participation (
      id INTEGER PRIMARY KEY, nir TEXT, prenom TEXT, invite INTEGER NOT NULL, suivi INTEGER NOT NULL,
      invite_le INTEGER, fin_suivi TEXT)
    """,
  ]

  let indexes = [
    "CREATE INDEX invitation_date_action ON invitation (date_action)",
    "CREATE INDEX accompagnement_sophia_fin ON accompagnement_sophia (fin_accompagnement)",
    "CREATE INDEX participation_invite_le ON participation (invite_le)",
    "CREATE INDEX participation_fin_suivi ON participation (fin_suivi)",
  ]

  private let invitations = SampleTable(recordSet: "invitation", table: "invitation")
  private let support = SampleTable(recordSet: "accompagnement-sophia", table: "accompagnement_sophia")
  private let participations = SampleTable(recordSet: "participation", table: "participation")

  var recordSets: [(name: String, binding: JSON)] {
    [
      (
        invitations.recordSet,
        Binding(invitations, store: store, domain: "prevention", key: ["numero"], subject: "nir")
          .event(.preventionAction, "date_action", .compactText)
          .condition("activity", ["always": "invitation"])
          .pseudonymise([
            "marker": ["column": "pseudonymise_le", "as": "date"],
            "columns": [
              "nir": ["transform": "pseudonym", "normalise": "nir13"], "nom": ["transform": "null"],
              "prenom": ["transform": "null"], "telephone": ["transform": "null"],
              "courriel": ["transform": "null"],
              "date_naissance": ["transform": "date", "to": "year"],
              "code_postal": ["transform": "department"],
            ],
          ]).json
      ),
      (
        support.recordSet,
        Binding(support, store: store, domain: "prevention", key: ["dossier"], subject: "nir")
          .event(.supportEnded, "fin_accompagnement", .date)
          .condition("activity", ["always": "chronic-support"]).json
      ),
      (
        participations.recordSet,
        Binding(participations, store: store, domain: "prevention", key: ["id"], subject: "nir")
          .event(.preventionAction, "invite_le", .epochMilliseconds)
          .event(.supportEnded, "fin_suivi", .date)
          .condition(
            "activity",
            [
              "where": [
                "invitation": ["column": "invite", "equals": 1],
                "chronic-support": ["column": "suivi", "equals": 1],
              ]
            ]
          )
          .pseudonymise([
            "columns": [
              "nir": ["transform": "pseudonym", "normalise": "nir13"], "prenom": ["transform": "null"],
            ]
          ]).json
      ),
    ]
  }

  func fill(_ file: DatabaseFile, _ sample: Sample) throws {
    try fillInvitations(file, sample)
    try fillSupport(file, sample)
    try fillParticipations(file, sample)
  }

  private func fillInvitations(_ file: DatabaseFile, _ sample: Sample) throws {
    let rule = PublishedSchedule.invitations
    let encoding = ColumnEncoding.compactText
    let scenarios = sample.scenarios
    let dates = scenarios.all(for: rule, as: encoding)
    let fourYearsAgo = sample.reckoning.day(sample.reckoning.today, plus: .years(-4))
    // Each date twice: as it is, and of a row that was pseudonymised already.
    for place in sample.cast(
      invitations, about: .person,
      scenarios: dates.map { (date: $0, isDone: false) } + dates.map { ($0, true) },
      due: [(scenarios.longAgo(as: encoding), false), (.day(fourYearsAgo), false)],
      kept: (scenarios.yesterday(as: encoding), false),
      upTo: sample.population.count / 2,
      ordinary: { random in
        (scenarios.ordinary(for: rule, as: encoding, using: &random), random.happens(10))
      }
    ) {
      var random = place.random
      let person = sample.person(place.subject)
      let (date, isDone) = place.value
      let key: [Cell] = [.text("INV-" + padded(place.number, 7))]
      func personal(_ text: String) -> Cell { isDone ? .null : .text(text) }
      try sample.add(
        SampleRow(
          key: key, subject: isDone ? nil : person.nir,
          cells: key + [
            .text(isDone ? random.pseudonym() : person.nir), personal(person.lastName),
            personal(person.firstName),
            .text(isDone ? "\(person.birth.year)-01-01" : person.birth.text),
            .text(isDone ? person.postalCode.prefix(2) + "000" : person.postalCode), personal(person.phone),
            personal(person.mail),
            .text(random.one(of: ["grippe", "cancer du sein", "cancer colorectal", "M'T dents", "ROR"])),
            .integer(random.number(in: 1...4)), encoding.cell(date),
            isDone ? .text(sample.reckoning.day(sample.reckoning.today, plusDays: -200).text) : .null,
          ], rules: [rule], events: [.preventionAction: date], isPseudonymised: isDone,
          isHeldByItself: place.isHeldByItself), to: invitations, in: file)
    }
  }

  private func fillSupport(_ file: DatabaseFile, _ sample: Sample) throws {
    let rule = PublishedSchedule.chronicSupport
    let scenarios = sample.scenarios
    for place in sample.cast(
      support, about: .person, scenarios: scenarios.all(for: rule, as: .date),
      due: [scenarios.longAgo(as: .date)],
      kept: scenarios.yesterday(as: .date), upTo: sample.population.count / 5,
      ordinary: { scenarios.ordinary(for: rule, as: .date, using: &$0) }
    ) {
      var random = place.random
      let person = sample.person(place.subject)
      let key: [Cell] = [.text("SOPHIA/" + padded(place.number, 6))]
      try sample.add(
        SampleRow(
          key: key, subject: person.nir,
          cells: key + [
            .text(person.nir), .text(random.one(of: ["diabète", "asthme"])),
            .text("infirmière \(random.number(in: 1...40))"), ColumnEncoding.date.cell(place.value),
          ], rules: [rule], events: [.supportEnded: place.value], isHeldByItself: place.isHeldByItself),
        to: support, in: file)
    }
  }

  private struct Participation {
    var invitation: EventValue?
    var support: EventValue?
    var isDone = false
  }

  /// People who were invited, who are in the programme, who are both, and one row of neither.
  private func fillParticipations(_ file: DatabaseFile, _ sample: Sample) throws {
    let scenarios = sample.scenarios
    let invitation = PublishedSchedule.invitations
    let support = PublishedSchedule.chronicSupport
    let invited = scenarios.all(for: invitation, as: .epochMilliseconds)
    let fewInvited = scenarios.few(for: invitation, as: .epochMilliseconds)
    let fewSupported = scenarios.few(for: support, as: .date)
    let both = fewInvited.flatMap { date in fewSupported.map { Participation(invitation: date, support: $0) }
    }
    let longAgo = Participation(
      invitation: scenarios.longAgo(as: .epochMilliseconds), support: scenarios.longAgo(as: .date))
    let fourYearsAgo = sample.reckoning.day(sample.reckoning.today, plus: .years(-4))
    for place in sample.cast(
      participations, about: .person,
      scenarios: invited.map { Participation(invitation: $0) }
        + fewSupported.map { Participation(support: $0) }
        + both + fewInvited.map { Participation(invitation: $0, isDone: true) } + [Participation()],
      due: [
        longAgo, Participation(invitation: .instant(sample.reckoning.instant(of: fourYearsAgo, hour: 9))),
      ],
      kept: Participation(invitation: scenarios.yesterday(as: .epochMilliseconds)),
      upTo: sample.population.count / 4,
      ordinary: { random in
        let invited = random.happens(70)
        return Participation(
          invitation: invited
            ? scenarios.ordinary(for: invitation, as: .epochMilliseconds, using: &random) : nil,
          support: !invited || random.happens(30)
            ? scenarios.ordinary(for: support, as: .date, using: &random) : nil)
      }
    ) {
      var random = place.random
      let person = sample.person(place.subject)
      let key: [Cell] = [.integer(place.number)]
      let value = place.value
      try sample.add(
        SampleRow(
          key: key, subject: value.isDone ? nil : person.nir,
          cells: key + [
            .text(value.isDone ? random.pseudonym() : person.nir),
            value.isDone ? .null : .text(person.firstName),
            .integer(value.invitation == nil ? 0 : 1), .integer(value.support == nil ? 0 : 1),
            ColumnEncoding.epochMilliseconds.cell(value.invitation ?? .null),
            ColumnEncoding.date.cell(value.support ?? .null),
          ],
          rules: (value.invitation == nil ? [] : [invitation]) + (value.support == nil ? [] : [support]),
          events: [.preventionAction: value.invitation ?? .null, .supportEnded: value.support ?? .null],
          isPseudonymised: value.isDone, isHeldByItself: place.isHeldByItself), to: participations, in: file)
    }
  }
}
