import AuditJournal
import CivilTime
import Foundation
import JSONText
import Purging
import RecordStores
import SQLite
import StoreBindings
import TestConfiguration
import TestNames
import Testing
import Transforms
import Words

/// What a plan counts of the rows that no stage comes to, and what it warns of.
@Suite struct CountTests {
  private static let rules = TestRules.file(
    TestRules.domain(
      "rights", events: ["ended", "seen"],
      facts: #"{"kind": ["court", "letter", "visit"], "place": ["here", "there"]}"#,
      TestRules.rule(
        "court", trigger: #"{"latestOf": ["ended", "seen"]}"#, when: #"{"kind": ["court"]}"#, period: "P30Y"),
      TestRules.rule(
        "letter", trigger: #"{"earliestOf": ["ended", "seen"]}"#, when: #"{"kind": ["letter"]}"#),
      TestRules.rule(
        "visit", when: #"{"kind": ["visit"], "place": ["there"]}"#,
        period: #"{"unset": {"fr": "à fixer", "en": "to be set"}}"#)),
    TestRules.domain(
      "record", events: ["closed"],
      TestRules.rule("record", trigger: "closed", period: "P10Y", TestRules.archiveAtOnce)))

  /// - Parameters:
  ///   - people: the values of `name` (the word of `kind`), `ended` and `nir` (the event `seen`), as SQL has them.
  ///   - warnAt: what stores.json says of warnings, if anything.
  private func store(
    _ people: [(kind: String, ended: String, seen: String)], kind: String = #"{"column": "name"}"#,
    place: String = #"{"always": "there"}"#, required: Bool = false, warnAt: String? = nil
  ) throws -> TestStore {
    let stores = TestStore.stores().replacing(
      #""events": {"ended": {"column": "ended", "as": "date"}}"#,
      with: """
        "conditions": {"kind": \(kind), "place": \(place)},
        "events": {"ended": {"column": "ended", "as": "date", "required": \(required)}, "seen": {"column": "nir", "as": "date"}}
        \(warnAt.map { ", \"warnAt\": \($0)" } ?? "")
        """
    ).replacing(#""subject": "nir","#, with: "")
    let store = try TestStore(stores: stores, rules: Self.rules)
    try store.database("main").execute("DELETE FROM person")
    for (index, row) in people.enumerated() {
      try store.database("main").execute(
        "INSERT INTO person VALUES (\(index), \(row.seen), \(row.kind), \(row.ended))")
    }
    return store
  }

  private func counts(_ store: TestStore) throws -> (RecordSetPlan, RecordSetCounts) {
    let plan = try Planner(store.context(.read)).plan(at: store.now)
    let set = try #require(plan.recordSets.first { $0.name == "person" })
    #expect(set.refusals.isEmpty, "\(set.refusals)")
    return (set, set.counts)
  }

  @Test("Every row is counted under one reason, and words that nobody mapped apart from rows of no rule")
  func reasons() throws {
    let store = try store([
      ("'court'", "'2015-01-01'", "'2015-01-01'"), ("'court'", "NULL", "'2015-01-01'"),
      ("'court'", "'2060-01-01'", "'2015-01-01'"), ("'letter'", "'99'", "NULL"), ("'letter'", "NULL", "''"),
      ("'letter'", "NULL", "'2026-01-01'"), ("'visit'", "'2015-01-01'", "NULL"),
      ("'visite'", "'2015-01-01'", "NULL"),
      ("''", "'2015-01-01'", "NULL"), ("NULL", "'2015-01-01'", "NULL"), ("'Court'", "'99'", "NULL"),
    ])
    let (_, counts) = try counts(store)
    #expect(counts.rows == 11 && counts.unmapped == 3 && counts.withoutRule == 1)
    #expect(counts.total(\.undated) == 2 && counts.total(\.lackingRequired) == 0)
    #expect(counts.total(\.implausible) == 1 && counts.total(\.notBegun) == 1 && counts.total(\.unset) == 1)
    #expect(counts.judged == 6, "all but one implausible, one of no rule and three unmapped")
  }

  @Test("A word is mapped by what the binding says, and by what rules may ask of the record set")
  func mapping() throws {
    let rows: [(String, String, String)] = [
      ("'court'", "'2026-01-01'", "NULL"), ("'C'", "'2026-01-01'", "NULL"), ("'L'", "'2026-01-01'", "NULL"),
    ]
    let words = try store(rows, kind: #"{"column": "name", "values": {"court": ["C"], "visit": ["V"]}}"#)
    #expect(try counts(words).1.unmapped == 2)
    // A case has no words, and what is in none of the cases is of no rule.
    let cases = try store(
      rows, kind: #"{"where": {"court": {"column": "name", "equals": "C"}, "letter": false, "visit": false}}"#
    )
    let counted = try counts(cases).1
    #expect(counted.unmapped == 0 && counted.withoutRule == 2)
    // No rule asks for the place of what is no visit.
    let place = try store(rows, kind: #"{"always": "letter"}"#, place: #"{"column": "name"}"#)
    #expect(try counts(place).1.unmapped == 0)
    let visits = try store(rows, kind: #"{"always": "visit"}"#, place: #"{"column": "name"}"#)
    #expect(try counts(visits).1.unmapped == 3)
  }

  @Test(
    "A required date that is missing is told from one that need not have come, under every kind of trigger")
  func required() throws {
    let rows: [(String, String, String)] = [
      // The last of two: without one the row is undated, and `ended` is the required one.
      ("'court'", "NULL", "'2015-01-01'"), ("'court'", "'2015-01-01'", "NULL"), ("'court'", "NULL", "'99'"),
      // The first of two: another date is enough.
      ("'letter'", "NULL", "'2026-01-01'"), ("'letter'", "NULL", "NULL"), ("'letter'", "''", "''"),
      // A rule without a period asks for no date.
      ("'visit'", "NULL", "NULL"),
    ]
    let counts = try counts(store(rows, required: true)).1
    #expect(counts.total(\.undated) == 4 && counts.total(\.lackingRequired) == 3)
    #expect(counts.total(\.implausible) == 1 && counts.judged == 3)
    #expect(try self.counts(store(rows)).1.total(\.lackingRequired) == 0)
  }

  @Test(
    "A reason is a warning from a tenth of the rows on, or from what stores.json says",
    arguments: [
      (bad: 1, of: 10, warnAt: nil, warns: true), (1, 11, nil, false), (0, 11, nil, false),
      (1, 11, "0.05", true), (1, 11, "0", true), (0, 11, "0", false), (1, 2, "0.5", true),
      (1, 3, "0.5", false),
      (2, 2, "1", true), (1, 2, "1", false),
    ] as [(bad: Int, of: Int, warnAt: String?, warns: Bool)])
  func shares(bad: Int, of all: Int, warnAt: String?, warns: Bool) throws {
    let kinds: [(UnjudgedReason, row: (String, String, String))] = [
      (.implausible, ("'letter'", "'99'", "NULL")), (.lackingRequired, ("'letter'", "NULL", "NULL")),
      (.withoutRule, ("NULL", "'2026-01-01'", "NULL")), (.unmapped, ("'C'", "'2026-01-01'", "NULL")),
    ]
    for (reason, row) in kinds {
      let good = ("'letter'", "'2026-01-01'", "'2026-01-01'")
      let store = try store(
        Array(repeating: row, count: bad) + Array(repeating: good, count: all - bad), required: true,
        warnAt: warnAt.map { #"{"\#(reason.rawValue)": \#($0)}"# })
      let (plan, _) = try counts(store)
      let expected = warns ? ["person \(reason) \(bad) \(all)"] : []
      func text(_ rows: UnjudgedRows) -> String {
        "\(rows.recordSet) \(rows.reason) \(rows.count) \(rows.rows)"
      }
      #expect(plan.unjudged.map(text) == expected, "\(reason)")
      let doubts = try Checker(store.context(.read)).check(at: store.now).filter { $0.weight == .doubt }
      #expect(doubts.isEmpty == !warns, "\(reason): \(doubts)")
      var said: [UnjudgedRows] = []
      let report = try store.purge { if case .rowsUnjudged(let rows) = $0 { said.append(rows) } }
      #expect(said.map(text) == expected)
      #expect(
        (report.status == .complete) == (bad < all), "a record set of which nothing can be judged: \(reason)")
    }
  }

  @Test("What a run counted stands in its last entry, rule by rule, and is read again as it was")
  func journal() throws {
    let store = try store([
      ("'court'", "'2026-01-01'", "'2015-01-01'"), ("'court'", "NULL", "'2015-01-01'"),
      ("'Court'", "'99'", "NULL"),
      ("'visit'", "'2015-01-01'", "NULL"), ("NULL", "NULL", "NULL"),
    ])
    let report = try store.purge()
    let journal = try store.journal(.read)
    let counts = try #require(try journal.record(ofRun: report.run)?.counts)
    #expect(counts.map(\.recordSet) == ["person", "file", "file-archive"])
    let person = try #require(counts.first)
    #expect(person.rows == 5 && person.judged == 3 && person.withoutRule == 1 && person.unmapped == 1)
    #expect(person.total(\.undated) == 1 && person.total(\.unset) == 1 && person.surveyed == store.now)
    let entry = try #require(try journal.lastEntry(ofType: .runEnded))
    let text = String(decoding: entry.data.canonical, as: UTF8.self)
    #expect(
      text.contains(
        #"{"judged":3,"recordSet":"person","rows":5,"rules":[{"rule":"visit","unset":1},{"rule":"court","undated":1}],"surveyed":"\#(store.now.iso8601)","unmapped":1,"withoutRule":1}"#
      ), "\(text)")
    #expect(try store.verify().findings.isEmpty)
  }

  @Test("Without a journal nobody knows what is held")
  func holdsUnknown() throws {
    let store = try store([("'letter'", "'2015-01-01'", "NULL")])
    let known = try counts(store).0
    #expect(known.rules.map(\.held).contains(0) && !known.rules.map(\.held).contains(.unknown))
    let context = PurgeContext(configuration: store.configuration, journal: nil, keys: KeyRing([:])) {
      (definition) throws(StoreError) in try store.open(definition, isReadOnly: true)
    }
    let plan = try Planner(context).plan(at: store.now)
    let stage = try #require(plan.recordSets[0].rules.first { $0.rule == "letter" }?.stages.first)
    #expect(stage.held == .unknown && stage.due == 1)
  }

  @Test("A store that cannot be asked has unknown counts, and says nothing of being judged")
  func storeUnknown() throws {
    let store = try store([("'C'", "NULL", "NULL")])
    try FileManager.default.removeItem(at: store.folder.appending(path: "main.sqlite"))
    let set = try #require(try Planner(store.context(.read)).plan(at: store.now).recordSets.first)
    #expect(set.isRefused && !set.isUnjudged && set.counts.rows == .unknown && set.unjudged.isEmpty)
    #expect(set.counts.total(\.undated) == .unknown && set.counts.withoutRule == .unknown)
    let report = try store.purge()
    #expect(report.status == .incomplete)
    let counts = try #require(try store.journal(.read).record(ofRun: report.run)?.counts?.first)
    #expect(counts.rows == .unknown && counts.unmapped == .unknown && counts.total(\.implausible) == .unknown)
  }
}
