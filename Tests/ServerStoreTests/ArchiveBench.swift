import Foundation
import MariaDB
import MariaDBStore
import PostgreSQL
import PostgreSQLStore
import RecordStores
import SQLite
import SQLiteStore
import StoreConformance
import Words

/// One of the three engines, with an application's connection and the adapter: for what goes from one to another.
enum BenchEngine: String, CaseIterable, Sendable {
  case sqlite, postgresql, mariadb
}

final class ArchiveBench {
  let engine: BenchEngine
  private let postgres: PostgresHarness?
  private let mariaDB: MariaDBHarness?
  private let file: URL

  init(_ engine: BenchEngine) throws {
    self.engine = engine
    postgres = engine == .postgresql ? try PostgresHarness() : nil
    mariaDB = engine == .mariadb ? try MariaDBHarness() : nil
    file = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString).sqlite")
  }

  deinit { try? FileManager.default.removeItem(at: file) }

  func run(_ statements: String...) throws {
    for statement in statements {
      switch engine {
      case .sqlite: try Connection(path: file.path, mode: .create, busySeconds: 2).execute(statement)
      case .postgresql: try postgres?.application("main").run(script: statement)
      case .mariadb:
        let application = try mariaDB?.application("main")
        try application?.run("SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO', SESSION time_zone = '+00:00'")
        try application?.run(statement)
      }
    }
  }

  /// The first column of a query's first row, as the engine's own client would show it; nil where there is none.
  func text(_ query: String) throws -> String? {
    var found: String?
    switch engine {
    case .sqlite:
      let statement = try Connection(path: file.path, mode: .create, busySeconds: 2).prepare(query)
      if try statement.step() { found = statement.text(0) }
    case .postgresql:
      try postgres?.application("main").query(query) { found = $0.text(0) }
    case .mariadb:
      let application = try mariaDB?.application("main")
      try application?.run("SET SESSION time_zone = '+00:00'")
      try application?.query(query) { row in
        switch row.value(0) {
        case .null: found = nil
        case .integer(let number): found = String(number)
        case .large(let number): found = String(number)
        case .real(let number): found = number.description
        case .text(let text): found = text
        case .bytes(let bytes), .rawText(let bytes): found = String(decoding: bytes, as: UTF8.self)
        }
      }
    }
    return found
  }

  func open(_ name: String, busySeconds: Double = 1) throws -> any RecordStore {
    switch engine {
    case .sqlite:
      return SQLiteStore(name: StoreName(name), path: file.path, busySeconds: busySeconds, isReadOnly: false)
    case .postgresql:
      _ = try postgres?.application("main")
      let settings = try Self.made(postgres).settings("main")
      return PostgreSQLStore.open(
        name: StoreName(name),
        settings: PostgresSettings(
          parameters: settings.parameters, schema: settings.schema, busySeconds: busySeconds),
        isReadOnly: false)
    case .mariadb:
      _ = try mariaDB?.application("main")
      let harness = try Self.made(mariaDB)
      let address = harness.address(harness.database("main"))
      return MariaDBStore.open(
        name: StoreName(name),
        settings: MariaDBSettings(busySeconds: busySeconds, isReadOnly: false, journal: "test")
      ) { () throws(StoreError) in [address] }
    }
  }

  /// A connection of the application's that stays open, for one thread at a time.
  func session() throws -> @Sendable (String) throws -> Void {
    let connection = Session(
      postgres: try postgres?.application("main"), mariaDB: try mariaDB?.application("main"))
    return { try connection.run($0) }
  }

  private final class Session: @unchecked Sendable {
    // The tests that use it hand it from one thread to another.
    private let postgres: PostgresConnection?
    private let mariaDB: MariaDBConnection?

    init(postgres: PostgresConnection?, mariaDB: MariaDBConnection?) {
      self.postgres = postgres
      self.mariaDB = mariaDB
    }

    func run(_ statement: String) throws {
      try postgres?.run(script: statement)
      try mariaDB?.run(statement)
    }
  }

  private static func made<Made>(_ made: Made?) throws -> Made {
    guard let made else { throw ConformanceFailure("no harness") }
    return made
  }
}
