import Foundation
import Testing

/// What `check` says of undeclared references is what stores.json takes.
@Suite struct PastedReferenceTests {
  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, nir TEXT, ended TEXT);
    CREATE INDEX person_ended ON person (ended);
    CREATE TABLE letter (person INTEGER NOT NULL REFERENCES person (id), number INTEGER NOT NULL, sender INTEGER REFERENCES person (id),
      PRIMARY KEY (person, number));
    CREATE TABLE page (id INTEGER PRIMARY KEY, person INTEGER, letter INTEGER, FOREIGN KEY (person, letter) REFERENCES letter (person, number));
    CREATE TABLE card (id INTEGER PRIMARY KEY, "the 'code'" TEXT REFERENCES person (code));
    CREATE TABLE stamp (id INTEGER PRIMARY KEY, page INTEGER REFERENCES page (id), card INTEGER REFERENCES card (id));
    INSERT INTO person VALUES (1, 'a', '0840588123401', 'old'), (2, 'b', '0840588123402', 'old'), (3, 'c', '0840588123403', 'new');
    INSERT INTO letter VALUES (1, 1, 2), (2, 1, NULL), (3, 1, NULL);
    INSERT INTO page VALUES (1, 1, 1), (2, 3, 1), (3, 2, NULL);
    INSERT INTO card VALUES (1, 'a'), (2, 'c'); INSERT INTO stamp VALUES (1, 1, NULL), (2, NULL, 1), (3, 2, 2);
    """
  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """

  /// Adds a dependent wherever a table of that name stands.
  private func adding(_ dependent: Any, to table: String, in value: Any) -> Any {
    if let list = value as? [Any] { return list.map { adding(dependent, to: table, in: $0) } }
    guard var members = value as? [String: Any] else { return value }
    members = members.mapValues { adding(dependent, to: table, in: $0) }
    if members["table"] as? String == table {
      members["dependents"] = (members["dependents"] as? [Any] ?? []) + [dependent]
    }
    return members
  }

  @Test(
    "Undeclared references are refused, level by level, with the JSON that stores.json takes once it has the domain; what it declares goes",
    arguments: [nil] + TestEngine.allCases)
  func pasted(engine: TestEngine?) throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets, on: engine)
    // A table of the same name in another schema refers here, too.
    let other = small.copy.map { $0.name + "b.x" }
    if let copy = small.copy, let other {
      let mark = engine == .mariadb ? "`" : "\""
      let schema = mark + other + mark
      try copy.run("CREATE \(engine == .mariadb ? "DATABASE" : "SCHEMA") \(schema)")
      let odd = engine == .mariadb ? "`odd \"name`" : "\"odd \"\"name\""
      try copy.run(
        """
        CREATE TABLE \(schema).letter (id bigint PRIMARY KEY, \(odd) bigint, \
        FOREIGN KEY (\(odd)) REFERENCES \(copy.name).person (id) ON DELETE CASCADE)
        """)
      try copy.run("INSERT INTO \(schema).letter VALUES (1, 1), (2, 3)")
    }
    defer {
      if let copy = small.copy, let other {
        try? copy.run(engine == .mariadb ? "DROP DATABASE `\(other)`" : "DROP SCHEMA \"\(other)\" CASCADE")
      }
    }
    let file = small.folder.appending(path: "stores.json")
    var rounds = 0
    while true {
      let check = try Program(["check"] + small.files)
      let wanted = check.output.matches(
        of:
          #/refer to (\S+) \(ON DELETE [A-Z ]+\): declare them under `dependents` of \S+ as (\{.*?\}(?:, "domain": "\?")?\})/#
      )
      if wanted.isEmpty {
        #expect(check.exitCode == 0, "\(check.output)")
        break
      }
      #expect(check.exitCode != 0)
      rounds += 1
      try #require(rounds < 6, "\(check.output)")
      var stores = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
      for match in wanted {
        let dependent = try JSONSerialization.jsonObject(
          with: Data(match.2.replacing("\"?\"", with: "\"rights\"").utf8))
        stores = adding(dependent, to: String(match.1), in: stores)
      }
      try JSONSerialization.data(withJSONObject: stores).write(to: file)
    }
    #expect(rounds == 3, "three levels are declared one after the other")
    let plan = try Program(["plan", "--format", "json"] + small.files)
    let digest = try #require(
      plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#), "\(plan.errors)"
    ).1
    #expect(try Program(["approve", String(digest)] + small.files).exitCode == 0)
    let (run, report) = try small.purge()
    #expect(run.exitCode == 0, "\(run.errors)")
    let dependents = (report["changed"] as? [[String: Any]])?.first?["dependents"] as? [String: Int]
    var expected = ["letter": 2, "page": 1, "card": 1, "stamp": 2]
    if let other { expected["\"\(other)\".letter"] = 1 }
    #expect(dependents == expected, "\(report)")
    #expect(try small.rows(of: "person", columns: ["id"]) == [["3"]])
    #expect(try small.rows(of: "letter", columns: ["person"]) == [["3"]])
    #expect(try small.rows(of: "page", columns: ["id"]) == [["2"], ["3"]])
    #expect(try small.rows(of: "stamp", columns: ["id"]) == [["3"]])
  }
}
