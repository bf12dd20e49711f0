import CivilTime
import PostgreSQL
import RecordStores
import StoreConformance
import TestNames
import Testing

/// What the owner of a schema can put in place of PostgreSQL's own operators, functions, casts, types and tables; case 30.
@Suite(.serialized) struct HostileSchemaTests {
  struct Column: Sendable, CustomTestStringConvertible {
    let type: String
    var setup: [String] = []
    /// Four values that differ, as literals; in the order of the type.
    let values: [String]
    /// Tells if a column of it can be a key.
    var isKey = true
    var testDescription: String { type }
  }

  static let columns: [Column] = [
    Column(type: "text", values: ["a", "b", "c", "d"]),
    Column(type: "varchar(20)", values: ["a", "b", "c", "d"]),
    Column(type: "char(6)", values: ["a", "b", "c", "d"]),
    Column(type: "bigint", values: ["1", "2", "3", "4"]),
    Column(type: "numeric", values: ["1.5", "2", "3", "4"]),
    Column(type: "float8", values: ["1.5", "2", "3", "4"]),
    Column(type: "boolean", values: ["f", "f", "t", "t"], isKey: false),
    Column(type: "date", values: ["2001-01-01", "2002-01-01", "2003-01-01", "2004-01-01"]),
    Column(
      type: "timestamptz",
      values: [
        "2001-01-01 00:00:00+00", "2002-01-01 00:00:00+00", "2003-01-01 00:00:00+00",
        "2004-01-01 00:00:00+00",
      ]
    ),
    Column(
      type: "uuid",
      values: (1...4).map { "123e4567-e89b-12d3-a456-42661417400\($0)" }),
    Column(type: "bytea", values: ["\\x01", "\\x02", "\\x03", "\\x04"]),
    Column(type: "json", values: ["1", "2", "3", "4"], isKey: false),
    Column(type: "jsonb", values: ["1", "2", "3", "4"]),
    Column(type: "text[]", values: ["{a}", "{b}", "{c}", "{d}"], isKey: false),
    Column(type: "int4range", values: ["[1,2)", "[2,3)", "[3,4)", "[4,5)"]),
    Column(
      type: "citext", setup: ["CREATE EXTENSION citext SCHEMA extensions"], values: ["a", "B", "c", "D"]),
    Column(
      type: "folded",
      setup: ["CREATE EXTENSION citext SCHEMA extensions", "CREATE DOMAIN folded AS extensions.citext"],
      values: ["a", "B", "c", "D"]),
    Column(
      type: "mood", setup: ["CREATE TYPE mood AS ENUM ('low', 'even', 'high', 'top')"],
      values: ["low", "even", "high", "top"]),
    Column(
      type: "narrow",
      setup: [
        "CREATE TYPE mood AS ENUM ('low', 'even', 'high', 'top')",
        "CREATE DOMAIN wide AS mood", "CREATE DOMAIN narrow AS wide",
      ], values: ["low", "even", "high", "top"]),
    Column(
      type: "checked", setup: ["CREATE DOMAIN checked AS text CHECK (VALUE <> 'z')"],
      values: ["a", "b", "c", "d"]),
    Column(
      type: "floats", setup: ["CREATE TYPE floats AS RANGE (subtype = float8)"],
      values: ["[1,2)", "[2,3)", "[3,4)", "[4,5)"]),
    Column(
      type: "pair", setup: ["CREATE TYPE pair AS (x int, y text)"],
      values: ["(1,a)", "(2,a)", "(2,b)", "(3,a)"],
      isKey: false),
    Column(
      type: "mood[]", setup: ["CREATE TYPE mood AS ENUM ('low', 'even', 'high', 'top')"],
      values: ["{low}", "{even}", "{high}", "{top}"], isKey: false),
    Column(
      type: "date_",
      setup: ["CREATE TYPE \"date\" AS ENUM ('a', 'b', 'c', 'd')", "CREATE DOMAIN date_ AS s.\"date\""],
      values: ["a", "b", "c", "d"]),
  ]

