/// People concerned by a health crisis, whose period nobody has set.
struct CrisisDatabase: SampleDatabase {
  let store = "crise"
  let usesWriteAheadLog = false

  let tables = [
    """
    CREATE TABLE personne_concernee (
      id INTEGER PRIMARY KEY, nir TEXT, crise TEXT NOT NULL, statut TEXT NOT NULL, signale_le TEXT)
    """
  ]
  let indexes: [String] = []

  private let people = SampleTable(recordSet: "personne-concernee", table: "personne_concernee")

  var recordSets: [(name: String, binding: JSON)] {
    [
      (
        people.recordSet,
        Binding(people, store: store, domain: "health-crisis", key: ["id"], subject: "nir")
          .pseudonymise(["columns": ["nir": ["transform": "pseudonym", "normalise": "nir13"]]]).json
      )
    ]
  }

  func fill(_ file: DatabaseFile, _ sample: Sample) throws {
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
