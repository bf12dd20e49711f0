import AuditJournal
import JSONText
import TestConfiguration
import Testing

@testable import Purging

/// Nothing of ours may take the rows that keep a record: what the same file does to the table that an event is read from is refused where it would.
@Suite struct RelatedTableTests {
  /// A person is kept three years after the last visit; visits by a rule of their own.
  private static func rules(person: String = "P3Y", visits: String) -> String {
    TestRules.file(
      TestRules.domain(
        "rights", events: ["last-visit"], TestRules.rule("rights", trigger: "last-visit", period: person)),
      TestRules.domain("visits", events: ["made", "entered"].filter { visits.contains("\"\($0)\"") }, visits))
  }

  private static func visits(_ period: String, trigger: String = "made", _ stages: String = TestRules.delete)
    -> String
  {
    TestRules.rule("visits", trigger: trigger, period: period, stages)
  }

  private static func person(
    _ choice: String = "latest", table: String = "visit", condition: String = "", more: String = "",
    event more2: String = ""
  ) -> String {
    let references = choice == "parent" ? #"{"visit_id": "id"}"# : #"{"person_id": "id"}"#
    return """
      "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir", "events": {
        "last-visit": {"\(choice)": {"table": "\(table)", "references": \(references), "column": "made", "as": "date"\(condition)}\(more2)}}\(more)}
      """
  }

  private static func visit(_ more: String = "") -> String {
    """
    "visit": {"store": "main", "table": "visit", "domain": "visits", "key": ["id"], "events": {"made": {"column": "made", "as": "date"}}\(more)}
    """
  }

  /// What is wrong with the event, or nothing.
  private func problems(_ rules: String, _ recordSets: String..., stores: String = TestStores.main)
    -> [String]
  {
    var file = TestStores(stores: stores, recordSets: recordSets.joined(separator: ",\n"))
    file.elsewhere = #"{"*": "elsewhere"}"#
    do {
      _ = try Configuration.load(
        rules: Array(rules.utf8), rulesFile: "rules", stores: Array(file.text.utf8), storesFile: "stores",
        baseDirectory: "/")
      return []
    } catch {
      return error.problems.map { "\($0.path): \($0.cause)" }
    }
  }

  private static let place = "$.recordSets.person.events.last-visit."

  @Test(
    "Rows that go before the record's period has passed refuse it",
    arguments: [
      ("P1Y", true), ("P2Y11M", true), ("P35M", true), ("P3Y", false), ("P36M", false), ("P5Y", false),
      ("P3Y1D", false),
      // For some days the one ends first, for others the other.
      ("P1095D", true), ("P1096D", false),
    ])
  func periods(period: String, isRefused: Bool) {
    let found = problems(Self.rules(visits: Self.visits(period)), Self.person(), Self.visit())
    #expect(found.isEmpty != isRefused, "\(found)")
    if isRefused {
      #expect(found.count == 1 && found[0].hasPrefix(Self.place + "latest:"), "\(found)")
      #expect(found[0].contains("P3Y from the last of them"), "\(found)")
    }
  }

