import AuditJournal
import Foundation
import Purging
import TestConfiguration
import Testing

@testable import retentiond

/// Keys whose columns may be null: they name rows as long as no row has null there.
@Suite struct NullableKeyTests {
  /// A column with a unique index, two of them, and what SQLite lets be null although it is a primary key.
  enum Key: String, CaseIterable {
    case unique =
      "code INTEGER, part INTEGER, nir TEXT, ended TEXT); CREATE UNIQUE INDEX person_code ON person (code);"
    case composite =
      "code INTEGER, part INTEGER, nir TEXT, ended TEXT); CREATE UNIQUE INDEX person_code ON person (code, part);"
    case primary = "code TEXT PRIMARY KEY, part INTEGER, nir TEXT, ended TEXT);"

    /// The key of a row, as the shell has it.
    func values(_ code: String) -> [String] { self == .composite ? [code, "1"] : [code] }

    var columns: String { self == .composite ? #"["code", "part"]"# : #"["code"]"# }
  }

  private static let cases: [(engine: TestEngine?, key: Key)] =
    Key.allCases.map { (nil, $0) }
    + TestEngine.allCases.flatMap { engine in [Key.unique, .composite].map { (engine, $0) } }

  private static func content(_ key: Key, _ more: String = "") -> String {
    """
    CREATE TABLE person (\(key.rawValue)
    INSERT INTO person VALUES (1, 1, 'a', 'old'), (2, 1, 'b', 'old'), (3, 1, 'c', 'new'), (4, 1, 'd', 'old'), (5, 1, 'e', 'old')\(more);
    """
  }

  private static func recordSets(_ key: Key) -> String {
    """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": \(key.columns), "subject": "nir", "batch": {"rows": 2},
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """
  }

  private func left(_ small: SmallConfiguration) throws -> Set<String> {
    Set(try small.rows(of: "person", columns: ["nir"]).flatMap(\.self).compactMap(\.self))
  }

  @Test(
    "A key that may be null and is not names rows as any other does, and check says what it costs",
    arguments: cases)
  func full(engine: TestEngine?, key: Key) throws {
    let small = try SmallConfiguration(
      content: Self.content(key), recordSets: Self.recordSets(key), on: engine)
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 0, "\(check.output) \(check.errors)")
    #expect(check.output.contains("code of its key may be NULL"), "\(check.output)")
    #expect(try Program(["explain", "person"] + key.values("1") + small.files).exitCode == 0)
    let purge = try Program(["purge"] + small.files)
    #expect(purge.exitCode == 0, "\(purge.output) \(purge.errors)")
    #expect(try left(small) == ["c"])
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
    let shown = try Program(["journal", "find", "person"] + key.values("4") + small.files)
    #expect(shown.exitCode == 0, "\(shown.output) \(shown.errors)")
  }

