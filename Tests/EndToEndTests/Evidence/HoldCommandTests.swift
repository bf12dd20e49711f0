import Foundation
import SQLite
import Testing

/// What `hold add` and its neighbours say and do, at the command line.
@Suite struct HoldCommandTests {
  static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT);
    INSERT INTO person VALUES (1, '1850578006084', 'old'), (2, '2990578006084', 'old'), (3, '1 85 05 78 006 084', 'new');
    CREATE TABLE visit (id INTEGER PRIMARY KEY, who TEXT, ended TEXT);
    INSERT INTO visit VALUES (1, '185057800608436', 'old'), (2, 'other', 'old');
    CREATE TABLE stock (id INTEGER PRIMARY KEY, ended TEXT);
    INSERT INTO stock VALUES (1, 'new');
    """

  /// - Parameter dependents: record sets that refer to it, with their column.
  static func recordSet(_ table: String, subject: String?, dependents: [(String, String)] = []) -> String {
    let below = dependents.map { #"{"table": "\#($0.0)", "references": {"\#($0.1)": "id"}}"# }
    return """
      "\(table)": {"store": "main", "table": "\(table)", "domain": "rights", "key": ["id"],
        "dependents": [\(below.joined(separator: ", "))],
        \(subject.map { "\"subject\": \"\($0)\"," } ?? "") "events": {"ended": {"column": "ended", "as": "date"}}}
      """
  }

  static let recordSets = [
    recordSet("person", subject: "nir"), recordSet("visit", subject: "who"), recordSet("stock", subject: nil),
  ].joined(separator: ",")

  private func add(
    _ small: SmallConfiguration, _ scope: [String], input: String = "", reference: String = "A"
  ) throws -> Program {
    try Program(
      ["hold", "add"] + scope + ["--reference", reference, "--reason", "suit"] + small.files, input: input)
  }

  @Test(
    "A hold is in force, and what it keeps is said at once; nobody anywhere has an exit code of its own, and the hold stays",
    arguments: [
      (["--subject", "1 85 05 78 006 084"], "", 0, "It keeps 3 records in 2 record sets now."),
      (["--subject", "-"], "other\n", 0, "It keeps 1 record in 1 record set now."),
      (
        ["--subject", "1850578006085"], "", 3,
        "It keeps nothing now: no row of the 2 tables asked has"
      ),
      (["--subjects", "-"], "1850578006084\n2990578006084\n", 0, "It keeps 4 records in 2 record sets now."),
      (
        ["--subjects", "-"], "1850578006084\n\nnobody\n2990578006084\nno one\n", 0,
        "2 of 4 are nowhere: lines 3, 5."
      ),
      (
        ["--subjects", "-", "--column", "nir"], "a;nir\nx;1850578006084\nx;zero", 0,
        "1 of 2 is nowhere: line 3."
      ),
      (["--subjects", "-"], (0..<12).map { "nobody \($0)\n" }.joined(), 3, "It keeps nothing now"),
      (
        ["--subjects", "-"], "other\n" + (0..<12).map { "nobody \($0)\n" }.joined(), 0,
        "12 of 13 are nowhere: lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … (12 in all)."
      ),
      (["--record", "person", "2"], "", 0, "It keeps 1 record in 1 record set now."),
      (["--record-set", "visit"], "", 0, "It keeps 2 records in 1 record set now."),
      (["--domain", "rights"], "", 0, "It keeps 6 records in 3 record sets now."),
      (["--store", "main"], "", 0, "It keeps 6 records in 3 record sets now."),
    ] as [([String], String, Int32, String)])
  func said(scope: [String], input: String, code: Int32, words: String) throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
    let placed = try add(small, scope, input: input)
    #expect(placed.exitCode == code, "\(placed.errors)")
    #expect(
      placed.output.hasPrefix("Hold 1 is in force.\n") && placed.output.contains(words), "\(placed.output)")
    let isPerson = scope[0].hasPrefix("--subject")
    #expect(placed.output.contains("No hold on a person reaches stock") == isPerson)
    #expect(try Program(["hold", "list"] + small.files).output.contains("  A  "))
    let again = try Program(["hold", "count", "1"] + small.files)
    #expect(again.exitCode == code)
    #expect(again.output.contains("It keeps"))
    #expect(try small.purge().program.exitCode == 0)
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test("What a hold keeps by its count is what a purge leaves")
  func kept() throws {
    for (scope, people, visits) in [
      (["--subject", "1850578006084"], ["1", "3"], ["1"]), (["--subject", "nobody"], ["3"], []),
      (["--record", "person", "2"], ["2", "3"], []), (["--record-set", "visit"], ["3"], ["1", "2"]),
      (["--domain", "rights"], ["1", "2", "3"], ["1", "2"]),
      (["--store", "main"], ["1", "2", "3"], ["1", "2"]),
    ] as [([String], [String], [String])] {
      let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
      _ = try add(small, scope)
      _ = try small.purge()
      #expect(try small.rows(of: "person", columns: ["id"]) == Set(people.map { [$0] }), "\(scope)")
      #expect(try small.rows(of: "visit", columns: ["id"]) == Set(visits.map { [$0] }), "\(scope)")
    }
  }

  @Test("A store that cannot be asked is said, nobody is not claimed, and the hold is in force")
  func unanswered() throws {
    for (subject, words) in [
      ("nobody", "It keeps nothing in the 1 table that could be asked."), ("other", "at least 1 record"),
    ] {
      let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
      try Connection(path: small.path, mode: .readWrite, busySeconds: 5).execute("DROP TABLE person")
      let placed = try add(small, ["--subject", subject])
      #expect(placed.exitCode == 69 && placed.output.contains(words), "\(placed.output)")
      #expect(placed.output.contains("retentiond hold count 1") && placed.errors.contains("person"))
      #expect(try Program(["hold", "list"] + small.files).output.contains("1 person"))
    }
  }

  @Test(
    "What can name nobody is refused before anything is placed",
    arguments: [
      (["--subject", " - "], "", 64), (["--subject", ""], "", 64), (["--subject", "1,85058E+12"], "", 64),
      (["--subject", String(repeating: "1", count: 1_025)], "", 64), (["--subject", "-"], "", 64),
      (["--subjects", "-"], "", 64), (["--subjects", "-"], "a;b", 64), (["--subjects", "/nowhere"], "", 64),
      (["--subjects", "-", "--column", "nir"], "a;b\n1;2", 64),
      (["--subject", "a", "--column", "1"], "", 64),
      (["--record-set", "nothing"], "", 66), (["--domain", "nothing"], "", 66),
      (["--store", "nothing"], "", 66),
    ] as [([String], String, Int32)])
  func refused(scope: [String], input: String, code: Int32) throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
    let placed = try add(small, scope, input: input)
    #expect(placed.exitCode == code && !placed.errors.isEmpty, "\(placed.errors)")
    #expect(try Program(["hold", "list"] + small.files).output == "No hold is in force.\n")
  }

  @Test("`check` names the record sets that no hold on a person reaches, and they are a remark")
  func withoutSubject() throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
    let check = try Program(["check"] + small.files)
    #expect(check.output.contains("remark record set stock has no \"subject\""), "\(check.output)")
    #expect(check.exitCode == 0)
  }

  @Test(
    "What depends on a record that names a person, however far, is reached and not named as without a subject"
  )
  func reachedByAncestors() throws {
    let small = try SmallConfiguration(
      content: Self.content + "CREATE TABLE item (id INTEGER PRIMARY KEY, person INTEGER, ended TEXT);"
        + "CREATE TABLE part (id INTEGER PRIMARY KEY, item INTEGER, stock INTEGER, ended TEXT);"
        + "CREATE TABLE note (id INTEGER PRIMARY KEY, person INTEGER, who TEXT, ended TEXT);"
        + "INSERT INTO note VALUES (1, 99, 'somebody', 'old');"
        + "CREATE TABLE shelf (id INTEGER PRIMARY KEY, stock INTEGER, ended TEXT);"
        + "INSERT INTO item VALUES (1, 1, 'old'); INSERT INTO part VALUES (1, 1, NULL, 'old');",
      recordSets: [
        Self.recordSet("person", subject: "nir", dependents: [("item", "person"), ("note", "person")]),
        Self.recordSet("note", subject: "who"),
        Self.recordSet("item", subject: nil, dependents: [("part", "item")]),
        Self.recordSet("part", subject: nil),
        Self.recordSet("stock", subject: nil, dependents: [("part", "stock"), ("shelf", "stock")]),
        Self.recordSet("shelf", subject: nil),
      ].joined(separator: ","))
    let check = try Program(["check"] + small.files)
    let named = check.output.matches(of: #/remark record set (\w+) has no "subject"/#).map { String($0.1) }
    #expect(named == ["stock", "shelf"], "\(check.output)")
    let placed = try add(small, ["--subject", "1850578006084"])
    #expect(placed.output.contains("No hold on a person reaches stock, shelf:"), "\(placed.output)")
    #expect(placed.output.contains("It keeps 2 records in 1 record set now."), "\(placed.output)")
    let mistyped = try add(small, ["--subject", "1850578006085"])
    #expect(
      mistyped.exitCode == 3 && mistyped.output.contains("It keeps nothing now"),
      "a reference to nobody who is there is no person: \(mistyped.output)")
  }
}
