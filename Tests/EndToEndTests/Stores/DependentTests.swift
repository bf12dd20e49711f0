import AuditJournal
import Foundation
import SQLite
import Testing

/// Records that others refer to, three levels deep: what stays and what goes, on every engine.
@Suite struct DependentTests {
  private static func recordSet(_ table: String, _ key: String, _ event: String, _ dependents: String)
    -> String
  {
    """
    "\(table)": {"store": "main", "table": "\(table)", "domain": "rights", "key": [\(key)], "subject": "nir", "batch": {"rows": 2},
      "events": {"ended": {"column": "\(event)", "as": "date"}}, "dependents": [\(dependents)]}
    """
  }

  private static let recordSets = """
    \(recordSet("person", #""id""#, "ended", #"{"table": "claim", "references": {"person": "id"}}, {"table": "person", "references": {"guardian": "id"}}"#)),
    \(recordSet("claim", #""person", "number""#, "closed", #"{"table": "payment", "references": {"person": "person", "claim": "number"}}"#)),
    \(recordSet("payment", #""id""#, "paid", #"{"table": "note", "references": {"payment": "id"}, "domain": "none", "reason": "they are kept as long as their record is"}"#))
    """

  /// Rows of before the period's end, and of yesterday.
  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT, guardian INTEGER REFERENCES person (id));
    CREATE INDEX person_ended ON person (ended); CREATE INDEX person_guardian ON person (guardian);
    CREATE TABLE claim (person INTEGER NOT NULL REFERENCES person (id), number INTEGER NOT NULL, nir TEXT, closed TEXT,
      PRIMARY KEY (person, number));
    CREATE INDEX claim_closed ON claim (closed);
    CREATE TABLE payment (id INTEGER PRIMARY KEY, person INTEGER, claim INTEGER, nir TEXT, paid TEXT,
      FOREIGN KEY (person, claim) REFERENCES claim (person, number));
    CREATE INDEX payment_paid ON payment (paid); CREATE INDEX payment_claim ON payment (person, claim);
    CREATE TABLE note (id INTEGER PRIMARY KEY, payment INTEGER REFERENCES payment (id));
    CREATE INDEX note_payment ON note (payment);
    INSERT INTO person VALUES (1, '0840588123401', 'old', NULL), (2, '0840588123402', 'old', NULL), (3, '0840588123403', 'old', NULL),
      (4, '0840588123404', 'old', NULL), (5, '0840588123405', 'new', NULL), (6, '0840588123406', 'old', NULL),
      (7, '0840588123407', 'old', 6), (8, '0840588123408', 'old', NULL), (9, '0840588123409', 'new', 8), (10, '0840588123410', 'old', NULL);
    INSERT INTO claim VALUES (2, 1, '0840588123402', 'old'), (3, 1, '0840588123403', 'old'), (4, 1, '0840588123444', 'old'),
      (10, 1, '0840588123410', 'new'), (10, 2, '0840588123410', 'old');
    INSERT INTO payment VALUES (21, 2, 1, '0840588123402', 'old'), (31, 3, 1, '0840588123403', 'new'), (32, 3, 1, '0840588123403', 'old'),
      (41, 4, 1, '0840588123404', 'old');
    INSERT INTO note VALUES (1, 21), (2, 31), (3, 32);
    """

  private static let engines: [TestEngine?] = [nil] + TestEngine.allCases

  @Test(
    "What goes and what stays is the same on every engine, and what a plan said; explain says who keeps whom",
    arguments: engines)
  func threeLevels(engine: TestEngine?) throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets, on: engine)
    let files = small.files
    let hold = try Program(
      ["hold", "add", "--subject", "-", "--reference", "case 1", "--reason", "suit"] + files,
      input: "0840588123444\n")
    try #require(hold.exitCode == 0, "\(hold.errors)")
    let plan = try Program(["plan", "--format", "csv"] + files)
    let lines = plan.output.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let (due, blocked) = try (
      #require(lines[0].firstIndex(of: "DUE")), #require(lines[0].firstIndex(of: "BLOCKED"))
    )
    let planned = Dictionary(uniqueKeysWithValues: lines.dropFirst().map { ($0[0], [$0[due], $0[blocked]]) })
    #expect(
      planned == ["person": ["4", "4"], "claim": ["2", "1"], "payment": ["2", "0"]], "\(plan.output)")

    func explained(_ arguments: String...) throws -> String {
      try Program(["explain"] + arguments + files).output
    }
    #expect(try explained("person", "3").contains("blocked"))
    #expect(try explained("person", "3").contains("1 of payment"))
    #expect(try explained("person", "4").contains("1 of claim"))
    #expect(try explained("person", "8").contains("1 of person"))
    #expect(try explained("claim", "3", "1").contains("1 of payment"))
    #expect(try explained("person", "2").contains("due: delete"))

    let (run, report) = try small.purge()
    #expect(run.exitCode == 0, "\(run.errors)")
    let changed = try #require(report["changed"] as? [[String: Any]])
    let counts = Dictionary(
      uniqueKeysWithValues: changed.map { ($0["recordSet"] as? String ?? "", $0["count"] as? Int ?? 0) })
    #expect(counts == ["person": 4, "claim": 2, "payment": 2], "\(counts)")
    #expect(
      (changed.last { $0["recordSet"] as? String == "payment" }?["dependents"] as? [String: Int]) == [
        "note": 2
      ])

    #expect(try small.rows(of: "person", columns: ["id"]) == [["3"], ["4"], ["5"], ["8"], ["9"], ["10"]])
    #expect(
      try small.rows(of: "claim", columns: ["person", "number"]) == [["3", "1"], ["4", "1"], ["10", "1"]])
    #expect(
      try small.rows(of: "payment", columns: ["id"]) == [["31"], ["41"]], "a held claim keeps its payment")
    #expect(try small.rows(of: "note", columns: ["id"]) == [["2"]])

    let overdue = try #require(report["overdue"] as? [[String: Any]])
    #expect(
      overdue.first { $0["recordSet"] as? String == "person" }?["cause"] as? String == "blocked", "\(overdue)"
    )
    // Each record has evidence of its own, those below others, too.
    for record in [["person", "7"], ["claim", "10", "2"], ["payment", "32"]] {
      #expect(try Program(["journal", "find"] + record + files).exitCode == 0, "\(record)")
    }
    #expect(try Program(["journal", "find", "person", "3"] + files).exitCode == 66)
    #expect(try Program(["journal", "verify"] + files).exitCode == 0)
  }
}
