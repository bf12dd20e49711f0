/// Health professionals and institutions, accounts for online services, and the traces of connections.
struct ProfessionalsDatabase: SampleDatabase {
  let store = "professionnels"
  let usesWriteAheadLog = true

  let tables = [
    """
    CREATE TABLE professionnel (
      rpps TEXT NOT NULL, exercice INTEGER NOT NULL, nom TEXT NOT NULL, prenom TEXT NOT NULL, "group" TEXT,
      specialite TEXT, date_deces INTEGER, PRIMARY KEY (rpps, exercice)) WITHOUT ROWID
    """,
    """
    CREATE TABLE compte_pro (
      "order" INTEGER PRIMARY KEY, rpps TEXT NOT NULL, courriel TEXT, "date de décès" TEXT)
    """,
    """
    CREATE TABLE trace_connexion (
      id INTEGER PRIMARY KEY, rpps TEXT NOT NULL, connecte_le INTEGER NOT NULL, adresse_ip TEXT)
    """,
    "CREATE TABLE etablissement (id INTEGER PRIMARY KEY, siret TEXT NOT NULL, commune TEXT)",
    """
    CREATE TABLE compte (
      id INTEGER PRIMARY KEY, siret TEXT NOT NULL, titulaire TEXT NOT NULL, courriel TEXT)
    """,
  ]

  let indexes = [
    "CREATE INDEX professionnel_deces ON professionnel (date_deces)",
    "CREATE INDEX compte_pro_deces ON compte_pro (\"date de décès\")",
  ]

  private let professionals = SampleTable(recordSet: "professionnel", table: "professionnel")
  private let accounts = SampleTable(recordSet: "compte-pro", table: "compte_pro")
  private let institutions = SampleTable(recordSet: "etablissement", table: "etablissement")
  private let otherAccounts = SampleTable(recordSet: "compte", table: "compte")
  private let traces = SampleTable(recordSet: "trace-connexion", table: "trace_connexion")

  var recordSets: [(name: String, binding: JSON)] {
    [
      (
        professionals.recordSet,
        Binding(
          professionals, store: store, domain: "health-professionals", key: ["rpps", "exercice"],
          subject: "rpps"
        ).event(.death, "date_deces", .compactInteger).condition("concerned", ["always": "professional"]).json
      ),
      (
        institutions.recordSet,
        Binding(institutions, store: store, domain: "health-professionals", key: ["id"], subject: "siret")
          .condition("concerned", ["always": "institution"]).json
      ),
      (
        accounts.recordSet,
        Binding(accounts, store: store, domain: "online-services", key: ["order"], subject: "rpps")
          .event(.death, "date de décès", .date).condition("content", ["always": "account"]).json
      ),
      (
        otherAccounts.recordSet,
        Binding(otherAccounts, store: store, domain: "online-services", key: ["id"], subject: "siret")
          .condition(
            "content",
            [
              "column": "titulaire",
              "values": [
                "institution-account": ["établissement"], "user-account": ["assuré", "employeur"],
              ],
            ]
          ).json
      ),
      (
        traces.recordSet,
        Binding(traces, store: store, domain: "online-services", key: ["id"], subject: "rpps")
          .condition("content", ["always": "connection-log"]).json
      ),
    ]
  }

  func fill(_ file: DatabaseFile, _ sample: Sample) throws {
    try fill(professionals, PublishedSchedule.professionals, .compactInteger, file, sample) { place, random in
      let rpps = sample.population.identifier(of: .professional, place.subject)
      let person = sample.person(place.subject)
      let key: [Cell] = [.text(rpps), .integer(place.number)]
      return (
        key,
        key + [
          .text(person.lastName), .text(person.firstName),
          .text(random.one(of: ["maison de santé", "cabinet", "centre"])),
          .text(random.one(of: ["médecine générale", "pharmacie", "kinésithérapie", "soins infirmiers"])),
        ]
      )
    }
    try fill(accounts, PublishedSchedule.accounts, .date, file, sample) { place, _ in
      let rpps = sample.population.identifier(of: .professional, place.subject)
      let key: [Cell] = [.integer(place.number)]
      return (key, key + [.text(rpps), .text("pro\(place.number)@example.org")])
    }
    try fillInstitutions(file, sample)
    try fillOtherAccounts(file, sample)
    try fillTraces(file, sample)
  }

