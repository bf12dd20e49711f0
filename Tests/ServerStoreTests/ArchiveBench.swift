import Foundation
import MariaDB
import MariaDBStore
import PostgreSQL
import RecordStores
import SQLite
import SQLiteStore
import StoreConformance

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
        case .bytes(let bytes): found = String(decoding: bytes, as: UTF8.self)
        }
      }
    }
    return found
  }

  func open(_ name: String) throws -> any RecordStore {
    switch engine {
    case .sqlite: return SQLiteStore(name: name, path: file.path, busySeconds: 1, isReadOnly: false)
    case .postgresql: return try Self.made(postgres?.open("main"))
    case .mariadb: return try Self.made(mariaDB?.open("main"))
    }
  }

  private static func made(_ store: (any RecordStore)?) throws -> any RecordStore {
    guard let store else { throw ConformanceFailure("no harness") }
    return store
  }
}
