internal import RecordStores
internal import SQLWords
internal import ServerStores

/// The statements that allow an account what a run needs, and nothing else.
struct MariaDBGrants {
  /// The database of tables that are named without one.
  let database: String
  let account: MariaDBAccount
  /// Both kinds of server quote alike.
  private var dialect: MariaDBDialect { MariaDBDialect(database: database, kind: .mariaDB) }

  /// The privileges, as GRANT names them. Tables are read whole: information_schema shows an account only the columns that it may read, and what it does not
  /// show would be missing from an archive.
  func privileges(_ rights: TableRights) -> [String] {
    let updates = Self.updates(rights)
    return ["SELECT"] + (rights.inserts ? ["INSERT"] : [])
      + (updates.isEmpty ? [] : ["UPDATE (" + dialect.quoted(updates.sorted()) + ")"])
      + (rights.deletes ? ["DELETE"] : [])
  }

  /// The columns to be updated. ON DUPLICATE KEY UPDATE, by which a ledger is written, asks for the right on the columns beside its key.
  static func updates(_ rights: TableRights) -> Set<String> {
    rights.isLedger ? Set(Ledger.columns.dropFirst()) : rights.updates
  }

  func grant(_ privileges: [String], on table: String) -> String {
    "GRANT \(privileges.joined(separator: ", ")) ON \(dialect.table(table)) TO \(account.sql)"
  }

  /// All that the account needs on these tables. TRIGGER and PROCESS are what shows it that a change would set nothing else off.
  func statements(_ rights: [TableRights]) -> [String] {
    rights.map {
      grant(
        privileges($0) + (($0.changes || $0.isWrittenByTriggers) && !$0.isLedger ? ["TRIGGER"] : []),
        on: $0.table)
    }
      + (rights.contains(where: \.deletes) ? ["GRANT PROCESS ON *.* TO \(account.sql)"] : [])
  }
}