  @Test("Rows that leave by an archive of their own leave, too")
  func archived() {
    let rule = Self.visits("P5Y", TestRules.first("archive", after: "P1Y"))
    let archive = Self.visit().replacing(
      #""visit": {"store": "main", "table": "visit""#, with: #""old": {"store": "main", "table": "old""#)
    let found = problems(
      Self.rules(visits: rule), Self.person(), Self.visit(#", "archive": {"to": "old"}"#), archive)
    #expect(found.count == 1 && found[0].contains("go P1Y"), "\(found)")
  }

  @Test("Rows that count from another date may go before the one that is read")
  func otherDate() {
    let entered = #""entered": {"column": "entered", "as": "date"}"#
    let other = Self.visit().replacing(#""made": {"column": "made", "as": "date"}"#, with: entered)
    let found = problems(Self.rules(visits: Self.visits("P9Y", trigger: "entered")), Self.person(), other)
    #expect(found.count == 1 && found[0].contains("counts from another date"), "\(found)")
    let both = Self.visit().replacing(#""events": {"#, with: #""events": {\#(entered), "#)
    for join in ["earliestOf", "latestOf"] {
      let several = Self.visits("P9Y", trigger: #"{"\#(join)": ["made", "entered"]}"#)
      let found = problems(Self.rules(visits: several), Self.person(), both)
      #expect(found.count == 1 && found[0].contains("counts from another date"), "\(found)")
    }
  }

  @Test(
    "Rows that count from the same column, read by other words, may go before the one that is read",
    arguments: [
      #""noDate": ["2000-01-01"]"#, #""earliest": "1990-01-01""#, #""latest": "2090-01-01""#,
    ])
  func otherWords(words: String) {
    let read = #""column": "made", "as": "date""#
    let visits = Self.rules(visits: Self.visits("P9Y"))
    let other = Self.visit().replacing(read, with: "\(read), \(words)")
    let found = problems(visits, Self.person(), other)
    #expect(found.count == 1 && found[0].contains("or reads it otherwise"), "\(found)")
    #expect(problems(visits, Self.person(condition: ", \(words)"), other).isEmpty)
  }

  @Test(
    "The table is the same, however a record set or a store beside it spells it",
    arguments: [
      (TestStores.main, "visit", "VISIT", "main"),
      (#""main": {"engine": "mariadb", "database": "shop"}"#, "visit", "Visit", "main"),
      (
        #""main": {"engine": "mariadb", "host": "/run/db", "database": "shop"}, "side": {"engine": "mariadb", "host": "/run/./db", "database": "mail"}"#,
        "visit", "SHOP.visit", "side"
      ),
      (
        #""main": {"engine": "postgresql", "host": "/run/pg", "database": "d"}, "side": {"engine": "postgresql", "host": "/run/pg/", "database": "d", "schema": "mail"}"#,
        "visit", "public.visit", "side"
      ),
    ])
  func spelt(stores: String, table: String, other: String, store: String) {
    let rules = Self.rules(visits: Self.visits("P1Y"))
    let visit = Self.visit().replacing(
      #""store": "main", "table": "visit""#, with: #""store": "\#(store)", "table": "\#(other)""#)
    let found = problems(rules, Self.person(table: table), visit, stores: stores)
    #expect(found.contains { $0.contains("P3Y from the last of them") }, "\(other): \(found)")
  }

  @Test("A class of rows is taken together, and such records are taken in parts")
  func anonymised() {
    let effect = #"""
      , "pseudonymise": {"effect": "anonymised", "quasiIdentifiers": ["town"], "marker": {"column": "done", "as": "date"},
        "columns": {"nir": {"transform": "null"}, "town": {"transform": "department"}}}
      """#
    let rules = TestRules.file(
      TestRules.domain(
        "rights", events: ["last-visit"],
        TestRules.rule(
          "rights", trigger: "last-visit", period: "P9Y", TestRules.first("pseudonymise", after: "P3Y"))))
    let found = problems(rules, Self.person(more: effect))
    #expect(found.count == 1 && found[0].contains("by classes of rows"), "\(found)")
    #expect(
      problems(
        rules,
        Self.person(
          more: effect.replacing(#""effect": "anonymised", "quasiIdentifiers": ["town"], "#, with: ""))
      ).isEmpty)
  }

  @Test("Of a period that nobody has chosen nobody knows that it is no longer")
  func unset() {
    let unset = #"{"unset": {"fr": "a", "en": "a"}}"#
    let found = problems(Self.rules(person: unset, visits: Self.visits("P9Y")), Self.person(), Self.visit())
    #expect(found.count == 1 && found[0].contains("not chosen"), "\(found)")
    #expect(problems(Self.rules(visits: Self.visits(unset)), Self.person(), Self.visit()).isEmpty)
  }

  @Test(
    "What is pseudonymised must not be what dates a record",
    arguments: ["made", "person_id", "state", "note"])
  func pseudonymised(column: String) {
    let rule = Self.visits("P9Y", TestRules.pseudonymiseAtOnce)
    let changes =
      #", "pseudonymise": {"marker": {"column": "done", "as": "flag"}, "columns": {"\#(column)": {"transform": "null"}}}"#
    let condition = #", "where": {"column": "state", "equals": "made"}"#
    let visit = Self.visit(changes).replacing(
      #""made": {"column": "made""#, with: #""made": {"column": "entered""#)
    let found = problems(
      Self.rules(visits: rule), Self.person(condition: condition),
      column == "made" ? visit : Self.visit(changes))
    let isRead = found.contains { $0.contains("pseudonymises \"\(column)\"") }
    #expect(isRead == (column != "note"), "\(found)")
    let marked = problems(
      Self.rules(visits: rule), Self.person(condition: #", "where": {"column": "done", "isNull": true}"#),
      Self.visit(changes))
    #expect(marked.contains { $0.contains("pseudonymises \"done\"") }, "\(marked)")
  }

  @Test("The earliest row goes first, so that it is no date where rows go")
  func earliest() {
    let found = problems(Self.rules(visits: Self.visits("P9Y")), Self.person("earliest"), Self.visit())
    #expect(found.count == 1 && found[0].contains("the earliest first"), "\(found)")
  }

  @Test("A parent that goes by its own period is there only for what it waits for")
  func parent() {
    let rules = Self.rules(visits: Self.visits("P1Y"))
    let alone = problems(rules, Self.person("parent"), Self.visit())
    #expect(alone.count == 1 && alone[0].contains("would have no date"), "\(alone)")
    let keeping = Self.visit(#", "dependents": [{"table": "person", "references": {"visit_id": "id"}}]"#)
    #expect(problems(rules, Self.person("parent"), keeping).isEmpty)
  }

  @Test("Rows that go with records of another set go by that set's periods", arguments: [false, true])
  func otherDependents(isDeep: Bool) {
    let own =
      #"{"table": "visit", "references": {"room_id": "id"}, "domain": "none", "reason": "with the room"}"#
    let dependents =
      isDeep
      ? #"{"table": "floor", "references": {"room_id": "id"}, "domain": "none", "reason": "r", "dependents": [\#(own)]}"#
      : own
    let room = """
      "room": {"store": "main", "table": "room", "domain": "visits", "key": ["id"], "events": {
        "made": {"column": "made", "as": "date"}}, "dependents": [\(dependents)]}
      """
    let found = problems(Self.rules(visits: Self.visits("P30Y")), Self.person(), room)
    #expect(found.count == 1 && found[0].contains("go with records of \"room\""), "\(found)")
  }

  @Test("Rows that go with their own record may date it, by the same reference")
  func ownDependents() {
    func dependents(_ reference: String) -> String {
      #", "dependents": [{"table": "visit", "references": \#(reference), "domain": "none", "reason": "with the person"}]"#
    }
    let rules = TestRules.file(
      TestRules.domain(
        "rights", events: ["last-visit"], TestRules.rule("rights", trigger: "last-visit", period: "P3Y")))
    #expect(problems(rules, Self.person(more: dependents(#"{"person_id": "id"}"#))).isEmpty)
    let found = problems(rules, Self.person(more: dependents(#"{"guardian_id": "id"}"#)))
    #expect(found.count == 1 && found[0].contains("by other columns"), "\(found)")
  }

  @Test("What is archived has left the rows that dated it behind")
  func archivingRecords() {
    let rules = TestRules.file(
      TestRules.domain(
        "rights", events: ["last-visit"],
        TestRules.rule(
          "rights", trigger: "last-visit", period: "P9Y", TestRules.first("archive", after: "P1Y"))))
    let archive = #", "archive": {"to": "old"}"#
    let old = Self.person().replacing(
      #""person": {"store": "main", "table": "person""#, with: #""old": {"store": "main", "table": "old""#)
    let found = problems(rules, Self.person(more: archive), old)
    #expect(found.contains { $0.hasPrefix(Self.place) && $0.contains("move to \"old\"") }, "\(found)")
    #expect(
      found.contains { $0.contains("$.recordSets.old.events.last-visit") && $0.contains("an archive") },
      "\(found)")
    let bound = """
      "old": {"store": "main", "table": "old", "domain": "rights", "key": ["id"], "subject": "nir",
        "events": {"last-visit": {"column": "last_visit", "as": "date"}}}
      """
    #expect(problems(rules, Self.person(more: archive), bound).isEmpty)
  }

  @Test("A batch that is prepared before its intent cannot be looked at again")
  func twoPhase() {
    let rules = TestRules.file(
      TestRules.domain(
        "rights", events: ["last-visit"], TestRules.rule("rights", trigger: "last-visit", period: "P3Y")))
    func stores(_ commit: String) -> String {
      #""main": {"engine": "mariadb", "database": "shop"\#(commit)}"#
    }
    let found = problems(rules, Self.person(), stores: stores(#", "commit": "two-phase""#))
    #expect(found.count == 1 && found[0].contains("prepared before their intent"), "\(found)")
    #expect(problems(rules, Self.person(), stores: stores("")).isEmpty)
  }

  @Test("What rules count by the hour needs a time of day in every column")
  func hours() {
    let rules = TestRules.file(
      TestRules.domain(
        "rights", events: ["last-visit"], TestRules.rule("rights", trigger: "last-visit", period: "PT12H")))
    #expect(problems(rules, Self.person()).contains { $0.contains("no time of day") })
    let timed = Self.person(event: #", "ifNone": {"column": "born", "as": "date"}"#).replacing(
      #""column": "made", "as": "date""#, with: #""column": "made", "as": "epoch-seconds""#)
    #expect(problems(rules, timed).contains { $0.contains("no time of day") })
  }
}
