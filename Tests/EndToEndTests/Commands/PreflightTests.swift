import Foundation
import SQLite
import Testing

/// What one command refuses, all refuse.
@Suite struct PreflightTests {
  /// Something that is wrong with the record set `person`.
  enum Obstacle: String, CaseIterable {
    case filesAway, tableAway, columnAway, trigger, notDates, storeAway, undeclaredReference

    /// Tells if the rows can be seen all the same.
    var leavesRows: Bool {
      switch self {
      case .filesAway, .trigger, .notDates, .undeclaredReference: true
      case .tableAway, .columnAway, .storeAway: false
      }
    }

    func arrange(_ small: SmallConfiguration) throws {
      func run(_ sql: String) throws {
        if let copy = small.copy { return try copy.run(sql) }
        try Connection(path: small.path, mode: .readWrite, busySeconds: 5).execute(sql)
      }
      switch self {
      case .filesAway: try FileManager.default.removeItem(at: small.folder.appending(path: "scans"))
      case .tableAway: try run("ALTER TABLE person RENAME TO people")
      case .columnAway: try run("ALTER TABLE person RENAME COLUMN ended TO finished")
      case .trigger:
        switch small.copy?.engine {
        case nil: try run("CREATE TRIGGER noted AFTER DELETE ON person BEGIN SELECT 1; END")
        case .mariadb: try run("CREATE TRIGGER noted AFTER DELETE ON person FOR EACH ROW SET @gone = OLD.id")
        case .postgresql:
          try run(
            """
            CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
            CREATE TRIGGER noted AFTER DELETE ON person FOR EACH ROW EXECUTE FUNCTION noted()
            """)
        }
      case .notDates: try run("UPDATE person SET ended = 'no day' WHERE id <> 1")
      case .storeAway:
        switch small.copy?.engine {
        case nil: try FileManager.default.removeItem(atPath: small.path)
        case .mariadb: try run("DROP DATABASE \(small.copy?.name ?? "")")
        case .postgresql: try run("DROP SCHEMA \(small.copy?.name ?? "") CASCADE")
        }
      case .undeclaredReference:
        try run(
          "CREATE TABLE letter (person \(small.copy == nil ? "INTEGER" : "bigint") REFERENCES person (id))")
        if small.copy?.engine == .mariadb {
          try run("ALTER TABLE letter ADD FOREIGN KEY (person) REFERENCES person (id)")
        }
      }
    }
  }

