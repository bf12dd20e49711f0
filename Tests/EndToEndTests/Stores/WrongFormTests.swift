import Foundation
import Testing

/// Dates that were written in another form than stores.json says, from the file to the journal, on every engine.
@Suite struct WrongFormTests {
  /// What the column holds, what stores.json says, and what it should say.
  static let forms: [(column: String, form: String, looksLike: String)] = [
    ("seconds", #""as": "epoch-milliseconds""#, "epoch-seconds"),
    ("seconds", #""as": "epoch-milliseconds", "noDate": [], "earliest": "1970-01-01""#, "epoch-seconds"),
    ("milliseconds", #""as": "epoch-seconds""#, "epoch-milliseconds"),
    ("number", #""as": "epoch-seconds""#, "compact-date"),
    ("slashes", #""as": "DD-MM-YYYY""#, "DD/MM/YYYY"),
    ("moment", #""as": "date""#, "timestamp"),
    ("slashes", #""as": "MM/DD/YYYY""#, "DD/MM/YYYY"),
    ("seconds", #""as": "epoch-nanoseconds", "noDate": [], "earliest": "1970-01-01""#, "epoch-seconds"),
    ("day", #""as": "spreadsheet-day", "earliest": "1900-01-01""#, "unix-day"),
    ("digits", #""as": "compact-date""#, "epoch-seconds-text"),
    ("moment", #""as": "YYYY-MM""#, "timestamp"),
  ]

  static let engines: [TestEngine?] = [nil] + TestEngine.allCases

  /// A hundred accounts, all of which the last three months made.
  private static let content = """
    CREATE TABLE account (id INTEGER PRIMARY KEY, seconds INTEGER, milliseconds INTEGER, number INTEGER, slashes TEXT, moment TEXT, day INTEGER, digits TEXT);
    CREATE INDEX account_seconds ON account (seconds); CREATE INDEX account_milliseconds ON account (milliseconds);
    CREATE INDEX account_number ON account (number);
    WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 100), made (id, at) AS (
      SELECT id, CAST(strftime('%s', 'now') AS INTEGER) - id * 80000 FROM n)
    INSERT INTO account SELECT id, at, at * 1000, CAST(strftime('%Y%m%d', at, 'unixepoch') AS INTEGER),
      strftime('%d/%m/%Y', at, 'unixepoch'), strftime('%Y-%m-%d %H:%M:%S', at, 'unixepoch'), at / 86400, CAST(at AS TEXT) FROM made;
    """

  @Test(
    "A column that is bound in another form is refused before the first row by check, plan and purge, which say what fits",
    arguments: engines)
  func refused(engine: TestEngine?) throws {
    for (column, binding, looksLike) in Self.forms {
      let small = try SmallConfiguration(
        content: Self.content,
        recordSets: """
          "account": {"store": "main", "table": "account", "domain": "rights", "key": ["id"],
            "events": {"ended": {"column": "\(column)", \(binding)}}}
          """, on: engine)
      let sentence = "look like \"\(looksLike)\""
      let check = try Program(["check"] + small.files)
      #expect(check.exitCode == 2 && check.output.contains(sentence), "\(column) \(binding): \(check.output)")
      let plan = try Program(["plan"] + small.files)
      #expect(plan.output.contains("REFUSED account") && plan.output.contains(sentence), "\(plan.output)")
      let (purge, report) = try small.purge()
      #expect(purge.exitCode == 1 && report["status"] as? String == "incomplete", "\(purge.errors)")
      #expect(purge.output.contains("REFUSED") || purge.output.contains("account"), "\(purge.output)")
      #expect(try small.rows(of: "account", columns: ["id"]).count == 100, "\(column) \(binding)")
      let journal = try Program(["journal", "show", "--json"] + small.files)
      #expect(journal.output.contains("retentiond.survey.made"), "\(journal.output)\(journal.errors)")
    }
  }

  @Test(
    "check --data shows dates and words at the terminal, and the journal has none of them", arguments: engines
  )
  func data(engine: TestEngine?) throws {
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT, kind TEXT);
        CREATE INDEX person_ended ON person (ended);
        INSERT INTO person VALUES (1, 'a', '2014-03-05', 'rare'), (2, 'b', '2016-07-08', 'common'), (3, 'c', '2016-07-08', 'common'),
          (4, 'd', NULL, NULL), (5, 'e', '', 'unheard-of'), (6, 'f', '0000-00-00', 'common');
        """,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
          "events": {"ended": {"column": "ended", "as": "date"}},
          "conditions": {"kind": {"column": "kind", "values": {"some": ["rare"], "other": ["common"]}}}}
        """, on: engine,
      rules: SmallConfiguration.rules.replacing(
        #""events":"#, with: #""facts": {"kind": ["some", "other"]}, "events":"#
      ).replacing(#""trigger":"#, with: #""when": {"kind": ["some", "other"]}, "trigger":"#))
    let check = try Program(["check", "--data"] + small.files)
    // Of so few rows one that cannot be judged is more than a tenth.
    #expect(check.exitCode == 2, "\(check.output)\(check.errors)")
    for part in [
      "2014-03-05", "2016-07-08", "\"common\" 3", "\"unheard-of\" 1 (NOT MAPPED)", "person: 6 rows",
    ] {
      #expect(check.output.contains(part), "\(part): \(check.output)")
    }
    let explained = try Program(["explain", "person", "5"] + small.files)
    #expect(explained.output.contains("mapped to no value"), "\(explained.output)")
    let journal = try Program(["journal", "show", "--json"] + small.files)
    let survey = journal.output.split(separator: "\n").filter { $0.contains("survey.made") }.joined()
    #expect(!survey.isEmpty && !survey.contains("2014-03") && !survey.contains("2016-07"), "\(survey)")
    #expect(!survey.contains("common") && !survey.contains("unheard"), "\(survey)")
    let status = try Program(["status"] + small.files)
    #expect(
      status.output.contains("Last survey") && !status.output.contains("without one"), "\(status.output)")
  }

  @Test("check --data names the words that match by the column's collation alone")
  func otherSpellings() throws {
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT, kind TEXT COLLATE NOCASE);
        CREATE INDEX person_ended ON person (ended);
        INSERT INTO person VALUES (1, 'a', '2014-03-05', 'court'), (2, 'b', '2014-03-05', 'COURT'), (3, 'c', '2014-03-05', 'Court'),
          (4, 'd', '2014-03-05', 'alert');
        """,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
          "events": {"ended": {"column": "ended", "as": "date"}},
          "conditions": {"kind": {"column": "kind"}}}
        """,
      rules: SmallConfiguration.rules.replacing(
        #""events":"#, with: #""facts": {"kind": ["court", "alert"]}, "events":"#
      ).replacing(#""trigger":"#, with: #""when": {"kind": ["court", "alert"]}, "trigger":"#))
    let check = try Program(["check", "--data"] + small.files)
    #expect(check.exitCode == 2)
    #expect(check.output.contains(#"2 rows match "court" by the collation alone"#), "\(check.output)")
    #expect(check.output.contains("2 rows hold other spellings of words of the fact"), "\(check.output)")
    #expect(try small.purge().report["status"] as? String == "complete")
    #expect(try small.rows(of: "person", columns: ["id"]) == [["2"], ["3"]])
  }

  @Test("Documents whose files beside them have milliseconds that are bound as seconds are refused, too")
  func documents() throws {
    let small = try SmallConfiguration(
      content: "CREATE TABLE idle (id INTEGER PRIMARY KEY, ended TEXT)",
      recordSets: """
        "idle": {"store": "main", "table": "idle", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}},
        "mail": {"store": "papers", "folder": "mails", "domain": "rights", "documents": {"sidecar": ".json"},
          "events": {"ended": {"column": "made", "as": "epoch-seconds"}}}
        """, otherStores: #", "papers": {"engine": "documents", "path": "papers"}"#
    ) { folder in
      let mails = folder.appending(path: "papers/mails")
      try FileManager.default.createDirectory(at: mails, withIntermediateDirectories: true)
      for number in 1...30 {
        try Data("mail".utf8).write(to: mails.appending(path: "\(number).eml"))
        let made = (Int(Date().timeIntervalSince1970) - number * 80_000) * 1_000
        try Data(#"{"made": \#(made)}"#.utf8).write(to: mails.appending(path: "\(number).eml.json"))
      }
    }
    let check = try Program(["check"] + small.files)
    #expect(
      check.exitCode == 2 && check.output.contains("look like \"epoch-milliseconds\""), "\(check.output)")
    let (purge, report) = try small.purge()
    #expect(purge.exitCode == 1 && report["status"] as? String == "incomplete")
  }
}
