import Foundation
import Testing

/// One schema with foreign keys three levels deep, on each engine: composite keys, tables that refer to themselves, two references to one parent, a
/// parent by a unique key that is not its primary one, periods of their own on the way, holds on those at the end of it.
@Suite struct SameResultTests {
  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, nir TEXT, ended TEXT, guardian INTEGER REFERENCES person (id));
    CREATE INDEX person_ended ON person (ended); CREATE INDEX person_guardian ON person (guardian);
    CREATE TABLE claim (person INTEGER NOT NULL REFERENCES person (id), number INTEGER NOT NULL, nir TEXT, closed TEXT,
      payer INTEGER REFERENCES person (id), before INTEGER, PRIMARY KEY (person, number),
      FOREIGN KEY (person, before) REFERENCES claim (person, number));
    CREATE INDEX claim_closed ON claim (closed); CREATE INDEX claim_payer ON claim (payer); CREATE INDEX claim_before ON claim (person, before);
    CREATE TABLE payment (id INTEGER PRIMARY KEY, person INTEGER, claim INTEGER, nir TEXT, paid TEXT,
      FOREIGN KEY (person, claim) REFERENCES claim (person, number));
    CREATE INDEX payment_paid ON payment (paid); CREATE INDEX payment_claim ON payment (person, claim);
    CREATE TABLE note (id INTEGER PRIMARY KEY, payment INTEGER REFERENCES payment (id), answers INTEGER REFERENCES note (id));
    CREATE INDEX note_payment ON note (payment); CREATE INDEX note_answers ON note (answers);
    CREATE TABLE card (number INTEGER PRIMARY KEY, code TEXT REFERENCES person (code));
    CREATE INDEX card_code ON card (code);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
      INSERT INTO person SELECT i, 'c' || i, printf('08405881%05d', i), CASE WHEN i % 6 = 0 THEN 'new' ELSE 'old' END,
        CASE WHEN i % 7 = 3 THEN i - 2 END FROM n;
    INSERT INTO claim SELECT id, 1, nir, CASE WHEN id % 5 = 1 THEN 'new' ELSE 'old' END, CASE WHEN id % 4 = 1 THEN id + 1 END, NULL
      FROM person WHERE id % 2 = 1
      UNION ALL SELECT id, 2, nir, 'old', NULL, 1 FROM person WHERE id % 2 = 1 AND id % 3 = 1 ORDER BY 1, 2;
    INSERT INTO payment SELECT person * 10 + number, person, number, nir, CASE WHEN person % 11 = 2 THEN 'new' ELSE 'old' END
      FROM claim WHERE person % 5 <> 4;
    INSERT INTO payment SELECT person * 10 + 5, person, 1, '0840588199999', 'old' FROM claim WHERE person IN (19, 33) AND number = 1;
    INSERT INTO note SELECT id, id, NULL FROM payment; INSERT INTO note SELECT id + 10000, NULL, id FROM note WHERE id % 3 = 0;
    INSERT INTO card SELECT id, code FROM person WHERE id % 3 = 0;
    """

  private static func recordSet(_ table: String, _ key: String, _ event: String, _ dependents: String)
    -> String
  {
    """
    "\(table)": {"store": "main", "table": "\(table)", "domain": "rights", "key": [\(key)], "subject": "nir", "batch": {"rows": 3},
      "events": {"ended": {"column": "\(event)", "as": "date"}}, "dependents": [\(dependents)]}
    """
  }

  private static let recordSets = [
    recordSet(
      "person", #""id""#, "ended",
      #"""
      {"table": "claim", "references": {"person": "id"}}, {"table": "claim", "references": {"payer": "id"}},
      {"table": "person", "references": {"guardian": "id"}}, 
      {"table": "card", "references": {"code": "code"}, "domain": "none", "reason": "they are kept as long as their record is"}
      """#),
    recordSet(
      "claim", #""person", "number""#, "closed",
      #"""
      {"table": "payment", "references": {"person": "person", "claim": "number"}},
      {"table": "claim", "references": {"person": "person", "before": "number"}}
      """#),
    recordSet(
      "payment", #""id""#, "paid",
      #"{"table": "note", "references": {"payment": "id"}, "domain": "none", "reason": "they are kept as long as their record is", "dependents": [{"table": "note", "references": {"answers": "id"}}]}"#
    ),
  ].joined(separator: ",")

  private static let keys: [(String, [String])] =
    (1...60).map { ("person", [String($0)]) }
    + stride(from: 1, to: 60, by: 2).map { ("claim", [String($0), "1"]) }

  /// What a run leaves and says, without what differs from run to run.
  private struct Outcome {
    let plan: NSDictionary
    let report: NSDictionary
    let rows: [String: Set<[String?]>]
    let explanations: [String]
    let entries: [String]
    let isFound: [Int32]
  }

  private func outcome(on engine: TestEngine?) throws -> Outcome {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets, on: engine)
    let files = small.files
    let hold = try Program(
      ["hold", "add", "--subject", "-", "--reference", "case 1", "--reason", "suit"] + files,
      input: "0840588199999\n")
    try #require(hold.exitCode == 0, "\(hold.errors)")
    func stripped(_ object: Any) -> Any {
      if let list = object as? [Any] { return list.map(stripped) }
      guard let members = object as? [String: Any] else { return object }
      let own: Set = [
        "configuration", "at", "digest", "now", "run", "plan", "scrub", "batch", "seconds", "time", "id",
        "rowsRoot", "duration", "surveyed", "binding",
      ]
      return members.filter { !own.contains($0.key) }.mapValues(stripped)
    }
    func json(_ text: String) throws -> NSDictionary {
      try #require(stripped(JSONSerialization.jsonObject(with: Data(text.utf8))) as? NSDictionary)
    }
    let plan = try json(Program(["plan", "--format", "json"] + files).output)
    let explained = try stride(from: 1, to: 60, by: 4).map {
      try Program(["explain", "person", String($0)] + files).output
    }
    let purge = try Program(["purge", "--json"] + files)
    #expect(purge.exitCode == 0, "\(purge.errors)")
    let verified = try Program(["journal", "verify"] + files)
    #expect(verified.exitCode == 0, "\(verified.errors)")
    let again = try Program(["purge", "--json"] + files)
    #expect(try (json(again.output)["changed"] as? [Any])?.isEmpty == true, "a second run finds nothing")
    let tables = [
      "person": ["id", "code", "nir", "ended", "guardian"],
      "claim": ["person", "number", "closed", "payer", "before"],
      "payment": ["id", "person", "claim", "nir", "paid"], "note": ["id", "payment", "answers"],
      "card": ["number", "code"],
    ]
    let entries = try Program(["journal", "show", "--json"] + files).output.split(separator: "\n").compactMap
    {
      line -> String? in
      let entry = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      guard let type = entry?["type"] as? String, type.contains("batch"),
        let data = entry?["data"] as? [String: Any]
      else { return nil }
      let said = ["recordSet", "rule", "action", "count", "cutoff", "dependents", "files"].map {
        "\(data[$0] ?? "-")"
      }
      return ([type] + said).joined(separator: " ")
    }
    return Outcome(
      plan: plan, report: try json(purge.output),
      rows: try Dictionary(
        uniqueKeysWithValues: tables.map { ($0.key, try small.rows(of: $0.key, columns: $0.value)) }),
      explanations: explained, entries: entries,
      isFound: try Self.keys.map { try Program(["journal", "find", $0.0] + $0.1 + files).exitCode })
  }

  @Test("Three levels of references end the same on three engines: rows, plan, report, explanations, journal")
  func same() throws {
    let reference = try outcome(on: nil)
    // Something goes and something stays in every table, or nothing would be compared.
    let before = ["person": 60, "claim": 40, "payment": 30, "note": 30, "card": 20]
    for (table, rows) in reference.rows {
      #expect(!rows.isEmpty && rows.count < before[table] ?? 0, "\(table): \(rows.count)")
    }
    #expect(reference.explanations.contains { $0.contains("blocked") })
    #expect(Set(reference.isFound) == [0, 66] && reference.entries.count > 20)
    for engine in TestEngine.allCases {
      let other = try outcome(on: engine)
      #expect(other.plan == reference.plan, "\(engine): \(other.plan) \(reference.plan)")
      #expect(other.report == reference.report, "\(engine): \(other.report) \(reference.report)")
      for (table, rows) in reference.rows {
        #expect(
          other.rows[table] == rows,
          "\(engine) \(table): \(rows.symmetricDifference(other.rows[table] ?? []))")
      }
      #expect(other.explanations == reference.explanations, "\(engine)")
      #expect(other.entries == reference.entries, "\(engine): \(other.entries) \(reference.entries)")
      #expect(other.isFound == reference.isFound, "\(engine)")
    }
  }
}
