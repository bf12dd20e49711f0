import Foundation
import SQLite
import TestConfiguration
import TestServers
import Testing

/// A trigger that a database administrator reviews by what `check` prints.
@Suite struct ReviewedTriggerTests {
  private static func make(on engine: TestEngine?) throws -> SmallConfiguration {
    try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX person_ended ON person (ended);
        INSERT INTO person VALUES (1, 'old'), (2, 'new');
        CREATE TABLE audit (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX audit_ended ON audit (ended);
        """,
      recordSets: ["person", "audit"].map {
        """
        "\($0)": {"store": "main", "table": "\($0)", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """
      }.joined(separator: ", "), on: engine)
  }

  /// Makes the trigger, which keeps the number of each person that goes, or makes it anew.
  private static func make(_ number: String, _ small: SmallConfiguration) throws {
    let insert = "INSERT INTO audit (id, ended) VALUES (\(number), '\(SmallConfiguration.yesterday)')"
    switch small.copy?.engine {
    case nil:
      try Connection(path: small.path, mode: .readWrite, busySeconds: 5).execute(
        "DROP TRIGGER IF EXISTS kept; CREATE TRIGGER kept AFTER DELETE ON person BEGIN \(insert); END")
    case .mariadb:
      try small.copy?.run("CREATE OR REPLACE TRIGGER kept AFTER DELETE ON person FOR EACH ROW \(insert)")
    case .postgresql:
      let schema = small.copy?.name ?? ""
      try small.copy?.run(
        """
        CREATE OR REPLACE FUNCTION kept() RETURNS trigger LANGUAGE plpgsql SET search_path = \(schema), pg_temp
        AS $$ BEGIN \(insert); RETURN NULL; END $$;
        CREATE OR REPLACE TRIGGER kept AFTER DELETE ON person FOR EACH ROW EXECUTE FUNCTION kept()
        """)
    }
  }

  /// Puts an entry into stores.json, in the place of what it has, and approves it.
  private static func review(_ entry: String, _ small: SmallConfiguration) throws {
    let file = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: file, encoding: .utf8).replacing(
      #/"triggers": \[.*?\]\}\], /#, with: "")
    try Data(text.replacing("\"main\": {", with: "\"main\": {\"triggers\": [\(entry)], ").utf8).write(
      to: file)
    try approve(small)
  }

  private static func approve(_ small: SmallConfiguration) throws {
    let plan = try Program(["plan", "--format", "json"] + small.files)
    let digest = try #require(
      plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#), "\(plan.output) \(plan.errors)"
    ).1
    let approval = try Program(["approve", String(digest)] + small.files)
    try #require(approval.exitCode == 0, "\(approval.errors)")
  }

  @Test(
    "What check prints of a trigger lets it run, until it is changed",
    arguments: [TestEngine?.none] + TestEngine.allCases)
  func pasted(engine: TestEngine?) throws {
    let small = try Self.make(on: engine)
    try Self.make("OLD.id", small)
    func printed() throws -> String {
      let check = try Program(["check"] + small.files)
      #expect(check.exitCode == 2)
      let line = try #require(
        check.output.firstMatch(
          of: #/\{"table": "person", "name": "kept", "sha256": "[0-9a-f]{64}", "writes": \[\]\}/#),
        "\(check.output) \(check.errors)")
      return String(line.0).replacing("[]", with: "[\"audit\"]")
    }
    #expect(try small.purge().program.exitCode != 0)
    let first = try printed()
    try Self.review(first, small)
    #expect(try Program(["check"] + small.files).exitCode == 0)
    let purge = try small.purge().program
    #expect(purge.exitCode == 0, "\(purge.output) \(purge.errors)")
    #expect(try small.rows(of: "person", columns: ["id"]) == [["2"]])
    #expect(try small.rows(of: "audit", columns: ["id"]) == [["1"]])
    let verify = try Program(["journal", "verify"] + small.files)
    #expect(verify.exitCode == 0, "\(verify.errors)")
    try Self.make("OLD.id + 1000", small)
    #expect(try printed() != first)
    #expect(try small.purge().program.exitCode != 0)
  }

  @Test(
    "An account with what `grants` prints, and with what a function writes, is enough for a reviewed trigger",
    arguments: TestEngine.allCases)
  func leastRights(engine: TestEngine) throws {
    let small = try Self.make(on: engine)
    let copy = try #require(small.copy)
    try Self.make("OLD.id", small)
    let check = try Program(["check"] + small.files)
    let line = try #require(
      check.output.firstMatch(of: #/\{"table": "person", "name": "kept"[^}]*\}/#), "\(check.output)")
    try Self.review(String(line.0).replacing("[]", with: "[\"audit\"]"), small)
    let account = "a_" + copy.name
    try copy.run(
      engine == .postgresql ? "CREATE ROLE \(account) LOGIN" : "CREATE USER \(account)@localhost")
    defer {
      try? copy.run(
        engine == .postgresql
          ? "DROP OWNED BY \(account); DROP ROLE \(account)" : "DROP USER \(account)@localhost")
    }
    let grants = try Program(["grants", "--changer", account, "main"] + small.files)
    for grant in grants.output.split(separator: "\n")
    where grant.hasPrefix("GRANT ") && grant.contains(account) {
      try copy.run(String(grant))
    }
    // A function of PostgreSQL runs as who sets it off; a trigger of MariaDB as who made it.
    if engine == .postgresql { try copy.run("GRANT INSERT ON audit TO \(account)") }
    let file = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacing(#/"user": "\w+"/#, with: "\"user\": \"\(account)\"").utf8).write(to: file)
    try Self.approve(small)
    let purge = try small.purge().program
    #expect(purge.exitCode == 0, "\(grants.output) \(purge.output) \(purge.errors)")
    #expect(try small.rows(of: "audit", columns: ["id"]) == [["1"]])
  }

  @Test(
    "A reviewed trigger that writes what it does not declare leaves everything as it was, and the run says so",
    arguments: [TestEngine?.none] + TestEngine.allCases)
  func undeclared(engine: TestEngine?) throws {
    let small = try Self.make(on: engine)
    try Self.make("OLD.id", small)
    let check = try Program(["check"] + small.files)
    let line = try #require(
      check.output.firstMatch(of: #/\{"table": "person", "name": "kept"[^}]*\}/#), "\(check.output)")
    try Self.review(String(line.0), small)
    let purge = try small.purge().program
    #expect(purge.exitCode != 0)
    #expect(
      (purge.output + purge.errors).contains("a reviewed trigger writes what its entry"),
      "\(purge.output) \(purge.errors)")
    #expect(try small.rows(of: "person", columns: ["id"]).count == 2)
    #expect(try small.rows(of: "audit", columns: ["id"]).isEmpty)
  }
}
