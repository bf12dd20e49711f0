/// What the table of open records and that of archived ones have in common.
enum MedicalRecords {
  private static let closure = ColumnEncoding.timestampWithT
  private static let death = ColumnEncoding.date

  static func definition(of table: String) -> String {
    """
    CREATE TABLE \(table) (
      numero TEXT PRIMARY KEY NOT NULL, nir TEXT NOT NULL, nom TEXT NOT NULL, prenom TEXT NOT NULL,
      medecin_traitant TEXT, contenu TEXT, cloture_le TEXT, date_deces TEXT)
    """
  }

  static func binding(_ table: SampleTable, store: String) -> Binding {
    Binding(table, store: store, domain: "shared-medical-record", key: ["numero"], subject: "nir")
      .event(.closure, "cloture_le", closure).event(.death, "date_deces", death)
  }

  private typealias Dates = (closure: EventValue, death: EventValue)

  /// - Parameter open: of a hundred ordinary records, how many are neither closed nor of a dead person.
  static func fill(
    _ table: SampleTable, prefix: String, upTo count: Int, open: Int, _ file: DatabaseFile, _ sample: Sample
  ) throws {
    let rule = PublishedSchedule.medicalRecord
    let scenarios = sample.scenarios
    let few: [Dates] = scenarios.few(for: rule, as: closure).flatMap { closed in
      scenarios.few(for: rule, as: death).map { (closed, $0) }
    }
    let dates: [Dates] =
      scenarios.all(for: rule, as: closure).map { ($0, .null) }
      + scenarios.all(for: rule, as: death).map { (.null, $0) } + few
    for place in sample.cast(
      table, about: .person, scenarios: dates,
      due: [(scenarios.longAgo(as: closure), .null), (scenarios.yesterday(as: closure), .null)],
      kept: (.instant(sample.reckoning.instant(of: sample.reckoning.today)), .null), upTo: count,
      ordinary: { random -> Dates in
        if random.happens(open) { return (.null, .null) }
        let isDead = random.happens(40)
        return (
          isDead ? .null : scenarios.ordinary(for: rule, as: closure, using: &random),
          isDead ? scenarios.ordinary(for: rule, as: death, using: &random) : .null
        )
      }
    ) {
      var random = place.random
      let person = sample.person(place.subject)
      let key: [Cell] = [.text("\(prefix)-" + padded(place.number, 7))]
      try sample.add(
        SampleRow(
          key: key, subject: person.nir,
          cells: key + [
            .text(person.nir), .text(person.lastName), .text(person.firstName),
            .text("Dr " + random.one(of: FrenchWords.lastNames)),
            .text(
              "compte rendu \(random.number(in: 1...9_999)) ; traitement \"\(place.number % 7)\""
            ),
            closure.cell(place.value.closure), death.cell(place.value.death),
          ], rules: [rule], events: [.closure: place.value.closure, .death: place.value.death],
          isHeldByItself: place.isHeldByItself), to: table, in: file)
    }
  }
}
