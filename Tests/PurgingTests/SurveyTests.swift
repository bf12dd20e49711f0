import AuditJournal
import CivilTime
import Foundation
import JSONText
import Purging
import RecordStores
import SQLite
import StoreBindings
import TestNames
import Testing
import Words

/// Surveys, and what a run takes from them.
@Suite struct SurveyTests {
  private func survey(_ store: TestStore, _ names: Set<RecordSetName>? = nil) throws -> [RecordSetName:
    Survey]
  {
    let made = try Surveyor(store.context(.append)).survey(names, clock: { store.now })
    return Dictionary(
      uniqueKeysWithValues: made.compactMap { name, outcome in
        if case .made(let survey) = outcome { (name, survey) } else { nil }
      })
  }

  private func refusal(in report: RunReport, of recordSet: RecordSetName) -> RecordSetRefusal? {
    report.refused.first { $0.recordSet == recordSet }?.refusal
  }

  @Test(
    "A survey has the smallest, median, largest and commonest day, and counts what is missing or cannot be meant"
  )
  func spread() throws {
    let store = try TestStore(people: 0)
    try store.database("main").execute(
      """
      DELETE FROM person; INSERT INTO person (id, nir, ended) VALUES (1, 'a', '2020-01-01'), (2, 'b', '2020-06-01'), (3, 'c', '2020-06-01'),
        (4, 'd', '2021-01-01'), (5, 'e', NULL), (6, 'f', ''), (7, 'g', '0000-00-00'), (8, 'h', '1700-01-01'), (9, 'i', 'soon'),
        (10, 'j', '1970-01-01');
      """)
    let survey = try #require(try survey(store)["person"])
    let event = try #require(survey.events.first)
    #expect(event.event == "ended" && event.column == "ended" && event.form == "date")
    #expect(event.missing == 3, "null, nothing, and a day that stands for never")
    #expect(event.values == 7 && event.impossible == 3)
    #expect(event.smallest == CivilDate("1700-01-01") && event.largest == CivilDate("2021-01-01"))
    #expect(event.median == CivilDate("2020-06-01"))
    #expect(event.commonest?.day == CivilDate("2020-06-01") && event.commonest?.count == 2)
    let counts = survey.record.counts
    #expect(counts.rows == 10 && counts.total(\.undated) == 3 && counts.total(\.implausible) == 3)
    #expect(counts.judged == 7, "an undated row is judged, where its date need not have come")
  }

  @Test("A survey and an exact plan count the same, row kind by row kind")
  func sameCounts() throws {
    let store = try TestStore(people: 30)
    try store.database("main").execute(
      """
      UPDATE person SET ended = NULL WHERE id % 5 = 0; UPDATE person SET ended = '2101-01-01' WHERE id % 7 = 0;
      UPDATE person SET ended = '1200-01-01' WHERE id % 11 = 0;
      """)
    let surveys = try survey(store)
    for set in try Planner(store.context(.read)).plan(at: store.now).recordSets {
      #expect(surveys[set.name]?.record.counts == set.counts, "\(set.name)")
    }
  }

  @Test("A run surveys what no survey tells of, once; the entry has counts, and no date and no word of a row")
  func once() throws {
    let store = try TestStore()
    try store.purge()
    let entries = try store.journal(.read)
    let survey = try #require(try entries.lastEntry(ofType: .surveyMade))
    let text = String(decoding: survey.data.canonical, as: UTF8.self)
    #expect(!text.contains("2015-") && !text.contains("2026-") && !text.contains("name"), "\(text)")
    // The archive was empty then, so that its survey told nothing of what came.
    #expect(try store.types().count { $0 == "survey.made" } == 3)
    try store.purge()
    #expect(try store.types().count { $0 == "survey.made" } == 4)
    try store.purge()
    #expect(try store.types().count { $0 == "survey.made" } == 4)
    #expect(try store.verify().findings == [])
  }

  @Test("A run takes its counts from the last survey, with its date, and counts no table itself")
  func counts() throws {
    let store = try TestStore()
    var wholeTables = 0
    store.wrap = { inner in
      let store = TroubledStore(inner)
      store.counting = { wholeTables += 1 }
      return store
    }
    try store.database("main").execute("UPDATE person SET ended = NULL WHERE id <= 4")
    let first = try store.purge()
    let set = try #require(first.plan.recordSets.first { $0.name == "person" })
    #expect(set.counts.surveyed == store.now && set.counts.total(\.undated) == 4)
    try store.database("main").execute("UPDATE person SET ended = NULL WHERE id <= 8")
    let later = store.now.adding(seconds: 86_400)
    let second = try store.purge(at: later)
    let again = try #require(second.plan.recordSets.first { $0.name == "person" })
    #expect(again.counts.surveyed == store.now && again.counts.total(\.undated) == 4, "as they were surveyed")
    #expect(wholeTables == 0, "no table is counted")
  }

