import Foundation
import TestConfiguration
import Testing

/// A column that refers by another collation than the column that it refers to: rows of `A` would go with the record `a`.
@Suite struct ReferenceCollationTests {
  private static let content = """
    CREATE TABLE person (code TEXT NOT NULL PRIMARY KEY, nir TEXT, ended TEXT);
    CREATE TABLE paper (id INTEGER PRIMARY KEY, person TEXT);
    CREATE INDEX paper_person ON paper (person);
    INSERT INTO person VALUES ('a', 'a', 'old'), ('A', 'b', 'new');
    INSERT INTO paper VALUES (1, 'a'), (2, 'A');
    """

  private static let recordSets = #"""
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["code"], "subject": "nir",
      "events": {"ended": {"column": "ended", "as": "date"}},
      "dependents": [{"table": "paper", "references": {"person": "code"}, "domain": "none", "reason": "kept with their person"}]}
    """#

  private static func changes(_ engine: TestEngine) -> (blind: [String], exact: [String]) {
    switch engine {
    case .postgresql:
      (
        [
          "CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
          "ALTER TABLE paper ALTER person TYPE text COLLATE blind",
        ], [#"ALTER TABLE paper ALTER person TYPE text COLLATE "C""#]
      )
    case .mariadb:
      (
        ["ALTER TABLE paper MODIFY person varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"],
        ["ALTER TABLE paper MODIFY person varchar(20) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin"]
      )
    }
  }

  @Test(
    "A reference by another collation is refused on a server as it is in a file",
    arguments: TestEngine.allCases)
  func refused(engine: TestEngine) throws {
    let small = try SmallConfiguration(
      content: Self.content, recordSets: Self.recordSets, on: engine,
      arrange: {
        guard engine == .mariadb else { return }
        for (table, column) in [("person", "code"), ("paper", "person")] {
          try $0.run(
            "ALTER TABLE \(table) MODIFY \(column) varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin\(column == "code" ? " NOT NULL" : "")"
          )
        }
      })
    let copy = try #require(small.copy)
    func people() throws -> Set<[String?]> { try small.rows(of: "person", columns: ["code"]) }
    for change in Self.changes(engine).blind { try copy.run(change) }
    let check = try Program(["check"] + small.files)
    #expect(
      check.exitCode == 2 && check.output.contains("give both columns the same collation"),
      "\(check.output) \(check.errors)")
    let refused = try Program(["purge"] + small.files)
    #expect(refused.exitCode != 0, "\(refused.output)")
    #expect(try people().count == 2)
    // Two collations by which texts are equal if their bytes are.
    for change in Self.changes(engine).exact { try copy.run(change) }
    let purge = try Program(["purge"] + small.files)
    #expect(purge.exitCode == 0, "\(purge.output) \(purge.errors)")
    #expect(try people() == [["A"]])
    #expect(try small.rows(of: "paper", columns: ["id"]) == [["2"]])
  }
}
