import Foundation
import SQLite
import Testing

/// Records of two tables that refer to each other: an organisation has an owner, who is one of its members.
@Suite struct CircleTests {
  private static let content = """
    CREATE TABLE organisation (id INTEGER PRIMARY KEY, ended TEXT, owner INTEGER);
    CREATE TABLE member (id INTEGER PRIMARY KEY, organisation INTEGER);
    INSERT INTO organisation VALUES (1, 'old', 10), (2, 'old', 30), (3, 'old', 20), (4, 'old', 50), (5, 'new', 40), (6, 'old', NULL);
    INSERT INTO member VALUES (10, 1), (11, 1), (20, 2), (30, 3), (40, 4), (50, 5), (60, 6);
    CREATE INDEX organisation_ended ON organisation (ended);
    CREATE INDEX organisation_owner ON organisation (owner);
    CREATE INDEX member_organisation ON member (organisation);
    """

  /// SQLite takes references only with the table itself.
  private static let referring = content.replacing(
    "owner INTEGER)", with: "owner INTEGER REFERENCES member (id))"
  )
  .replacing("organisation INTEGER)", with: "organisation INTEGER REFERENCES organisation (id))")

  private static func recordSets(batchRows: Int) -> String {
    """
    "organisation": {"store": "main", "table": "organisation", "domain": "rights", "key": ["id"], "batch": {"rows": \(batchRows)},
      "events": {"ended": {"column": "ended", "as": "date"}},
      "dependents": [{"table": "member", "references": {"organisation": "id"}, "domain": "none", "reason": "a test", "dependents": [
        {"table": "organisation", "references": {"owner": "id"}, "domain": "rights"}]}]}
    """
  }

  private func make(_ engine: TestEngine?, batchRows: Int) throws -> SmallConfiguration {
    try SmallConfiguration(
      content: engine == nil ? Self.referring : Self.content,
      recordSets: Self.recordSets(batchRows: batchRows), on: engine,
      arrange: { copy in
        try copy.run("ALTER TABLE organisation ADD FOREIGN KEY (owner) REFERENCES member (id)")
        try copy.run("ALTER TABLE member ADD FOREIGN KEY (organisation) REFERENCES organisation (id)")
      })
  }

  @Test(
    "A circle goes as a whole, whatever the batch's size; one of which a record is not due stays as a whole",
    arguments: [nil] + TestEngine.allCases.map(Optional.some), [1, 100])
  func circles(engine: TestEngine?, batchRows: Int) throws {
    let small = try make(engine, batchRows: batchRows)
    let (run, report) = try small.purge()
    #expect(run.exitCode == 0 && report["setAside"] as? Int == 0, "\(run.output)\(run.errors)")
    #expect(try small.rows(of: "organisation", columns: ["id"]) == [["4"], ["5"]])
    #expect(try small.rows(of: "member", columns: ["id"]) == [["40"], ["50"]])
    // What stays refers to what it did.
    #expect(
      try small.rows(of: "organisation", columns: ["id", "owner"]) == [["4", "50"], ["5", "40"]])
    let changed = try #require((report["changed"] as? [[String: Any]])?.first)
    #expect(changed["count"] as? Int == 4 && changed["dependents"] as? [String: Int] == ["member": 5])
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test("Two record sets that keep each other are said by a check, with how to bind them")
  func mutual() throws {
    func set(_ table: String, _ dependent: String, _ column: String) -> String {
      """
      "\(table)": {"store": "main", "table": "\(table)", "domain": "rights", "key": ["id"],
        "events": {"ended": {"column": "ended", "as": "date"}},
        "dependents": [{"table": "\(dependent)", "references": {"\(column)": "id"}, "domain": "rights"}]}
      """
    }
    let small = try SmallConfiguration(
      content: Self.referring.replacing(
        "organisation INTEGER REFERENCES", with: "ended TEXT, organisation INTEGER REFERENCES"
      ).replacing("INSERT INTO member VALUES", with: "INSERT INTO member (id, organisation) VALUES")
        + "UPDATE member SET ended = 'old';"
        + "CREATE INDEX member_ended ON member (ended)",
      recordSets: set("organisation", "member", "organisation") + ","
        + set("member", "organisation", "owner"))
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 2, "\(check.output)")
    #expect(
      check.output.contains("record sets organisation and member: each one's rows refer to the other's"),
      "\(check.output)")
    // What keeps each other is past its end, and no success.
    let (run, report) = try small.purge()
    #expect(run.exitCode == 1 && report["status"] as? String == "incomplete", "\(run.output)")
    let overdue = report["overdue"] as? [[String: Any]] ?? []
    #expect(Set(overdue.map { $0["cause"] as? String }) == ["circle"], "\(overdue)")
  }
}
