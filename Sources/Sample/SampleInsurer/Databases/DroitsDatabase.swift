/// Rights and care: insured people with their contacts, benefits and refunds, and the messages sent to them.
struct DroitsDatabase: SampleDatabase {
  let store = "droits"
  let usesWriteAheadLog = true

  let tables = [
    """
    CREATE TABLE beneficiaire (
      id INTEGER PRIMARY KEY, nir TEXT NOT NULL, nom TEXT NOT NULL, prenom TEXT NOT NULL, date_naissance TEXT,
      adresse TEXT, code_postal TEXT, commune TEXT, telephone TEXT, courriel TEXT, iban TEXT, caisse TEXT,
      date_ouverture_droits TEXT, date_fin_droits TEXT)
    """,
    """
    CREATE TABLE contact (
      id INTEGER PRIMARY KEY, beneficiaire_id INTEGER NOT NULL REFERENCES beneficiaire (id),
      canal TEXT NOT NULL, objet TEXT)
    """,
    """
    CREATE TABLE prestation (
      id INTEGER PRIMARY KEY, beneficiaire_id INTEGER NOT NULL REFERENCES beneficiaire (id),
      code_acte TEXT NOT NULL, montant_centimes INTEGER NOT NULL)
    """,
    """
    CREATE TABLE remboursement (
      prestation_id INTEGER NOT NULL REFERENCES prestation (id), rang INTEGER NOT NULL,
      montant_centimes INTEGER NOT NULL, PRIMARY KEY (prestation_id, rang)) WITHOUT ROWID
    """,
    """
    CREATE TABLE courriel_sms (
      nir TEXT NOT NULL, numero INTEGER NOT NULL, canal TEXT NOT NULL, destinataire TEXT, texte TEXT,
      fin_droits TEXT, PRIMARY KEY (nir, numero))
    """,
    """
    CREATE TABLE partenaire (
      id INTEGER PRIMARY KEY, siret TEXT NOT NULL, nature TEXT NOT NULL, ajoute_le TEXT)
    """,
  ]

  let indexes = [
    "CREATE INDEX beneficiaire_fin_droits ON beneficiaire (date_fin_droits)",
    "CREATE INDEX contact_beneficiaire ON contact (beneficiaire_id)",
    "CREATE INDEX prestation_beneficiaire ON prestation (beneficiaire_id)",
    "CREATE INDEX courriel_sms_fin_droits ON courriel_sms (fin_droits)",
  ]

  private let beneficiaries = SampleTable(recordSet: "beneficiaire", table: "beneficiaire")
  private let partners = SampleTable(recordSet: "partenaire", table: "partenaire")
  private let messages = SampleTable(recordSet: "courriel-sms", table: "courriel_sms")

  var recordSets: [(name: String, binding: JSON)] {
    [
      (
        beneficiaries.recordSet,
        Binding(beneficiaries, store: store, domain: "rights-and-care", key: ["id"], subject: "nir")
          .event(.rightsEnded, "date_fin_droits", .date).condition("concerned", ["always": "insured"])
          .dependents([
            [
              "table": "contact", "references": ["beneficiaire_id": "id"], "domain": "rights-and-care",
            ],
            [
              "table": "prestation", "references": ["beneficiaire_id": "id"], "domain": "rights-and-care",
              "dependents": [
                [
                  "table": "remboursement", "references": ["prestation_id": "id"],
                  "domain": "rights-and-care",
                ]
              ],
            ],
          ]).json
      ),
      (
        partners.recordSet,
        Binding(partners, store: store, domain: "rights-and-care", key: ["id"], subject: "siret")
          .condition("concerned", ["always": "partner"]).json
      ),
      (
        messages.recordSet,
        Binding(messages, store: store, domain: "communications", key: ["nir", "numero"], subject: "nir")
          .event(.rightsEnded, "fin_droits", .timestamp).json
      ),
    ]
  }

  func fill(_ file: DatabaseFile, _ sample: Sample) throws {
    try fillBeneficiaries(file, sample)
    try fillPartners(file, sample)
    try fillMessages(file, sample)
  }

