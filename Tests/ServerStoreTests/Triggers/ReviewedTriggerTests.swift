import RecordStores
import StoreConformance
import TestNames
import Testing

/// Triggers that somebody has reviewed: they run, as they were read and as far as they were declared, and no further.
@Suite struct ReviewedTriggerTests {
  private static let noting = "INSERT INTO audit VALUES (OLD.id, 'gone');"

  @Test(
    "A reviewed trigger refuses nothing, and does its work in the batch", arguments: BenchEngine.allCases,
    [false, true])
  func reviewed(engine: BenchEngine, goesWithOthers: Bool) throws {
    let bench = try TriggerBench(engine)
    try bench.make(Self.noting)
    let set = bench.set(
      [try bench.review(writes: ["audit"])], dependents: goesWithOthers ? [TriggerBench.letters] : [])
    #expect(try bench.refusals(set).isEmpty)
    let batch = try #require(try bench.begin(.delete, set))
    #expect(batch.keys.count == 3)
    #expect(batch.dependents == (goesWithOthers ? ["letter": 3] : [:]))
    try batch.commit()
    #expect(try bench.count("person") == "0")
    #expect(try bench.count("audit", "said = 'gone'") == "3")
  }

  @Test(
    "A trigger on UPDATE that changes nothing which is read lets people be pseudonymised",
    arguments: BenchEngine.allCases)
  func updating(engine: BenchEngine) throws {
    let bench = try TriggerBench(engine)
    // SQLite's triggers cannot change the row that comes.
    if engine == .sqlite {
      try bench.make("UPDATE person SET note = 'changed' WHERE id = NEW.id;", "AFTER UPDATE")
    } else {
      try bench.make("\(engine == .mariadb ? "SET NEW.note =" : "NEW.note :=") 'changed';", "BEFORE UPDATE")
    }
    let review = try bench.review(
      writes: engine == .sqlite ? ["person"] : [], TriggerBench.pseudonymise)
    let set = bench.set([review])
    #expect(try bench.refusals(set, TriggerBench.pseudonymise).isEmpty)
    let batch = try #require(try bench.begin(TriggerBench.pseudonymise, set))
    #expect(batch.keys.count == 3)
    try batch.commit()
    #expect(try bench.count("person", "name IS NULL AND note = 'changed'") == "3")
  }