  /// Institutions do not die, and the page states no period for them.
  private func fillInstitutions(_ file: DatabaseFile, _ sample: Sample) throws {
    for place in sample.cast(
      institutions, about: .employer, scenarios: ["Lyon", "Brest"], due: ["Nice"], kept: "Metz",
      upTo: sample.population.count / 20, ordinary: { $0.one(of: FrenchWords.communes) }
    ) {
      let siret = sample.population.identifier(of: .employer, place.subject)
      let key: [Cell] = [.integer(place.number)]
      try sample.add(
        SampleRow(
          key: key, subject: siret, cells: key + [.text(siret), .text(place.value)],
          rules: [PublishedSchedule.institutions], events: [:], isHeldByItself: place.isHeldByItself),
        to: institutions, in: file)
    }
  }

  /// Accounts whose period regulation sets, and one of a holder that nobody mapped.
  private func fillOtherAccounts(_ file: DatabaseFile, _ sample: Sample) throws {
    let holders = ["établissement", "assuré", "employeur"]
    for place in sample.cast(
      otherAccounts, about: .employer, scenarios: holders + ["partenaire"], due: holders, kept: holders[0],
      upTo: sample.population.count / 20, ordinary: { $0.one(of: holders) }
    ) {
      let siret = sample.population.identifier(of: .employer, place.subject)
      let key: [Cell] = [.integer(place.number)]
      let rules: [SampleRule] =
        switch place.value {
        case "établissement": [PublishedSchedule.institutionAccounts]
        case "assuré", "employeur": [PublishedSchedule.userAccounts]
        default: []
        }
      try sample.add(
        SampleRow(
          key: key, subject: siret,
          cells: key + [.text(siret), .text(place.value), .text("compte\(place.number)@example.org")],
          rules: rules, events: [:], isHeldByItself: place.isHeldByItself), to: otherAccounts, in: file)
    }
  }

  private func fill(
    _ table: SampleTable, _ rule: SampleRule, _ encoding: ColumnEncoding, _ file: DatabaseFile,
    _ sample: Sample,
    cells: (Place<EventValue>, inout SplitMix64) -> (key: [Cell], cells: [Cell])
  ) throws {
    let scenarios = sample.scenarios
    for place in sample.cast(
      table, about: .professional, scenarios: scenarios.all(for: rule, as: encoding),
      due: [scenarios.longAgo(as: encoding)], kept: scenarios.yesterday(as: encoding),
      upTo: sample.population.count / 10,
      ordinary: { random in
        // Most practise still, and no date is what keeps their records.
        random.happens(60) ? .null : scenarios.ordinary(for: rule, as: encoding, using: &random)
      }
    ) {
      var random = place.random
      let (key, cells) = cells(place, &random)
      try sample.add(
        SampleRow(
          key: key, subject: sample.population.identifier(of: .professional, place.subject),
          cells: cells + [encoding.cell(place.value)], rules: [rule], events: [.death: place.value],
          isHeldByItself: place.isHeldByItself), to: table, in: file)
    }
  }

  private func fillTraces(_ file: DatabaseFile, _ sample: Sample) throws {
    let day = 86_400
    for place in sample.cast(
      traces, about: .professional, scenarios: [0, 1, 400, 4_000].map { sample.reckoning.now - $0 * day },
      due: [sample.reckoning.now - 9_000 * day], kept: sample.reckoning.now,
      upTo: sample.population.count / 5,
      ordinary: { sample.reckoning.now - $0.number(below: 1_000 * day) }
    ) {
      var random = place.random
      let key: [Cell] = [.integer(place.number)]
      let rpps = sample.population.identifier(of: .professional, place.subject)
      try sample.add(
        SampleRow(
          key: key, subject: rpps,
          // A range that is kept for documentation (RFC 5737).
          cells: key + [.text(rpps), .integer(place.value), .text("192.0.2.\(random.number(in: 1...254))")],
          rules: [PublishedSchedule.connectionLogs], events: [:], isHeldByItself: place.isHeldByItself),
        to: traces, in: file)
    }
  }
}
