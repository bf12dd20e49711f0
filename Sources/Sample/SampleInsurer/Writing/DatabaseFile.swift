import Foundation
import SQLite

/// A new SQLite file, filled in one transaction.
final class DatabaseFile {
  private let connection: Connection
  private var inserts: [String: Insert] = [:]

  /// One table's statement; a class, since a statement cannot be copied into a dictionary.
  private final class Insert {
    let statement: Statement

    init(_ connection: Connection, table: String, columns: Int) throws {
      let places = repeatElement("?", count: columns).joined(separator: ", ")
      statement = try connection.prepare("INSERT INTO \(table) VALUES (\(places))")
    }
  }

  /// Makes the file anew; one that was there is replaced.
  init(_ url: URL, tables: [String]) throws {
    let path = url.path(percentEncoded: false)
    for suffix in ["", "-wal", "-shm", "-journal"] {
      // What cannot be removed is not there, or opening says what is wrong with it.
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
    connection = try Connection(path: path, mode: .create, busySeconds: 5)
    // Nobody needs a sample that a power cut left half done.
    try connection.execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; BEGIN")
    for table in tables { try connection.execute(table) }
  }

  func insert(_ cells: [Cell], into table: String) throws {
    let insert = try inserts[table] ?? Insert(connection, table: table, columns: cells.count)
    inserts[table] = insert
    for (index, cell) in cells.enumerated() {
      switch cell {
      case .null: insert.statement.bindNull(index + 1)
      case .integer(let number): insert.statement.bind(index + 1, Int64(number))
      case .real(let number): insert.statement.bind(index + 1, number)
      case .text(let text): insert.statement.bind(index + 1, text)
      }
    }
    try insert.statement.run()
  }

  /// Commits, makes the indexes, and leaves the file in the journal mode that its application would use.
  func finish(indexes: [String], usesWriteAheadLog: Bool) throws {
    inserts.removeAll()
    for index in indexes { try connection.execute(index) }
    try connection.execute("COMMIT; PRAGMA journal_mode = \(usesWriteAheadLog ? "WAL" : "DELETE")")
  }
}
