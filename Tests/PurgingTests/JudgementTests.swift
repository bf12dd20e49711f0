import AuditJournal
import CivilTime
import Foundation
import Purging
import RecordStores
import SQLite
import TestConfiguration
import TestNames
import Testing
import Words

/// Rows that are judged again from rules and values, in whole runs.
@Suite struct JudgementTests {
  private static let rules = TestRules.file(
    TestRules.domain(
      "rights", events: ["ended", "paid"], facts: #"{"kind": ["court", "other", "short"]}"#,
      TestRules.rule("long", when: #"{"kind": ["court"]}"#, period: "P10Y"),
      TestRules.rule(
        "last", trigger: #"{"latestOf": ["ended", "paid"]}"#, when: #"{"kind": ["other"]}"#, period: "P2Y"),
      TestRules.rule("brief", when: #"{"kind": ["short"]}"#, period: "P1Y")),
    TestRules.domain(
      "record", events: ["closed"],
      TestRules.rule("record", trigger: "closed", period: "P10Y", TestRules.archiveAtOnce)))

  private static func stores(_ binding: String) -> String {
    TestStore.stores().replacing(
      #""events": {"ended": {"column": "ended", "as": "date"}}, "guard""#,
      with:
        #""events": {"ended": {"column": "ended", "as": "date"}, "paid": {"column": "paid", "as": "date"}}, "conditions": {"kind": \#(binding)}, "guard""#
    )
  }

  /// People of one kind each, one due and one not.
  private func filled(_ binding: String = #"{"column": "kind"}"#, collation: String = "") throws -> TestStore
  {
    let store = try TestStore(people: 1, stores: Self.stores(binding), rules: Self.rules)
    try store.database("main").execute(
      """
      DELETE FROM person; ALTER TABLE person ADD COLUMN kind TEXT \(collation); ALTER TABLE person ADD COLUMN paid TEXT;
      INSERT INTO person (id, nir, name, kind, ended, paid) VALUES
        (1, 'a', 'n', 'court', '2010-01-01', '2010-01-01'), (2, 'b', 'n', 'court', '2020-01-01', '2020-01-01'),
        (3, 'c', 'n', 'other', '2020-01-01', '2020-01-01'), (4, 'd', 'n', 'other', '2020-01-01', '2026-01-01'),
        (5, 'e', 'n', 'other', '2020-01-01', NULL), (6, 'f', 'n', 'short', '2025-01-01', NULL),
        (7, 'g', 'n', 'short', '2026-06-01', NULL), (8, 'h', 'n', 'short', NULL, NULL), (9, 'i', 'n', 'short', '1849-12-31', NULL),
        (10, 'j', 'n', 'SHORT', '2025-01-01', NULL), (11, 'k', 'n', NULL, '2010-01-01', NULL)
      """)
    return store
  }

  private func ids(_ store: TestStore) throws -> [Int64] {
    let query = try store.database("main").prepare("SELECT id FROM person ORDER BY id")
    var ids: [Int64] = []
    while try query.step() { ids.append(query.integer(0)) }
    return ids
  }

  private func refusals(_ report: RunReport) -> [String] {
    report.refused.filter { $0.recordSet == "person" }.map { "\($0.refusal)" }
  }

  @Test("What the store and the judge agree on goes, and nothing else")
  func agreement() throws {
    let store = try filled()
    let report = try store.purge()
    #expect(report.refused.isEmpty && report.status == .complete)
    #expect(try ids(store) == [2, 4, 5, 7, 8, 9, 10, 11])
  }

  private static let byParent =
    #"{"parent": {"table": "sort", "references": {"sort_id": "id"}, "column": "kind"}}"#

  /// The same people, whose kind stands in another table; their own column says that each is short.
  private func filledByParent() throws -> TestStore {
    let store = try filled(Self.byParent)
    try store.database("main").execute(
      """
      CREATE TABLE sort (id INTEGER PRIMARY KEY, kind TEXT); INSERT INTO sort SELECT id, kind FROM person;
      UPDATE person SET kind = 'short'; ALTER TABLE person ADD COLUMN sort_id INTEGER; UPDATE person SET sort_id = id WHERE id <> 11
      """)
    return store
  }

  @Test("By the parent's words, too, goes what the store and the judge agree on, and nothing else")
  func agreementByParent() throws {
    let store = try filledByParent()
    let report = try store.purge()
    #expect(report.refused.isEmpty && report.status == .complete)
    #expect(try ids(store) == [2, 4, 5, 7, 8, 9, 10, 11])
  }

  @Test(
    "The judge sees the parent's word: a row that the store chose and a rule keeps by it stops its record set",
    arguments: [2, 4, 5, 7, 8, 9, 10, 11])
  func chosenByParent(id: Int64) throws {
    let store = try filledByParent()
    store.wrap = { inner in
      TroubledStore(inner).choosing("person") { predicate in
        .any([predicate, .compare(column: "id", .equal, .integer(id))])
      }
    }
    let report = try store.purge()
    #expect(try Set(ids(store)).isSuperset(of: [2, 4, 5, 7, 8, 9, 10, 11]))
    let said = refusals(report)
    #expect(said.count == 1 && said[0].contains("a second time"), "\(said)")
  }

  @Test(
    "A row that the store chose and the rules keep stops its record set before anything of the batch is done, and no other",
    arguments: [2, 4, 5, 7, 8, 9, 10, 11])
  func chosenRow(id: Int64) throws {
    let store = try filled()
    store.wrap = { inner in
      TroubledStore(inner).choosing("person") { predicate in
        .any([predicate, .compare(column: "id", .equal, .integer(id))])
      }
    }
    let before = try ids(store)
    let report = try store.purge()
    // One batch of another rule may have gone before.
    #expect(try ids(store).contains(id))
    #expect(try Set(ids(store)).isSuperset(of: [2, 4, 5, 7, 8, 9, 10, 11]), "\(before)")
    let said = refusals(report)
    #expect(said.count == 1 && said[0].contains("a second time"), "\(said)")
    #expect(report.status != .complete)
    #expect(try store.count("file", in: "cold") == 2, "the other record set has run")
    #expect(try store.verify().findings.isEmpty)
  }

  @Test("A refusal of the judge names rule and record set, and no value of a row")
  func sentence() throws {
    let store = try filled()
    store.wrap = { TroubledStore($0).choosing("person") { _ in .compare(column: "id", .equal, .integer(2)) } }
    let said = try #require(refusals(try store.purge()).first)
    #expect(said.contains("record set person") && said.contains("rule long") && said.contains("explain"))
    for value in ["2020", "court", "'b'"] { #expect(!said.contains(value)) }
  }

  @Test(
    "A collation that calls two words one lets the store choose only what the bytes say",
    arguments: ["", "COLLATE NOCASE"])
  func collation(collation: String) throws {
    let store = try filled(collation: collation)
    #expect(try store.purge().refused.isEmpty)
    #expect(try ids(store) == [2, 4, 5, 7, 8, 9, 10, 11], "the row of SHORT stays")
  }

  @Test(
    "Where the binding says as-the-column, what the collation calls one is one, and the judge takes the store's word"
  )
  func asTheColumn() throws {
    let store = try filled(#"{"column": "kind", "compare": "as-the-column"}"#, collation: "COLLATE NOCASE")
    let report = try store.purge()
    #expect(report.refused.isEmpty)
    #expect(try ids(store) == [2, 4, 5, 7, 8, 9, 11])
  }

  @Test("A date that is not due is seen by the judge, also where only the store can tell the fact")
  func datesUnderACollation() throws {
    let store = try filled(#"{"column": "kind", "compare": "as-the-column"}"#, collation: "COLLATE NOCASE")
    store.wrap = {
      TroubledStore($0).choosing("person") { predicate in
        .any([predicate, .compare(column: "id", .equal, .integer(7))])
      }
    }
    #expect(refusals(try store.purge()).count == 1)
    #expect(try ids(store).contains(7))
  }
}