  @Test("A changed binding or rule is surveyed anew before its first run, and a changed pace is not")
  func changed() throws {
    let store = try TestStore()
    try store.purge()
    func surveys() throws -> Int { try store.types().count { $0 == "survey.made" } }
    let before = try surveys()
    try store.change(stores: TestStore.stores(guard: #"{"maximumRows": 1000}"#))
    try store.approve()
    try store.purge()
    // Only the archive, which was empty when it was surveyed.
    #expect(try surveys() == before + 1)
    try store.change(
      stores: TestStore.stores().replacing(
        #""column": "ended", "as": "date""#,
        with: #""column": "ended", "as": "date", "earliest": "1900-01-01""#))
    try store.approve()
    try store.purge()
    #expect(try surveys() == before + 2)
    try store.change(stores: TestStore.stores(), rules: TestStore.rules.replacing("P5Y", with: "P6Y"))
    try store.approve()
    try store.purge()
    #expect(try surveys() == before + 3)
  }

  static let wrongForms: [(name: String, type: String, value: String, form: String, looksLike: String?)] = [
    (
      "seconds bound as milliseconds", "INTEGER", "1787000000 + id * 60000", "epoch-milliseconds",
      "epoch-seconds"
    ),
    (
      "milliseconds bound as seconds", "INTEGER", "(1787000000 + id * 60000) * 1000", "epoch-seconds",
      "epoch-milliseconds"
    ),
    ("a compact date bound as seconds", "INTEGER", "20150101 + id % 28", "epoch-seconds", "compact-date"),
    ("a time bound as a day", "TEXT", "'2015-01-01 10:00:' || (10 + id % 50)", "date", "timestamp"),
    ("slashes bound as dashes", "TEXT", "'11/02/20' || (10 + id % 10)", "DD-MM-YYYY", "DD/MM/YYYY"),
    ("words", "TEXT", "'soon ' || id", "date", nil),
  ]

  @Test(
    "A column that cannot be what its binding says stops its record set before the first row, and the sentence says which form fits",
    arguments: 0..<wrongForms.count)
  func wrongForm(_ number: Int) throws {
    let (name, type, value, form, looksLike) = Self.wrongForms[number]
    let extra = """
      , "account": {"store": "main", "table": "account", "domain": "rights", "key": ["id"],
        "events": {"ended": {"column": "at", "as": "\(form)"}}}
      """
    let store = try TestStore(stores: TestStore.stores(extra: extra))
    try store.database("main").execute(
      """
      CREATE TABLE account (id INTEGER PRIMARY KEY, at \(type)); CREATE INDEX account_at ON account (at);
      WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 100) INSERT INTO account SELECT id, \(value) FROM n;
      """)
    let report = try store.purge()
    #expect(report.status == .incomplete, "\(name)")
    #expect(try store.count("account") == 100, "\(name)")
    let refused = refusal(in: report, of: "account")
    let refusal = try #require(refused, "\(name)")
    guard case .doubt(let doubt) = refusal else {
      Issue.record("\(name): \(refusal)")
      return
    }
    #expect(doubt.fittingForm == looksLike && doubt.impossible == 100, "\(name): \(doubt)")
    if let looksLike { #expect(refusal.description.contains("look like \"\(looksLike)\""), "\(refusal)") }
    let findings = try Checker(store.context(.read)).check(at: store.now)
    #expect(findings.contains { $0.recordSet == "account" && $0.isRefusal }, "check says the same")
    let plan = try Planner(store.context(.read)).plan(at: store.now)
    #expect(plan.recordSets.first { $0.name == "account" }?.isRefused == true, "and so does plan")
    // The others went on.
    #expect(try store.count("person") == 20)
  }

  @Test("Seconds that are read as milliseconds are refused even where 1970 is allowed")
  func allowed() throws {
    let extra = """
      , "account": {"store": "main", "table": "account", "domain": "rights", "key": ["id"],
        "events": {"ended": {"column": "at", "as": "epoch-milliseconds", "noDate": [], "earliest": "1970-01-01"}}}
      """
    let store = try TestStore(stores: TestStore.stores(extra: extra))
    try store.database("main").execute(
      """
      CREATE TABLE account (id INTEGER PRIMARY KEY, at INTEGER); CREATE INDEX account_at ON account (at);
      WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 100)
      INSERT INTO account SELECT id, 1787000000 + id * 60000 FROM n;
      """)
    let report = try store.purge()
    #expect(try store.count("account") == 100, "all of them would have been due")
    #expect(refusal(in: report, of: "account")?.description.contains("epoch-seconds") == true)
  }

  @Test("A few bad dates among good ones refuse nothing, and neither do a few in all")
  func fewBad() throws {
    let store = try TestStore()
    try store.database("main").execute("UPDATE person SET ended = 'never' WHERE id <= 15")
    #expect(try store.purge().status == .complete)
    let small = try TestStore(people: 3)
    try small.database("main").execute("UPDATE person SET ended = 'never' WHERE id <= 2")
    #expect(try small.purge().refused.isEmpty)
  }

  @Test("What a survey counted stops a run that its own few rows would not")
  func bySurvey() throws {
    let store = try TestStore(people: 4_000)
    // The rows that a sample takes from the ends are good; of all, more than half are not.
    try store.database("main").execute(
      "UPDATE person SET ended = '1200-01-01' WHERE id > 600 AND id <= 3400")
    let report = try store.purge()
    guard case .doubt(let doubt)? = refusal(in: report, of: "person") else {
      Issue.record("\(report.refused)")
      return
    }
    #expect(doubt.impossible == 2_800 || doubt.surveyed == nil)
    #expect(try store.count("person") == 4_000)
    // Once the data are right, a survey says so.
    try store.database("main").execute("UPDATE person SET ended = '2026-01-01' WHERE ended = '1200-01-01'")
    _ = try survey(store)
    #expect(try store.purge().refused.isEmpty)
  }

  @Test("An event that has seldom come is judged by the ends of its index")
  func seldom() throws {
    let extra = """
      , "account": {"store": "main", "table": "account", "domain": "rights", "key": ["id"],
        "events": {"ended": {"column": "at", "as": "epoch-milliseconds"}}}
      """
    let store = try TestStore(stores: TestStore.stores(extra: extra))
    try store.database("main").execute(
      """
      CREATE TABLE account (id INTEGER PRIMARY KEY, at INTEGER); CREATE INDEX account_at ON account (at);
      WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 20000)
      INSERT INTO account SELECT id, CASE WHEN id % 500 = 250 THEN 1787000000 + id END FROM n;
      """)
    #expect(refusal(in: try store.purge(), of: "account")?.description.contains("epoch-seconds") == true)
  }

  @Test("Rows that are marked as done and were written again in clear are counted")
  func inClear() throws {
    let rules = TestStore.rules.replacing(
      #""stages": [{"action": "delete", "at": "period"}]}]},"#,
      with:
        #""stages": [{"action": "pseudonymise", "at": "trigger"}, {"action": "delete", "at": "period"}]}]},"#)
    let stores = TestStore.stores().replacing(
      #""batch": {"rows": 10}"#,
      with:
        #""batch": {"rows": 10}, "pseudonymise": {"marker": {"column": "done", "as": "date"}, "columns": {"name": {"transform": "null"}}}"#
    )
    let store = try TestStore(people: 0)
    try store.database("main").execute(
      """
      ALTER TABLE person ADD COLUMN done TEXT; DELETE FROM person;
      INSERT INTO person (id, nir, name, ended, done) VALUES (1, 'a', NULL, '2015-01-01', '2020-01-01'),
        (2, 'b', 'Anne', '2015-01-01', '2100-01-01'), (3, 'c', 'Bea', '2015-01-01', NULL);
      """)
    try store.change(stores: stores, rules: rules)
    try store.approve()
    let survey = try #require(try survey(store)["person"])
    #expect(survey.record.doneInClear == 1 && survey.findings.contains(.doneInClear(1)), "\(survey.findings)")
  }

  @Test(
    "Words of a fact are counted, those that no value stands for are told apart, and too many are not kept")
  func words() throws {
    let rules = TestStore.rules.replacing(
      #""events": {"ended": {"fr": "ended", "en": "ended"}},"#,
      with: #""events": {"ended": {"fr": "ended", "en": "ended"}}, "facts": {"kind": ["long", "short"]},"#
    ).replacing(#""trigger": "ended","#, with: #""trigger": "ended", "when": {"kind": ["long", "short"]},"#)
    let stores = TestStore.stores().replacing(
      #""events": {"ended": {"column": "ended", "as": "date"}}, "guard""#,
      with:
        #""events": {"ended": {"column": "ended", "as": "date"}}, "conditions": {"kind": {"column": "name"}}, "guard""#
    )
    let store = try TestStore(people: 0)
    try store.database("main").execute(
      "DELETE FROM person; INSERT INTO person (id, name, ended) VALUES (1, 'long', '2026-01-01'), (2, 'long', '2026-01-01'), (3, 'LONG', '2026-01-01'), (4, NULL, NULL)"
    )
    try store.change(stores: stores, rules: rules)
    try store.approve()
    let fact = try #require(try survey(store)["person"]?.facts.first)
    #expect(fact.words.map(\.word) == ["long", "LONG"] && fact.words.map(\.count) == [2, 1])
    #expect(fact.words.map(\.isMapped) == [true, false] && fact.unmapped == 1 && fact.others == 0)
    try store.database("main").execute(
      """
      WITH RECURSIVE n (id) AS (SELECT 10 UNION ALL SELECT id + 1 FROM n WHERE id < 500)
      INSERT INTO person (id, name) SELECT id, 'person ' || id FROM n
      """)
    let names = try #require(try survey(store)["person"]?.facts.first)
    #expect(names.words.isEmpty && names.others == 494, "what may be names is not kept")
  }

  @Test("Paths in another spelling and files that no row names are counted")
  func files() throws {
    let store = try TestStore(people: 0)
    let root = store.folder.appending(path: "files")
    for name in ["a/1.pdf", "a/2.pdf", "b/3.pdf", "4.pdf"] {
      let file = root.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("x".utf8).write(to: file)
    }
    try store.database("main").execute(
      """
      DELETE FROM person; INSERT INTO person (id, name, ended) VALUES (1, 'a/1.pdf', '2026-01-01'), (2, 'a//2.pdf', '2026-01-01'), (3, NULL, '2026-01-01'),
        (4, '\(root.path)/4.pdf', '2026-01-01'), (5, 'gone.pdf', '2026-01-01');
      """)
    try store.change(
      stores: TestStore.stores().replacing(
        #""batch": {"rows": 10}"#,
        with: #""batch": {"rows": 10}, "files": [{"column": "name", "root": "files"}]"#))
    try store.approve()
    let record = try #require(try survey(store)["person"]?.record)
    #expect(record.unnormalPaths == 2 && record.orphans == 1)
  }

  @Test("A survey ends between two pages when it is asked to, and nothing is written")
  func stopped() throws {
    let store = try TestStore(people: 12_000)
    let stop = StopSignal()
    let made = try Surveyor(store.context(.append, stop: stop)).survey(
      ["person"], clock: { store.now },
      observe: { _ in stop.request() })
    guard case .stopped? = made.first?.outcome else {
      Issue.record("\(made)")
      return
    }
    #expect(try !store.types().contains("survey.made"))
    // A run that is asked to stop while it surveys does not begin, and the journal knows nothing of it.
    let runStop = StopSignal()
    #expect(throws: Stopped.self) {
      try Purger(store.context(stop: runStop)).purge(
        clock: { store.now },
        observe: { if case .surveying = $0 { runStop.request() } })
    }
    #expect(try !store.types().contains("run.started"))
  }

  @Test("A state that leads to an older survey does not verify")
  func tampered() throws {
    let store = try TestStore()
    _ = try survey(store, ["person"])
    _ = try survey(store, ["person"])
    #expect(try store.verify().findings == [])
    try Connection(path: store.location.path, mode: .readWrite, busySeconds: 2).execute(
      "UPDATE state SET value = value - 1 WHERE name = 'survey|person'")
    #expect(try store.verify().findings.contains { $0.contains("last survey") })
  }

  @Test(
    "A run looks at so many rows of a table, however many it has, and counts none",
    arguments: [4_000, 40_000])
  func look(people: Int) throws {
    let store = try TestStore(
      people: people,
      stores: TestStore.stores().replacing(#""batch": {"rows": 10}"#, with: #""batch": {"rows": 1000}"#))
    try store.purge()
    var looked = 0
    var wholeTables = 0
    store.wrap = { inner in
      let store = TroubledStore(inner)
      store.looking = { looked += $0 }
      store.counting = { wholeTables += 1 }
      return store
    }
    #expect(try store.purge().changedCount == 0)
    // Two ends, twenty places between, and two ends of each event's index.
    #expect((400...1_000).contains(looked), "\(looked)")
    #expect(wholeTables == 0)
  }
}
