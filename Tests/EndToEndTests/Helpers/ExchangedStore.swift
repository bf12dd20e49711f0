import Foundation
import MariaDB
import PostgreSQL
import SQLite
import TestServers
import Testing

/// A store of sixty records that are due, in whose place another one can be put that has the same records: with the same name, the same address and the same
/// content, and yet another.
final class ExchangedStore {
  enum Kind: String, CaseIterable, Sendable {
    /// A SQLite file with a rollback journal, with a write-ahead log, by way of a link, and a folder of documents.
    case rolled, logged, linked, documents
    case postgresql, mariadb

    /// Tells if a file or a folder can be exchanged at any moment, also while a batch is open in it.
    var isFile: Bool { ![.postgresql, .mariadb].contains(self) }
  }

  static let count = 60
  let kind: Kind
  let folder: String
  private var database = "x" + UUID().uuidString.lowercased().replacing("-", with: "").prefix(14)
  private var exchanges = 0
  /// The second server, where the store is a server's.
  private static let other = Result { try MariaDBServer() }
  private static let otherPostgres = Result { try PostgresServer() }

  init(_ kind: Kind) throws {
    self.kind = kind
    folder = FileManager.default.temporaryDirectory.appending(path: "exchanged-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    switch kind {
    case .rolled, .logged: try makeFile(folder + "/main.sqlite")
    case .linked:
      try makeFile(folder + "/first.sqlite")
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/main.sqlite", withDestinationPath: "first.sqlite")
    case .documents:
      try FileManager.default.createDirectory(atPath: folder + "/main/in", withIntermediateDirectories: true)
      for id in 1...Self.count {
        try Data("document \(id)".utf8).write(to: URL(filePath: "\(folder)/main/in/\(id)_20150101.txt"))
      }
    case .postgresql: try makePostgres(on: PostgresServer.shared.get(), ids: Set(1...Self.count))
    case .mariadb:
      try makeMariaDB(on: MariaDBServer.shared.get(), ids: Set(1...Self.count))
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/socket", withDestinationPath: MariaDBServer.shared.get().socket)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  // MARK: Made

  private static let ledger =
    "CREATE TABLE retentiond_ledger (journal VARCHAR(255) NOT NULL, batch VARCHAR(64) NOT NULL, at VARCHAR(40) NOT NULL, PRIMARY KEY (journal, batch))"

  private func makeFile(_ path: String) throws {
    let connection = try Connection(path: path, mode: .create, busySeconds: 1)
    if kind == .logged { try connection.execute("PRAGMA journal_mode = wal") }
    try connection.execute(
      """
      CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); CREATE INDEX person_ended ON person (ended);
      CREATE INDEX person_nir ON person (nir);
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(Self.count))
      INSERT INTO person SELECT i, '08405881' || printf('%05d', i), '2015-01-01' FROM n;
      \(Self.ledger.replacing(/VARCHAR\([0-9]+\)/, with: "TEXT"));
      """)
  }

  private static func rows(_ ids: Set<Int>) -> String {
    ids.map { "(\($0), '08405881\(String(repeating: "0", count: 5 - String($0).count))\($0)', '2015-01-01')" }
      .joined(separator: ", ")
  }

  private func makePostgres(on server: PostgresServer, ids: Set<Int>) throws {
    try server.connect().run(script: "CREATE DATABASE \(database)")
    try server.connect([("dbname", database)]).run(
      script: """
        CREATE TABLE person (id int PRIMARY KEY, nir text NOT NULL, ended date); CREATE INDEX ON person (ended);
        CREATE INDEX ON person (nir); \(ids.isEmpty ? "" : "INSERT INTO person VALUES \(Self.rows(ids))");
        \(Self.ledger.replacing(/VARCHAR\([0-9]+\)/, with: "TEXT"))
        """)
  }

  private func makeMariaDB(on server: MariaDBServer, ids: Set<Int>) throws {
    try server.connect().run("CREATE DATABASE \(database)")
    let connection = try server.connect(database)
    try connection.run(
      "CREATE TABLE person (id int PRIMARY KEY, nir varchar(20) NOT NULL, ended date, KEY (ended), KEY (nir)) ENGINE = InnoDB"
    )
    if !ids.isEmpty { try connection.run("INSERT INTO person VALUES \(Self.rows(ids))") }
    try connection.run("\(Self.ledger) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
  }

  // MARK: For stores.json

  func definition(withLedger: Bool = false) throws -> String {
    let ledger = withLedger && kind != .documents ? #", "ledger": "retentiond_ledger""# : ""
    return switch kind {
    case .rolled, .logged, .linked: #"{"engine": "sqlite", "path": "\#(folder)/main.sqlite"\#(ledger)}"#
    case .documents: #"{"engine": "documents", "path": "\#(folder)/main"}"#
    case .postgresql:
      #"{"engine": "postgresql", "host": "\#(try PostgresServer.shared.get().folder)", "database": "\#(database)", "user": "tester"\#(ledger)}"#
    case .mariadb:
      #"{"engine": "mariadb", "host": "\#(folder)/socket", "database": "\#(database)", "user": "root"\#(ledger)}"#
    }
  }

  func recordSet(_ name: String = "person", batchRows: Int) -> String {
    kind == .documents
      ? """
      "\(name)": {"store": "main", "folder": "in", "domain": "rights", "batch": {"rows": \(batchRows)},
        "documents": {"pattern": "{id}_{ended}.txt"}, "events": {"ended": {"column": "ended", "as": "compact-date"}}}
      """
      : """
      "\(name)": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
        "batch": {"rows": \(batchRows)}, "events": {"ended": {"column": "ended", "as": "date"}}}
      """
  }

  // MARK: What happens to it

  /// The records of whatever is in the store's place.
  func ids() throws -> Set<Int> {
    var ids: Set<Int> = []
    switch kind {
    case .rolled, .logged, .linked:
      let connection = try Connection(path: folder + "/main.sqlite", mode: .readWrite, busySeconds: 5)
      let query = try connection.prepare("SELECT id FROM person")
      while try query.step() { ids.insert(Int(query.integer(0))) }
    case .documents:
      for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/main/in") {
        if let id = name.split(separator: "_").first.flatMap({ Int($0) }) { ids.insert(id) }
      }
    case .postgresql:
      try PostgresServer.shared.get().connect([("dbname", database)]).query("SELECT id FROM person") {
        if let id = $0.text(0).flatMap({ Int($0) }) { ids.insert(id) }
      }
    case .mariadb:
      try MariaDBConnection(MariaDBServer.address(database, at: folder + "/socket")).query(
        "SELECT id FROM person"
      ) { row in if case .integer(let id) = row.value(0) { ids.insert(Int(id)) } }
    }
    return ids
  }

  /// Puts another table in the place of the store's, as tools do that change a table by copying it.
  func exchangeTable() throws {
    let statements = [
      "CREATE TABLE other AS SELECT * FROM person", "ALTER TABLE other ADD PRIMARY KEY (id)",
      "CREATE INDEX other_ended ON other (ended)", "CREATE INDEX other_nir ON other (nir)",
    ]
    switch kind {
    case .postgresql:
      let renaming = ["ALTER TABLE person RENAME TO old", "ALTER TABLE other RENAME TO person"]
      try PostgresServer.shared.get().connect([("dbname", database)]).run(
        script: "BEGIN; " + (statements + renaming).joined(separator: "; ") + "; COMMIT")
    case .mariadb:
      let application = try MariaDBConnection(MariaDBServer.address(database, at: folder + "/socket"))
      // The server tells when a table was defined by the second.
      usleep(1_100_000)
      try application.run("CREATE TABLE other LIKE person")
      try application.run("INSERT INTO other SELECT * FROM person")
      try application.run("RENAME TABLE person TO old, other TO person")
    default: break
    }
  }

  /// Puts a file over another, as `mv` does.
  static func move(_ path: String, _ target: String) throws {
    guard unsafe rename(path, target) == 0 else { throw POSIXError(POSIXError.Code(rawValue: errno) ?? .EIO) }
  }

  /// Deletes a record, as an application does.
  func remove(_ id: Int) throws {
    let statement = "DELETE FROM person WHERE id = \(id)"
    switch kind {
    case .rolled, .logged, .linked:
      try Connection(path: folder + "/main.sqlite", mode: .readWrite, busySeconds: 5).execute(statement)
    case .documents: try FileManager.default.removeItem(atPath: "\(folder)/main/in/\(id)_20150101.txt")
    case .postgresql: try PostgresServer.shared.get().connect([("dbname", database)]).run(script: statement)
    case .mariadb:
      try MariaDBConnection(MariaDBServer.address(database, at: folder + "/socket")).run(statement)
    }
  }

  /// Makes a copy as the command of SQLite does: our own connections open no second file.
  private func copyDatabase(to path: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "sqlite3", "-bail", folder + "/main.sqlite", ".timeout 5000", "VACUUM INTO '\(path)'",
    ]
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  /// Puts another store in its place, with the records that are in it now.
  func exchange() throws {
    exchanges += 1
    let manager = FileManager.default
    let ids = try ids()
    switch kind {
    case .rolled, .logged:
      // As `cp main.sqlite new; mv new main.sqlite` does, with what the log has.
      let copy = folder + "/copy.sqlite"
      try copyDatabase(to: copy)
      if kind == .logged {
        for suffix in ["-wal", "-shm"] { try? manager.removeItem(atPath: folder + "/main.sqlite" + suffix) }
      }
      try Self.move(copy, folder + "/main.sqlite")
    case .linked:
      let copy = "copy\(exchanges).sqlite"
      try copyDatabase(to: "\(folder)/\(copy)")
      try manager.createSymbolicLink(atPath: folder + "/link", withDestinationPath: copy)
      try Self.move(folder + "/link", folder + "/main.sqlite")
    case .documents:
      try manager.copyItem(atPath: folder + "/main", toPath: folder + "/copy")
      try manager.moveItem(atPath: folder + "/main", toPath: folder + "/old\(exchanges)")
      try manager.moveItem(atPath: folder + "/copy", toPath: folder + "/main")
    case .postgresql:
      let application = try PostgresServer.shared.get().connect()
      try application.run(
        script: """
          ALTER DATABASE \(database) ALLOW_CONNECTIONS false;
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database)';
          """)
      for _ in 0..<100 {
        // A backend takes a moment to end.
        if (try? application.run(script: "ALTER DATABASE \(database) RENAME TO \(database)_\(exchanges)"))
          != nil
        {
          break
        }
        usleep(50_000)
      }
      try makePostgres(on: PostgresServer.shared.get(), ids: ids)
    case .mariadb:
      let other = try Self.other.get()
      try makeMariaDB(on: other, ids: ids)
      try manager.removeItem(atPath: folder + "/socket")
      try manager.createSymbolicLink(atPath: folder + "/socket", withDestinationPath: other.socket)
      let first = try MariaDBServer.shared.get().connect()
      var connections: [Int64] = []
      try first.query("SELECT id FROM information_schema.processlist WHERE db = '\(database)'") { row in
        if case .integer(let id) = row.value(0) { connections.append(id) }
      }
      for id in connections { try? first.run("KILL \(id)") }
    }
  }
}

/// Servers at more than one address.
extension ExchangedStore {
  /// Another address of the same server.
  func anotherWay() throws -> String {
    let link = folder + "/way"
    let server = try kind == .mariadb ? MariaDBServer.shared.get().socket : PostgresServer.shared.get().folder
    if !FileManager.default.fileExists(atPath: link) {
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: server)
    }
    return link
  }

  /// Makes a database of the same name on another server.
  ///
  /// - Returns: the server's address.
  func makeElsewhere(ids: Set<Int>) throws -> String {
    if kind == .mariadb {
      try makeMariaDB(on: Self.other.get(), ids: ids)
      return try Self.other.get().socket
    }
    try makePostgres(on: Self.otherPostgres.get(), ids: ids)
    return try Self.otherPostgres.get().folder
  }

  func idsElsewhere() throws -> Set<Int> {
    var ids: Set<Int> = []
    if kind == .mariadb {
      try Self.other.get().connect(database).query("SELECT id FROM person") { row in
        if case .integer(let id) = row.value(0) { ids.insert(Int(id)) }
      }
    } else {
      try Self.otherPostgres.get().connect([("dbname", database)]).query("SELECT id FROM person") {
        if let id = $0.text(0).flatMap({ Int($0) }) { ids.insert(id) }
      }
    }
    return ids
  }

  /// Has an application write a record that is due.
  func add(_ id: Int) throws {
    let statement = "INSERT INTO person VALUES \(Self.rows([id]))"
    if kind == .mariadb {
      try MariaDBConnection(MariaDBServer.address(database, at: folder + "/socket")).run(statement)
    } else {
      try PostgresServer.shared.get().connect([("dbname", database)]).run(script: statement)
    }
  }
}