  /// A bench whose names `s` and `extensions` are schemas of its own.
  private struct Schema {
    let bench: ArchiveBench
    let name: String

    init() throws {
      bench = try ArchiveBench(.postgresql)
      name = try bench.text("SELECT current_schema()") ?? ""
    }

    func sent(_ statement: String) -> String {
      statement.replacing("s.\"", with: "\(name).\"").replacing("SCHEMA extensions", with: "SCHEMA \(name)")
        .replacing("extensions.", with: "\(name).")
    }

    func run(_ statements: [String]) throws { for statement in statements { try bench.run(sent(statement)) } }

    /// Puts something of the schema's own in place of everything that can have a type's or a text's name, as its owner could.
    ///
    /// - Parameter isOwn: whether the type is the schema's own, so that its owner may make casts of it.
    /// - Returns: how much of it the server took.
    func plant(_ type: String, isOwn: Bool) throws -> Int {
      var statements = [
        "CREATE VIEW pg_class AS SELECT 1 AS oid", "CREATE VIEW pg_attribute AS SELECT 1 AS attrelid",
        "CREATE VIEW pg_enum AS SELECT 1 AS oid", "CREATE VIEW pg_stat_xact_user_tables AS SELECT 1 AS relid",
        "CREATE DOMAIN text AS pg_catalog.text CHECK (VALUE = 'never')",
        "CREATE DOMAIN \"timestamp\" AS pg_catalog.text", "CREATE DOMAIN float8 AS pg_catalog.text",
        "CREATE FUNCTION current_setting(pg_catalog.text) RETURNS pg_catalog.text LANGUAGE sql IMMUTABLE AS $$SELECT 'x'::pg_catalog.text$$",
        "CREATE FUNCTION substr(pg_catalog.text, int, int) RETURNS pg_catalog.text LANGUAGE sql IMMUTABLE AS $$SELECT '2001'::pg_catalog.text$$",
        "CREATE FUNCTION length(pg_catalog.text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 4'",
        "CREATE FUNCTION unnest(anyarray) RETURNS SETOF anyelement LANGUAGE sql IMMUTABLE AS 'SELECT $1[1] WHERE false'",
      ]
      for (left, right) in [
        (type, type), (type, "pg_catalog.text"), ("pg_catalog.text", type),
        ("pg_catalog.text", "pg_catalog.text"),
        ("pg_catalog.varchar", "pg_catalog.text"), (type, "pg_catalog.varchar"), ("bigint", "bigint"),
        ("bigint", "int"),
      ] {
        let name = "always\(statements.count)"
        statements.append(
          "CREATE FUNCTION \(name)(\(left), \(right)) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'"
        )
        for sign in ["=", "<>", "<", "<=", ">", ">=", "~", "||", "+"] {
          statements.append(
            "CREATE OPERATOR \(sign) (leftarg = \(left), rightarg = \(right), function = \(name))")
        }
      }
      for function in [
        "concat", "octet_length", "upper", "md5", "enum_eq", "range_eq", "record_eq", "citext_eq",
      ] {
        statements.append(
          "CREATE FUNCTION \(function)(\(type)) RETURNS pg_catalog.text LANGUAGE sql IMMUTABLE AS $$SELECT 'a'::pg_catalog.text$$"
        )
        statements.append(
          "CREATE FUNCTION \(function)(\(type), \(type)) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'"
        )
      }
      statements.append(
        "CREATE FUNCTION shown(\(type)) RETURNS pg_catalog.text LANGUAGE sql IMMUTABLE AS $$SELECT 'a'::pg_catalog.text$$"
      )
      for target in isOwn ? ["pg_catalog.text", "pg_catalog.varchar"] : [] {
        statements.append(
          "CREATE CAST (\(type) AS \(target)) WITH \(target.hasSuffix("text") ? "FUNCTION shown(\(type))" : "INOUT") AS IMPLICIT"
        )
      }
      var taken = 0
      let run = try bench.session()
      for statement in statements {
        do {
          try run(sent(statement))
          taken += 1
        } catch let error as PostgresError {
          // What is there already, and casts between the server's own types.
          guard case .server = error else { throw error }
        }
      }
      return taken
    }
  }