  /// Professionals, institutions and employers, for whom the page states no period.
  private func fillPartners(_ file: DatabaseFile, _ sample: Sample) throws {
    let recent = sample.reckoning.day(sample.reckoning.today, plusDays: -30)
    for place in sample.cast(
      partners, about: .employer, scenarios: [Day(1_987, 6, 15), Day(2_015, 2, 28), recent],
      due: [Day(1_987, 6, 15)], kept: recent, upTo: sample.population.count / 20,
      ordinary: { Day($0.number(in: 1_990...2_020), $0.number(in: 1...12), $0.number(in: 1...28)) }
    ) {
      var random = place.random
      let siret = sample.population.identifier(of: .employer, place.subject)
      let key: [Cell] = [.integer(place.number)]
      try sample.add(
        SampleRow(
          key: key, subject: siret,
          cells: key + [
            .text(siret), .text(random.one(of: ["professionnel", "établissement", "employeur"])),
            .text(place.value.text),
          ], rules: [PublishedSchedule.partners], events: [:], isHeldByItself: place.isHeldByItself),
        to: partners, in: file)
    }
  }

  private func fillBeneficiaries(_ file: DatabaseFile, _ sample: Sample) throws {
    let rule = PublishedSchedule.rightsAndCare
    let scenarios = sample.scenarios
    var benefit = 0
    var contact = 0
    for place in sample.cast(
      beneficiaries, about: .person, scenarios: scenarios.all(for: rule, as: .date),
      due: [scenarios.longAgo(as: .date)], kept: scenarios.yesterday(as: .date),
      upTo: sample.population.count,
      ordinary: { scenarios.ordinary(for: rule, as: .date, using: &$0) }
    ) {
      var random = place.random
      let person = sample.person(place.subject)
      let fate = try sample.add(
        SampleRow(
          key: [.integer(place.number)], subject: person.nir,
          cells: [
            .integer(place.number), .text(person.nir), .text(person.lastName), .text(person.firstName),
            .text(person.birth.text), .text(person.address), .text(person.postalCode), .text(person.commune),
            .text(person.phone), .text(person.mail), .text(Self.account(place.number)),
            .text(padded(random.number(in: 11...976), 3)),
            .text(Day(random.number(in: 1_970...1_986), 1, 1).text),
            ColumnEncoding.date.cell(place.value),
          ], rules: [rule], events: [.rightsEnded: place.value], isHeldByItself: place.isHeldByItself),
        to: beneficiaries, in: file)
      for _ in 0..<random.number(in: 0...2) {
        contact += 1
        try sample.addDependent(
          [
            .integer(contact), .integer(place.number),
            .text(random.one(of: ["téléphone", "accueil", "courrier"])),
            .text(
              random.one(of: ["changement d'adresse", "carte Vitale", "remboursement", "médecin traitant"])),
          ], to: "contact", in: file, parent: fate)
      }
      for _ in 0..<random.number(in: 0...3) {
        benefit += 1
        let amount = random.number(in: 750...25_000)
        try sample.addDependent(
          [
            .integer(benefit), .integer(place.number),
            .text(random.one(of: ["G", "CS", "AMI", "PH7", "TO90"])),
            .integer(amount),
          ], to: "prestation", in: file, parent: fate)
        for rank in 1...random.number(in: 1...2) {
          try sample.addDependent(
            [.integer(benefit), .integer(rank), .integer(amount * 7 / 10)], to: "remboursement", in: file,
            parent: fate)
        }
      }
    }
  }

  /// An account number that no bank has: its check digits are 00.
  private static func account(_ number: Int) -> String { "FR00000000000000" + padded(number, 9) + "00" }

  private func fillMessages(_ file: DatabaseFile, _ sample: Sample) throws {
    let rule = PublishedSchedule.communications
    let scenarios = sample.scenarios
    for place in sample.cast(
      messages, about: .person, scenarios: scenarios.all(for: rule, as: .timestamp),
      due: [scenarios.longAgo(as: .timestamp)], kept: scenarios.yesterday(as: .timestamp),
      upTo: sample.population.count, ordinary: { scenarios.ordinary(for: rule, as: .timestamp, using: &$0) }
    ) {
      var random = place.random
      let person = sample.person(place.subject)
      let key: [Cell] = [.text(person.nir), .integer(place.number)]
      let isMail = random.happens(60)
      try sample.add(
        SampleRow(
          key: key, subject: person.nir,
          cells: key + [
            .text(isMail ? "courriel" : "SMS"), .text(isMail ? person.mail : person.phone),
            .text("Bonjour \(person.firstName), votre dossier a été mis à jour."),
            ColumnEncoding.timestamp.cell(place.value),
          ], rules: [rule], events: [.rightsEnded: place.value], isHeldByItself: place.isHeldByItself),
        to: messages, in: file)
    }
  }
}
