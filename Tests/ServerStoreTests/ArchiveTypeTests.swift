import RecordStores
import StoreConformance
import TestNames
import Testing

/// One value on its way from one engine to another.
struct ArchivedCase: Sendable, CustomStringConvertible {
  let from: BenchEngine
  let type: String
  /// The value, in the source's SQL.
  let value: String
  let to: BenchEngine
  let targetType: String
  /// How the archive shows it, by `shown`; nil where it cannot be kept, and has to stay.
  let kept: String?
  /// What the archive is asked, in its SQL.
  let shown: String

  init(
    _ from: BenchEngine, _ type: String, _ value: String, _ to: BenchEngine, _ targetType: String,
    _ kept: String?,
    by shown: String = "v"
  ) {
    self.from = from
    self.type = type
    self.value = value
    self.to = to
    self.targetType = targetType
    self.kept = kept
    self.shown = shown
  }

  var description: String { "\(from) \(type) \(value) -> \(to) \(targetType)" }
}

@Suite struct ArchiveTypeTests {
  private static let cold = RecordSet(name: "cold", store: "cold", table: "cold", key: ["id"])
  private static let main = RecordSet(name: "main", store: "main", table: "live", key: ["id"])

  /// Every direction with what all of them can hold.
  static let everywhere: [ArchivedCase] = BenchEngine.allCases.flatMap { from in
    BenchEngine.allCases.filter { $0 != from }.flatMap { to -> [ArchivedCase] in
      func column(_ sqlite: String, _ postgres: String, _ maria: String) -> (String, String) {
        let types = [BenchEngine.sqlite: sqlite, .postgresql: postgres, .mariadb: maria]
        return (types[from] ?? "", types[to] ?? "")
      }
      func one(_ types: (String, String), _ value: String, _ kept: String, by shown: String = "v")
        -> ArchivedCase
      {
        ArchivedCase(from, types.0, value, to, types.1, kept, by: shown)
      }
      let integer = column("INTEGER", "bigint", "bigint")
      let text = column("TEXT", "text", "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
      let blob = column("BLOB", "bytea", "longblob")
      let real = column("REAL", "double precision", "double")
      let decimal = column("TEXT", "numeric(38,10)", "decimal(38,10)")
      let hex = to == .postgresql ? "encode(v, 'hex')" : "lower(hex(v))"
      let bytes = from == .postgresql ? "'\\x00ff0a5c27'::bytea" : "x'00ff0a5c27'"
      return [
        one(integer, "9223372036854775807", "9223372036854775807"),
        one(integer, "-9223372036854775808", "-9223372036854775808"),
        one(integer, "NULL", "none", by: "coalesce(max(v) || '', 'none')"),
        one(text, "''", ""), one(text, "'trailing  '", "trailing  "), one(text, "'𝄞é漢'", "𝄞é漢"),
        one(text, "'e\u{301}\"\u{301}'", "e\u{301}\"\u{301}"), one(text, "'a''b\"c`d'", "a'b\"c`d"),
        one(real, "5e-324", to == .sqlite ? "4.94065645841247e-324" : "5e-324"),
        one(real, "1e308", to == .sqlite ? "1.0e+308" : "1e+308"),
        one(blob, bytes, "00ff0a5c27", by: hex),
        one(decimal, "'1234567890123456789012345678.0123456789'", "1234567890123456789012345678.0123456789"),
      ]
    }
  }

  static let particular: [ArchivedCase] = [
    // Numbers that the other engine cannot hold.
    ArchivedCase(
      .mariadb, "bigint unsigned", "18446744073709551615", .postgresql, "numeric(20)", "18446744073709551615"),
    ArchivedCase(.mariadb, "bigint unsigned", "18446744073709551615", .postgresql, "bigint", nil),
    ArchivedCase(.mariadb, "bigint unsigned", "18446744073709551615", .sqlite, "INTEGER", nil),
    ArchivedCase(
      .mariadb, "bigint unsigned", "18446744073709551615", .sqlite, "TEXT", "18446744073709551615"),
    ArchivedCase(.mariadb, "bigint unsigned", "7", .sqlite, "INTEGER", "7"),
    ArchivedCase(.postgresql, "numeric", "0.1", .sqlite, "NUMERIC", nil),
    ArchivedCase(.postgresql, "numeric", "1.50", .sqlite, "TEXT", "1.50"),
    ArchivedCase(.postgresql, "numeric", "1.55", .mariadb, "decimal(10,1)", nil),
    ArchivedCase(.mariadb, "decimal(10,2)", "1.55", .postgresql, "numeric(10,1)", nil),
    ArchivedCase(.postgresql, "numeric", "'NaN'", .mariadb, "decimal(10,1)", nil),
    ArchivedCase(.postgresql, "double precision", "'NaN'", .mariadb, "double", nil),
    ArchivedCase(.postgresql, "double precision", "'NaN'", .sqlite, "REAL", nil),
    ArchivedCase(.postgresql, "double precision", "'Infinity'", .mariadb, "double", nil),
    ArchivedCase(.postgresql, "double precision", "'Infinity'", .sqlite, "REAL", "Inf"),
    ArchivedCase(.sqlite, "REAL", "9e999", .postgresql, "double precision", "Infinity"),
    ArchivedCase(.postgresql, "double precision", "'-0'", .sqlite, "REAL", nil),
    ArchivedCase(.postgresql, "double precision", "'-0'", .mariadb, "double", nil),
    ArchivedCase(.postgresql, "double precision", "0.1", .mariadb, "float", nil),
    ArchivedCase(.postgresql, "real", "0.1", .mariadb, "float", "0.1", by: "CAST(v AS CHAR)"),
    ArchivedCase(.mariadb, "float", "0.1", .postgresql, "real", "0.1"),
    ArchivedCase(.mariadb, "float", "16777217.7", .postgresql, "real", "1.6777218e+07"),
    ArchivedCase(.postgresql, "real", "0.1", .sqlite, "REAL", "0.100000001490116"),
    ArchivedCase(.sqlite, "REAL", "0.1", .postgresql, "real", nil),
    // Text.
    ArchivedCase(.sqlite, "TEXT", "'a' || char(0) || 'b'", .postgresql, "text", nil),
    ArchivedCase(
      .sqlite, "TEXT", "'a' || char(0) || 'b'", .mariadb, "text", "61", by: "substr(hex(v), 1, 2)"),
    ArchivedCase(.mariadb, "varchar(9)", "'a\\0b'", .sqlite, "TEXT", "610062", by: "hex(v)"),
    ArchivedCase(.mariadb, "varchar(9)", "'a '", .postgresql, "char(5)", nil),
    ArchivedCase(.postgresql, "char(5)", "'a'", .mariadb, "char(5)", "a"),
    ArchivedCase(.mariadb, "char(5)", "'a'", .postgresql, "char(5)", "a    "),
    ArchivedCase(.mariadb, "varchar(9)", "'abcdef'", .postgresql, "varchar(5)", nil),
    ArchivedCase(.postgresql, "text", "'abcdef'", .mariadb, "varchar(5)", nil),
    ArchivedCase(.postgresql, "text", "'é漢'", .mariadb, "varchar(5) CHARACTER SET latin1", nil),
    ArchivedCase(.sqlite, "TEXT", "'05'", .mariadb, "int", nil),
    ArchivedCase(.sqlite, "BLOB", "x'61'", .postgresql, "text", nil),
    ArchivedCase(.sqlite, "BLOB", "x'61'", .mariadb, "text", nil),
    // Days and moments.
    ArchivedCase(
      .postgresql, "timestamptz", "'2020-06-30 23:59:59.123456+02'", .mariadb, "timestamp(6) NULL",
      "2020-06-30 21:59:59.123456", by: "CAST(v AS CHAR)"),
    ArchivedCase(
      .postgresql, "timestamptz", "'2020-06-30 23:59:59.123456+02'", .mariadb, "timestamp NULL", nil),
    ArchivedCase(.postgresql, "timestamptz", "'2020-06-30 23:59:59+02'", .mariadb, "datetime", nil),
    ArchivedCase(
      .postgresql, "timestamptz", "'2020-06-30 23:59:59.1+02'", .sqlite, "TEXT", "2020-06-30 21:59:59.1+00"),
    ArchivedCase(
      .mariadb, "timestamp(3) NULL", "'2020-06-30 21:59:59.120'", .postgresql, "timestamptz",
      "2020-06-30 21:59:59.12+00"),
    ArchivedCase(
      .mariadb, "datetime(6)", "'2020-06-30 21:59:59.000001'", .postgresql, "timestamp",
      "2020-06-30 21:59:59.000001"),
    ArchivedCase(.mariadb, "datetime(6)", "'2020-06-30 21:59:59.000001'", .postgresql, "timestamp(3)", nil),
    ArchivedCase(.mariadb, "datetime", "'2020-06-30 21:59:59'", .postgresql, "timestamptz", nil),
    ArchivedCase(.postgresql, "timestamp", "'2020-06-30 21:59:59.9'", .mariadb, "datetime", nil),
    ArchivedCase(.postgresql, "timestamp", "'2020-06-30 21:59:59.9'", .mariadb, "date", nil),
    ArchivedCase(.postgresql, "timestamp", "'infinity'", .mariadb, "datetime", nil),
    ArchivedCase(.postgresql, "timestamp", "'infinity'", .sqlite, "TEXT", "infinity"),
    ArchivedCase(.postgresql, "date", "'0044-03-15 BC'", .mariadb, "date", nil),
    ArchivedCase(.postgresql, "date", "'0044-03-15 BC'", .sqlite, "TEXT", "0044-03-15 BC"),
    ArchivedCase(.mariadb, "date", "'0000-00-00'", .postgresql, "date", nil),
    ArchivedCase(.mariadb, "date", "'0000-00-00'", .sqlite, "TEXT", "0000-00-00"),
    ArchivedCase(.mariadb, "date", "'2020-00-10'", .postgresql, "date", nil),
    ArchivedCase(.mariadb, "year", "2020", .postgresql, "smallint", "2020"),
    ArchivedCase(.mariadb, "time(3)", "'-838:59:59.125'", .sqlite, "TEXT", "-838:59:59.125"),
    ArchivedCase(.mariadb, "time(3)", "'10:00:00.500'", .postgresql, "time", "10:00:00.5"),
    ArchivedCase(.sqlite, "TEXT", "'2020-1-1'", .postgresql, "date", nil),
    ArchivedCase(.sqlite, "TEXT", "'2020-01-01'", .postgresql, "date", "2020-01-01"),
    ArchivedCase(.sqlite, "TEXT", "'2020-02-30'", .mariadb, "date", nil),
    // Others.
    ArchivedCase(.postgresql, "boolean", "true", .mariadb, "boolean", "1"),
    ArchivedCase(.postgresql, "boolean", "false", .sqlite, "INTEGER", "0"),
    ArchivedCase(.mariadb, "boolean", "1", .postgresql, "boolean", "t"),
    ArchivedCase(.mariadb, "tinyint", "2", .postgresql, "boolean", nil),
    ArchivedCase(.mariadb, "bit(9)", "b'100000001'", .postgresql, "bytea", "0101", by: "encode(v, 'hex')"),
    ArchivedCase(.mariadb, "bit(9)", "b'100000001'", .sqlite, "BLOB", "0101", by: "hex(v)"),
    ArchivedCase(.postgresql, "bit(24)", "B'010101010101010101010101'", .mariadb, "bit(24)", nil),
    ArchivedCase(
      .postgresql, "uuid", "'123e4567-e89b-12d3-a456-426614174001'", .mariadb, "uuid",
      "123e4567-e89b-12d3-a456-426614174001"),
    ArchivedCase(
      .mariadb, "uuid", "'123e4567-e89b-12d3-a456-426614174001'", .postgresql, "uuid",
      "123e4567-e89b-12d3-a456-426614174001"),
    ArchivedCase(
      .mariadb, "uuid", "'123e4567-e89b-12d3-a456-426614174001'", .sqlite, "TEXT",
      "123e4567-e89b-12d3-a456-426614174001"),
    ArchivedCase(.mariadb, "inet6", "'2001:db8::1'", .postgresql, "inet", "2001:db8::1"),
    ArchivedCase(.mariadb, "json", "'{\"b\": 1,  \"a\": 2}'", .postgresql, "json", "{\"b\": 1,  \"a\": 2}"),
    ArchivedCase(.mariadb, "json", "'{\"b\": 1,  \"a\": 2}'", .postgresql, "jsonb", nil),
    ArchivedCase(.postgresql, "jsonb", "'{\"b\": 1, \"a\": 2}'", .mariadb, "json", "{\"a\": 2, \"b\": 1}"),
    ArchivedCase(
      .postgresql, "text[]", "ARRAY['a\"b', NULL, '{']", .sqlite, "TEXT", "{\"a\\\"b\",NULL,\"{\"}"),
    ArchivedCase(.postgresql, "int[]", "'[2:3]={1,2}'", .mariadb, "text", "[2:3]={1,2}"),
    ArchivedCase(.postgresql, "interval", "'1 year 2 days 3.5 seconds'", .sqlite, "TEXT", "P1Y2DT3.5S"),
    ArchivedCase(.mariadb, "enum('a', 'b c')", "'b c'", .postgresql, "text", "b c"),
    ArchivedCase(.mariadb, "set('a', 'b')", "'a,b'", .sqlite, "TEXT", "a,b"),
    ArchivedCase(.postgresql, "text", "'c'", .mariadb, "enum('a', 'b')", nil),
    ArchivedCase(.postgresql, "text", "'A'", .mariadb, "enum('a', 'b')", nil),
    ArchivedCase(.sqlite, "INTEGER", "5", .mariadb, "varchar(5)", nil),
    ArchivedCase(.sqlite, "INTEGER", "'wrong'", .postgresql, "bigint", nil),
  ]

  /// Moves one row, and says what became of it: what the archive shows, or why it stayed.
  private func move(_ case: ArchivedCase) throws -> (shown: String?, reason: String?) {
    let (source, target) = try (ArchiveBench(`case`.from), ArchiveBench(`case`.to))
    try source.run(
      "CREATE TABLE live (id int NOT NULL PRIMARY KEY, v \(`case`.type))",
      "INSERT INTO live VALUES (1, \(`case`.value))")
    try target.run("CREATE TABLE cold (id int NOT NULL PRIMARY KEY, v \(`case`.targetType))")
    let (from, to) = try (source.open("main"), target.open("cold"))
    let receiving = try to.beginReceiving(into: Self.cold)
    do {
      let batch = try from.begin(
        .archiveElsewhere(receiving), on: Selection(recordSet: Self.main, predicate: .always),
        limit: BatchLimit(),
        holds: NoHolds())
      try receiving.commit()
      try #require(batch).commit()
    } catch let error as StoreError {
      receiving.rollback()
      switch error {
      case .row, .constraint: break
      default: Issue.record("\(error)")
      }
      #expect(try source.text("SELECT count(*) FROM live") == "1", "it stays")
      #expect(try target.text("SELECT count(*) FROM cold") == "0", "and nothing else is there")
      return (nil, "\(error)")
    }
    #expect(try source.text("SELECT count(*) FROM live") == "0")
    return (try target.text("SELECT \(`case`.shown) FROM cold"), nil)
  }

  @Test(
    "What every engine can hold arrives from each in each other to the last bit", arguments: Self.everywhere)
  func keptEverywhere(archived: ArchivedCase) throws {
    let (shown, reason) = try move(archived)
    #expect(shown.map { Array($0.utf8) } == archived.kept.map { Array($0.utf8) }, "\(shown ?? reason ?? "")")
  }

  @Test(
    "A value that the archive's column would change stays where it is; any other arrives as it was",
    arguments: Self.particular)
  func keptOrLeft(archived: ArchivedCase) throws {
    let (shown, reason) = try move(archived)
    #expect(shown == archived.kept, "\(shown ?? reason ?? "")")
  }
}
