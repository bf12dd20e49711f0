/// Fraud control: one table of files, to which one, two or three rules apply, or none.
struct FraudDatabase: SampleDatabase {
  let store = "fraude"
  let usesWriteAheadLog = true

  let tables = [
    """
    CREATE TABLE dossier_fraude (
      numero TEXT PRIMARY KEY NOT NULL, nir TEXT NOT NULL, type TEXT,
      classe_sans_suite INTEGER NOT NULL DEFAULT 0, numero_parquet TEXT, ferme_le TEXT, signale_le INTEGER,
      decision_le TEXT)
    """
  ]

  let indexes = [
    "CREATE INDEX dossier_fraude_ferme_le ON dossier_fraude (ferme_le)",
    "CREATE INDEX dossier_fraude_signale_le ON dossier_fraude (signale_le)",
    "CREATE INDEX dossier_fraude_decision_le ON dossier_fraude (decision_le)",
  ]

  private let files = SampleTable(recordSet: "dossier-fraude", table: "dossier_fraude")

  var recordSets: [(name: String, binding: JSON)] {
    [
      (
        files.recordSet,
        Binding(files, store: store, domain: "fraud-control", key: ["numero"], subject: "nir")
          .event(.fileClosed, "ferme_le", .date).event(.alertReceived, "signale_le", .epochSeconds)
          .event(.finalDecision, "decision_le", .date)
          .condition(
            "kind",
            [
              "where": [
                "closed-without-follow-up": ["column": "classe_sans_suite", "equals": 1],
                "alert": ["column": "type", "in": ["ALERTE", "SIGNALEMENT"]],
                "court": ["column": "numero_parquet", "isNull": false],
              ]
            ]
          ).json
      )
    ]
  }

  /// A file by what it is: a value means that the rule applies, with that date.
  private struct File {
    var closed: EventValue?
    var alert: EventValue?
    var decision: EventValue?

    var rules: [SampleRule] {
      (closed == nil ? [] : [PublishedSchedule.closedFiles])
        + (alert == nil ? [] : [PublishedSchedule.alerts])
        + (decision == nil ? [] : [PublishedSchedule.courtFiles])
    }
  }

  func fill(_ file: DatabaseFile, _ sample: Sample) throws {
    let scenarios = sample.scenarios
    func all(_ rule: SampleRule, _ encoding: ColumnEncoding) -> [EventValue] {
      scenarios.all(for: rule, as: encoding)
    }
    let closed = scenarios.few(for: PublishedSchedule.closedFiles, as: .date)
    let alerts = scenarios.few(for: PublishedSchedule.alerts, as: .epochSeconds)
    let decisions = scenarios.few(for: PublishedSchedule.courtFiles, as: .date)
    let longAgo = (day: scenarios.longAgo(as: .date), instant: scenarios.longAgo(as: .epochSeconds))
    let yesterday = scenarios.yesterday(as: .date)

    // Each rule alone, with its own held rows.
    try cast(
      all(PublishedSchedule.closedFiles, .date).map { File(closed: $0) }, due: File(closed: longAgo.day),
      kept: File(closed: yesterday), file, sample)
    try cast(
      all(PublishedSchedule.alerts, .epochSeconds).map { File(alert: $0) }, due: File(alert: longAgo.instant),
      kept: File(alert: scenarios.yesterday(as: .epochSeconds)), file, sample)
    try cast(
      all(PublishedSchedule.courtFiles, .date).map { File(decision: $0) }, due: File(decision: longAgo.day),
      kept: File(decision: .null), file, sample)
    // Two at once, three at once, and none.
    var several = alerts.flatMap { alert in decisions.map { File(alert: alert, decision: $0) } }
    several += closed.flatMap { date in alerts.map { File(closed: date, alert: $0) } }
    several += closed.flatMap { date in decisions.map { File(closed: date, decision: $0) } }
    several += closed.prefix(4).flatMap { date in
      alerts.prefix(4).flatMap { alert in
        decisions.prefix(4).map { File(closed: date, alert: alert, decision: $0) }
      }
    }
    try cast(
      several + [File(), File()], due: File(alert: longAgo.instant, decision: longAgo.day),
      kept: File(alert: longAgo.instant, decision: yesterday), upTo: sample.population.count / 5, file, sample
    )
  }

  private func cast(
    _ values: [File], due: File, kept: File, upTo count: Int = 0, _ file: DatabaseFile, _ sample: Sample
  ) throws {
    let scenarios = sample.scenarios
    for place in sample.cast(
      files, about: .person, scenarios: values, due: [due], kept: kept, upTo: count,
      ordinary: { random in
        switch random.number(below: 10) {
        case 0...4:
          File(alert: scenarios.ordinary(for: PublishedSchedule.alerts, as: .epochSeconds, using: &random))
        case 5...7:
          File(closed: scenarios.ordinary(for: PublishedSchedule.closedFiles, as: .date, using: &random))
        default:
          File(decision: scenarios.ordinary(for: PublishedSchedule.courtFiles, as: .date, using: &random))
        }
      }
    ) {
      var random = place.random
      let nir = sample.person(place.subject).nir
      let value = place.value
      let key: [Cell] = [.text("F" + padded(place.number, 6))]
      // A file that is no alert has another type, one that nobody knows, or none.
      let type: Cell =
        value.alert == nil
        ? random.one(of: [.text("CONTROLE"), .text("X9"), .null])
        : .text(random.one(of: ["ALERTE", "SIGNALEMENT"]))
      try sample.add(
        SampleRow(
          key: key, subject: nir,
          cells: key + [
            .text(nir), type, .integer(value.closed == nil ? 0 : 1),
            value.decision == nil ? .null : .text("PARQUET-\(padded(place.number, 5))"),
            ColumnEncoding.date.cell(value.closed ?? .null),
            ColumnEncoding.epochSeconds.cell(value.alert ?? .null),
            ColumnEncoding.date.cell(value.decision ?? .null),
          ], rules: value.rules,
          events: [
            .fileClosed: value.closed ?? .null, .alertReceived: value.alert ?? .null,
            .finalDecision: value.decision ?? .null,
          ], isHeldByItself: place.isHeldByItself), to: files, in: file)
    }
  }
}
