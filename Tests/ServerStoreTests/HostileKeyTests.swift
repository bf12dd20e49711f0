import RecordStores
import StoreConformance
import TestNames
import Testing
import Words

/// Keys and names that a careless comparison takes for another.
@Suite struct HostileKeyTests {
  /// A person, and papers that go with one, all named by `key`.
  private func filled(_ engine: BenchEngine, type: String, keys: [String]) throws -> ArchiveBench {
    let bench = try ArchiveBench(engine)
    try bench.run(
      "CREATE TABLE person (k \(type) NOT NULL PRIMARY KEY, n int)",
      "CREATE TABLE paper (id int NOT NULL PRIMARY KEY, k \(type), FOREIGN KEY (k) REFERENCES person (k))",
      "CREATE TABLE cold (k \(type) NOT NULL PRIMARY KEY, n int)")
    for (place, key) in keys.enumerated() {
      try bench.run(
        "INSERT INTO person VALUES (\(key), \(place))", "INSERT INTO paper VALUES (\(place), \(key))")
    }
    return bench
  }

  static let awkward: [(BenchEngine, String, [String])] = [
    (
      .postgresql, "text",
      [
        "U&'\\00e9'", "U&'e\\0301'", "U&'x\"\\0301'", "U&'x\\\\\\0301'", "U&'x\\\\\"\\0301y'", "''", "'NULL'",
        "'{}'",
      ]
    ),
    (.postgresql, "char(6)", ["'a'", "'b'", "'ab'"]),
    (.postgresql, "boolean", ["true", "false"]),
    (.postgresql, "numeric", ["9007199254740993", "9007199254740992", "0.1", "0.10000000000000000001"]),
    (.postgresql, "real", ["0.1", "0.2", "16777216"]),
    (
      .postgresql, "timestamptz",
      [
        "'2020-01-01 00:00:00.000001+00'", "'2020-01-01 00:00:00.000002+00'", "'infinity'", "'-infinity'",
        "'0044-03-15 BC'",
      ]
    ),
    (.postgresql, "date", ["'infinity'", "'0044-03-15 BC'", "'2020-01-01'"]),
    (
      .mariadb, "bigint unsigned",
      ["18446744073709551615", "18446744073709551614", "18446744073709551613", "9223372036854775807", "0"]
    ),
    (
      .mariadb, "bigint",
      ["9007199254740993", "9007199254740992", "9007199254740994", "-9223372036854775808"]
    ),
    (
      .mariadb, "decimal(38,10)",
      ["1234567890123456789012345678.0000000001", "1234567890123456789012345678.0000000002", "0.1"]
    ),
    (
      .mariadb, "varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
      ["_utf8mb4 x'c3a9'", "_utf8mb4 x'65cc81'", "'x\"\u{301}'", "'x\\\\\u{301}'", "''"]
    ),
    (
      .mariadb, "timestamp(6)",
      ["'2020-01-01 00:00:00.000001'", "'2020-01-01 00:00:00.000002'", "'0000-00-00 00:00:00'"]
    ),
    (.mariadb, "datetime", ["'2020-01-01 00:00:01'", "'0000-00-00 00:00:00'"]),
    (.mariadb, "date", ["'0000-00-00'", "'2020-00-10'", "'2020-01-01'"]),
    (.mariadb, "uuid", ["'123e4567-e89b-12d3-a456-426614174001'", "'123e4567-e89b-12d3-a456-426614174002'"]),
    (.mariadb, "inet6", ["'::1'", "'2001:db8::1'"]),
    (.mariadb, "varbinary(8)", ["x'00'", "x'0000'", "x''", "x'ff'"]),
    (.mariadb, "bit(9)", ["b'1'", "b'100000000'"]),
    (.mariadb, "year", ["2020", "0000"]),
    (.mariadb, "enum('b', 'a')", ["'a'", "'b'"]),
    (.sqlite, "TEXT", ["x'c3a9' || ''", "x'65cc81' || ''", "'a'", "'A'", "'a' || char(0)", "''"]),
    (.sqlite, "BLOB", ["x'00'", "x'0000'", "x''", "'a'", "x'61'"]),
  ]

