import Foundation
import SQLite
import TestConfiguration
import TestServers
import Testing

/// What an account may not do is known before a run, and `grants` prints what it needs.
@Suite struct RightsTests {
  private static let rules = TestRules.file(
    TestRules.domain(
      "rights", facts: #"{"kind": ["a", "b"]}"#, TestRules.rule("rights", when: #"{"kind": ["a", "b"]}"#)),
    TestRules.domain(
      "visits", TestRules.rule("visits", period: "P50Y", TestRules.first("pseudonymise", after: "P5Y"))),
    TestRules.domain(
      "files", TestRules.rule("files", period: "P50Y", TestRules.first("archive", after: "P5Y"))))

  private static let content =
    """
    CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT, kind TEXT, note TEXT, above INTEGER REFERENCES person (id));
    CREATE INDEX person_ended ON person (ended); CREATE INDEX person_above ON person (above);
    CREATE TABLE letter (id INTEGER PRIMARY KEY, person INTEGER REFERENCES person (id), nir TEXT, body TEXT, answers INTEGER REFERENCES letter (id));
    CREATE INDEX letter_person ON letter (person); CREATE INDEX letter_answers ON letter (answers);
    CREATE TABLE visit (id INTEGER PRIMARY KEY, name TEXT, ended TEXT, done TEXT, note TEXT); CREATE INDEX visit_ended ON visit (ended);
    CREATE TABLE dossier (id INTEGER PRIMARY KEY, ended TEXT, note TEXT); CREATE INDEX dossier_ended ON dossier (ended);
    CREATE TABLE sort (id INTEGER PRIMARY KEY, kind TEXT, note TEXT); INSERT INTO sort VALUES (1, 'a', 'x');
    CREATE TABLE plain (id INTEGER PRIMARY KEY, ended TEXT, note TEXT, sort INTEGER REFERENCES sort (id)); CREATE INDEX plain_ended ON plain (ended);
    CREATE INDEX plain_sort ON plain (sort);
    INSERT INTO plain VALUES (1, 'old', 'x', 1), (2, 'new', 'x', 1);
    CREATE TABLE cold (id INTEGER PRIMARY KEY, ended TEXT, note TEXT); CREATE INDEX cold_ended ON cold (ended);
    INSERT INTO person VALUES (1, '0840588123401', 'old', 'a', 'x', NULL), (2, '0840588123402', 'new', 'b', 'x', NULL),
      (3, '0840588123403', 'old', 'b', 'x', 4), (4, '0840588123404', 'old', 'b', 'x', 3);
    INSERT INTO letter VALUES (1, 1, '0840588123401', 'x', NULL), (2, 2, '0840588123402', 'x', NULL), (3, NULL, '0840588123401', 'x', 1), (4, 1, '0840588123401', 'x', 3);
    INSERT INTO visit VALUES (1, 'A', 'old', NULL, 'x'), (2, 'B', 'new', NULL, 'x');
    INSERT INTO dossier VALUES (1, 'old', 'x'), (2, 'new', 'x');
    """

  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
      "events": {"ended": {"column": "ended", "as": "date"}}, "conditions": {"kind": {"column": "kind"}},
      "dependents": [{"table": "letter", "references": {"person": "id"}, "subject": "nir", "domain": "none", "reason": "kept with their record",
          "dependents": [{"table": "letter", "references": {"answers": "id"}}]},
        {"table": "person", "references": {"above": "id"}}]},
    "plain": {"store": "main", "table": "plain", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}, "conditions": {"kind": {"parent": {"table": "sort", "references": {"sort": "id"}, "column": "kind"}}}},
    "visit": {"store": "main", "table": "visit", "domain": "visits", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}},
      "pseudonymise": {"marker": {"column": "done", "as": "date"}, "columns": {"name": {"transform": "null"}}}},
    "dossier": {"store": "main", "table": "dossier", "domain": "files", "key": ["id"], "archive": {"to": "cold"},
      "events": {"ended": {"column": "ended", "as": "date"}}},
    "cold": {"store": "main", "table": "cold", "domain": "files", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """

  /// A configuration on a server, with two accounts there that may do nothing.
  private struct Server {
    let small: SmallConfiguration
    let reader: String
    let changer: String
    let copy: CopiedDatabase

    init(_ engine: TestEngine) throws {
      small = try SmallConfiguration(
        content: RightsTests.content, recordSets: RightsTests.recordSets, on: engine, rules: RightsTests.rules
      )
      copy = try #require(small.copy)
      (reader, changer) = ("r_" + copy.name, "c_" + copy.name)
      for name in [reader, changer] {
        try copy.run(engine == .postgresql ? "CREATE ROLE \(name) LOGIN" : "CREATE USER \(name)@localhost")
      }
      if engine == .postgresql {
        try copy.run(
          "CREATE TABLE ledger (journal text NOT NULL, batch text NOT NULL, at text NOT NULL, PRIMARY KEY (journal, batch))"
        )
      } else {
        try copy.run(
          "CREATE TABLE ledger (journal varchar(255) NOT NULL, batch varchar(64) NOT NULL, at varchar(40) NOT NULL, "
            + "PRIMARY KEY (journal, batch)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
      }
      let stores = small.folder.appending(path: "stores.json")
      let text = try String(contentsOf: stores, encoding: .utf8)
      let definition = try copy.definition
      try Data(
        text.replacing(definition, with: definition.dropLast() + #", "ledger": "ledger"}"#).utf8
      ).write(to: stores)
    }

    /// Has stores.json name an account, and agrees to it.
    func use(_ account: String) throws {
      let stores = small.folder.appending(path: "stores.json")
      let text = try String(contentsOf: stores, encoding: .utf8)
      try Data(text.replacing(#/"user": "\w+"/#, with: "\"user\": \"\(account)\"").utf8).write(to: stores)
    }

    func approve() throws {
      let plan = try Program(["plan", "--format", "json"] + small.files)
      let digest = try #require(plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)).1
      let approved = try Program(["approve", String(digest)] + small.files)
      #expect(approved.exitCode == 0, "\(approved)")
    }

    func drop() throws {
      for name in [reader, changer] {
        try copy.run(
          copy.engine == .postgresql
            ? "DROP OWNED BY \(name); DROP ROLE \(name)" : "DROP USER \(name)@localhost")
      }
    }
  }

  /// The statements among what `grants` or a refusal prints.
  private func statements(_ text: String, to account: String? = nil) -> [String] {
    text.split(separator: "\n").map(String.init).filter { line in
      line.hasPrefix("GRANT ") && (account.map { line.contains($0) } ?? true)
    }
  }

  /// Gives the account that changes what `grants` prints for it, and goes on as that.
  private func becomeChanger(on server: Server) throws {
    let printed = try Program(["grants", "--changer", server.changer, "main"] + server.small.files)
    for statement in statements(printed.output, to: server.changer) { try server.copy.run(statement) }
    try server.use(server.changer)
  }

  @Test(
    "The accounts that `grants` prints can do what they are for: one plans and checks, the other purges, and neither more",
    arguments: TestEngine.allCases)
  func grants(engine: TestEngine) throws {
    let server = try Server(engine)
    let small = server.small
    let printed = try Program(
      ["grants", "--reader", server.reader, "--changer", server.changer, "main"] + small.files)
    #expect(printed.exitCode == 0, "\(printed)")
    for statement in statements(printed.output) { try server.copy.run(statement) }
    // No word of a reader's lets it change anything.
    let reading = statements(printed.output, to: server.reader)
    #expect(!reading.isEmpty)
    for word in ["DELETE", "UPDATE", "INSERT", "TRIGGER", "ALL"] {
      #expect(!reading.contains { $0.contains(word) }, "\(reading)")
    }
    if engine == .postgresql { #expect(!reading.contains { $0.contains("note") }, "by column: \(reading)") }
    // Letters answer each other, and go level by level; nothing of them is updated.
    let changing = statements(printed.output, to: server.changer).filter { $0.contains("letter") }
    #expect(!changing.isEmpty)
    let lock = changing.flatMap { $0.matches(of: #/UPDATE (?:\(([^)]*)\))?/#).map { $0.1 ?? "*" } }
    #expect(lock.allSatisfy { $0.replacing("\"", with: "") == "person" }, "\(changing)")
    try server.use(server.reader)
    for command in [["plan"], ["check"], ["check", "--data"], ["plan", "--forecast", "P2M"]] {
      let looked = try Program(command + ["--reading-only"] + small.files)
      #expect(looked.exitCode == 0, "\(command): \(looked)")
    }
    let refused = try Program(["check"] + small.files)
    #expect(refused.exitCode == 2 && refused.output.contains("REFUSED person"), "\(refused)")
    try server.use(server.changer)
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 0, "\(check)")
    #expect(!check.output.contains("remark store") && !check.output.contains("owns it"), "\(check.output)")
    try server.approve()
    // Holds are asked about in another way than without one.
    let hold = try Program(
      ["hold", "add", "--subject", "-", "--reference", "A", "--reason", "suit"] + small.files,
      input: "0840588123402\n")
    #expect(hold.exitCode == 0, "\(hold)")
    let purged = try Program(["purge"] + small.files)
    #expect(purged.exitCode == 0, "\(purged.output)\(purged.errors)")
    #expect(try small.rows(of: "person", columns: ["id"]) == [["2"]])
    #expect(try small.rows(of: "letter", columns: ["id"]) == [["2"]])
    #expect(try small.rows(of: "plain", columns: ["id"]) == [["2"]])
    #expect(try small.rows(of: "visit", columns: ["id", "name"]) == [["1", nil], ["2", "B"]])
    #expect(try small.rows(of: "dossier", columns: ["id"]) == [["2"]])
    #expect(try small.rows(of: "cold", columns: ["id"]) == [["1"]])
    #expect(try Program(["reconcile", "--purge"] + small.files).exitCode == 0)
    try server.drop()
  }

  @Test(
    "An account that only reads is refused in check and plan with the GRANT that mends it, and what is due is counted all the same",
    arguments: TestEngine.allCases)
  func onlySelect(engine: TestEngine) throws {
    let server = try Server(engine)
    let small = server.small
    let reader = engine == .postgresql ? server.reader : "\(server.reader)@localhost"
    for table in ["person", "letter", "plain", "sort", "visit", "dossier", "cold", "ledger"] {
      try server.copy.run("GRANT SELECT ON \(table) TO \(reader)")
    }
    if engine == .postgresql { try server.copy.run("GRANT USAGE ON SCHEMA \(server.copy.name) TO \(reader)") }
    try server.use(server.reader)
    let plan = try Program(["plan", "--format", "csv"] + small.files)
    #expect(plan.exitCode == 4 && plan.output.contains("person,(refused)"), "\(plan)")
    #expect(plan.output.contains("person,rights,delete,"), "\(plan)")
    var check = try Program(["check"] + small.files)
    #expect(check.exitCode == 2 && check.output.contains("A run would refuse 5 record set(s)."), "\(check)")
    for _ in 1...3 where check.exitCode != 0 {
      for line in check.output.split(separator: "\n") where line.hasPrefix("REFUSED") {
        let grant = try #require(line.firstRange(of: "GRANT "), "\(line)")
        try server.copy.run(String(line[grant.lowerBound...]))
      }
      check = try Program(["check"] + small.files)
    }
    #expect(check.exitCode == 0, "\(check)")
    try server.approve()
    let purged = try Program(["purge"] + small.files)
    #expect(purged.exitCode == 0, "\(purged.output)\(purged.errors)")
    try server.drop()
  }

  @Test(
    "A session in which no commit can last is refused by check and plan as by a purge, and not to an account that only reads"
  )
  func readOnlySession() throws {
    let server = try Server(.postgresql)
    let small = server.small
    try becomeChanger(on: server)
    try server.approve()
    try server.copy.run("ALTER ROLE \(server.changer) SET default_transaction_read_only = on")
    for (command, exitCode) in [(["check"], 2), (["plan"], 4), (["purge"], 1)] as [([String], Int32)] {
      let program = try Program(command + small.files)
      #expect(program.exitCode == exitCode, "\(command): \(program)")
      #expect(program.output.contains("default_transaction_read_only = on"), "\(command): \(program)")
    }
    #expect(try Program(["plan", "--reading-only"] + small.files).exitCode == 0)
    try server.drop()
  }

  @Test("Each right that is taken from the account is named in check", arguments: TestEngine.allCases)
  func eachRight(engine: TestEngine) throws {
    let server = try Server(engine)
    let small = server.small
    let printed = try Program(["grants", "--changer", server.changer, "main"] + small.files)
    let all = statements(printed.output, to: server.changer)
    for statement in all { try server.copy.run(statement) }
    try server.use(server.changer)
    #expect(try Program(["check"] + small.files).exitCode == 0)
    for statement in all {
      // The list of privileges, but for commas in brackets.
      let list = try #require(statement.firstMatch(of: #/GRANT (.+?) ON (.+) TO (.+)/#))
      let privileges = list.1.matches(of: #/[A-Z]+(?: \([^)]*\))?/#).map { String($0.0) }
      for privilege in privileges {
        try server.copy.run("REVOKE \(privilege) ON \(list.2) FROM \(list.3)")
        let check = try Program(["check"] + small.files)
        #expect(
          check.exitCode == 2 && check.output.contains("REFUSED"), "\(privilege) ON \(list.2): \(check)")
        try server.copy.run("GRANT \(privilege) ON \(list.2) TO \(list.3)")
      }
    }
    #expect(try Program(["check"] + small.files).exitCode == 0)
    try server.drop()
  }

  @Test(
    "Check warns of a superuser, of an owner and of BYPASSRLS; rows that a policy hides refuse their record set"
  )
  func excess() throws {
    let server = try Server(.postgresql)
    let small = server.small
    #expect(try Program(["check"] + small.files).output.contains("is a superuser"))
    try becomeChanger(on: server)
    try server.copy.run("ALTER ROLE \(server.changer) BYPASSRLS")
    let bypassing = try Program(["check"] + small.files)
    #expect(bypassing.exitCode == 0 && bypassing.output.contains("has BYPASSRLS"), "\(bypassing)")
    try server.copy.run(
      "ALTER ROLE \(server.changer) NOBYPASSRLS; ALTER TABLE visit ENABLE ROW LEVEL SECURITY")
    let hidden = try Program(["check"] + small.files)
    #expect(
      hidden.exitCode == 2 && hidden.output.contains("REFUSED visit: visit: row-level security hides rows"),
      "\(hidden)")
    try server.copy.run("ALTER TABLE visit OWNER TO \(server.changer)")
    let owning = try Program(["check"] + small.files)
    #expect(owning.exitCode == 0 && owning.output.contains("owns it"), "\(owning)")
    try server.copy.run("ALTER TABLE visit OWNER TO tester")
    try server.drop()
  }

  @Test(
    "A role that owns nothing cannot write tables anew: exit code 1, what was done, and no entry that says it was",
    arguments: TestEngine.allCases)
  func scrub(engine: TestEngine) throws {
    let server = try Server(engine)
    let small = server.small
    try becomeChanger(on: server)
    try server.approve()
    let scrubbed = try Program(["scrub", "--rewrite", "--purge-binary-logs"] + small.files)
    #expect(scrubbed.exitCode == 1 && scrubbed.errors.contains("person"), "\(scrubbed)")
    #expect(
      scrubbed.output.contains(
        "NOT SCRUBBED  table files: cold, dossier, letter, person, plain, sort, visit"),
      "what is left is said: \(scrubbed)")
    let entries = try Program(["journal", "show", "--json"] + small.files).output
    #expect(entries.contains("retentiond.store.erased") && !entries.contains(#""rewritten":true"#))
    #expect(!entries.contains(#""logsDropped":true"#))
    // What was asked stands beside what was done, and why it was not.
    #expect(entries.contains(#""asked":{"dropLogs":true,"rewrite":true}"#), "\(entries)")
    #expect(entries.contains(#""undone":["#) && !entries.contains(#""tables":["#), "\(entries)")
    try server.drop()
  }

  // MARK: Files

  /// What keeps the service's account from writing.
  enum Lock: CaseIterable { case file, folder, walFile }

  @Test("A file or folder that may not be written is refused before a run", arguments: Lock.allCases)
  func readOnlyFile(lock: Lock) throws {
    let small = try SmallConfiguration(
      content:
        "CREATE TABLE person (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX e ON person (ended); INSERT INTO person VALUES (1, 'old');",
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """)
    // The database lies in a folder of its own, and all the rest belongs to whom the service runs as.
    let data = small.folder.appending(path: "data")
    try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
    let path = data.appending(path: "main.sqlite").path
    try FileManager.default.moveItem(atPath: small.path, toPath: path)
    let stores = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: stores, encoding: .utf8)
    try Data(text.replacing(#""path": "main.sqlite""#, with: #""path": "data/main.sqlite""#).utf8).write(
      to: stores)
    if lock == .walFile { try Data().write(to: URL(filePath: path + "-wal")) }
    let nobody = "nobody"
    try ServiceAccount.give(small.folder.path, to: nobody)
    let allowed = try Program(["check"] + small.files, as: nobody)
    #expect(allowed.exitCode == 0, "\(allowed)")
    let place =
      switch lock {
      case .file: path
      case .folder: data.path
      case .walFile: path + "-wal"
      }
    try ServiceAccount.lock(place)
    for (command, exitCode) in [("check", 2), ("plan", 4)] as [(String, Int32)] {
      let refused = try Program([command] + small.files, as: nobody)
      #expect(
        refused.exitCode == exitCode && refused.output.contains("REFUSED person: \(place) cannot be written"),
        "\(command): \(refused)")
    }
    let looked = try Program(["plan", "--reading-only"] + small.files, as: nobody)
    #expect(looked.exitCode == 0, "\(looked)")
  }
}

/// Another account than root, for whom permissions mean nothing.
enum ServiceAccount {
  static func give(_ folder: String, to account: String) throws {
    guard geteuid() == 0 else { return }
    let process = try Process.run(URL(filePath: "/usr/bin/env"), arguments: ["chown", "-R", account, folder])
    process.waitUntilExit()
  }

  /// Takes it from the account, and leaves it to be read.
  static func lock(_ place: String) throws {
    let isFolder = URL(filePath: place).hasDirectoryPath || !place.contains("sqlite")
    if geteuid() == 0 {
      let process = try Process.run(URL(filePath: "/usr/bin/env"), arguments: ["chown", "root", place])
      process.waitUntilExit()
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: isFolder ? 0o555 : 0o444], ofItemAtPath: place)
  }
}