  @Test("A trigger that moves a date of its own row ends the batch", arguments: BenchEngine.allCases)
  func moving(engine: BenchEngine) throws {
    let bench = try TriggerBench(engine)
    if engine == .sqlite {
      try bench.make("UPDATE person SET at = '2024-01-01' WHERE id = NEW.id;", "AFTER UPDATE")
    } else {
      try bench.make("\(engine == .mariadb ? "SET NEW.at =" : "NEW.at :=") '2024-01-01';", "BEFORE UPDATE")
    }
    let review = try bench.review(
      writes: engine == .sqlite ? ["person"] : [], TriggerBench.pseudonymise)
    #expect(throws: StoreError.moved(store: "main", recordSet: "person", column: "at")) {
      try bench.begin(TriggerBench.pseudonymise, bench.set([review]))
    }
    #expect(try bench.count("person", "name IS NOT NULL AND at = '2000-01-01'") == "3")
  }

  @Test("A trigger that puts back what was pseudonymised ends the batch", arguments: BenchEngine.allCases)
  func puttingBack(engine: BenchEngine) throws {
    let bench = try TriggerBench(engine)
    switch engine {
    case .sqlite:
      try bench.make("UPDATE person SET name = OLD.name WHERE id = NEW.id;", "AFTER UPDATE")
    case .mariadb: try bench.make("SET NEW.name = OLD.name;", "BEFORE UPDATE")
    case .postgresql: try bench.make("NEW.name := OLD.name;", "BEFORE UPDATE")
    }
    for change in [TriggerBench.pseudonymise, TriggerBench.rename] {
      let review = try bench.review(writes: engine == .sqlite ? ["person"] : [], change)
      #expect(
        throws: StoreError.ignoredChanges(store: "main", recordSet: "person", chosen: 3, changed: 0)
      ) { try bench.begin(change, bench.set([review])) }
    }
    #expect(try bench.count("person", "done IS NULL") == "3")
  }

  @Test(
    "A trigger of what goes with a record may note in the record, and not move what it is judged by",
    arguments: BenchEngine.allCases, ["note", "at"])
  func movingParents(engine: BenchEngine, column: String) throws {
    let bench = try TriggerBench(engine)
    try bench.make(
      "UPDATE person SET \(column) = '2024-01-01' WHERE id = OLD.person;", on: "letter")
    let set = bench.set(
      [try bench.review(on: "letter", writes: ["person"])], dependents: [TriggerBench.letters])
    #expect(try bench.refusals(set).isEmpty)
    guard column == "at" else {
      #expect(try bench.begin(.delete, set)?.keys.count == 3)
      return
    }
    #expect(throws: StoreError.moved(store: "main", recordSet: "person", column: "at")) {
      try bench.begin(.delete, set)
    }
    #expect(try bench.count("letter") == "3")
  }

  @Test(
    "A trigger on DELETE that writes its own table is refused, whoever reviewed it",
    arguments: BenchEngine.allCases)
  func writingItself(engine: BenchEngine) throws {
    let bench = try TriggerBench(engine)
    try bench.make("UPDATE person SET at = '2024-01-01' WHERE id > OLD.id;")
    let found = try bench.refusals(bench.set([try bench.review(writes: ["person"])]))
    #expect(found.contains { "\($0)".contains("no review lets it run") }, "\(found)")
  }

  /// What a trigger does that was not declared.
  enum Undeclared: String, CaseIterable, Sendable {
    case insertsElsewhere = "INSERT INTO other VALUES (OLD.id, 'x');"
    case changesElsewhere = "UPDATE other SET said = 'x' WHERE person = OLD.id;"
    case deletesElsewhere = "DELETE FROM other WHERE person = OLD.id;"
    case deletesAll = "DELETE FROM other;"
    case deletesWhatIsDeclared = "DELETE FROM audit WHERE person = OLD.id;"
    case deletesLetters = "DELETE FROM letter WHERE person = OLD.id;"

    var isDeletion: Bool { rawValue.hasPrefix("DELETE") }
  }

  @Test(
    "What a reviewed trigger does and was not declared undoes the batch", arguments: BenchEngine.allCases,
    Undeclared.allCases)
  func undeclared(engine: BenchEngine, undeclared: Undeclared) throws {
    for writes in [[], ["audit"]] {
      let bench = try TriggerBench(engine)
      try bench.make(Self.noting.prefix(writes.isEmpty ? 0 : .max) + undeclared.rawValue)
      let set = bench.set([try bench.review(writes: writes)])
      // MariaDB counts all tables together: whatever may be written there hides what is written elsewhere.
      let isFound = engine != .mariadb || undeclared.isDeletion || writes.isEmpty
      #expect(try bench.refusals(set).isEmpty)
      do {
        let batch = try bench.begin(.delete, set)
        #expect(!isFound, "\(engine) \(undeclared) \(writes)")
        batch?.rollback()
      } catch let error as StoreError {
        #expect(isFound, "\(error)")
        guard case .unlistedChanges = error else {
          Issue.record("\(error)")
          continue
        }
      }
      #expect(try bench.count("person") == "3")
      #expect(try bench.count("other") == "2")
      #expect(try bench.count("audit") == "1")
    }
  }

  @Test("Another text of a trigger is another digest, and refuses again", arguments: BenchEngine.allCases)
  func changedText(engine: BenchEngine) throws {
    let bench = try TriggerBench(engine)
    try bench.make(Self.noting)
    let review = try bench.review(writes: ["audit"])
    var digests = [review.digest]
    var changes = [{ try bench.make("INSERT INTO audit VALUES (OLD.id, 'went');") }]
    switch engine {
    case .sqlite: break
    case .mariadb:
      changes.append {
        try bench.bench.run(
          "CREATE OR REPLACE DEFINER = root@localhost TRIGGER noted BEFORE DELETE ON person FOR EACH ROW INSERT INTO audit VALUES (OLD.id, 'went')"
        )
      }
    case .postgresql:
      for statement in [
        "ALTER FUNCTION noted() SECURITY DEFINER", "ALTER FUNCTION noted() SET work_mem = '1MB'",
        "ALTER TABLE person ENABLE ALWAYS TRIGGER noted",
        "CREATE OR REPLACE TRIGGER noted BEFORE DELETE ON person FOR EACH ROW EXECUTE FUNCTION noted()",
      ] {
        changes.append { try bench.bench.run(statement) }
      }
    }
    for change in changes {
      try change()
      let found = try bench.refusals(bench.set([review]))
      guard case .trigger("person", "noted", .delete, .changed(let digest))? = found.first else {
        Issue.record("\(found)")
        continue
      }
      #expect(!digests.contains(digest))
      digests.append(digest)
      #expect("\(found[0])".contains(digest) && "\(found[0])".contains("another than the one"))
    }
  }

  @Test("A text that changes in the midst of a run stops it", arguments: BenchEngine.allCases)
  func changedInRun(engine: BenchEngine) throws {
    let bench = try TriggerBench(engine)
    try bench.make(Self.noting)
    let set = bench.set([try bench.review(writes: ["audit"])])
    let store = try bench.bench.open("main")
    #expect(try store.describe(set, use: TriggerBench.use(.delete)).refusals.isEmpty)
    let batch = try #require(try bench.begin(.delete, set, at: store))
    batch.rollback()
    try bench.make("INSERT INTO audit VALUES (OLD.id, 'went');")
    #expect(throws: StoreError.schemaChanged(store: "main", recordSet: "person")) {
      try bench.begin(.delete, set, at: store)
    }
    #expect(try bench.count("person") == "3")
  }

  @Test(
    "A table that a reviewed trigger writes has no trigger that nobody reviewed",
    arguments: BenchEngine.allCases)
  func nested(engine: BenchEngine) throws {
    let bench = try TriggerBench(engine)
    try bench.make(Self.noting)
    let first = try bench.review(writes: ["audit"])
    try bench.make("INSERT INTO other VALUES (NEW.person, 'n');", "AFTER INSERT", on: "audit", as: "second")
    let found = try bench.refusals(bench.set([first]))
    guard case .trigger("audit", "second", .insert, .missing(let digest))? = found.first else {
      Issue.record("\(found)")
      return
    }
    let second = ReviewedTrigger(table: "audit", name: "second", digest: digest, writes: ["other"])
    let set = bench.set([first, second])
    #expect(try bench.refusals(set).isEmpty)
    try bench.begin(.delete, set)?.commit()
    #expect(try bench.count("other") == "5")
  }

  @Test("A review of a trigger that is not there is told", arguments: BenchEngine.allCases)
  func forgotten(engine: BenchEngine) throws {
    let bench = try TriggerBench(engine)
    let review = ReviewedTrigger(
      table: "person", name: "gone", digest: String(repeating: "0", count: 64), writes: [])
    let found = try bench.bench.open("main").describe(bench.set([review]), use: TriggerBench.use(.delete))
    #expect(found.refusals.isEmpty)
    #expect(found.warnings.contains { "\($0)".contains("there is no such trigger") })
  }
}
