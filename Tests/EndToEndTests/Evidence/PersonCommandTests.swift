import Foundation
import OutsideOracles
import Testing
import TransparencyLog

/// Was anything of this person purged, when, and was it held: asked by command, of real runs on every engine.
@Suite struct PersonCommandTests {
  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT);
    CREATE INDEX person_ended ON person (ended);
    CREATE TABLE letter (id INTEGER PRIMARY KEY, person INTEGER REFERENCES person (id), addressee TEXT);
    CREATE INDEX letter_person ON letter (person);
    CREATE TABLE visit (person INTEGER REFERENCES person (id), day TEXT);
    CREATE INDEX visit_person ON visit (person);
    INSERT INTO person VALUES (1, '0 84 05 88 123 401', 'old'), (2, '084058812340263', 'old'), (3, '0840588123403', 'old'),
      (4, '0840588123404', 'new'), (5, NULL, 'old');
    INSERT INTO letter VALUES (1, 1, NULL), (2, 1, 'Somebody@Example.org'), (3, 2, NULL), (4, 4, NULL), (5, 5, NULL);
    INSERT INTO visit VALUES (2, '2014-01-01'), (2, '2014-01-01'), (3, '2014-01-02');
    """

  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
      "subject": {"column": "nir", "form": "nir"}, "events": {"ended": {"column": "ended", "as": "date"}},
      "dependents": [
        {"table": "letter", "references": {"person": "id"}, "domain": "none", "reason": "kept as long as the person",
          "subject": {"column": "addressee", "form": "email"}},
        {"table": "visit", "references": {"person": "id"}, "domain": "none", "reason": "kept as long as the person"}]}
    """

  private static let engines: [TestEngine?] = [nil] + TestEngine.allCases

  @Test(
    "A person is found in records and in what went with them, and a hold is said with its time",
    arguments: engines)
  func find(engine: TestEngine?) throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets, on: engine)
    let hold = try Program(
      ["hold", "add", "--subject", "-", "--reference", "case 1", "--reason", "suit"] + small.files,
      input: "0840588123403\n")
    try #require(hold.exitCode == 0, "\(hold.errors)")
    let (run, _) = try small.purge()
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try small.rows(of: "person", columns: ["id"]) == [["3"], ["4"]])
    func find(_ identifier: String) throws -> Program {
      try Program(["journal", "find", "--subject", "-"] + small.files, input: identifier + "\n")
    }
    let first = try find("0840588123401")
    #expect(first.exitCode == 0 && first.output.hasPrefix("Deleted at "), "\(first.output) \(first.errors)")
    #expect(first.output.contains("of 3, 1 of dependent letter\n"), "\(first.output)")
    #expect(first.output.contains("held then   by no hold on this person\n"))
    let second = try find("0 84 05 88 123 402")
    #expect(second.output.contains("1 of dependent letter, 2 of dependent visit\n"), "\(second.output)")
    let addressee = try find("mailto:somebody@example.org")
    #expect(addressee.output.contains("rows        1 of dependent letter\n"), "\(addressee.output)")
    let held = try find("0840588123403")
    #expect(held.exitCode == 66)
    #expect(
      held.output.contains("names this person under these spellings; 1 batch could answer.")
        && held.output.contains("2 rows in batches of person named nobody"),
      "\(held.output)")
    #expect(
      held.output.contains("Hold 1, reference case 1, placed by entry ")
        && held.output.contains("in force still"))
    #expect(try find("0840588123404").exitCode == 66)
    #expect(try find(" - ").exitCode == 64, "it names nobody")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test("A person is found by rows of a record set whose subject is its parent's", arguments: engines)
  func parents(engine: TestEngine?) throws {
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT);
        INSERT INTO person VALUES (1, '0840588123401', 'new'), (2, '0840588123402', 'new');
        CREATE TABLE parcel (id INTEGER PRIMARY KEY, person INTEGER REFERENCES person (id), ended TEXT);
        CREATE INDEX parcel_person ON parcel (person); CREATE INDEX parcel_ended ON parcel (ended);
        INSERT INTO parcel VALUES (1, 1, 'old'), (2, 2, 'new'), (3, NULL, 'old');
        """,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
          "subject": {"column": "nir", "form": "nir"}, "events": {"ended": {"column": "ended", "as": "date"}},
          "dependents": [{"table": "parcel", "references": {"person": "id"}}]},
        "parcel": {"store": "main", "table": "parcel", "domain": "rights", "key": ["id"],
          "subject": {"parent": "person"}, "events": {"ended": {"column": "ended", "as": "date"}}}
        """, on: engine)
    #expect(try small.purge().program.exitCode == 0)
    #expect(try small.rows(of: "parcel", columns: ["id"]) == [["2"]])
    let found = try Program(["journal", "find", "--subject", "0 84 05 88 123 401"] + small.files)
    #expect(
      found.exitCode == 0 && found.output.contains("record set  parcel in store main"), "\(found.output)")
    #expect(found.output.contains("of 2\n"), "one record: \(found.output)")
    let other = try Program(["journal", "find", "--subject", "0840588123402"] + small.files)
    #expect(other.exitCode == 66, "\(other.output)")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test("Go's sumdb accepts the proofs of a person's rows, and no other person's")
  func proofs() throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
    #expect(try small.purge().program.exitCode == 0)
    let folder = small.folder.appending(path: "proofs").path
    let found = try Program(
      ["journal", "find", "--subject", "0840588123402", "--proofs", folder] + small.files)
    #expect(found.exitCode == 0 && found.output.hasSuffix("Proofs are in \(folder).\n"), "\(found.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let rows = names.filter { $0.contains(".subject-") && $0.hasSuffix(".json") }
    #expect(rows.count == 4, "a record, a letter and two visits: \(names)")
    let intent = try #require(names.first { $0.hasSuffix(".intent.json") })
    let entry = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: folder + "/" + intent)))
    let data = try #require((entry as? [String: Any])?["data"] as? [String: Any])
    let verified = try Program(["journal", "verify"] + small.files)
    let key = String(try #require(verified.output.firstMatch(of: #/given: (.+)/#)).1)
    for row in rows {
      let place = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: folder + "/" + row)))
      let kind = try #require((place as? [String: Any])?["root"] as? String)
      let root = try #require(data[kind] as? String)
      #expect(try Auditor.goAccepts("rows", root, folder + "/" + row), "\(row)")
      #expect(try !Auditor.goAccepts("rows", String(root.reversed()), folder + "/" + row), "\(row)")
      let proof = folder + "/" + row.replacing(".json", with: ".tlog-proof")
      #expect(try Auditor.goAccepts("proof", key, proof, folder + "/" + intent), "\(row)")
      let extra = try LogProof(String(contentsOfFile: proof, encoding: .utf8)).extra
      #expect(try extra.map { Data($0) } == Data(contentsOf: URL(filePath: folder + "/" + row)))
    }
    let both = try Program(["journal", "find", "person", "1", "--subject", "x"] + small.files)
    #expect(both.exitCode == 64, "a record or a person")
  }
}
