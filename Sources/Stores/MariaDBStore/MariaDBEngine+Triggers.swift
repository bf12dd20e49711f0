internal import MariaDB
internal import RecordStores
internal import ServerStores

/// What MariaDB tells of rows that triggers change: the session's counters of calls to the tables' engine, of all tables together. They have what triggers do, but not
/// what InnoDB's foreign keys do.
extension MariaDBEngine {
  private static let counters: [String: TableEvent] = [
    "HANDLER_DELETE": .delete, "HANDLER_WRITE": .insert, "HANDLER_UPDATE": .update,
  ]

  /// What a trigger could leave otherwise for the whole session. How long is waited for locks is none of it: the engine changes that itself from batch to batch.
  private static let shownSession = [
    "sql_mode", "time_zone", "foreign_key_checks", "unique_checks", "autocommit",
    "character_set_client", "character_set_connection", "collation_connection",
    "sql_safe_updates", "sql_select_limit", "group_concat_max_len", "old_mode", "check_constraint_checks",
  ]

  func writtenRows(telling tables: Set<String>) throws(ServerError) -> CountedWrites? {
    switch dialect.kind {
    case .mariaDB: break
    case .mySQL: return nil
    }
    var written: [TableEvent: Int] = [:]
    var shown = ""
    let names = Self.counters.keys.sorted().map { "'\($0)'" }.joined(separator: ", ")
    let settings = Self.shownSession.map { "@@SESSION.\($0)" }.joined(separator: ", ")
    try asking {
      try connection.query(
        """
        SELECT UPPER(variable_name), variable_value FROM information_schema.session_status WHERE variable_name IN (\(names))
        UNION ALL SELECT NULL, CONCAT_WS('|', \(settings))
        """
      ) { row in
        let value = MariaDBCatalogue.text(row.value(1)) ?? ""
        if let name = MariaDBCatalogue.text(row.value(0)) {
          if let event = Self.counters[name] { written[event] = Int(value) ?? 0 }
        } else {
          shown = value
        }
      }
    }
    if let known = sessionShown, known != shown {
      // Another connection has its own settings.
      isLost = true
      throw .other(
        code: "settings",
        message:
          "a trigger that the change set off left a setting of the whole session otherwise: let it put the setting back, or drop it"
      )
    }
    sessionShown = shown
    return .inAll(written)
  }

  /// A partitioned table and its partition are called both.
  func countsPerRow(of table: String) throws(ServerError) -> Int {
    let place = dialect.place(of: table)
    var isPartitioned = false
    try asking {
      try connection.query(
        """
        SELECT 1 FROM information_schema.partitions WHERE table_schema = ? AND table_name = ? AND partition_name IS NOT NULL LIMIT 1
        """, [place.database, place.table].map { .bytes(Array($0.utf8), isText: true) }
      ) { _ in isPartitioned = true }
    }
    return isPartitioned ? 2 : 1
  }

  /// Each trigger runs with its statement.
  func runDeferredTriggers() {}
}
