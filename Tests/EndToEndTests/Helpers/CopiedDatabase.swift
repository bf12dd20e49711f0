import Foundation
import MariaDB
import PostgreSQL
import SQLite
import TestServers

/// A server's kind in these tests.
enum TestEngine: String, CaseIterable, Sendable {
  case postgresql, mariadb
}

/// A SQLite database of the sample, copied table by table, key by key, to a real server.
final class CopiedDatabase {
  let engine: TestEngine
  let name: String
  private let source: Connection
  private let postgres: PostgresConnection?
  private let mariaDB: MariaDBConnection?

  init(of file: String, on engine: TestEngine) throws {
    self.engine = engine
    name = "e" + UUID().uuidString.lowercased().replacing("-", with: "").prefix(14)
    source = try Connection(path: file, mode: .readOnly, busySeconds: 5)
    switch engine {
    case .postgresql:
      postgres = try PostgresServer.shared.get().connect()
      mariaDB = nil
      try postgres?.run(script: "CREATE SCHEMA \(name); SET search_path = \(name)")
    case .mariadb:
      postgres = nil
      let server = try MariaDBServer.shared.get()
      try server.connect().run("CREATE DATABASE \(name)")
      mariaDB = try server.connect(name)
    }
    try copy()
  }

  /// What stores.json says of it, as JSON.
  var definition: String {
    get throws {
      switch engine {
      case .postgresql:
        let server = try PostgresServer.shared.get()
        return
          #"{"engine": "postgresql", "host": "\#(server.folder)", "database": "postgres", "user": "tester", "schema": "\#(name)"}"#
      case .mariadb:
        let socket = try MariaDBServer.shared.get().socket
        return #"{"engine": "mariadb", "host": "\#(socket)", "database": "\#(name)", "user": "root"}"#
      }
    }
  }

  /// Another connection of the application's.
  func another() throws -> Application { try Application(engine: engine, name: name) }

  /// Ends every connection to the database but this one.
  func cutOthers() throws {
    switch engine {
    case .postgresql:
      try run(
        """
        SELECT pg_terminate_backend(l.pid) FROM pg_locks l
        WHERE l.locktype = 'advisory' AND l.pid <> pg_backend_pid() AND (l.classid::bigint << 32 | l.objid::bigint)
          = hashtextextended('retentiond ' || current_database() || '.\(name)', 0)
        """)
    case .mariadb:
      for row in try rows(of: "information_schema.processlist", columns: ["ID", "DB"], isQuoted: false)
      where row[1] == name {
        guard let own = try rows(of: "dual", columns: ["connection_id()"], isQuoted: false).first?[0],
          row[0] != own
        else { continue }
        try? run("KILL \(row[0] ?? "")")
      }
    }
  }

  func run(_ sql: String) throws {
    try postgres?.run(script: sql)
    try mariaDB?.run(sql)
  }

  /// Every row of a table, its values as text, in no order.
  func rows(of table: String, columns: [String], isQuoted: Bool = true) throws -> Set<[String?]> {
    let names = columns.map { isQuoted ? quoted($0) : $0 }.joined(separator: ", ")
    let sql = "SELECT \(names) FROM \(isQuoted ? quoted(table) : table)"
    var rows: Set<[String?]> = []
    try postgres?.query(sql) { row in
      rows.insert(
        (0..<row.count).map { place in
          // 701 is double precision, which the server writes without a point where it needs none.
          row.type(place) == 701 ? row.text(place).flatMap { Double($0) }?.description : row.text(place)
        })
    }
    try mariaDB?.query(sql) { row in
      rows.insert(
        (0..<row.count).map { place in
          switch row.value(place) {
          case .null: nil
          case .integer(let number): String(number)
          case .large(let number): String(number)
          case .real(let number): number.description
          case .text(let text): text
          case .bytes(let bytes), .rawText(let bytes): String(decoding: bytes, as: UTF8.self)
          }
        })
    }
    return rows
  }

  // MARK: Copying

  private func quoted(_ name: String) -> String {
    let mark = engine == .mariadb ? "`" : "\""
    return mark + name + mark
  }

