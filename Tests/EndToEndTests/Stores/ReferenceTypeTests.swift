import Testing

/// References between columns whose types differ, by which a store would not find everything that refers to a record.
@Suite struct ReferenceTypeTests {
  /// A parent's type, a child's, and whether a store compares them as both are written.
  private static let pairs: [(parent: String, child: String, isComparable: Bool)] = [
    ("INTEGER", "INTEGER", true), ("INTEGER", "BIGINT", true), ("INTEGER", "NUMERIC(9)", true),
    ("VARCHAR(20)", "VARCHAR(40)", true), ("VARCHAR(20)", "CHAR(20)", true),
    ("INTEGER", "VARCHAR(20)", false), ("VARCHAR(20)", "INTEGER", false), ("DATE", "VARCHAR(20)", false),
  ]

  @Test(
    "A record to which a column of another type refers is refused, with both types and what to do",
    arguments: pairs, [nil] + TestEngine.allCases)
  func types(types: (parent: String, child: String, isComparable: Bool), engine: TestEngine?) throws {
    // A server's copy of the file has numbers and texts alone.
    guard engine == nil || ["INTEGER", "VARCHAR(20)"].contains(types.parent) else { return }
    guard engine == nil || ["INTEGER", "VARCHAR(20)", "VARCHAR(40)", "CHAR(20)"].contains(types.child) else {
      return
    }
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE person (id \(types.parent) NOT NULL PRIMARY KEY, ended VARCHAR(20));
        CREATE INDEX person_ended ON person (ended);
        CREATE TABLE letter (id INTEGER PRIMARY KEY, person \(types.child), who VARCHAR(40), ended VARCHAR(20));
        CREATE INDEX letter_person ON letter (person); CREATE INDEX letter_ended ON letter (ended);
        """,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}},
          "dependents": [{"table": "letter", "references": {"person": "id"}}]},
        "letter": {"store": "main", "table": "letter", "domain": "rights", "key": ["id"], "subject": "who",
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """, on: engine)
    let check = try Program(["check"] + small.files).output
    let refusal = check.split(separator: "\n").first { $0.contains("REFUSED person") }
    #expect((refusal == nil) == types.isComparable, "\(check)")
    if let refusal {
      #expect(refusal.contains("would be overlooked") && refusal.contains("the same type"), "\(refusal)")
    }
  }
}