  private static let content =
    """
    CREATE TABLE person (id INTEGER PRIMARY KEY, ended TEXT, scan TEXT);
    CREATE INDEX person_ended ON person (ended); CREATE INDEX person_scan ON person (scan);
    INSERT INTO person VALUES (1, 'old', '1.pdf');
    """ + (2...40).map { "INSERT INTO person VALUES (\($0), 'new', '\($0).pdf');" }.joined()

  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}, "files": [{"column": "scan", "root": "scans"}]}
    """

  private func make(_ engine: TestEngine?, guardedBy limits: String = "") throws -> SmallConfiguration {
    try SmallConfiguration(
      content: Self.content,
      recordSets: Self.recordSets.replacing(#""domain""#, with: limits + #""domain""#), on: engine
    ) { folder in
      let scans = folder.appending(path: "scans")
      try FileManager.default.createDirectory(at: scans, withIntermediateDirectories: true)
      for id in 1...40 { try Data("scan".utf8).write(to: scans.appending(path: "\(id).pdf")) }
    }
  }

  /// Puts the record back that a purge took, as a restored backup does.
  private func restore(_ small: SmallConfiguration) throws {
    let sql = "INSERT INTO person VALUES (1, '2015-01-01', '1.pdf')"
    if let copy = small.copy { return try copy.run(sql) }
    try Connection(path: small.path, mode: .readWrite, busySeconds: 5).execute(sql)
  }

  static let engines: [TestEngine?] = [nil] + TestEngine.allCases

  @Test(
    "Whatever refuses a record set refuses it in check, plan, forecast, purge, reconcile and scrub, and has a line in every format",
    arguments: engines)
  func everywhere(engine: TestEngine?) throws {
    for obstacle in Obstacle.allCases {
      let small = try make(engine)
      let purged = try Program(["purge"] + small.files)
      #expect(purged.exitCode == 0, "\(obstacle): \(purged.errors)")
      try restore(small)
      let came = try Program(["reconcile"] + small.files)
      #expect(came.exitCode == 2 && came.output.contains("AGAIN"), "\(obstacle): \(came)")
      try obstacle.arrange(small)
      let commands: [(arguments: [String], exitCode: Int32, says: String)] = [
        (["check"], 2, "REFUSED person"), (["plan"], 4, "REFUSED person"),
        (["plan", "--format", "csv"], 4, "person,(refused)"),
        (["plan", "--format", "json"], 4, #""refused": true"#),
        (["plan", "--forecast", "P2M"], 4, "REFUSED person"),
        (["plan", "--forecast", "P2M", "--format", "csv"], 4, "person,(refused)"),
        (["plan", "--forecast", "P2M", "--format", "json"], 4, #""recordSet": "person""#),
        (["reconcile", "--purge"], 1, "REFUSED person"), (["purge"], 1, "REFUSED person"),
      ]
      for (arguments, exitCode, says) in commands {
        let run = try Program(arguments + small.files)
        #expect(
          run.exitCode == exitCode && run.output.contains(says),
          "\(obstacle), \(arguments): \(run.exitCode) \(run.output)\(run.errors)")
      }
      // Which rows are due, and what their files are, does not matter to the store's own files.
      if obstacle != .notDates, obstacle != .filesAway {
        let scrubbed = try Program(["scrub"] + small.files)
        #expect(scrubbed.exitCode == 1 && !scrubbed.errors.isEmpty, "\(obstacle): \(scrubbed)")
      }
      if obstacle.leavesRows {
        #expect(try small.rows(of: "person", columns: ["id"]).count == 40, "\(obstacle): nothing went")
      }
      #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
    }
  }

  @Test(
    "What a guard would stop has another exit code and a line in a plan, and check says it, too",
    arguments: engines)
  func guarded(engine: TestEngine?) throws {
    let small = try make(engine, guardedBy: #""guard": {"maximumShare": 0.01}, "#)
    let plan = try Program(["plan"] + small.files)
    #expect(plan.exitCode == 4 && plan.output.contains("guard.maximumShare"), "\(plan)")
    let csv = try Program(["plan", "--format", "csv"] + small.files).output
    // What is due is counted all the same.
    #expect(csv.contains("person,(stops the run)") && csv.contains("person,rights,delete,"), "\(csv)")
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 2 && check.output.contains("STOPS THE RUN person"), "\(check)")
    #expect(try Program(["purge"] + small.files).exitCode == 79)
  }

  @Test("Check counts record sets and not findings, and looks at keys and journal before there is a journal")
  func counted() throws {
    let small = try SmallConfiguration(
      content: "CREATE TABLE person (id INTEGER, ended TEXT)",
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "no",
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """)
    let check = try Program(["check"] + small.files)
    #expect(check.output.split(separator: "\n").count { $0.hasPrefix("REFUSED person") } > 1, "\(check)")
    #expect(check.output.contains("A run would refuse 1 record set(s)."), "\(check.output)")
    for name in ["journal.sqlite", "signing.key"] {
      try FileManager.default.removeItem(at: small.folder.appending(path: name))
    }
    let without = try Program(["check"] + small.files)
    #expect(without.exitCode == 2 && without.output.contains("signing.key"), "\(without)")
    let stores = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: stores, encoding: .utf8)
    try Data(text.replacing("\"journal.sqlite\"", with: "\"no/journal.sqlite\"").utf8).write(to: stores)
    let away = try Program(["check"] + small.files)
    #expect(away.exitCode == 2 && away.output.contains("no such folder"), "\(away)")
  }
}