  private func texts(_ sql: String, _ argument: String? = nil) throws -> [[String?]] {
    let query = try source.prepare(sql)
    if let argument { query.bind(1, argument) }
    var rows: [[String?]] = []
    while try query.step() { rows.append((0..<query.columnCount).map { query.text($0) }) }
    return rows
  }

  private func copy() throws {
    let tables = try texts("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid").compactMap {
      $0[0]
    }
    for table in tables { try make(table) }
    for table in tables { try fill(table) }
    for table in tables { try index(table) }
    for table in tables { try refer(table) }
  }

  private func make(_ table: String) throws {
    let columns = try texts(
      "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1) ORDER BY cid", table)
    let key = columns.filter { $0[3] != "0" }.sorted { Int($0[3] ?? "") ?? 0 < Int($1[3] ?? "") ?? 0 }
      .compactMap { $0[0] }
    let definitions = columns.map { column in
      let isNeverNull = column[2] == "1" || column[3] != "0"
      return "\(quoted(column[0] ?? "")) \(type(column[1] ?? ""))\(isNeverNull ? " NOT NULL" : "")"
    }
    let primary = key.isEmpty ? [] : ["PRIMARY KEY (\(key.map(quoted).joined(separator: ", ")))"]
    let options = engine == .mariadb ? " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : ""
    try run("CREATE TABLE \(quoted(table)) (\((definitions + primary).joined(separator: ", ")))\(options)")
  }

  private func type(_ declared: String) -> String {
    switch declared {
    case "INTEGER": "bigint"
    case "REAL": engine == .mariadb ? "double" : "double precision"
    default: engine == .mariadb ? "varchar(180)" : "text"
    }
  }

  private func fill(_ table: String) throws {
    let rows = try texts("SELECT * FROM \"\(table)\"")
    guard let width = rows.first?.count else { return }
    try run("BEGIN")
    for row in rows {
      switch engine {
      case .postgresql:
        let marks = (1...width).map { "$\($0)" }.joined(separator: ", ")
        try postgres?.execute("INSERT INTO \(quoted(table)) VALUES (\(marks))", row)
      case .mariadb:
        let marks = (1...width).map { _ in "?" }.joined(separator: ", ")
        try mariaDB?.execute(
          "INSERT INTO \(quoted(table)) VALUES (\(marks))",
          row.map { text in text.map { .bytes(Array($0.utf8), isText: true) } ?? .null })
      }
    }
    try run("COMMIT")
  }

  private func index(_ table: String) throws {
    let indexes = try texts(
      "SELECT name, CASE \"unique\" WHEN 1 THEN 'UNIQUE' ELSE '' END FROM pragma_index_list(?1) WHERE origin <> 'pk'",
      table)
    for index in indexes {
      let name = index[0] ?? ""
      let columns = try texts("SELECT name FROM pragma_index_info(?1) ORDER BY seqno", name).compactMap {
        $0[0]
      }
      try run(
        """
        CREATE \(index[1] ?? "") INDEX \(quoted(name)) ON \(quoted(table)) \
        (\(columns.map(quoted).joined(separator: ", ")))
        """)
    }
  }

  private func refer(_ table: String) throws {
    let columns = try texts(
      "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?1) ORDER BY id, seq", table)
    for reference in Dictionary(grouping: columns, by: { $0[0] ?? "" }).values {
      func names(_ place: Int) -> String {
        reference.map { quoted($0[place] ?? "") }.joined(separator: ", ")
      }
      try run(
        """
        ALTER TABLE \(quoted(table)) ADD FOREIGN KEY (\(names(2))) \
        REFERENCES \(quoted(reference[0][1] ?? "")) (\(names(3)))
        """)
    }
  }
}

/// A connection that an application has to a copied database.
final class Application: @unchecked Sendable {
  // Handed from one thread to another, and used by one at a time.
  private let postgres: PostgresConnection?
  private let mariaDB: MariaDBConnection?

  init(engine: TestEngine, name: String) throws {
    switch engine {
    case .postgresql:
      postgres = try PostgresServer.shared.get().connect()
      mariaDB = nil
      try postgres?.run(script: "SET search_path = \(name)")
    case .mariadb:
      postgres = nil
      mariaDB = try MariaDBServer.shared.get().connect(name)
    }
  }

  func run(_ sql: String) throws {
    try postgres?.run(script: sql)
    try mariaDB?.run(sql)
  }
}
