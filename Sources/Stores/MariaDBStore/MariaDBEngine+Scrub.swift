internal import MariaDB
internal import RecordStores
internal import ServerStores
internal import Words

/// What deleted rows leave, as docs/scrubbing.md measured it, and what the server says of it now.
extension MariaDBEngine {
  func physicalScrub(of tables: [String]) throws(ServerError) -> PhysicalScrub {
    PhysicalScrub(places: [
      try tableFiles(), try undoAndRedo(), try binaryLog(),
      PhysicalScrub.Place(
        name: "replicas, backups and storage", isScrubbed: false,
        explanation:
          "replicas follow by themselves; copies made before the run, and old blocks of storage, are out of reach from here"
      ),
    ])
  }

  /// A variable of the server's; nil where this server has none of that name.
  private func variable(_ name: String) throws(ServerError) -> String? {
    var found: String?
    try asking {
      try connection.query(
        "SHOW GLOBAL VARIABLES WHERE variable_name = ?", [.bytes(Array(name.utf8), isText: true)]
      ) { row in
        found = MariaDBCatalogue.text(row.value(1))
      }
    }
    return found
  }

  /// Transactions whose deleted rows the purge threads have still to remove; nil where nobody counts them.
  private func history() throws(ServerError) -> Int? {
    var found: Int?
    try asking {
      try connection.query("SHOW GLOBAL STATUS LIKE 'Innodb_history_list_length'") { row in
        found = MariaDBCatalogue.text(row.value(1)).flatMap { Int($0) }
      }
    }
    return found
  }

  private func tableFiles() throws(ServerError) -> PhysicalScrub.Place {
    let history = try history()
    let scrubs = try variable("innodb_immediate_scrub_data_uncompressed") == "ON"
    let left =
      history.map { "\($0) transactions are to be purged" } ?? "how much is to be purged cannot be seen"
    let isOneFile = try variable("innodb_file_per_table") == "OFF"
    let further =
      isOneFile
      ? "tables share one file, from which nothing but a new server takes it"
      : "`retentiond scrub --rewrite \(store)` writes the tables anew"
    return PhysicalScrub.Place(
      name: "table files", isScrubbed: scrubs && history == 0,
      explanation: scrubs
        ? "\(left); what is purged is overwritten (innodb_immediate_scrub_data_uncompressed)"
        : "\(left); deleted and changed rows are readable in the tables' files, after the purge, too, until their space is written over: \(further)"
    )
  }

  private func undoAndRedo() throws(ServerError) -> PhysicalScrub.Place {
    let size =
      try variable("innodb_log_file_size").flatMap { Int($0) }.map { "\($0 >> 20) MiB" } ?? "its size"
    let isEncrypted = try variable("innodb_encrypt_log") == "ON"
    return PhysicalScrub.Place(
      name: "undo and redo logs", isScrubbed: false,
      explanation:
        "the rows of before are in them until they are written over: the redo log after as much writing as \(size), undo pages when another "
        + "transaction needs them" + (isEncrypted ? "; the redo log is encrypted" : ""))
  }

  private func binaryLog() throws(ServerError) -> PhysicalScrub.Place {
    guard try variable("log_bin") == "ON" else {
      return PhysicalScrub.Place(
        name: "binary log", isScrubbed: true, explanation: "the server writes none")
    }
    let image = try variable("binlog_row_image") ?? "FULL"
    let seconds = try variable("binlog_expire_logs_seconds").flatMap { Int($0) } ?? 0
    let files = try binaryLogs().map { "\($0.count) files" } ?? "files that this account cannot see"
    let end =
      seconds > 0
      ? "dropped after \(seconds / 3_600) hours" : "never dropped (binlog_expire_logs_seconds = 0)"
    return PhysicalScrub.Place(
      name: "binary log", isScrubbed: false,
      explanation:
        "it has the rows as they were inserted, and the \(image == "FULL" ? "deleted rows whole" : "keys of the deleted rows") "
        + "(binlog_row_image = \(image)), in \(files), \(end): `retentiond scrub --purge-binary-logs \(store)` drops them"
    )
  }

  /// The names of the binary log's files; nil where the account may not see them.
  private func binaryLogs() throws(ServerError) -> [String]? {
    var names: [String] = []
    do {
      try asking {
        try connection.query("SHOW BINARY LOGS") { row in
          names.append(MariaDBCatalogue.text(row.value(0)) ?? "")
        }
      }
      return names
    } catch .other(code: "1227", message: _) {
      return nil
    }
  }

  // MARK: Going further

