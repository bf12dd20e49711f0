import Foundation
import Testing

/// Transforms as the program itself makes them, on each engine.
@Suite struct TransformCommandTests {
  private static let rules = SmallConfiguration.rules.replacing(
    #""period": "P5Y", "stages": [{"#,
    with: #""period": "P30Y", "stages": [{"action": "pseudonymise", "at": "trigger"}, {"#)

  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, number TEXT, phone TEXT, birth TEXT, first_visit TEXT, last_visit TEXT,
      commune TEXT, note TEXT, token TEXT, ended TEXT, done TEXT);
    CREATE INDEX person_ended ON person (ended);
    INSERT INTO person VALUES
      (1, '0840588123401', '0840588123401', '06 12 34 56 78', '1901-05-06', '2012-02-28', '2012-03-01', '75056', 'call 06 12 34 56 78', 'a', 'old', NULL),
      (2, '0 84 05 88 123 401', '0840588123401', '06 12 34 56 79', '1901-05-06', '2013-02-28', '2013-03-02', '13055', 'nothing', 'a', 'old', NULL),
      (3, NULL, '0840588123403', '0612345670', '1901-05-06', '2012-02-28', NULL, '13055', NULL, 'c', 'old', NULL);
    """

  private static let places = "75056;75\n13055;13\n"

  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
      "events": {"ended": {"column": "ended", "as": "date"}},
      "pseudonymise": {"marker": {"column": "done", "as": "date"}, "columns": {
        "nir": {"transform": "pseudonym", "normalise": "nir13"}, "number": {"transform": "nir", "by": "ff1"},
        "phone": {"transform": "ff1", "alphabet": "digits"}, "birth": {"transform": "age-band", "width": 10, "as": "age"},
        "first_visit": {"transform": "date-shift", "maximumDays": 100, "normalise": "nir13"},
        "last_visit": {"transform": "date-shift", "maximumDays": 100, "normalise": "nir13"},
        "commune": {"transform": "hierarchy", "file": "places.csv", "level": 1,
                    "sha256": "26eecca039fbbd04ebb534cfb418c2970c4c6347502a96abd3006ae2e350197b"},
        "note": {"transform": "text", "scrub": ["phone"]}, "token": {"transform": "surrogate"}}}}
    """

  private static let keys = #"[{"version": 3, "file": "first.key", "second": {"file": "second.key"}}]"#

  @Test(
    "Every transform gives what it promises under two keys, and a row that names nobody stays, on each engine",
    arguments: [nil] + TestEngine.allCases)
  func all(engine: TestEngine?) throws {
    let small = try SmallConfiguration(
      content: Self.content, recordSets: Self.recordSets, on: engine, rules: Self.rules,
      pseudonymKeys: Self.keys
    ) { try Data(Self.places.utf8).write(to: $0.appending(path: "places.csv")) }
    let check = try Program(["check"] + small.files)
    #expect(
      check.exitCode == 0 && check.output.contains("pseudonym keys of rights: version 3 (two keys)"),
      "\(check.output)")
    let (program, report) = try small.purge()
    #expect(
      report["status"] as? String == "incomplete" && report["setAside"] as? Int == 1, "\(program.errors)")

    let columns = [
      "id", "nir", "number", "phone", "birth", "first_visit", "last_visit", "commune", "note", "token",
    ]
    let rows = try small.rows(of: "person", columns: columns).sorted { ($0[0] ?? "") < ($1[0] ?? "") }
    let (one, two, three) = (rows[0], rows[1], rows[2])
    #expect(
      three == ["3", nil, "0840588123403", "0612345670", "1901-05-06", "2012-02-28", nil, "13055", nil, "c"])
    #expect(
      one[1]?.wholeMatch(of: #/p3_[a-z2-7]{32}/#) != nil && one[1] == two[1], "two spellings of one person")
    #expect(one[2]?.wholeMatch(of: #/9[0-9]{4}([0-9]{2}|2A|2B)[0-9]{6}/#) != nil && one[2] == two[2])
    #expect(
      one[3]?.wholeMatch(of: #/[0-9]{2} [0-9]{2} [0-9]{2} [0-9]{2} [0-9]{2}/#) != nil && one[3] != two[3])
    #expect(one[4] == "90" && two[4] == "90")
    let days = try [one[5], one[6], two[5], two[6]].map { text in
      Int(try Date(text ?? "", strategy: .iso8601.year().month().day()).timeIntervalSince1970 / 86_400)
    }
    let start = Int(
      try Date("2012-02-28", strategy: .iso8601.year().month().day()).timeIntervalSince1970 / 86_400)
    #expect(days[1] - days[0] == 2 && days[3] - days[2] == 2 && days[2] - days[0] == 366)
    #expect(days[0] != start && abs(days[0] - start) <= 100)
    #expect(one[7] == "75" && two[7] == "13" && one[8] == "call [PHONE]" && two[8] == "nothing")
    #expect(one[9]?.count == 36 && two[9]?.count == 36 && one[9] != two[9])

    // Nothing that was said or kept names a value; a second run leaves what is done.
    let told = program.output + program.errors + (try Program(["journal", "show"] + small.files).output)
    // A digest may have the five digits of a commune by chance, but never as a word of its own.
    let words = Set(told.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map(String.init))
    for value in ["0840588123403", "0612345670", "1901-05-06"] { #expect(!told.contains(value)) }
    #expect(!words.contains("13055"))
    #expect(try small.purge().report["setAside"] as? Int == 1)
    #expect(try small.rows(of: "person", columns: columns).sorted { ($0[0] ?? "") < ($1[0] ?? "") } == rows)
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test(
    "A hierarchy that changed after the approval stops the program, and so does a second key that is the first"
  )
  func changedFiles() throws {
    let small = try SmallConfiguration(
      content: Self.content, recordSets: Self.recordSets, rules: Self.rules, pseudonymKeys: Self.keys
    ) { try Data(Self.places.utf8).write(to: $0.appending(path: "places.csv")) }
    let second = small.folder.appending(path: "second.key")
    let kept = try Data(contentsOf: second)
    try Data(contentsOf: small.folder.appending(path: "first.key")).write(to: second)
    let same = try Program(["purge"] + small.files)
    #expect(same.exitCode != 0 && same.errors.contains("the same as its first"), "\(same.errors)")
    try kept.write(to: second)
    try Data("75056;01\n13055;02\n".utf8).write(to: small.folder.appending(path: "places.csv"))
    let changed = try Program(["purge"] + small.files)
    #expect(
      changed.exitCode != 0 && changed.errors.contains("something else than it did"), "\(changed.errors)")
    #expect(try small.rows(of: "person", columns: ["done"]) == [[nil]])
  }
}
