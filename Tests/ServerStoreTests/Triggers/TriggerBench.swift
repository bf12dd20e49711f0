import CivilTime
import RecordStores
import StoreConformance
import TestNames

/// People, letters that go with them, and tables that triggers write to, on one of the three engines.
struct TriggerBench {
  let bench: ArchiveBench
  var engine: BenchEngine { bench.engine }

  /// - Parameter options: what of the engine's stands behind the table `person`.
  init(_ engine: BenchEngine, person options: String = "") throws {
    bench = try ArchiveBench(engine)
    try bench.run(
      "CREATE TABLE person (id int NOT NULL PRIMARY KEY, name varchar(20), at date, note varchar(20), done int)\(options)",
      "INSERT INTO person VALUES (1, 'a', '2000-01-01', 'x', NULL), (2, 'b', '2000-01-01', 'y', NULL), (3, 'c', '2000-01-01', 'z', NULL)",
      "CREATE TABLE letter (id int NOT NULL PRIMARY KEY, person int)",
      "INSERT INTO letter VALUES (1, 1), (2, 1), (3, 2)", "CREATE TABLE audit (person int, said varchar(20))",
      "INSERT INTO audit VALUES (1, 'made')", "CREATE TABLE other (person int, said varchar(20))",
      "INSERT INTO other VALUES (1, 'made'), (2, 'made')")
  }

  /// Makes a trigger, or makes it anew with another body.
  ///
  /// - Parameters:
  ///   - body: statements, each with its semicolon.
  ///   - moment: when it runs.
  func make(
    _ body: String, _ moment: String = "AFTER DELETE", on table: String = "person", as name: String = "noted"
  ) throws {
    switch engine {
    case .sqlite:
      try bench.run(
        "DROP TRIGGER IF EXISTS \(name); CREATE TRIGGER \(name) \(moment) ON \(table) BEGIN \(body) END")
    case .mariadb:
      try bench.run(
        "CREATE OR REPLACE TRIGGER \(name) \(moment) ON \(table) FOR EACH ROW BEGIN \(body) END")
    case .postgresql:
      let schema = try bench.text("SELECT current_schema()") ?? ""
      let row = moment.contains("DELETE") ? "OLD" : "NEW"
      try bench.run(
        """
        CREATE OR REPLACE FUNCTION \(name)() RETURNS trigger LANGUAGE plpgsql SET search_path = \(schema), pg_temp
        AS $$ BEGIN \(body) RETURN \(row); END $$
        """)
      let isThere = try bench.text(
        "SELECT count(*) FROM pg_trigger WHERE tgname = '\(name)' AND tgrelid = '\(table)'::regclass")
      if isThere == "0" {
        try bench.run("CREATE TRIGGER \(name) \(moment) ON \(table) FOR EACH ROW EXECUTE FUNCTION \(name)()")
      }
    }
  }

  /// The record set, with reviews.
  func set(_ triggers: [ReviewedTrigger] = [], dependents: [Dependent] = []) -> RecordSet {
    RecordSet(
      name: "person", store: "main", table: "person", key: ["id"],
      marker: Marker(column: "done", content: .flag), dependents: dependents
    ).with(triggers: triggers)
  }

  static let letters = Dependent(
    table: "letter", references: [Dependent.Reference(column: "person", parentColumn: "id")])

  static func use(_ change: Change) -> SchemaUse {
    let event = EventColumn(column: "at", encoding: .date)
    switch change {
    case .pseudonymise:
      return SchemaUse(
        deletes: false, changedColumns: [ChangedColumn(column: "name")], archive: nil, readColumns: ["id"],
        events: [event])
    case .delete, .archive, .archiveElsewhere:
      return SchemaUse(deletes: true, changedColumns: [], archive: nil, readColumns: ["id"], events: [event])
    }
  }

  /// What is refused.
  func refusals(_ set: RecordSet, _ change: Change = .delete) throws -> [SchemaFinding] {
    try bench.open("main").describe(set, use: Self.use(change)).refusals
  }

  /// Reviews a trigger as it is.
  func review(
    _ name: String = "noted", on table: String = "person", writes: [String], _ change: Change = .delete
  )
    throws -> ReviewedTrigger
  {
    let dependents = table == "letter" ? [Self.letters] : []
    for refusal in try refusals(set(dependents: dependents), change) {
      if case .trigger(let found, name, _, .missing(let digest)) = refusal {
        return ReviewedTrigger(table: found, name: name, digest: digest, writes: writes)
      }
    }
    // A trigger of a written table is looked at when that one is written.
    throw ConformanceFailure("no digest of \(name)")
  }

  static let emptying = [ColumnChange(column: "name", transform: Emptied())]

  private struct Emptied: ColumnTransform {
    let isNulling = true
    func apply(_ value: ColumnValue, subject: ColumnValue) -> ColumnValue { .null }
    func isOutput(_ value: ColumnValue) -> Bool? { value == .null }
  }

  static let pseudonymise = Change.pseudonymise(emptying, markerValue: .integer(1))

  /// Writes one name, by which nobody can tell that it was written.
  private struct Renamed: ColumnTransform {
    func apply(_ value: ColumnValue, subject: ColumnValue) -> ColumnValue { .text("nobody") }
    func isOutput(_ value: ColumnValue) -> Bool? { nil }
  }

  static let rename = Change.pseudonymise(
    [ColumnChange(column: "name", transform: Renamed())], markerValue: .integer(1))

  /// Changes all people.
  func begin(_ change: Change = .delete, _ set: RecordSet, at store: (any RecordStore)? = nil) throws
    -> (any StoreBatch)?
  {
    let isDated = Predicate.event(
      EventColumn(column: "at", encoding: .date),
      .plausible(
        PlausibleDays(
          first: CivilDate(daysSinceEpoch: 0), last: CivilDate(daysSinceEpoch: 40_000), zone: .utc)))
    var pseudonymising: [ColumnChange]?
    if case .pseudonymise(let changes, _, _) = change { pseudonymising = changes }
    return try (store ?? bench.open("main")).begin(
      change, on: Selection(recordSet: set, predicate: isDated, pseudonymising: pseudonymising),
      limit: BatchLimit(), holds: NoHolds())
  }

  func count(_ table: String, _ condition: String = "1 = 1") throws -> String? {
    try bench.text("SELECT count(*) FROM \(table) WHERE \(condition)")
  }
}