  func scrub(_ tables: [String], _ effort: ScrubEffort) throws(ServerError) -> PhysicalScrub {
    try waitForPurge()
    // Where a table was tells nobody any more once it is written anew.
    let shared = effort.rewrites ? try sharedTables(of: tables) : []
    var refused: [String] = []
    if effort.rewrites {
      for table in tables where try !rewrite(table) { refused.append(table) }
    }
    let dropsLogs = effort.dropsLogs ? try variable("log_bin") == "ON" : false
    let logsKept = dropsLogs ? try dropBinaryLogs() : nil
    var places = try physicalScrub(of: tables).places
    let refusal =
      "\(refused.joined(separator: ", ")): the account may not write them anew: GRANT ALTER, INSERT on them, or let their owner run ALTER TABLE … FORCE"
    if effort.rewrites, try variable("innodb_file_per_table") != "OFF" {
      places[0] = PhysicalScrub.Place(
        name: "table files", isScrubbed: refused.isEmpty && !tables.isEmpty && shared?.isEmpty == true,
        explanation: refused.isEmpty ? rewritten(shared) : refusal)
    }
    if dropsLogs {
      places[2] = PhysicalScrub.Place(
        name: "binary log", isScrubbed: logsKept == nil,
        explanation: logsKept ?? "all files but the one that was begun now were dropped")
    }
    var undone = logsKept.map { [PhysicalScrub.Undone(.droppingLogs, $0)] } ?? []
    if !refused.isEmpty {
      undone.append(.init(.rewriting, refusal))
    } else if effort.rewrites, !tables.isEmpty, !places[0].isScrubbed {
      undone.append(.init(.scrubbing, places[0].explanation))
    }
    var done: Set<PhysicalScrub.Undone.Step> = []
    if effort.rewrites, refused.isEmpty, !tables.isEmpty { done.insert(.rewriting) }
    if dropsLogs, logsKept == nil { done.insert(.droppingLogs) }
    return PhysicalScrub(
      places: places, undone: undone, done: done,
      rewritten: effort.rewrites ? tables.filter { !refused.contains($0) } : [])
  }

  /// - Returns: false where the account may not.
  private func rewrite(_ table: String) throws(ServerError) -> Bool {
    do {
      try asking {
        try limitStatements(to: 0)
        try connection.run("ALTER TABLE \(dialect.table(table)) FORCE")
      }
      return true
    } catch .other(code: "1142", message: _), .other(code: "1044", message: _) {
      return false
    }
  }

  private func rewritten(_ shared: [String]?) -> String {
    guard let shared else {
      return
        "the tables were written anew; whether they were in the file that tables share, where they stay readable, cannot be seen: "
        + "grant the account PROCESS"
    }
    return shared.isEmpty
      ? "the tables were written anew, and the old files are gone"
      : "the tables were written anew, but \(shared.joined(separator: ", ")) had been made in the file that tables share "
        + "(innodb_file_per_table = OFF), in which the old rows stay readable: nothing but a new server takes them out"
  }

  /// Returns the tables that are in the file that tables share, or a partition of which is; nil if the account may not look.
  private func sharedTables(of tables: [String]) throws(ServerError) -> [String]? {
    var shared: [String] = []
    do {
      for table in tables {
        let place = dialect.place(of: table)
        let name =
          "CONCAT(CAST(CONVERT(? USING filename) AS BINARY), '/', CAST(CONVERT(? USING filename) AS BINARY))"
        let names = [place.database, place.table].map {
          MariaDBConnection.Value.bytes(Array($0.utf8), isText: true)
        }
        var isShared = false
        try asking {
          try connection.query(
            """
            SELECT 1 FROM information_schema.\(dialect.kind.innoDBTables.tables)
            WHERE space = 0 AND (name = \(name) OR name LIKE CONCAT(REPLACE(\(name), '_', '\\_'), '#P#%'))
            """, names + names
          ) { _ in isShared = true }
        }
        if isShared { shared.append(table) }
      }
      return shared
    } catch .other(code: "1227", message: _) {
      return nil
    }
  }

  /// The server drops no file that it needs after a crash: one of just now only when its transactions are flushed.
  ///
  /// - Returns: why files of before are left; nil if none is.
  private func dropBinaryLogs() throws(ServerError) -> String? {
    do throws(ServerError) {
      try asking { try connection.run("FLUSH BINARY LOGS") }
      for _ in 0..<50 {
        guard let files = try binaryLogs(), let last = files.last else { return Self.logsUnseen }
        if files.count == 1 { return nil }
        try asking { try connection.run("PURGE BINARY LOGS TO '\(last)'") }
        guard gate.work.pause(for: .milliseconds(100)) else { throw .interrupted }
      }
    } catch .other(code: "1227", message: _) {
      return Self.logsUnseen
    }
    return "the server keeps files that a replica reads from, or that it needs after a crash: try again later"
  }

  private static let logsUnseen =
    "the account may not drop them: grant RELOAD, BINLOG MONITOR and BINLOG ADMIN"

  /// What is not purged cannot be overwritten. The wait ends where nothing more is purged: a long transaction of somebody's can keep rows, and
  /// the server leaves a few in its list that are purged.
  private func waitForPurge() throws(ServerError) {
    var least = Int.max
    var idle = 0
    while idle < 10 {
      guard let left = try history(), left > 0 else { return }
      idle = left < least ? 0 : idle + 1
      least = min(least, left)
      guard gate.work.pause(for: .milliseconds(100)) else { throw .interrupted }
    }
  }
}