  private static let set = RecordSet(name: "t", store: "main", table: "t", key: ["id"])

  private func numbers(_ keys: KeyList) -> [Int] {
    (0..<keys.count).compactMap { place in
      if case .integer(let number)? = keys.values(at: place)?.first { Int(number) } else { nil }
    }.sorted()
  }

  /// What each predicate finds, by counting, by choosing and by deleting, in one statement and under locks.
  private func answers(_ store: any RecordStore, _ values: [ColumnValue]) throws -> [String] {
    let comparisons: [Predicate.Comparison] = [
      .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
    ]
    var predicates: [Predicate] = comparisons.flatMap { comparison in
      [values[0], values[1], values[3]].map { .compare(column: "v", comparison, $0) }
    }
    predicates += [
      .compare(column: "v", .equal, values[1], by: .asTheColumn),
      .isOneOf(column: "v", [values[1], values[2]]),
      .not(.isOneOf(column: "v", [values[0], values[3]])), .isNull(column: "v"),
      .all([.not(.isNull(column: "v")), .compare(column: "v", .equal, values[2])]),
    ]
    return try predicates.map { predicate in
      let selection = Selection(recordSet: Self.set, predicate: predicate)
      var found: [String] = []
      do {
        found.append(String(try store.tally(selection, holds: NoHolds()).count))
        for holds: any HoldTest in [NoHolds(), AskedHolds.nobody()] {
          let batch = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: holds)
          found.append("\(batch.map { numbers($0.keys) } ?? [])")
          batch?.rollback()
        }
      } catch let error as StoreError {
        // Of json no order can be asked.
        found.append("refused: \(error)")
      }
      return "\(predicate): \(found.joined(separator: " "))"
    }
  }

  @Test(
    "Whatever a schema puts in place of operators, functions, casts, types and catalogues, every predicate finds the same rows",
    arguments: columns)
  func predicates(column: Column) throws {
    let schema = try Schema()
    defer { withExtendedLifetime(schema.bench) {} }
    try schema.run(column.setup)
    try schema.run(["CREATE TABLE t (id int PRIMARY KEY, v \(column.type))"])
    for (place, value) in column.values.enumerated() {
      try schema.run(["INSERT INTO t VALUES (\(place), '\(value)')"])
    }
    try schema.run(["INSERT INTO t VALUES (9, NULL)"])
    let values: [ColumnValue] = column.values.map {
      column.type == "bytea" ? .blob([UInt8($0.suffix(2)) ?? 0]) : .text($0)
    }
    let before = try answers(try schema.bench.open("main"), values)
    #expect(
      before.contains { $0.contains(": 1 [1] [1]") } || column.type == "boolean" || column.type == "bytea",
      "\(before)")
    #expect(try schema.plant(column.type, isOwn: !column.setup.isEmpty) > 40)
    let after = try answers(try schema.bench.open("main"), values)
    for (before, after) in zip(before, after) { #expect(before == after) }
  }

  @Test(
    "Keys of any type, and what refers to them, are found by the type's own equality alone",
    arguments: columns.filter(\.isKey))
  func keys(column: Column) throws {
    for isPlanted in [false, true] {
      let schema = try Schema()
      defer { withExtendedLifetime(schema.bench) {} }
      try schema.run(column.setup)
      try schema.run([
        "CREATE TABLE t (k \(column.type) PRIMARY KEY, n int, name text, done int)",
        "CREATE TABLE paper (id int PRIMARY KEY, k \(column.type))",
        "CREATE TABLE cold (k \(column.type) PRIMARY KEY, n int, name text, done int)",
      ])
      for (place, value) in column.values.enumerated() {
        try schema.run([
          "INSERT INTO t VALUES ('\(value)', \(place), 'name \(place)')",
          "INSERT INTO paper VALUES (\(place), '\(value)')",
        ])
      }
      if isPlanted { #expect(try schema.plant(column.type, isOwn: !column.setup.isEmpty) > 40) }
      let papers = RecordSet(
        name: "t", store: "main", table: "t", key: ["k"], marker: Marker(column: "done", content: .flag),
        dependents: [
          Dependent(table: "paper", references: [.init(column: "k", parentColumn: "k")], subject: "id")
        ])
      let store = try schema.bench.open("main")
      let all = try store.keys(of: papers, after: nil, count: 10)
      #expect(all.count == 4)
      var paged = KeyList()
      while let page = Optional(
        try store.keys(of: papers, after: paged.isEmpty ? nil : Array(paged[paged.count - 1]), count: 1)),
        !page.isEmpty,
        paged.count < 9
      {
        paged.append(page[0])
      }
      #expect((0..<paged.count).map { Array(paged[$0]) } == (0..<all.count).map { Array(all[$0]) })
      #expect(try store.presentKeys(all, in: papers).count == 4)
      // One is pseudonymised, one goes with its paper, one is moved.
      let changes = [ColumnChange(column: "name", transform: Emptied())]
      func one(_ number: Int64, _ changes: [ColumnChange]? = nil) -> Selection {
        Selection(
          recordSet: papers, predicate: .compare(column: "n", .equal, .integer(number)),
          pseudonymising: changes)
      }
      var selection = one(0, changes)
      let marked = try store.begin(
        .pseudonymise(changes, markerValue: .integer(1)), on: selection, limit: BatchLimit(),
        holds: AskedHolds.nobody())
      #expect(marked?.keys.count == 1)
      try marked?.commit()
      selection = one(1)
      selection.dependents = DependentTest(going: [:])
      let deleted = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: AskedHolds.nobody())
      #expect(deleted?.keys.count == 1 && deleted?.dependents == ["paper": 1])
      try deleted?.commit()
      try schema.run(["DELETE FROM paper WHERE id OPERATOR(pg_catalog.=) 2"])
      let live = RecordSet(name: "t", store: "main", table: "t", key: ["k"])
      let moved = try store.begin(
        .archive(into: RecordSet(name: "cold", store: "main", table: "cold", key: ["k"])),
        on: Selection(recordSet: live, predicate: .compare(column: "n", .equal, .integer(2))),
        limit: BatchLimit(),
        holds: NoHolds())
      #expect(moved?.keys.count == 1)
      try moved?.commit()
      for (query, count) in [
        ("t", "2"), ("paper", "2"), ("cold", "1"), ("t WHERE name IS NULL", "1"),
        ("t WHERE done IS NOT NULL AND n OPERATOR(pg_catalog.=) 0", "1"),
      ] {
        #expect(
          try schema.bench.text("SELECT pg_catalog.count(*) FROM \(query)") == count, "\(query) \(isPlanted)")
      }
    }
  }

  private struct Emptied: ColumnTransform {
    let isNulling = true
    func apply(_ value: ColumnValue, subject: ColumnValue) -> ColumnValue { .null }
    func isOutput(_ value: ColumnValue) -> Bool? { value == .null }
  }

  static let dated: [(type: String, encoding: EventColumn.Encoding)] =
    ["text", "varchar(30)", "char(30)", "citext", "checked"].flatMap { type in
      [
        (type, EventColumn.Encoding.date), (type, .rfc3339), (type, .timestamp(zone: .utc)),
        (type, .compactDate),
      ]
    } + [
      ("date", .date), ("timestamp", .timestamp(zone: .utc)), ("timestamptz", .timestamp(zone: .utc)),
      ("bigint", .epochSeconds), ("numeric", .epochMilliseconds), ("int", .compactDate), ("day", .date),
      ("seconds", .epochSeconds),
    ]

  @Test("No date is taken for another by anything that a schema has", arguments: dated)
  func dates(type: String, encoding: EventColumn.Encoding) throws {
    let schema = try Schema()
    defer { withExtendedLifetime(schema.bench) {} }
    try schema.run([
      "CREATE EXTENSION citext SCHEMA extensions", "CREATE DOMAIN checked AS text CHECK (VALUE <> 'z')",
      "CREATE DOMAIN day AS date", "CREATE DOMAIN seconds AS bigint",
      "CREATE TABLE t (id int PRIMARY KEY, ended \(type))",
      "CREATE INDEX ON t (ended)",
    ])
    for (place, day) in ["2001-01-01", "1970-01-01", "2024-01-01", "2025-06-01"].enumerated() {
      let seconds = try #require(CivilDate(day)).daysSinceEpoch * 86_400
      let value =
        switch encoding {
        case .date: day
        case .compactDate: day.replacing("-", with: "")
        case .rfc3339: day + "T10:00:00Z"
        case .epochSeconds: String(seconds)
        case .epochMilliseconds: String(seconds * 1_000)
        default: day + " 10:00:00"
        }
      try schema.run(["INSERT INTO t VALUES (\(place), '\(value)')"])
    }
    try schema.run(["INSERT INTO t VALUES (9, NULL)"])
    let event = EventColumn(column: "ended", encoding: encoding)
    let day = try #require(CivilDate("2010-01-01"))
    let days = PlausibleDays(of: event, today: try #require(CivilDate("2026-11-27")), zone: .utc)
    let selection = Selection(
      recordSet: Self.set, predicate: .event(event, .reached(.day(day), days, zone: .utc)), orderedBy: event)
    for isPlanted in [false, true] {
      if isPlanted { #expect(try schema.plant(type, isOwn: false) > 40) }
      let store = try schema.bench.open("main")
      #expect(try store.tally(selection, holds: NoHolds()).count == 1)
      #expect(
        try store.tally(Selection(recordSet: Self.set, predicate: .event(event, .missing)), holds: NoHolds())
          .count == 2)
      #expect(
        try store.tally(
          Selection(recordSet: Self.set, predicate: .event(event, .plausible(days))), holds: NoHolds()
        ).count
          == 3)
      for holds: any HoldTest in [NoHolds(), AskedHolds.nobody()] {
        let batch = try store.begin(.delete, on: selection, limit: BatchLimit(rows: 1), holds: holds)
        #expect(batch.map { numbers($0.keys) } == [0])
        batch?.rollback()
      }
    }
  }

  @Test("citext compares as citext, by its index, wherever it was installed")
  func folded() throws {
    let schema = try Schema()
    defer { withExtendedLifetime(schema.bench) {} }
    try schema.run([
      "CREATE EXTENSION citext SCHEMA extensions", "CREATE TABLE t (id int PRIMARY KEY, v citext)",
      "INSERT INTO t VALUES (1, 'Court'), (2, 'COURT'), (3, 'other')",
    ])
    let store = try schema.bench.open("main")
    func count(_ predicate: Predicate) throws -> Int {
      try store.tally(Selection(recordSet: Self.set, predicate: predicate), holds: NoHolds()).count
    }
    try #expect(count(.compare(column: "v", .equal, .text("court"), by: .asTheColumn)) == 2)
    try #expect(count(.compare(column: "v", .equal, .text("Court"))) == 1)
    try #expect(count(.isOneOf(column: "v", [.text("cOURT"), .text("x")], by: .asTheColumn)) == 2)
    try #expect(count(.compare(column: "v", .less, .text("DURT"))) == 2)
  }
}
