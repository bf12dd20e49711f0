import Foundation

/// One sample being written: its people, its moment, its holds, and what is expected of every row.
final class Sample {
  let directory: URL
  let seed: Int
  let population: Population
  let reckoning: Reckoning
  let scenarios: Scenarios
  let holds = Holds()
  private let judge: Judge
  private let expectations: Expectations
  private var rowCounts: [String: Int] = [:]

  init(directory: URL, seed: Int, subjects: Int, now: Int) throws {
    self.directory = directory
    self.seed = seed
    population = Population(seed: UInt64(bitPattern: Int64(seed)), count: subjects)
    reckoning = Reckoning(now: now)
    scenarios = Scenarios(reckoning: reckoning)
    judge = Judge(reckoning: reckoning)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    expectations = try Expectations(directory: directory)
    for kind in SubjectKind.allCases {
      for index in population.heldSubjects(of: kind) {
        holds.hold(subject: population.identifier(of: kind, index))
      }
    }
  }

  /// Writes every database and the files about them.
  func write() throws {
    let databases: [any SampleDatabase] = [
      DroitsDatabase(), PreventionDatabase(), MedicalRecordDatabase(), MedicalRecordArchiveDatabase(),
      SocialDatabase(), ProfessionalsDatabase(), RisksDatabase(), FraudDatabase(), WebDatabase(),
      CrisisDatabase(),
    ]
    for database in databases {
      let file = try DatabaseFile(
        directory.appending(path: database.store + ".sqlite"), tables: database.tables)
      try database.fill(file, self)
      try file.finish(indexes: database.indexes, usesWriteAheadLog: database.usesWriteAheadLog)
    }
    try Data(holds.csv.utf8).write(to: directory.appending(path: "holds.csv"))
    try expectations.finish(
      directory: directory, reckoning: reckoning, seed: seed, subjects: population.count,
      holds: holds.all.count)
    try StoresFile(origin: "sample.insurer.example/retention", databases: databases).write(to: directory)
  }

  func person(_ index: Int) -> Person { population.person(index) }

  /// Writes a row and what is expected of it.
  ///
  /// - Returns: what one purge makes of it.
  @discardableResult
  func add(_ row: SampleRow, to table: SampleTable, in file: DatabaseFile) throws -> Fate {
    if row.isHeldByItself { holds.hold(record: row.key, of: table.recordSet) }
    let verdict = judge.verdict(
      rules: row.rules, events: row.events,
      circumstances: Judge.Circumstances(
        isArchived: table.isArchive, isPseudonymised: row.isPseudonymised,
        isHeld: holds.isHeld(subject: row.subject, key: row.key, recordSet: table.recordSet)))
    try expectations.expect(verdict, of: row.key, in: table.recordSet)
    try file.insert(row.cells, into: table.table)
    return verdict.fate
  }

  /// Writes a row that goes with another one.
  func addDependent(_ cells: [Cell], to table: String, in file: DatabaseFile, parent fate: Fate) throws {
    expectations.expectDependent(in: table, survives: fate != .deleted)
    try file.insert(cells, into: table)
  }

  /// Casts the rows of one rule of a table: each scenario with a subject of its own that no hold keeps, then
  /// rows that would be due but for a hold, then ordinary ones up to a number.
  ///
  /// - Parameters:
  ///   - due: a value that is due for each stage, for the held.
  ///   - kept: a value that is not due, which a hold must not change.
  ///   - count: the rows to reach, if the scenarios leave room.
  ///   - ordinary: draws the value of an ordinary row.
  func cast<Value>(
    _ table: SampleTable, about kind: SubjectKind, scenarios: [Value], due: [Value], kept: Value,
    upTo count: Int, ordinary: @escaping (inout SplitMix64) -> Value
  ) -> Casting<Value> {
    let casting = Casting(
      seed: UInt64(bitPattern: Int64(seed)), table: table.recordSet, after: rowCounts[table.recordSet] ?? 0,
      held: population.heldSubjects(of: kind), scenarios: scenarios, due: due, kept: kept, count: count,
      ordinary: ordinary)
    rowCounts[table.recordSet] = casting.last
    return casting
  }
}
