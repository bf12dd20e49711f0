import Foundation
import RecordStores
import SQLite
import StoreConformance
import TestNames
import Testing

@testable import SQLiteStore

/// What of a SQLite table can refuse the rows that a change writes is known before a run.
@Suite struct ConstraintTests {
  @Test(
    "Unique by expression, of some rows, CHECK and generated columns",
    arguments: [
      ("CREATE UNIQUE INDEX u ON person (lower(c))", true, true),
      ("CREATE UNIQUE INDEX u ON person (d) WHERE \"C\" > 0", true, true),
      ("CREATE UNIQUE INDEX u ON person (d) WHERE d <> 'c' -- c", false, false),
      ("CREATE UNIQUE INDEX c_c ON person (lower(d))", false, false),
      ("CHECK (length(c) > 2)", false, true), ("CHECK (d > 2)", false, false),
      ("check /* c */ ([C] <> ')')", false, true), ("SELECT 1", false, false),
      ("CHECK (d > 2), -- d\r\nCHECK (length(c) > 2)", false, true),
      ("CHECK (d > 2) -- d\r, CHECK (length(c) > 2)\n", false, false),
      ("CHECK (d <> '\u{301}' AND length(c) > 2)", false, true),
      ("CREATE UNIQUE INDEX \"\u{301}u\" ON person (lower(c))", true, true),
    ])
  func constraints(definition: String, isRefused: Bool, isSaid: Bool) throws {
    let harness = try SQLiteHarness(journalMode: "wal")
    let isCheck = definition.lowercased().hasPrefix("check")
    try harness.run(
      "CREATE TABLE person (id INTEGER PRIMARY KEY, c TEXT, d TEXT\(isCheck ? ", " + definition : ""))",
      in: "main")
    if !isCheck { try harness.run(definition, in: "main") }
    let store = try harness.open("main")
    for merges in [true, false] {
      let found = try store.describe(
        RecordSet(name: "person", store: "main", table: "person", key: ["id"]),
        use: SchemaUse(
          deletes: false, changedColumns: [ChangedColumn(column: "c", merges: merges)], archive: nil,
          readColumns: ["id"], events: []))
      #expect(!found.refusals.isEmpty == (isRefused && merges), "\(merges): \(found.refusals)")
      #expect(!(found.refusals + found.warnings).isEmpty == isSaid, "\(merges): \(found.warnings)")
    }
  }

  @Test(
    "A CHECK is found by the name of its column, whatever that begins with and in whatever quotes",
    arguments: ["\u{301}c", "c\u{301}", "\u{E9}", "e\u{301}", "\u{20DD}", "a\"\u{301}b"],
    ["\"", "`", "["])
  func quotedNames(column: String, quote: String) throws {
    let harness = try SQLiteHarness(journalMode: "wal")
    let end = quote == "[" ? "]" : quote
    let name = quote + (quote == "[" ? column : column.doubling(Unicode.Scalar(quote)!)) + end
    try harness.run(
      "CREATE TABLE person (id INTEGER PRIMARY KEY, \(name) TEXT, d TEXT, CHECK (length(\(name)) > 2))",
      in: "main")
    for (changed, isSaid) in [(column, true), ("d", false)] {
      let found = try harness.open("main").describe(
        RecordSet(name: "person", store: "main", table: "person", key: ["id"]),
        use: SchemaUse(
          deletes: false, changedColumns: [ChangedColumn(column: changed, merges: true)], archive: nil,
          readColumns: ["id"], events: []))
      #expect(!found.warnings.isEmpty == isSaid, "\(changed): \(found)")
    }
  }

  @Test(
    "A trigger is said by its event, whatever its name and comments are",
    arguments: [
      "\"DELETE\"", "[\u{301}x]", "\"\u{301}\"", "`a``\u{301}`", "begin", "'before'", "main.\"\u{301}y\"",
      "x -- INSERT\r\n", "x /* \u{301} INSERT */", "x -- \u{301}\r INSERT\n", "\u{301}z",
    ], ["DELETE", "INSERT", "UPDATE OF c"])
  func triggers(name: String, event: String) throws {
    for time in ["", "BEFORE ", "after "] {
      let statement = "CREATE TRIGGER \(name) \(time)\(event) ON person BEGIN SELECT 1; END"
      let harness = try SQLiteHarness(journalMode: "delete")
      try harness.run("CREATE TABLE person (id INTEGER PRIMARY KEY, c TEXT)", in: "main")
      try harness.run(statement, in: "main")
      #expect(
        TriggerEvents(statement: statement).events.map(\.rawValue) == [String(event.prefix(6))],
        "\(statement)")
    }
    #expect(TriggerEvents(statement: "CREATE TRIGGER \"x \(event) ON t").events.count == 3)
  }

  @Test(
    "The columns of a trigger's UPDATE OF are read, and what cannot be read is every column",
    arguments: [
      ("UPDATE OF c", ["c"]), ("UPDATE OF C, \"d\",[e]\n, `f`", ["c", "d", "e", "f"]), ("UPDATE", nil),
      ("UPDATE OF 'c'", nil), ("UPDATE OF c, 'd'", nil), ("UPDATE OF of", ["of"]),
      ("UPDATE OF \"on\"", ["on"]),
      ("UPDATE /* OF c */", nil), ("DELETE", nil),
    ] as [(String, Set<String>?)])
  func assigned(event: String, columns: Set<String>?) {
    let read = TriggerEvents(statement: "CREATE TRIGGER x AFTER \(event) ON t BEGIN SELECT 1; END")
    #expect(read.assignedColumns == columns)
  }

  @Test("A condition that a column is not null refuses a transform that gives null")
  func notNull() throws {
    let harness = try SQLiteHarness(journalMode: "wal")
    try harness.run("CREATE TABLE person (id INTEGER PRIMARY KEY, c TEXT CHECK (c IS NOT NULL))", in: "main")
    let found = try harness.open("main").describe(
      RecordSet(name: "person", store: "main", table: "person", key: ["id"]),
      use: SchemaUse(
        deletes: false, changedColumns: [ChangedColumn(column: "c", isNulled: true)], archive: nil,
        readColumns: ["id"], events: []))
    #expect(found.refusals == [.notNullable(table: "person", column: "c")])
  }
}
