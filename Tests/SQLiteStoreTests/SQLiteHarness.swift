import Foundation
import RecordStores
import SQLite
import SQLiteStore
import StoreConformance
import Words

/// SQLite files in a folder of their own, in one journal mode.
final class SQLiteHarness: ConformanceHarness {
  let folder: URL
  private let journalMode: String

  init(journalMode: String) throws {
    self.journalMode = journalMode
    folder = FileManager.default.temporaryDirectory.appending(path: "sqlite-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ store: String) -> String { folder.appending(path: store + ".sqlite").path }

  func application(_ store: String) throws -> Connection {
    let connection = try Connection(path: path(store), mode: .create, busySeconds: 2)
    try connection.execute("PRAGMA journal_mode = \(journalMode); PRAGMA foreign_keys = ON")
    return connection
  }

  static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

  func makeTable(_ table: ConformanceTable, in store: String) throws {
    let columns = table.columns.map { column in
      "\(Self.quoted(column.name)) \(column.kind == .integer ? "INTEGER" : "TEXT")"
        + (table.key.contains(column.name) ? " NOT NULL" : "")
    }
    let key = table.key.isEmpty ? [] : ["PRIMARY KEY (\(table.key.map(Self.quoted).joined(separator: ", ")))"]
    let reference = table.references.map { reference in
      "FOREIGN KEY (\(reference.columns.map { Self.quoted($0.0) }.joined(separator: ", "))) REFERENCES "
        + "\(Self.quoted(reference.table)) (\(reference.columns.map { Self.quoted($0.1) }.joined(separator: ", ")))"
    }
    let parts = columns + key + (reference.map { [$0] } ?? [])
    let connection = try application(store)
    try connection.execute("CREATE TABLE \(Self.quoted(table.name)) (\(parts.joined(separator: ", ")))")
    for column in table.indexed {
      try connection.execute(
        "CREATE INDEX \(Self.quoted(table.name + "_" + column)) ON \(Self.quoted(table.name)) (\(Self.quoted(column)))"
      )
    }
  }

  func insert(_ rows: [[ColumnValue]], into table: String, in store: String) throws {
    let connection = try application(store)
    for row in rows {
      let marks = row.map { _ in "?" }.joined(separator: ", ")
      let statement = try connection.prepare("INSERT INTO \(Self.quoted(table)) VALUES (\(marks))")
      for (index, value) in row.enumerated() { Self.bind(value, to: index + 1, of: statement) }
      try statement.run()
    }
  }

  static func bind(_ value: ColumnValue, to index: Int, of statement: borrowing Statement) {
    switch value {
    case .null: statement.bindNull(index)
    case .integer(let number): statement.bind(index, number)
    case .real(let number): statement.bind(index, number)
    case .text(let text): statement.bind(index, text)
    case .rawText(let bytes): statement.bind(index, text: bytes)
    case .blob(let blob): statement.bind(index, blob: blob)
    }
  }

  static func value(_ column: Int, of query: borrowing Statement) -> ColumnValue {
    switch query.kind(column) {
    case .null: .null
    case .integer: .integer(query.integer(column))
    case .real: .real(query.real(column))
    case .text: unsafe query.withBytes(column, asText: true) { unsafe .text(of: $0) }
    case .blob: .blob(query.blob(column))
    }
  }

  func rows(of table: ConformanceTable, in store: String) throws -> [[ColumnValue]: [ColumnValue]] {
    let connection = try application(store)
    let names = table.columns.map { Self.quoted($0.name) }.joined(separator: ", ")
    let query = try connection.prepare("SELECT \(names) FROM \(Self.quoted(table.name))")
    let places = table.key.compactMap { name in table.columns.firstIndex { $0.name == name } }
    var rows: [[ColumnValue]: [ColumnValue]] = [:]
    while try query.step() {
      let row = table.columns.indices.map { Self.value($0, of: query) }
      rows[places.map { row[$0] }] = row
    }
    return rows
  }

  func update(
    _ table: ConformanceTable, key: ColumnValue, set column: String, to value: ColumnValue, in store: String
  ) throws {
    let statement = try application(store).prepare(
      "UPDATE \(Self.quoted(table.name)) SET \(Self.quoted(column)) = ?1 WHERE \(Self.quoted(table.key[0])) = ?2"
    )
    Self.bind(value, to: 1, of: statement)
    Self.bind(key, to: 2, of: statement)
    try statement.run()
  }

  func alter(_ table: ConformanceTable, in store: String) throws {
    try application(store).execute("ALTER TABLE \(Self.quoted(table.name)) ADD COLUMN added TEXT")
  }

  let subjectColumns: [SubjectColumn] = [
    SubjectColumn("TEXT", .text()), SubjectColumn("TEXT COLLATE NOCASE", .text()),
    SubjectColumn("TEXT COLLATE RTRIM", .text()), SubjectColumn("CHAR(20)", .text()),
    SubjectColumn("", .text()), SubjectColumn("INTEGER", .anything), SubjectColumn("NUMERIC", .anything),
    SubjectColumn("DECIMAL(15,0)", .anything), SubjectColumn("REAL", .anything),
    SubjectColumn("INTEGER CHECK (typeof(who) = 'integer')", .integer), SubjectColumn("", .integer),
    SubjectColumn("REAL CHECK (typeof(who) = 'real')", .double), SubjectColumn("", .double),
    SubjectColumn("BLOB", .bytes), SubjectColumn("TEXT", .bytes), SubjectColumn("BLOB", .uuidBytes),
  ]

  let rawBytes: (type: String, literal: String) = ("TEXT", "CAST(x'…' AS TEXT)")

  func run(_ sql: String, in store: String) throws { try application(store).execute(sql) }

  func makeLedger(_ table: String, in store: String) throws {
    try application(store).execute(
      """
      CREATE TABLE \(table) (journal TEXT NOT NULL, batch TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (journal, batch))
      """)
  }

  func open(_ store: String, busySeconds: Double) throws -> any RecordStore {
    SQLiteStore(name: StoreName(store), path: path(store), busySeconds: busySeconds, isReadOnly: false)
  }

  func makeTrigger(on table: String, deletingFrom other: String, in store: String) throws {
    try application(store).execute(
      "CREATE TRIGGER aside AFTER DELETE ON \(table) BEGIN DELETE FROM \(other); END")
  }

  func lock(_ table: ConformanceTable, in store: String) throws -> () throws -> Void {
    let connection = try application(store)
    try connection.execute("BEGIN IMMEDIATE")
    return { try connection.execute("ROLLBACK") }
  }

  var laxStore: Means<() throws -> any RecordStore> {
    .lacks(reason: "what makes a commit durable is set on each connection, and the adapter sets its own")
  }

  var readingAccount: Means<(ConformanceTable, String) throws -> any RecordStore> {
    .lacks(reason: "a file has no accounts: whether it may be written is asked of the system")
  }

  let hasClock = false
}