  @Test(
    "Keys that differ by little are told apart: one goes with its own papers, and the others stay",
    arguments: Self.awkward)
  func neighbours(engine: BenchEngine, type: String, keys: [String]) throws {
    let bench = try filled(engine, type: type, keys: keys)
    let set = RecordSet(
      name: "person", store: "main", table: "person", key: ["k"],
      dependents: [
        Dependent(table: "paper", references: [.init(column: "k", parentColumn: "k")], subject: "id")
      ])
    let store = try bench.open("main")
    let all = try store.keys(of: set, after: nil, count: 100)
    #expect(all.count == keys.count)
    // Page by page each comes once.
    var paged = KeyList()
    while true {
      let page = try store.keys(of: set, after: paged.isEmpty ? nil : Array(paged[paged.count - 1]), count: 1)
      guard !page.isEmpty, paged.count <= keys.count else { break }
      paged.append(page[0])
    }
    #expect(paged.count == keys.count)
    for index in 0..<all.count {
      var one = KeyList()
      one.append(all[index])
      #expect(try store.presentKeys(one, in: set).count == 1, "\(all.values(at: index) ?? [])")
      let number = try number(of: all.values(at: index) ?? [], in: bench, store, set)
      var selection = Selection(recordSet: set, predicate: .compare(column: "n", .equal, .integer(number)))
      selection.dependents = DependentTest(going: [:])
      let batch = try #require(
        try store.begin(.delete, on: selection, limit: BatchLimit(), holds: AskedHolds.nobody()))
      #expect(batch.keys.count == 1 && batch.keys[0] == all[index] && batch.dependents == ["paper": 1])
      try batch.commit()
      #expect(try bench.text("SELECT count(*) FROM person") == String(all.count - index - 1))
      #expect(try bench.text("SELECT count(*) FROM paper") == String(all.count - index - 1))
      #expect(try bench.text("SELECT count(*) FROM paper WHERE id = \(number)") == "0")
      #expect(try store.presentKeys(one, in: set).isEmpty)
      #expect(try store.fate(of: .delete, on: set, keys: one) == .committed)
    }
  }

  /// The number of the row with a key, by a question about that key alone.
  private func number(
    of key: [ColumnValue], in bench: ArchiveBench, _ store: any RecordStore, _ set: RecordSet
  ) throws
    -> Int64
  {
    var list = KeyList()
    list.append(key: key)
    for number in 0..<20 {
      var selection = Selection(
        recordSet: set, predicate: .compare(column: "n", .equal, .integer(Int64(number))))
      selection.keys = list
      if try store.tally(selection, holds: NoHolds()).count == 1 { return Int64(number) }
    }
    throw ConformanceFailure("no row has the key")
  }

  @Test(
    "A key as a person types it finds its row, however large the number",
    arguments: [
      (BenchEngine.mariadb, "bigint unsigned", "18446744073709551615"),
      (.mariadb, "bigint", "9007199254740993"),
      (.mariadb, "bigint", "18015376320243459"),
      (.mariadb, "decimal(38,10)", "1234567890123456789012345678.0000000001"),
      (.postgresql, "numeric", "9007199254740993.5"),
      (.postgresql, "bigint", "9223372036854775807"), (.sqlite, "INTEGER", "9223372036854775807"),
    ])
  func typed(engine: BenchEngine, type: String, key: String) throws {
    let bench = try filled(engine, type: type, keys: [key])
    let set = RecordSet(name: "person", store: "main", table: "person", key: ["k"])
    let found = try bench.open("main").examine(
      set, key: [key], predicates: [.always], events: [], holds: NoHolds())
    #expect(found?.answers == [true])
  }

  @Test(
    "Names with quotes, accents behind them, backslashes and reserved words are names like others",
    arguments: [
      (BenchEngine.sqlite, "a\"\u{301}b"), (.sqlite, "it's \"x\" \\ `y` [z]"), (.sqlite, "select"),
      (.postgresql, "a\"\u{301}b"), (.postgresql, "it's \"x\" \\ `y` [z] %s $1 ?"), (.postgresql, "select"),
      (.mariadb, "a`\u{301}b"), (.mariadb, "it's \"x\" \\ `y` [z] %s $1 ?"), (.mariadb, "select"),
    ])
  func names(engine: BenchEngine, name: String) throws {
    let mark: Unicode.Scalar = engine == .mariadb ? "`" : "\""
    var quoted = String(mark)
    for scalar in name.unicodeScalars {
      if scalar == mark { quoted.unicodeScalars.append(mark) }
      quoted.unicodeScalars.append(scalar)
    }
    quoted.unicodeScalars.append(mark)
    let bench = try ArchiveBench(engine)
    try bench.run(
      "CREATE TABLE \(quoted) (\(quoted) int NOT NULL PRIMARY KEY)", "INSERT INTO \(quoted) VALUES (1)",
      "INSERT INTO \(quoted) VALUES (2)")
    let set = RecordSet(name: "odd", store: "main", table: name, key: [name])
    let store = try bench.open("main")
    let use = SchemaUse(deletes: true, changedColumns: [], archive: nil, readColumns: [name], events: [])
    #expect(try store.describe(set, use: use).refusals == [])
    let one = Selection(recordSet: set, predicate: .compare(column: name, .equal, .integer(1)))
    for holds in [NoHolds(), AskedHolds.nobody()] as [any HoldTest] {
      let batch = try #require(try store.begin(.delete, on: one, limit: BatchLimit(), holds: holds))
      #expect(batch.keys.count == 1)
      batch.rollback()
    }
  }

  @Test(
    "Within a store, too, a row stays where the archive's column would round or cut a value, or calls another one equal",
    arguments: [
      (BenchEngine.postgresql, "numeric(20,10)", "1.55", "numeric(20,1)"),
      (.postgresql, "double precision", "0.1", "real"),
      (.postgresql, "timestamp", "'2020-01-01 00:00:00.5'", "timestamp(0)"),
      (.postgresql, "text", "'a '", "char(5)"),
      (.mariadb, "double", "0.1", "float"), (.mariadb, "datetime(6)", "'2020-01-01 00:00:00.5'", "datetime"),
      (.mariadb, "varchar(5)", "'a '", "char(5)"), (.mariadb, "varbinary(5)", "x'61'", "binary(5)"),
      (.sqlite, "TEXT", "'05'", "INTEGER"), (.sqlite, "TEXT", "'5'", "INTEGER"),
      (.sqlite, "INTEGER", "5", "TEXT"),
    ])
  func narrower(engine: BenchEngine, type: String, value: String, archive: String) throws {
    let bench = try ArchiveBench(engine)
    try bench.run(
      "CREATE TABLE live (id int NOT NULL PRIMARY KEY, v \(type))",
      "CREATE TABLE cold (id int NOT NULL PRIMARY KEY, v \(archive))",
      "INSERT INTO live VALUES (0, \(value))")
    let (live, cold) = (
      RecordSet(name: "live", store: "main", table: "live", key: ["id"]),
      RecordSet(name: "cold", store: "main", table: "cold", key: ["id"])
    )
    let store = try bench.open("main")
    #expect {
      _ = try store.begin(
        .archive(into: cold), on: Selection(recordSet: live, predicate: .always), limit: BatchLimit(),
        holds: NoHolds())
    } throws: { if case StoreError.row = $0 { true } else { false } }
    #expect(try bench.text("SELECT count(*) FROM live") == "1")
    #expect(try bench.text("SELECT count(*) FROM cold") == "0")
  }

  @Test(
    "What differs by case or by a number's type alone is other content for an archive, whatever its columns compare by"
  )
  func sameContent() throws {
    for (live, cold) in [("'a'", "'A'"), ("5", "'5'")] {
      let bench = try ArchiveBench(.sqlite)
      try bench.run(
        "CREATE TABLE live (id INTEGER PRIMARY KEY, v COLLATE NOCASE); CREATE TABLE cold (id INTEGER PRIMARY KEY, v COLLATE NOCASE)",
        "INSERT INTO live VALUES (1, \(live)); INSERT INTO cold VALUES (1, \(cold))")
      let batch = try bench.open("main").begin(
        .archive(into: RecordSet(name: "cold", store: "main", table: "cold", key: ["id"])),
        on: Selection(
          recordSet: RecordSet(name: "live", store: "main", table: "live", key: ["id"]), predicate: .always),
        limit: BatchLimit(), holds: NoHolds())
      #expect(batch?.setAside.count == 1 && batch?.keys.count == 0)
      batch?.rollback()
    }
  }
}