  @Test("A row without its key refuses the record set, whichever of its columns is null", arguments: cases)
  func null(engine: TestEngine?, key: Key) throws {
    for row in key == .composite ? ["NULL, 1", "7, NULL", "NULL, NULL"] : ["NULL, 1"] {
      let small = try SmallConfiguration(
        content: Self.content(key, ", (\(row), 'f', 'old')"), recordSets: Self.recordSets(key), on: engine)
      let check = try Program(["check"] + small.files)
      #expect(
        check.exitCode == 2 && check.output.contains("(NULL), so that its key names none of them"),
        "\(row): \(check.output) \(check.errors)")
      let purge = try Program(["purge"] + small.files)
      #expect(purge.exitCode != 0, "\(row): \(purge.output)")
      #expect(try left(small) == ["a", "b", "c", "d", "e", "f"], "\(row)")
    }
  }

  @Test("Rows that come without a key, or lose theirs, while a run works are passed over", arguments: cases)
  func meanwhile(engine: TestEngine?, key: Key) throws {
    let small = try SmallConfiguration(
      content: Self.content(key), recordSets: Self.recordSets(key), on: engine)
    let session = try ServerRuns.session(of: small)
    let context = try session.purgingContext()
    let changes = [
      "INSERT INTO person VALUES (NULL, 1, 'x', '2001-01-01')",
      "INSERT INTO person VALUES (NULL, 1, 'y', '2001-01-01')",
      "INSERT INTO person VALUES (NULL, 2, 'z', '2001-01-01')",
      "UPDATE person SET code = NULL WHERE nir = 'd'",
    ]
    var isDone = false
    _ = try Purger(context).purge(
      clock: { SystemClock.now() },
      observe: {
        guard case .started = $0, !isDone else { return }
        isDone = true
        for change in changes {
          do {
            if let copy = small.copy {
              try copy.run(change)
            } else {
              try SmallConfiguration.fill(small.path, change)
            }
          } catch { Issue.record("\(change): \(error)") }
        }
      })
    #expect(isDone)
    #expect(try left(small) == ["c", "d", "x", "y", "z"])
    let verified = try session.verifyJournal(verifierKey: nil, authorities: []).result
    #expect(verified.findings == [] && verified.openBatches == 0, "\(verified.findings)")
    let next = try Program(["purge"] + small.files)
    #expect(next.exitCode != 0, "\(next.output)")
    #expect(try left(small) == ["c", "d", "x", "y", "z"])
  }
}

/// What is no key: an index that does not hold for all rows, or not at every moment.
@Suite struct NoKeyTests {
  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["code"], "subject": "nir",
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """

  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, code INTEGER NOT NULL, nir TEXT, ended TEXT);
    INSERT INTO person VALUES (1, 1, 'a', 'old');
    """

  @Test("On PostgreSQL an index that tells apart what its column calls equal is no key")
  func collation() throws {
    let small = try SmallConfiguration(
      content: Self.content.replacing("code INTEGER", with: "code TEXT"), recordSets: Self.recordSets,
      on: .postgresql)
    let copy = try #require(small.copy)
    try copy.run("CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false)")
    try copy.run("ALTER TABLE person ALTER code TYPE text COLLATE blind")
    for (index, isKey) in [(#"code COLLATE "C""#, false), ("code", true)] {
      try copy.run("CREATE UNIQUE INDEX i ON person (\(index))")
      let check = try Program(["check"] + small.files)
      #expect(
        check.output.contains("(code) does not identify a row of person") != isKey,
        "\(index): \(check.output)")
      try copy.run("DROP INDEX i")
    }
  }

  @Test(
    "An index over some rows, over an expression, of a prefix or checked later is no key",
    arguments: [TestEngine?.none] + TestEngine.allCases)
  func indexes(engine: TestEngine?) throws {
    let indexes =
      switch engine {
      case nil:
        [
          "CREATE UNIQUE INDEX i ON person (code) WHERE ended IS NOT NULL",
          "CREATE UNIQUE INDEX i ON person (abs(code))",
          "CREATE INDEX i ON person (code)",
        ]
      case .postgresql?:
        [
          "CREATE UNIQUE INDEX i ON person (code) WHERE ended IS NOT NULL",
          "CREATE UNIQUE INDEX i ON person (abs(code))",
          "CREATE INDEX i ON person (code)",
          "ALTER TABLE person ADD CONSTRAINT i UNIQUE (code) DEFERRABLE INITIALLY DEFERRED",
        ]
      case .mariadb?: ["CREATE INDEX i ON person (code)", "CREATE UNIQUE INDEX i ON person (code, id)"]
      }
    for index in indexes {
      let small = try SmallConfiguration(
        content: Self.content, recordSets: Self.recordSets, on: engine)
      if let copy = small.copy { try copy.run(index) } else { try SmallConfiguration.fill(small.path, index) }
      let check = try Program(["check"] + small.files)
      #expect(
        check.exitCode == 2 && check.output.contains("(code) does not identify a row of person"),
        "\(index): \(check.output)")
    }
  }
}
