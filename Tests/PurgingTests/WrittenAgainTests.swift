import AuditJournal
import CivilTime
import Foundation
import Purging
import RecordStores
import SQLite
import TestConfiguration
import TestNames
import Testing

/// Rows that an application wrote again in clear after they were pseudonymised.
@Suite struct WrittenAgainTests {
  private static let rules = TestRules.file(
    TestRules.domain("rights", TestRules.rule("rights", period: "P30Y", TestRules.pseudonymiseAtOnce)))

  private static func stores(marker: String, columns: String) -> String {
    var stores = TestStores(
      stores: TestStores.hasty,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
                  "events": {"ended": {"column": "ended", "as": "date"}},
                  "pseudonymise": {"marker": {"column": "done", "as": "\(marker)"}, "columns": {\(columns)}}}
        """)
    stores.origin = "test.example/engine"
    return stores.text
  }

  private static let both = #""nir": {"transform": "null"}, "name": {"transform": "null"}"#
  private static let markers = ["date", "epoch-seconds", "flag"]

  private func filled(marker: String, columns: String = both) throws -> TestStore {
    let store = try TestStore(
      people: 1, stores: Self.stores(marker: marker, columns: columns), rules: Self.rules)
    try store.database("main").execute(
      """
      DELETE FROM person; ALTER TABLE person ADD COLUMN done;
      INSERT INTO person (id, nir, name, ended) VALUES (1, 'a', 'Ada', '2020-01-01'), (2, 'b', 'Bea', '2020-01-01'),
        (3, 'c', 'Cid', '2030-01-01')
      """)
    return store
  }

  private func inClear(_ store: TestStore) throws -> Int { try store.count("person WHERE name IS NOT NULL") }

  @Test(
    "A name that an upsert wrote again is done by the next run, in plan and explain alike", arguments: markers
  )
  func again(marker: String) throws {
    let store = try filled(marker: marker)
    #expect(try store.purge().changedCount == 2)
    #expect(
      try store.purge(at: store.now.adding(seconds: 60)).changedCount == 0, "a second run finds nothing")
    try store.database("main").execute("UPDATE person SET nir = 'a', name = 'Ada' WHERE id = 1")
    let later = store.now.adding(seconds: 86_400)
    #expect(try Planner(store.context(.read)).plan(at: later).dueCount == 1)
    let verdict = try Explainer(store.context(.read)).explain(recordSet: "person", key: ["1"], at: later)
      .verdict
    #expect("\(verdict)".hasPrefix("due("), "\(verdict)")
    #expect(try store.purge(at: later).changedCount == 1)
    #expect(try inClear(store) == 1, "that of the third, who is not due")
    #expect(try store.verify().findings.isEmpty)
  }

  @Test(
    "What another binding left as it was is not due; what is marked since then is looked at",
    arguments: markers)
  func changedBinding(marker: String) throws {
    let store = try filled(marker: marker, columns: #""nir": {"transform": "null"}"#)
    #expect(try store.purge().changedCount == 2)
    // The name is transformed from now on: the rows that are marked keep it.
    let approval = store.now.adding(seconds: 2 * 86_400)
    try store.change(stores: Self.stores(marker: marker, columns: Self.both), rules: Self.rules)
    try store.approve(at: approval)
    #expect(try Planner(store.context(.read)).plan(at: approval).dueCount == 0)
    // A column that was transformed in the same way all the time is looked at in every row.
    try store.database("main").execute("UPDATE person SET nir = 'a' WHERE id = 1")
    #expect(try store.purge(at: approval.adding(seconds: 10)).changedCount == 1)
    // Whoever is done after that day has both columns.
    try store.database("main").execute("UPDATE person SET ended = '2020-01-01' WHERE id = 3")
    let later = approval.adding(seconds: 86_400)
    #expect(try store.purge(at: later).changedCount == 1)
    try store.database("main").execute("UPDATE person SET name = 'Cid' WHERE id = 3")
    let count = try store.purge(at: later.adding(seconds: 60)).changedCount
    #expect(count == (marker == "flag" ? 0 : 1), "a flag does not say when a row was done")
  }

  @Test("A marker that was set by others before the first approval does not hide a name in clear")
  func foreignMarker() throws {
    let store = try filled(marker: "date")
    try store.database("main").execute("UPDATE person SET done = 'yes' WHERE id = 1")
    #expect(try store.purge().changedCount == 2)
  }

  @Test("A plan without a journal takes the marker's word")
  func withoutJournal() throws {
    let store = try filled(marker: "date")
    try store.purge()
    try store.database("main").execute("UPDATE person SET name = 'Ada' WHERE id = 1")
    #expect(try Planner(store.contextWithoutJournal()).plan(at: store.now).dueCount == 0)
  }
}
