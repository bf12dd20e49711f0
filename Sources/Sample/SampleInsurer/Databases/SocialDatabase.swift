/// The social service: people accompanied, and a table of group actions that is under a hold as a whole.
struct SocialDatabase: SampleDatabase {
  let store = "social"
  let usesWriteAheadLog = false

  let tables = [
    """
    CREATE TABLE accompagnement (
      id INTEGER PRIMARY KEY, nir TEXT NOT NULL, assistante TEXT, motif TEXT, fin_action TEXT,
      fin_accompagnement TEXT)
    """,
    """
    CREATE TABLE action_collective (
      id INTEGER PRIMARY KEY, nir TEXT NOT NULL, theme TEXT, fin_action TEXT, fin_accompagnement TEXT)
    """,
  ]

  let indexes = [
    "CREATE INDEX accompagnement_fin ON accompagnement (fin_accompagnement)",
    "CREATE INDEX accompagnement_fin_action ON accompagnement (fin_action)",
    "CREATE INDEX action_collective_fin ON action_collective (fin_accompagnement)",
    "CREATE INDEX action_collective_fin_action ON action_collective (fin_action)",
  ]

  private let support = SampleTable(recordSet: "accompagnement", table: "accompagnement")
  private let groups = SampleTable(recordSet: "action-collective", table: "action_collective")

  var recordSets: [(name: String, binding: JSON)] {
    [
      (
        support.recordSet,
        binding(support).event(.actionEnded, "fin_action", .slashes)
          .event(.accompanimentEnded, "fin_accompagnement", .date).json
      ),
      (
        groups.recordSet,
        binding(groups).event(.actionEnded, "fin_action", .date)
          .event(.accompanimentEnded, "fin_accompagnement", .date).json
      ),
    ]
  }

  private func binding(_ table: SampleTable) -> Binding {
    Binding(table, store: store, domain: "social-support", key: ["id"], subject: "nir")
  }

  func fill(_ file: DatabaseFile, _ sample: Sample) throws {
    try fill(support, actionEncoding: .slashes, upTo: sample.population.count / 5, file, sample) { random in
      [
        .text("assistante \(random.number(in: 1...30))"),
        .text(random.one(of: ["retour à l'emploi", "accès aux soins", "logement", "perte d'autonomie"])),
      ]
    }
    sample.holds.hold(recordSet: groups.recordSet)
    try fill(groups, actionEncoding: .date, upTo: sample.population.count / 20, file, sample) { random in
      [.text(random.one(of: ["aidants", "sortie d'hospitalisation", "maternité"]))]
    }
  }

  private typealias Dates = (action: EventValue, accompaniment: EventValue)

  private func fill(
    _ table: SampleTable, actionEncoding: ColumnEncoding, upTo count: Int, _ file: DatabaseFile,
    _ sample: Sample,
    details: (inout SplitMix64) -> [Cell]
  ) throws {
    let rule = PublishedSchedule.socialSupport
    let scenarios = sample.scenarios
    let longAgo = scenarios.longAgo(as: .date)
    let yesterday = scenarios.yesterday(as: .date)
    let all = scenarios.all(for: rule, as: .date)
    let few = scenarios.few(for: rule, as: .date)
    let dates: [Dates] =
      all.map { ($0, longAgo) } + all.map { (longAgo, $0) }
      + few.flatMap { action in few.map { (action, $0) } }
    for place in sample.cast(
      table, about: .person, scenarios: dates, due: [(longAgo, longAgo)], kept: (longAgo, yesterday),
      upTo: count,
      ordinary: { random -> Dates in
        (
          scenarios.ordinary(for: rule, as: .date, using: &random),
          scenarios.ordinary(for: rule, as: .date, using: &random)
        )
      }
    ) {
      var random = place.random
      let nir = sample.person(place.subject).nir
      let key: [Cell] = [.integer(place.number)]
      let value = place.value
      try sample.add(
        SampleRow(
          key: key, subject: nir,
          cells: key + [.text(nir)] + details(&random) + [
            actionEncoding.cell(value.action), ColumnEncoding.date.cell(value.accompaniment),
          ], rules: [rule], events: [.actionEnded: value.action, .accompanimentEnded: value.accompaniment],
          isHeldByItself: place.isHeldByItself), to: table, in: file)
    }
  }
}
