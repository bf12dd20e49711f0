internal import RecordStores
internal import SQLWords

/// How SQLite says it. The store's tables are those of the file that was opened: `main`, whatever a temporary table is called.
struct SQLiteDialect: SQLDialect {
  func quoted(_ name: String) -> String { name.enclosed(in: "\"") }
  func table(_ name: String) -> String { "main." + quoted(name) }

  /// A number: `TRUE` is a column's name in a table that has such a column.
  func truth(_ isMet: Bool) -> SQLText { isMet ? "1" : "0" }

  func isThere(_ query: SQLText) -> SQLText { "EXISTS (\(query))" }

  /// Tells if two columns have the same value to the last bit. A collation may call two texts equal, and an affinity a text and a number.
  func isSame(_ left: String, _ right: String) -> String {
    "(\(left) IS \(right) COLLATE BINARY AND typeof(\(left)) = typeof(\(right)))"
  }

  /// A column as RETURNING has to name it. SQLite 3.40 returns the integers behind a bare column of type REAL as doubles (1.5, 7 as 1.5, 7.0), so that a key of 2^53 + 1 would be
  /// another one. The plus changes no value and keeps the column from being bare.
  func returned(_ column: String) -> String { "+\(column)" }

  func literal(_ text: String) -> String { text.enclosed(in: "'") }

  func ledgerDefinition(_ table: String) -> String {
    "CREATE TABLE \(table) (journal TEXT NOT NULL, batch TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (journal, batch))"
  }

  func isLedgerType(_ column: CatalogueColumn) -> Bool { column.type.uppercased() == "TEXT" }

  /// `OR ABORT` overrides what the table's constraints say of conflicts.
  func insertIfAbsent(into table: String, columns: String, values: SQLText, key: String) -> SQLText {
    "INSERT OR ABORT INTO \(table) (\(columns)) VALUES (\(values)) ON CONFLICT (\(key)) DO NOTHING"
  }
}

/// The one dialect of all files.
let sqlite = SQLiteDialect()
