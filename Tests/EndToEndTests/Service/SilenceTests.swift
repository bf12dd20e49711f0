import Foundation
import SQLite
import TestConfiguration
import Testing

/// That nothing was due is believed only if rows could be judged: a wrong binding never ends as "Nothing was due".
@Suite struct SilenceTests {
  /// Records go five years after the event `ended`; of `cases`, those whose fact `kind` is `court`.
  private static let rules = TestRules.file(
    TestRules.domain("rights", TestRules.rule("rights")),
    TestRules.domain(
      "cases", facts: #"{"kind": ["court", "other"]}"#, TestRules.rule("court", when: #"{"kind": ["court"]}"#)
    ))

  /// A binding that does not fit what its column holds.
  private struct Wrong {
    let name: String
    /// The declared type of the column `ended`, and the words and dates of its rows, as SQL has them.
    var type = "TEXT"
    let rows: [(kind: String, ended: String)]
    var domain = "rights"
    /// What stores.json says of the column, beside its name.
    let form: String
    /// What the program names as the reason.
    let reason: String
  }

  private static let dates = ["'2015-01-01'", "'2016-02-29'", "'2017-12-31'"]

  private static let wrongs: [Wrong] = [
    Wrong(
      name: "milliseconds_as_seconds", type: "INTEGER",
      rows: ["1420070400000", "1456704000000", "1514678400000"].map { ("'court'", $0) },
      form: #""as": "epoch-seconds""#, reason: "implausible"),
    Wrong(
      name: "timestamps_as_date", rows: dates.map { ("'court'", $0.dropLast() + " 10:00:00'") },
      form: #""as": "date""#, reason: "implausible"),
    Wrong(
      name: "slashes_as_dashes",
      rows: ["'01/01/2015'", "'29/02/2016'", "'31/12/2017'"].map { ("'court'", $0) },
      form: #""as": "DD-MM-YYYY""#, reason: "implausible"),
    Wrong(
      name: "zulu_in_paris", rows: dates.map { ("'court'", $0.dropLast() + "T10:00:00Z'") },
      form: #""as": "timestamp", "zone": "Europe/Paris""#, reason: "implausible"),
    Wrong(
      name: "never_though_required", rows: ["NULL", "''", "NULL"].map { ("'court'", $0) },
      form: #""as": "date", "required": true"#, reason: "required"),
    Wrong(
      name: "words_nobody_mapped", rows: zip(["'C'", "'COURT'", "''"], dates).map { ($0, $1) },
      domain: "cases",
      form: #""as": "date""#, reason: "unmapped"),
    Wrong(
      name: "of_no_rule", rows: zip(["'other'", "'other'", "NULL"], dates).map { ($0, $1) }, domain: "cases",
      form: #""as": "date""#, reason: "no rule"),
    Wrong(
      name: "each_for_its_reason",
      rows: [("'other'", dates[0]), ("'C'", dates[1]), ("'court'", "'soon'"), ("'court'", "NULL")],
      domain: "cases", form: #""as": "date", "required": true"#, reason: "implausible 1"),
  ]

  private static let engines: [TestEngine?] = [nil] + TestEngine.allCases

  private static func recordSet(_ name: String, domain: String, form: String, extra: String = "") -> String {
    """
    "\(name)": {"store": "main", "table": "\(name)", "domain": "\(domain)", "key": ["id"],
      \(domain == "cases" ? #""conditions": {"kind": {"column": "kind"}},"# : "")
      "events": {"ended": {"column": "ended", \(form)}}\(extra)}
    """
  }

  private static func table(_ name: String, type: String, _ rows: [(kind: String, ended: String)]) -> String {
    """
    CREATE TABLE \(name) (id INTEGER PRIMARY KEY, kind TEXT, ended \(type)); CREATE INDEX \(name)_ended ON \(name) (ended);
    \(rows.enumerated().map { "INSERT INTO \(name) VALUES (\($0.offset), \($0.element.kind), \($0.element.ended));" }.joined(separator: "\n"))
    """
  }

  /// The record sets that a run could not judge, or refused because their columns cannot be what the binding says.
  private func passedOver(_ report: [String: Any]) -> Set<String> {
    Set(
      ["unjudged", "refused"].flatMap { report[$0] as? [[String: Any]] ?? [] }.compactMap {
        $0["recordSet"] as? String
      })
  }

  @Test(
    "Where not one row can be judged, `check` says so of each record set, and the run is incomplete",
    arguments: SilenceTests.engines)
  func unjudged(engine: TestEngine?) throws {
    let small = try SmallConfiguration(
      content: Self.wrongs.map { Self.table($0.name, type: $0.type, $0.rows) }.joined(separator: "\n"),
      recordSets: Self.wrongs.map { Self.recordSet($0.name, domain: $0.domain, form: $0.form) }
        .joined(separator: ",\n"),
      on: engine, rules: Self.rules)
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 2, "\(check.output)\(check.errors)")
    let plan = try Program(["plan"] + small.files).output
    let (run, report) = try small.purge()
    #expect(run.exitCode == 1 && report["status"] as? String == "incomplete", "\(run.output)")
    for wrong in Self.wrongs {
      let said = check.output.split(separator: "\n").filter { $0.contains(" \(wrong.name): ") }
      #expect(said.contains { $0.contains(wrong.reason) }, "\(wrong.name): \(check.output)")
      #expect(passedOver(report).contains(wrong.name), "\(wrong.name): \(run.output)")
      #expect(plan.contains("UNJUDGED \(wrong.name)") || plan.contains("REFUSED \(wrong.name)"), "\(plan)")
      #expect(try small.rows(of: wrong.name, columns: ["id"]).count == wrong.rows.count)
    }
    #expect(!run.output.contains("2015-01-01") && !check.output.contains("2015-01-01"), "no value is shown")
  }

  @Test(
    "An empty table, an event that need not have come, a date to come, and one row that can be judged are no fault",
    arguments: SilenceTests.engines)
  func healthy(engine: TestEngine?) throws {
    let sets: [(name: String, rows: [(kind: String, ended: String)], form: String)] = [
      ("empty", [], #""as": "date", "required": true"#),
      ("not_yet", [("'court'", "NULL"), ("'court'", "''")], #""as": "date""#),
      ("to_come", [("'court'", "'2060-01-01'")], #""as": "date", "required": true"#),
      ("usual", [("'court'", "'old'"), ("'court'", "'new'")], #""as": "date", "required": true"#),
    ]
    let small = try SmallConfiguration(
      content: sets.map { Self.table($0.name, type: "TEXT", $0.rows) }.joined(separator: "\n"),
      recordSets: sets.map { Self.recordSet($0.name, domain: "rights", form: $0.form) }.joined(
        separator: ",\n"),
      on: engine, rules: Self.rules)
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 0, "\(check.output)")
    let (run, report) = try small.purge()
    #expect(run.exitCode == 0 && report["status"] as? String == "complete", "\(run.output)")
    let counts = try #require(report["counts"] as? [[String: Any]])
    func rule(_ recordSet: String, _ count: String) -> Int? {
      let set = counts.first { $0["recordSet"] as? String == recordSet }
      return (set?["rules"] as? [[String: Any]])?.first?[count] as? Int
    }
    #expect(rule("not_yet", "undated") == 2 && rule("not_yet", "lackingRequired") == 0, "\(counts)")
    #expect(rule("to_come", "notBegun") == 1 && rule("to_come", "implausible") == 0, "\(counts)")
    #expect(rule("usual", "undated") == 0)
  }

  @Test("Documents whose names and sidecars say something else than the binding are told like rows")
  func documents() throws {
    let sets: [(name: String, files: [String], sidecar: String?, binding: String)] = [
      (
        "timestamps", ["a_2015-01-01 10:00:00.pdf", "b_2016-01-01 10:00:00.pdf"], nil,
        #""domain": "rights", "documents": {"pattern": "{name}_{ended}.pdf"}, "events": {"ended": {"column": "ended", "as": "date"}}"#
      ),
      (
        "dots", ["a_01.01.2015.pdf", "b_31.12.2016.pdf"], nil,
        #""domain": "rights", "documents": {"pattern": "{name}_{ended}.pdf"}, "events": {"ended": {"column": "ended", "as": "DD-MM-YYYY"}}"#
      ),
      (
        "millis", ["a.eml", "b.eml"], #"{"ended": 1420070400000}"#,
        #""domain": "rights", "documents": {"sidecar": ".json"}, "events": {"ended": {"column": "ended", "as": "epoch-seconds"}}"#
      ),
      (
        "zulu", ["a.eml", "b.eml"], #"{"ended": "2015-01-01T10:00:00Z"}"#,
        #""domain": "rights", "documents": {"sidecar": ".json"}, "events": {"ended": {"column": "ended", "as": "timestamp", "zone": "Europe/Paris"}}"#
      ),
      (
        "never", ["readme.txt", "b.txt"], nil,
        #""domain": "rights", "documents": {"pattern": "{name}_{ended}.pdf"}, "events": {"ended": {"column": "ended", "as": "date", "required": true}}"#
      ),
      (
        "words", ["C_2015-01-01.pdf", "COURT_2015-01-01.pdf"], nil,
        #""domain": "cases", "documents": {"pattern": "{kind}_{ended}.pdf"}, "conditions": {"kind": {"column": "kind"}}, "events": {"ended": {"column": "ended", "as": "date"}}"#
      ),
    ]
    let small = try SmallConfiguration(
      content:
        "CREATE TABLE person (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX person_ended ON person (ended);",
      recordSets: ([
        #""person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "ended", "as": "date"}}}"#
      ] + sets.map { #""\#($0.name)": {"store": "papers", "folder": "\#($0.name)", \#($0.binding)}"# })
      .joined(separator: ",\n"),
      rules: Self.rules, otherStores: #", "papers": {"engine": "documents", "path": "papers"}"#
    ) { folder in
      for set in sets {
        let own = folder.appending(path: "papers/\(set.name)")
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        for file in set.files {
          try Data("content".utf8).write(to: own.appending(path: file))
          if let sidecar = set.sidecar {
            try Data(sidecar.utf8).write(to: own.appending(path: file + ".json"))
          }
        }
      }
    }
    #expect(try Program(["check"] + small.files).exitCode == 2)
    let (run, report) = try small.purge()
    #expect(run.exitCode == 1 && report["status"] as? String == "incomplete", "\(run.output)")
    #expect(passedOver(report) == Set(sets.map(\.name)), "\(run.output)")
  }

  @Test(
    "What a run counted stands in `status` and in the certificate, in both languages; before a run nothing is said"
  )
  func shown() throws {
    let small = try SmallConfiguration(
      content: Self.table(
        "mixed", type: "TEXT",
        [
          ("'court'", "'old'"), ("'C'", "'old'"), ("'other'", "'old'"), ("'court'", "'soon'"),
          ("'court'", "NULL"), ("'court'", "'2060-01-01'"),
        ]),
      recordSets: Self.recordSet(
        "mixed", domain: "cases", form: #""as": "date""#,
        extra: #", "warnAt": {"implausible": 0.5, "unmapped": 0.5, "withoutRule": 0.5}"#),
      rules: Self.rules)
    #expect(try !Program(["status"] + small.files).output.contains("Rows that no stage comes to"))
    #expect(try Program(["check"] + small.files).exitCode == 0, "warnAt allows as many")
    let (run, _) = try small.purge()
    #expect(run.exitCode == 0, "\(run.output)")
    let status = try Program(["status"] + small.files).output
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("mixed") }, "\(status)")
    // Rows, judged, undated, lacking, implausible, not begun, unset, of no rule, unmapped.
    #expect(
      line.split(separator: " ").dropFirst().prefix(9).map(String.init) == [
        "6", "3", "1", "0", "1", "1", "0", "1", "1",
      ],
      "\(status)")
    for (language, words) in [("en", "What was counted"), ("fr", "Ce qui a été compté")] {
      let page = try Program(["journal", "certificate", "--language", language] + small.files).output
      #expect(page.contains(words), "\(page)")
      #expect(
        page.contains(
          "<td>mixed</td>" + ["6", "3", "1", "0", "1", "1", "0", "1", "1"].map { "<td>\($0)</td>" }.joined()),
        "\(page)")
    }
    let plan = try Program(["plan", "--format", "csv"] + small.files).output
    let unruled = try #require(
      plan.split(whereSeparator: \.isNewline).first { $0.contains("(no rule)") }, "\(plan)")
    #expect(unruled.hasSuffix(",,1,1,,,"), "apart from rows that wait for a period: \(plan)")
  }

  @Test("What cannot be known is a question mark in tables and null in JSON, never 0")
  func unknown() throws {
    let small = try SmallConfiguration(
      content: Self.table("usual", type: "TEXT", [("'court'", "'old'")]),
      recordSets: Self.recordSet("usual", domain: "rights", form: #""as": "date""#), rules: Self.rules)
    try FileManager.default.removeItem(at: small.folder.appending(path: "journal.sqlite"))
    func plan(_ format: String) throws -> String {
      try Program(["plan", "--format", format] + small.files).output
    }
    // Nobody knows which rows are held.
    #expect(try plan("json").contains(#""held": null"#))
    let unheld = try plan("csv")
    #expect(unheld.contains(",1,?,0,0,"), "\(unheld)")
    // Nobody knows what is in a store that is not there.
    try FileManager.default.removeItem(atPath: small.path)
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(try plan("json").utf8)) as? [String: Any])
    let set = try #require((json["recordSets"] as? [[String: Any]])?.first)
    for member in ["rows", "judged", "withoutRule", "unmapped", "unjudged"] {
      #expect(set[member] is NSNull, "\(member): \(set)")
    }
    let unread = try plan("csv")
    #expect(unread.contains("usual,(refused),,,?,?,?,?,?,?,?,?,?,?,"), "\(unread)")
    #expect(try plan("table").contains("and ? of usual"))
  }
}
