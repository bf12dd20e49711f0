import RecordStores
import StoreConformance
import TestNames
import Testing

@Suite struct ArchiveColumnTests {
  private struct Case {
    let from: BenchEngine
    let type: String
    let to: BenchEngine
    let kept: String
    let words: String?
  }

  private func columns(_ engine: BenchEngine, _ type: String) throws -> [SchemaDescription.Column] {
    let bench = try ArchiveBench(engine)
    try bench.run("CREATE TABLE person (id int NOT NULL PRIMARY KEY, v \(type))")
    let set = RecordSet(name: "person", store: "main", table: "person", key: ["id"])
    let use = SchemaUse(deletes: true, changedColumns: [], archive: nil, readColumns: [], events: [])
    return try bench.open("main").describe(set, use: use).columns
  }

  @Test(
    "A column that cannot keep what its archive would be given is refused before a run, with both types and what is lost"
  )
  func refused() throws {
    let cases = [
      Case(
        from: .postgresql, type: "numeric(38,10)", to: .sqlite, kept: "NUMERIC",
        words: "it rounds decimal numbers"),
      Case(from: .postgresql, type: "numeric(38,10)", to: .sqlite, kept: "TEXT", words: nil),
      Case(
        from: .mariadb, type: "decimal(9,2)", to: .postgresql, kept: "double precision",
        words: "it rounds decimal numbers"),
      Case(from: .mariadb, type: "decimal(9,2)", to: .postgresql, kept: "numeric(9,2)", words: nil),
      Case(from: .postgresql, type: "timestamptz", to: .mariadb, kept: "datetime(6)", words: "which zone"),
      Case(from: .postgresql, type: "timestamptz", to: .mariadb, kept: "timestamp(6) NULL", words: nil),
      Case(from: .mariadb, type: "datetime", to: .postgresql, kept: "timestamptz", words: "zone"),
      Case(from: .mariadb, type: "longblob", to: .postgresql, kept: "text", words: "another kind"),
      Case(from: .sqlite, type: "TEXT", to: .postgresql, kept: "jsonb", words: "writes JSON anew"),
      Case(from: .postgresql, type: "jsonb", to: .mariadb, kept: "json", words: nil),
      Case(from: .postgresql, type: "double precision", to: .mariadb, kept: "float", words: "fewer digits"),
      Case(from: .sqlite, type: "INTEGER", to: .mariadb, kept: "varchar(20)", words: "another kind"),
      Case(from: .sqlite, type: "TEXT", to: .postgresql, kept: "uuid", words: nil),
      Case(from: .sqlite, type: "INTEGER", to: .postgresql, kept: "boolean", words: nil),
      Case(
        from: .sqlite, type: "INTEGER", to: .postgresql, kept: "int GENERATED ALWAYS AS (1) STORED",
        words: "is generated"),
    ]
    for one in cases {
      let found = try columns(one.from, one.type).losses(
        of: "person", in: columns(one.to, one.kept), of: "cold"
      )
      .map(\.description)
      let name = "\(one.from) \(one.type) to \(one.to) \(one.kept): \(found)"
      if let words = one.words {
        #expect(found.count == 1 && found[0].contains(words), "\(name)")
      } else {
        #expect(found.isEmpty, "\(name)")
      }
    }
  }

  @Test(
    "A table's name is read as it is written, whatever is in it",
    arguments: [
      (nil, "person"), ("other", "person"), ("a.b", "c.d"), (nil, "a.b"), (nil, "\"x\""), ("\"", "\"."),
      (nil, "it's \"x\""),
      ("é", "\u{65}\u{301}\"\u{301}"),
    ] as [(String?, String)])
  func names(schema: String?, table: String) {
    let name = TableName(schema: schema, table: table)
    #expect(TableName(name.text) == name)
    #expect(TableName("\"open").table == "\"open" && TableName("a.b.c").table == "a.b.c")
  }
}
