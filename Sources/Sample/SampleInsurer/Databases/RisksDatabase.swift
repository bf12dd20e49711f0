/// Occupational risks: prevention programmes, disputes about the contribution rate, and files that are both.
struct RisksDatabase: SampleDatabase {
  let store = "risques"
  let usesWriteAheadLog = false

  let tables = [
    """
    CREATE TABLE programme (
      id INTEGER PRIMARY KEY, siret TEXT NOT NULL, nir TEXT NOT NULL, intitule TEXT, fin_programme TEXT)
    """,
    """
    CREATE TABLE litige (
      siret TEXT NOT NULL, numero INTEGER NOT NULL, taux REAL, clos_le INTEGER, PRIMARY KEY (siret, numero))
    """,
    """
    CREATE TABLE suivi_entreprise (
      id INTEGER PRIMARY KEY, siret TEXT NOT NULL, nature TEXT NOT NULL, fin_programme TEXT, fin_litige TEXT)
    """,
  ]

  /// None on `programme`, so that the product has something to warn about.
  let indexes = [
    "CREATE INDEX litige_clos_le ON litige (clos_le)",
    "CREATE INDEX suivi_entreprise_programme ON suivi_entreprise (fin_programme)",
    "CREATE INDEX suivi_entreprise_litige ON suivi_entreprise (fin_litige)",
  ]

  private let programmes = SampleTable(recordSet: "programme", table: "programme")
  private let disputes = SampleTable(recordSet: "litige", table: "litige")
  private let companies = SampleTable(recordSet: "suivi-entreprise", table: "suivi_entreprise")

  var recordSets: [(name: String, binding: JSON)] {
    func binding(_ table: SampleTable, key: [String], subject: String) -> Binding {
      Binding(table, store: store, domain: "occupational-risks", key: key, subject: subject)
    }
    return [
      (
        programmes.recordSet,
        binding(programmes, key: ["id"], subject: "nir").event(.programmeEvent, "fin_programme", .date)
          .condition("matter", ["always": "programme"]).json
      ),
      (
        disputes.recordSet,
        binding(disputes, key: ["siret", "numero"], subject: "siret").event(
          .disputeEnded, "clos_le", .epochSeconds
        )
        .condition("matter", ["always": "rate-dispute"]).json
      ),
      (
        companies.recordSet,
        binding(companies, key: ["id"], subject: "siret").event(.programmeEvent, "fin_programme", .date)
          .event(.disputeEnded, "fin_litige", .compactText)
          .condition(
            "matter",
            [
              "column": "nature",
              "values": ["programme": ["PROGRAMME", "MIXTE"], "rate-dispute": ["LITIGE", "MIXTE"]],
            ]
          ).json
      ),
    ]
  }

  func fill(_ file: DatabaseFile, _ sample: Sample) throws {
    try fillProgrammes(file, sample)
    try fillDisputes(file, sample)
    try fillCompanies(file, sample)
  }

  private func fillProgrammes(_ file: DatabaseFile, _ sample: Sample) throws {
    let rule = PublishedSchedule.programmes
    let scenarios = sample.scenarios
    for place in sample.cast(
      programmes, about: .person, scenarios: scenarios.all(for: rule, as: .date),
      due: [scenarios.longAgo(as: .date)], kept: scenarios.yesterday(as: .date),
      upTo: sample.population.count / 10,
      ordinary: { scenarios.ordinary(for: rule, as: .date, using: &$0) }
    ) {
      var random = place.random
      let nir = sample.person(place.subject).nir
      let key: [Cell] = [.integer(place.number)]
      try sample.add(
        SampleRow(
          key: key, subject: nir,
          cells: key + [
            .text(sample.population.identifier(of: .employer, place.subject)), .text(nir),
            .text(random.one(of: ["TMS Pros", "amiante", "chutes de hauteur"])),
            ColumnEncoding.date.cell(place.value),
          ], rules: [rule], events: [.programmeEvent: place.value], isHeldByItself: place.isHeldByItself),
        to: programmes, in: file)
    }
  }

  private func fillDisputes(_ file: DatabaseFile, _ sample: Sample) throws {
    let rule = PublishedSchedule.disputes
    let scenarios = sample.scenarios
    for place in sample.cast(
      disputes, about: .employer, scenarios: scenarios.all(for: rule, as: .epochSeconds),
      due: [scenarios.longAgo(as: .epochSeconds)], kept: scenarios.yesterday(as: .epochSeconds),
      upTo: sample.population.count / 20,
      ordinary: { scenarios.ordinary(for: rule, as: .epochSeconds, using: &$0) }
    ) {
      var random = place.random
      let siret = sample.population.identifier(of: .employer, place.subject)
      let key: [Cell] = [.text(siret), .integer(place.number)]
      try sample.add(
        SampleRow(
          key: key, subject: siret,
          cells: key + [
            .real(Double(random.number(in: 80...900)) / 100), ColumnEncoding.epochSeconds.cell(place.value),
          ], rules: [rule], events: [.disputeEnded: place.value], isHeldByItself: place.isHeldByItself),
        to: disputes, in: file)
    }
  }

  /// The codes of a file's nature; the last one is of no rule.
  private enum Nature: String {
    case programme = "PROGRAMME"
    case dispute = "LITIGE"
    case both = "MIXTE"
    case unknown = "A_QUALIFIER"

    var rules: [SampleRule] {
      switch self {
      case .programme: [PublishedSchedule.programmes]
      case .dispute: [PublishedSchedule.disputes]
      case .both: [PublishedSchedule.programmes, PublishedSchedule.disputes]
      case .unknown: []
      }
    }
  }

  private typealias Company = (nature: Nature, programme: EventValue, dispute: EventValue)

  private func fillCompanies(_ file: DatabaseFile, _ sample: Sample) throws {
    let scenarios = sample.scenarios
    let programmes = scenarios.few(for: PublishedSchedule.programmes, as: .date)
    let disputes = scenarios.few(for: PublishedSchedule.disputes, as: .compactText)
    let longAgo = scenarios.longAgo(as: .date)
    let crossed: [Company] = programmes.flatMap { programme in disputes.map { (.both, programme, $0) } }
    let single: [Company] =
      programmes.map { (.programme, $0, .null) } + disputes.map { (.dispute, .null, $0) }
      + [(.unknown, longAgo, longAgo), (.unknown, .null, .null)]
    for place in sample.cast(
      companies, about: .employer, scenarios: crossed + single, due: [(.both, longAgo, longAgo)],
      kept: (.both, longAgo, scenarios.yesterday(as: .compactText)), upTo: sample.population.count / 20,
      ordinary: { random -> Company in
        (
          random.one(of: [.programme, .dispute, .both]),
          scenarios.ordinary(for: PublishedSchedule.programmes, as: .date, using: &random),
          scenarios.ordinary(for: PublishedSchedule.disputes, as: .compactText, using: &random)
        )
      }
    ) {
      let siret = sample.population.identifier(of: .employer, place.subject)
      let key: [Cell] = [.integer(place.number)]
      let value = place.value
      try sample.add(
        SampleRow(
          key: key, subject: siret,
          cells: key + [
            .text(siret), .text(value.nature.rawValue), ColumnEncoding.date.cell(value.programme),
            ColumnEncoding.compactText.cell(value.dispute),
          ], rules: value.nature.rules,
          events: [.programmeEvent: value.programme, .disputeEnded: value.dispute],
          isHeldByItself: place.isHeldByItself), to: companies, in: file)
    }
  }
}
