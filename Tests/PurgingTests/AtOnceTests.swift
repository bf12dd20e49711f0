import AuditJournal
import CivilTime
import Purging
import RetentionPolicy
import SQLite
import TestConfiguration
import TestNames
import Testing
import Words

/// Records that go at once: at the instant where each event has one, and on the day after otherwise. In plans, explanations and whole runs.
@Suite struct AtOnceTests {
  private static let kinds = ["instant", "day", "both", "last"]

  private static let rules = TestRules.file(
    TestRules.domain(
      "rights", events: ["ended", "left", "seen"], facts: #"{"kind": ["instant", "day", "both", "last"]}"#,
      TestRules.rule("by-instant", trigger: "left", when: #"{"kind": ["instant"]}"#, period: "at-once"),
      TestRules.rule("by-day", trigger: "ended", when: #"{"kind": ["day"]}"#, period: "at-once"),
      TestRules.rule(
        "by-both", trigger: #"{"earliestOf": ["ended", "left"]}"#, when: #"{"kind": ["both"]}"#,
        period: "at-once"),
      TestRules.rule(
        "by-last", trigger: #"{"latestOf": ["left", "seen"]}"#, when: #"{"kind": ["last"]}"#,
        period: "at-once")),
    TestRules.domain(
      "record", events: ["closed"],
      TestRules.rule("record", trigger: "closed", period: "P10Y", TestRules.archiveAtOnce)))

  private static let stores = TestStore.stores().replacing(
    #""events": {"ended": {"column": "ended", "as": "date"}}, "guard""#,
    with: """
      "events": {"ended": {"column": "ended", "as": "date"}, "left": {"column": "left_at", "as": "epoch-seconds"},
        "seen": {"column": "seen_at", "as": "epoch-seconds"}}, "conditions": {"kind": {"column": "kind"}}, "guard"
      """)

  /// A row's dates, and what the rules say in words.
  struct Row {
    let kind: String
    /// Days from today.
    let day: Int?
    /// Seconds from now.
    let left: Int?
    let seen: Int?
    let verdict: String
  }

  /// The moment is 10:00 in UTC, so that half a day lies on each side of it.
  static let rows: [Row] =
    [(-1, "due"), (0, "due"), (1, "not begun"), (-86_400, "due"), (86_400, "not begun")].map {
      Row(kind: "instant", day: nil, left: $0, seen: nil, verdict: $1)
    }
    + [(-1, "due"), (0, "keep"), (1, "not begun")].map {
      Row(kind: "day", day: $0, left: nil, seen: nil, verdict: $1)
    }
    // A day and an instant: by days, so that this morning's waits for tomorrow, too.
    + [
      (-1, 1, "due"), (0, -1, "keep"), (0, 1, "keep"), (nil, -1, "keep"), (nil, -86_400, "due"),
      (1, 1, "not begun"),
    ].map {
      Row(kind: "both", day: $0, left: $1, seen: nil, verdict: $2)
    }
    + [(-5, -1, "due"), (-5, 0, "due"), (-5, 1, "not begun"), (-5, nil, "undated")].map {
      Row(kind: "last", day: nil, left: $0, seen: $1, verdict: $2)
    } + kinds.map { Row(kind: $0, day: nil, left: nil, seen: nil, verdict: "undated") }

  private func filled() throws -> TestStore {
    let store = try TestStore(people: 1, stores: Self.stores, rules: Self.rules)
    let now = store.now.secondsSinceEpoch
    let today = store.configuration.schedule.timeZone.civilDate(at: store.now)
    let values = Self.rows.enumerated().map { index, row in
      let day = row.day.map { "'\(today.adding(days: $0))'" } ?? "NULL"
      let instants = [row.left, row.seen].map { $0.map { String(now + $0) } ?? "NULL" }.joined(
        separator: ", ")
      return "(\(index), 'n\(index)', 'n', '\(row.kind)', \(day), \(instants))"
    }
    try store.database("main").execute(
      """
      DELETE FROM person; ALTER TABLE person ADD COLUMN kind TEXT; ALTER TABLE person ADD COLUMN left_at INTEGER;
      ALTER TABLE person ADD COLUMN seen_at INTEGER;
      INSERT INTO person (id, nir, name, kind, ended, left_at, seen_at) VALUES \(values.joined(separator: ", "))
      """)
    return store
  }

  @Test("Each row is explained as the rules say it in words")
  func explained() throws {
    let store = try filled()
    for (index, row) in Self.rows.enumerated() {
      let verdict = try Explainer(store.context(.read)).explain(
        recordSet: "person", key: [String(index)], at: store.now
      ).verdict
      let word =
        switch verdict {
        case .due: "due"
        case .keep: "keep"
        case .notBegun: "not begun"
        case .undated: "undated"
        default: "\(verdict)"
        }
      #expect(word == row.verdict, "\(row): \(verdict)")
    }
  }

  @Test("A run takes what is due and nothing else, and its second judgement agrees")
  func purged() throws {
    let store = try filled()
    let report = try store.purge()
    #expect(report.status == .complete, "\(report.refused.map { "\($0.refusal)" })")
    let query = try store.database("main").prepare("SELECT id FROM person ORDER BY id")
    var left: [Int] = []
    while try query.step() { left.append(Int(query.integer(0))) }
    #expect(left == Self.rows.indices.filter { Self.rows[$0].verdict != "due" })
    #expect(try store.verify().findings.isEmpty)
  }

  @Test("The plan's cutoff is this instant, or yesterday where days count")
  func cutoffs() throws {
    let store = try filled()
    let plan = try Planner(store.context(.read)).plan(at: store.now)
    let rules = try #require(plan.recordSets.first { $0.name == "person" }).rules
    let cutoffs = Dictionary(uniqueKeysWithValues: rules.map { ($0.rule, $0.stages.map(\.cutoff)) })
    let yesterday = store.configuration.schedule.timeZone.civilDate(at: store.now).adding(days: -1)
    #expect(
      cutoffs == [
        "by-instant": [.instant(store.now)], "by-last": [.instant(store.now)], "by-day": [.day(yesterday)],
        "by-both": [.day(yesterday)],
      ])
  }
}
