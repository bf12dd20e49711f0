/// People concerned by a health crisis, whose period nobody has set, and its steering data, which lose their names at once.
struct CrisisDatabase: SampleDatabase {
  let store = "crise"
  let usesWriteAheadLog = false

  let tables = [
    """
    CREATE TABLE personne_concernee (
      id INTEGER PRIMARY KEY, nir TEXT, crise TEXT NOT NULL, statut TEXT NOT NULL, signale_le TEXT)
    """,
    """
    CREATE TABLE pilotage_crise (id INTEGER PRIMARY KEY, nir TEXT, crise TEXT NOT NULL, entre_le TEXT)
    """,
  ]
  let indexes = ["CREATE INDEX pilotage_crise_entre_le ON pilotage_crise (entre_le)"]

  private let people = SampleTable(recordSet: "personne-concernee", table: "personne_concernee")

  private let steering = SampleTable(recordSet: "pilotage-crise", table: "pilotage_crise")

  var recordSets: [(name: String, binding: JSON)] {
    [
      (
        people.recordSet,
        Binding(people, store: store, domain: "health-crisis", key: ["id"], subject: "nir")
          .condition("content", ["always": "people"]).json
      ),
      (
        steering.recordSet,
        Binding(steering, store: store, domain: "health-crisis", key: ["id"], subject: "nir")
          .event(.steeringEntry, "entre_le", .date)
          .condition("content", ["always": "steering"])
          .pseudonymise(["columns": ["nir": ["transform": "pseudonym", "normalise": "nir13"]]]).json
      ),
    ]
  }

  func fill(_ file: DatabaseFile, _ sample: Sample) throws {
    try fillPeople(file, sample)
    try fillSteering(file, sample)
  }

  private func fillSteering(_ file: DatabaseFile, _ sample: Sample) throws {
    let rule = PublishedSchedule.crisisSteering
    let scenarios = sample.scenarios
    let dates = scenarios.all(for: rule, as: .date)
    // Each date twice: as it is, and of a row that was pseudonymised already.
    for place in sample.cast(
      steering, about: .person,
      scenarios: dates.map { (date: $0, isDone: false) } + dates.map { ($0, true) },
      due: [(scenarios.longAgo(as: .date), false)],
      kept: (.day(sample.reckoning.today), false), upTo: sample.population.count / 20,
      ordinary: { random in
        (scenarios.ordinary(for: rule, as: .date, using: &random), random.happens(50))
      }
    ) {
      var random = place.random
      let nir = sample.person(place.subject).nir
      let (date, isDone) = place.value
      let key: [Cell] = [.integer(place.number)]
      try sample.add(
        SampleRow(
          key: key, subject: isDone ? nil : nir,
          cells: key + [
            .text(isDone ? random.pseudonym() : nir), .text(random.one(of: ["canicule", "épidémie"])),
            ColumnEncoding.date.cell(date),
          ], rules: [rule], events: [.steeringEntry: date], isPseudonymised: isDone,
          isHeldByItself: place.isHeldByItself), to: steering, in: file)
    }
  }

  private func fillPeople(_ file: DatabaseFile, _ sample: Sample) throws {
    let recent = sample.reckoning.day(sample.reckoning.today, plusDays: -30)
    for place in sample.cast(
      people, about: .person, scenarios: [Day(2_003, 8, 12), Day(2_020, 3, 17), recent],
      due: [Day(1_987, 6, 15)],
      kept: recent, upTo: sample.population.count / 10,
      ordinary: { Day(2_020, $0.number(in: 3...12), $0.number(in: 1...28)) }
    ) {
      var random = place.random
      let nir = sample.person(place.subject).nir
      let key: [Cell] = [.integer(place.number)]
      try sample.add(
        SampleRow(
          key: key, subject: nir,
          cells: key + [
            .text(nir), .text(random.one(of: ["canicule", "épidémie"])),
            .text(random.one(of: ["contact", "cas", "guéri"])), .text(place.value.text),
          ], rules: [PublishedSchedule.crisis], events: [:], isHeldByItself: place.isHeldByItself),
        to: people, in: file)
    }
  }
}
