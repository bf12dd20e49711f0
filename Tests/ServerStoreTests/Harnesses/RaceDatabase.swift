import MariaDB
import PostgreSQL
import RecordStores
import StoreConformance
import Testing

/// A database on a real server, with an application that waits for nobody.
final class RaceDatabase {
  enum Server: String, CaseIterable { case postgresql, mariadb }

  private let postgres: PostgresHarness?
  private let mariadb: MariaDBHarness?

  init(_ server: Server) throws {
    postgres = server == .postgresql ? try PostgresHarness() : nil
    mariadb = server == .mariadb ? try MariaDBHarness() : nil
  }

  private var harness: (any ConformanceHarness)? { postgres ?? mariadb }

  func run(_ sql: String) throws { try harness?.run(sql, in: "main") }
  func open() throws -> any RecordStore { try #require(try harness?.open("main")) }

  /// Runs statements on one connection, and fails where it would have to wait.
  func application() throws -> (String) throws -> Void {
    if let postgres {
      let connection = try postgres.application("main")
      try connection.run(script: "SET lock_timeout = '50ms'")
      return { try connection.run(script: $0) }
    }
    let connection = try #require(try mariadb?.application("main"))
    try connection.run("SET innodb_lock_wait_timeout = 0")
    return { try connection.run($0) }
  }

  func rows(of table: ConformanceTable) throws -> [[ColumnValue]: [ColumnValue]] {
    try harness?.rows(of: table, in: "main") ?? [:]
  }

  func ids(_ table: String) throws -> [Int64] {
    let shown = ConformanceTable(table, [("id", .integer)], key: ["id"])
    return try rows(of: shown).keys.compactMap {
      if case .integer(let id)? = $0.first { id } else { nil }
    }.sorted()
  }
}
