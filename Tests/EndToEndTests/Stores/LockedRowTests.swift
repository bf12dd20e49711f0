import Foundation
import SQLite
import Testing

/// Rows that the application has locked while a run meets them; case 26.
@Suite(.serialized) struct LockedRowTests {
  /// How the application holds something that a batch needs, and which of 300 people stay for it.
  struct Lock: Sendable, CustomTestStringConvertible {
    let engine: TestEngine
    let statement: String
    let stay: ClosedRange<Int>
    var hasPapers = false
    var testDescription: String { "\(engine.rawValue): \(statement.prefix(60))" }
  }

  private static func list(_ ids: ClosedRange<Int>) -> String { ids.map(String.init).joined(separator: ", ") }

  static let locks: [Lock] = TestEngine.allCases.flatMap { engine in
    let shared = engine == .mariadb ? "LOCK IN SHARE MODE" : "FOR SHARE"
    let all = [(1...30, false), (20...49, true), (271...300, false)].map { ids, hasPapers in
      Lock(
        engine: engine, statement: "SELECT id FROM person WHERE id IN (\(list(ids))) FOR UPDATE", stay: ids,
        hasPapers: hasPapers)
    }
    return all + [
      Lock(
        engine: engine, statement: "SELECT id FROM person WHERE id IN (\(list(1...30))) \(shared)",
        stay: 1...30),
      Lock(
        engine: engine, statement: "UPDATE person SET nir = 'x' WHERE id IN (\(list(1...30)))", stay: 1...30),
      Lock(
        engine: engine, statement: "SELECT id FROM paper WHERE id IN (\(list(1...5))) FOR UPDATE",
        stay: 1...5,
        hasPapers: true),
      Lock(
        engine: engine, statement: "UPDATE paper SET nir = 'x' WHERE id IN (\(list(291...295)))",
        stay: 291...295,
        hasPapers: true),
    ]
  }

  private func people(on engine: TestEngine, hasPapers: Bool) throws -> SmallConfiguration {
    let rows = (1...300).map { "(\($0), '084058812\(1_000 + $0)', 'old')" }.joined(separator: ", ")
    let papers = (1...300).map { "(\($0), \($0), '084058812\(1_000 + $0)')" }.joined(separator: ", ")
    return try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); CREATE INDEX person_ended ON person (ended);
        CREATE TABLE paper (id INTEGER PRIMARY KEY, person INTEGER, nir TEXT); CREATE INDEX paper_person ON paper (person);
        INSERT INTO person VALUES \(rows); INSERT INTO paper VALUES \(papers)
        """,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir", "batch": {"rows": 20},
          "events": {"ended": {"column": "ended", "as": "date"}}\(hasPapers
            ? #", "dependents": [{"table": "paper", "references": {"person": "id"}, "domain": "none", "reason": "kept with their person"}]"#
            : "")}
        """, on: engine)
  }

  @Test(
    "One locked row keeps no other, in a table of three rows or of hundreds, whether or not it is due",
    arguments: TestEngine.allCases, [(3, 1), (3, 3), (500, 250), (500, 450)])
  func one(engine: TestEngine, table: (rows: Int, locked: Int)) throws {
    // The last fifth, and of three the last, is not due.
    let due = table.rows == 3 ? 2 : 400
    let rows = (1...table.rows).map {
      "(\($0), '084058812\(1_000 + $0)', '\($0 <= due ? "2015-01-01" : "2099-01-01")')"
    }
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); CREATE INDEX person_ended ON person (ended);
        INSERT INTO person VALUES \(rows.joined(separator: ", "))
        """,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """, on: engine)
    let application = try #require(try small.copy?.another())
    try application.run("START TRANSACTION")
    try application.run("SELECT id FROM person WHERE id = \(table.locked) FOR UPDATE")
    let (program, report) = try small.purge()
    let isDue = table.locked <= due
    #expect(program.exitCode == (isDue ? 1 : 0), "\(program.errors)")
    let stay = Set((due + 1...table.rows).map { [String($0)] }).union([[String(table.locked)]])
    #expect(try small.rows(of: "person", columns: ["id"]) == Set(stay.map { $0.map(Optional.some) }))
    #expect((report["refused"] as? [Any])?.isEmpty ?? true, "\(program.errors)")
    try application.run("ROLLBACK")
  }

  @Test(
    "Rows that others have locked stay, and are counted; the others go, and the next run takes the rest",
    arguments: locks)
  func locked(lock: Lock) throws {
    let small = try people(on: lock.engine, hasPapers: lock.hasPapers)
    let application = try #require(try small.copy?.another())
    if lock.engine == .mariadb {
      try application.run("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
    }
    try application.run("START TRANSACTION")
    try application.run(lock.statement)
    let (program, report) = try small.purge()
    #expect(program.exitCode == 1, "\(program.errors)")
    #expect(report["status"] as? String == "incomplete")
    let left = try small.rows(of: "person", columns: ["id"])
    #expect(left == Set(lock.stay.map { [String($0)] }))
    let locked = report["locked"] as? [[String: Any]] ?? []
    #expect(locked.map { $0["count"] as? Int } == [lock.stay.count], "\(report)")
    let overdue = report["overdue"] as? [[String: Any]] ?? []
    #expect(overdue.map { $0["cause"] as? String } == ["locked"])
    #expect(overdue.map { $0["count"] as? Int } == [lock.stay.count])
    let journal = try Connection(
      path: small.folder.appending(path: "journal.sqlite").path, mode: .readOnly, busySeconds: 5)
    #expect(
      try journal.integer(
        "SELECT count(*) FROM entry WHERE instr(bytes, CAST('\"locked\":\(lock.stay.count)' AS BLOB)) > 0")
        == 1)
    try application.run("ROLLBACK")
    let again = try small.purge()
    #expect(
      again.program.exitCode == 0 && again.report["status"] as? String == "complete",
      "\(again.program.errors)")
    #expect(try small.rows(of: "person", columns: ["id"]).isEmpty)
    if lock.hasPapers { #expect(try small.rows(of: "paper", columns: ["id"]).isEmpty) }
  }

  @Test("Rows whose lock ends while the run works go in the same run", arguments: TestEngine.allCases)
  func released(engine: TestEngine) throws {
    let small = try people(on: engine, hasPapers: false)
    let application = try #require(try small.copy?.another())
    try application.run("START TRANSACTION")
    try application.run("SELECT id FROM person WHERE id IN (\(Self.list(1...30))) FOR UPDATE")
    let thread = Thread {
      usleep(1_500_000)
      try? application.run("ROLLBACK")
    }
    thread.start()
    let (program, report) = try small.purge()
    #expect(program.exitCode == 0 && report["status"] as? String == "complete", "\(program.errors)")
    #expect(try small.rows(of: "person", columns: ["id"]).isEmpty)
  }
}
