import Foundation
import PostgreSQL
import PostgreSQLStore
import RecordStores
import StoreConformance
import TestNames
import TestServers
import Words

/// Schemas of their own in a real server, one a store.
final class PostgresHarness: ServerHarness {
  private let server: PostgresServer
  private let prefix = "s" + UUID().uuidString.lowercased().replacing("-", with: "").prefix(12)
  private var made: Set<String> = []

  init() throws { server = try PostgresServer.shared.get() }

  deinit {
    for store in made { try? connection().run(script: "DROP SCHEMA \(schema(store)) CASCADE") }
    if hasReader { try? connection().run(script: "DROP ROLE \(reader)") }
  }

  func schema(_ store: String) -> String { "\(prefix)_\(store)" }

  func connection() throws -> PostgresConnection {
    try server.connect([("options", "-c TimeZone=UTC")])
  }

  /// An application's connection to a store.
  func application(_ store: String) throws -> PostgresConnection {
    let connection = try connection()
    if made.insert(store).inserted { try connection.run(script: "CREATE SCHEMA \(schema(store))") }
    try connection.run(script: "SET search_path = \(schema(store))")
    return connection
  }

  func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

  let textType = "text"

  private func text(_ value: ColumnValue) -> String? {
    switch value {
    case .null: nil
    case .integer(let number): String(number)
    case .real(let number): number.description
    case .text(let text): text
    case .rawText(let blob), .blob(let blob):
      "\\x" + blob.map { String(Int($0) + 256, radix: 16).dropFirst() }.joined()
    }
  }

  func insert(_ rows: [[ColumnValue]], into table: String, in store: String) throws {
    let application = try application(store)
    for row in rows {
      let marks = row.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
      try application.execute("INSERT INTO \(quoted(table)) VALUES (\(marks))", row.map(text))
    }
  }

  func rows(of table: ConformanceTable, in store: String) throws -> [[ColumnValue]: [ColumnValue]] {
    try rows(of: table) { query, each in
      try application(store).query(query) { found in
        each(
          table.columns.enumerated().map { place, column -> ColumnValue in
            guard let text = found.text(place) else { return .null }
            return column.kind == .integer ? .integer(Int64(text) ?? 0) : .text(text)
          })
      }
    }
  }

  func update(
    _ table: ConformanceTable, key: ColumnValue, set column: String, to value: ColumnValue, in store: String
  ) throws {
    try application(store).execute(
      "UPDATE \(quoted(table.name)) SET \(quoted(column)) = $1 WHERE \(quoted(table.key[0])) = $2",
      [text(value), text(key)])
  }

  let subjectColumns: [SubjectColumn] = [
    SubjectColumn("text", .text()), SubjectColumn("varchar(80)", .text()), SubjectColumn("char(80)", .text()),
    SubjectColumn("name", .text()),
    SubjectColumn("text COLLATE \"C\"", .text()),
    SubjectColumn(
      "text COLLATE loose", .text(),
      needs:
        "CREATE COLLATION IF NOT EXISTS loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false)"
    ),
    SubjectColumn(
      "padded", .text(), needs: "CREATE DOMAIN padded AS char(80)"),
    SubjectColumn("citext", .text(), needs: "CREATE EXTENSION citext"),
    SubjectColumn("integer", .small), SubjectColumn("bigint", .integer), SubjectColumn("numeric", .integer),
    SubjectColumn("numeric(15,0)", .integer), SubjectColumn("numeric(17,2)", .integer),
    SubjectColumn("real", .single), SubjectColumn("double precision", .double), SubjectColumn("uuid", .uuid),
    SubjectColumn("bytea", .bytes), SubjectColumn("bytea", .uuidBytes),
  ]

  let rawBytes: (type: String, literal: String) = ("bytea", "'\\x…'")

  func run(_ sql: String, in store: String) throws { try application(store).run(script: sql) }

  func makeLedger(_ table: String, in store: String) throws {
    try application(store).run(
      script:
        "CREATE TABLE \(table) (journal text NOT NULL, batch text NOT NULL, at text NOT NULL, PRIMARY KEY (journal, batch))"
    )
  }

  var settings: (String) -> PostgresSettings {
    { [server, prefix] in
      PostgresSettings(parameters: server.parameters, schema: "\(prefix)_\($0)", busySeconds: 1)
    }
  }

  func open(_ store: String, busySeconds: Double) throws -> any RecordStore {
    // The schema is there even where a case makes no table in it.
    _ = try application(store)
    let settings = PostgresSettings(
      parameters: server.parameters, schema: schema(store), busySeconds: busySeconds)
    return PostgreSQLStore.open(name: StoreName(store), settings: settings, isReadOnly: false)
  }

  func makeTrigger(on table: String, deletingFrom other: String, in store: String) throws {
    try application(store).run(
      script: """
        CREATE FUNCTION aside() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM \(other); RETURN OLD; END';
        CREATE TRIGGER aside AFTER DELETE ON \(table) FOR EACH ROW EXECUTE FUNCTION aside()
        """)
  }

  func lock(_ table: ConformanceTable, in store: String) throws -> () throws -> Void {
    let connection = try application(store)
    try connection.run(script: "BEGIN; LOCK TABLE \(quoted(table.name)) IN ACCESS EXCLUSIVE MODE")
    return { try connection.run(script: "ROLLBACK") }
  }

  private static let lax = Result { try PostgresServer(options: ["fsync=off"]) }

  var laxStore: Means<() throws -> any RecordStore> {
    .has {
      let server = try Self.lax.get()
      return PostgreSQLStore.open(
        name: StoreName("main"), settings: PostgresSettings(parameters: server.parameters, busySeconds: 1),
        isReadOnly: false)
    }
  }

  private var reader: String { "\(prefix)_reader" }
  private var hasReader = false

  var readingAccount: Means<(ConformanceTable, String) throws -> any RecordStore> {
    .has { [self] table, store in
      try application(store).run(
        script: """
          CREATE ROLE \(reader) LOGIN; GRANT USAGE ON SCHEMA \(schema(store)) TO \(reader);
          GRANT SELECT ON \(quoted(table.name)) TO \(reader)
          """)
      hasReader = true
      let parameters = server.parameters.merging(["user": reader]) { $1 }
      return PostgreSQLStore.open(
        name: StoreName(store),
        settings: PostgresSettings(parameters: parameters, schema: schema(store), busySeconds: 1),
        isReadOnly: false)
    }
  }

  let hasClock = true
}
