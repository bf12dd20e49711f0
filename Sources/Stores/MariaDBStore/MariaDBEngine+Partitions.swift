internal import MariaDB
internal import RecordStores
internal import SQLWords
internal import ServerStores

/// Partitions that go whole. The statement that drops one commits by itself, so that it is the commit: until then the table is locked, and nothing
/// has changed.
extension MariaDBEngine {
  /// The highest range is emptied, and so are lists and hashes: rows may come that belong there. A row that comes for another range that is
  /// gone goes to the one above.
  func partitions(of table: String) throws(ServerError) -> [TablePartition] {
    var partitions: [TablePartition] = []
    let source = dialect.table(table)
    let place = dialect.place(of: table)
    try asking {
      try connection.query(
        """
        SELECT partition_name, MAX(partition_method) IN ('RANGE', 'RANGE COLUMNS')
          AND MAX(partition_ordinal_position) < (SELECT MAX(m.partition_ordinal_position) FROM information_schema.partitions m
            WHERE m.table_schema = ? AND m.table_name = ?),
          CAST(SUM(table_rows) AS SIGNED), COUNT(*)
        FROM information_schema.partitions WHERE table_schema = ? AND table_name = ? AND partition_name IS NOT NULL
          AND partition_method IN ('RANGE', 'RANGE COLUMNS', 'LIST', 'LIST COLUMNS', 'HASH', 'LINEAR HASH', 'KEY', 'LINEAR KEY')
        GROUP BY partition_name ORDER BY MAX(partition_ordinal_position)
        """,
        [place.database, place.table, place.database, place.table].map {
          .bytes(Array($0.utf8), isText: true)
        }
      ) { row in
        let texts = (0..<row.count).map { MariaDBCatalogue.text(row.value($0)) ?? "" }
        let isDropped = texts[1] == "1"
        // Several files are not emptied in one step.
        guard isDropped || texts[3] == "1" else { return }
        partitions.append(
          TablePartition(
            name: texts[0], container: source, source: "\(source) PARTITION (\(dialect.quoted(texts[0])))",
            identity: "\(source).\(texts[0])", isDropped: isDropped, estimatedRows: Int(texts[2]) ?? 0))
      }
    }
    return partitions
  }

  func approach(_ partition: TablePartition) {}

  /// Writers and readers of the whole table wait from here on; behind us, too, for as long as we wait, so that is not long.
  func lock(_ partition: TablePartition) throws(ServerError) -> Bool {
    do {
      try asking {
        try connection.run("SET SESSION lock_wait_timeout = 1")
        // Ends the transaction, in which nothing was changed.
        hasLeftTransaction = true
        try connection.run("LOCK TABLES \(partition.container) WRITE")
      }
    } catch .busy {
      return false
    }
    return true
  }

  func remove(_ partition: TablePartition) { removal = partition }

  /// The statement that is the commit.
  func commit(removing partition: TablePartition) throws(ServerError) {
    try asking {
      try limitStatements(to: 0)
      try connection.run(
        "ALTER TABLE \(partition.container) \(partition.isDropped ? "DROP" : "TRUNCATE") PARTITION \(dialect.quoted(partition.name))"
      )
    }
    removal = nil
    unlock()
  }

  func leavePartition() throws(ServerError) {
    removal = nil
    guard hasLeftTransaction else { return }
    unlock()
    try asking { try connection.begin() }
  }

  /// If it fails, the connection is gone, and its locks with it.
  func unlock() {
    guard hasLeftTransaction else { return }
    hasLeftTransaction = false
    try? connection.run("UNLOCK TABLES")
    try? connection.run("SET SESSION lock_wait_timeout = \(waitSeconds)")
  }
}

extension MariaDBCatalogue {
  func partitionObstacles(of table: String, hasLedger: Bool) throws -> [PartitionObstacle]? {
    guard try !engine.partitions(of: table).isEmpty else { return nil }
    var obstacles: [PartitionObstacle] = []
    guard engine.dialect.kind.isCrashSafe(version: engine.connection.serverVersion) else {
      return [
        PartitionObstacle(
          "the server is \(engine.connection.serverVersion), and only MariaDB from 10.6 on changes a table in one step whatever happens",
          remedy: "remove \"partitions\", so that rows go one by one")
      ]
    }
    if hasLedger {
      obstacles.append(
        PartitionObstacle(
          "the store has a ledger, whose entry MariaDB cannot make in one step with the drop",
          remedy: "remove \"partitions\", or the store's \"ledger\""))
    }
    if engine.settings.isTwoPhase {
      obstacles.append(
        PartitionObstacle(
          "the store commits in two phases, of which the drop of a partition has one",
          remedy: "remove \"partitions\", or the store's \"commit\""))
    }
    if engine.isCluster {
      obstacles.append(
        PartitionObstacle(
          "the server belongs to a Galera cluster, where a lock keeps nobody out who writes on another node",
          remedy: "remove \"partitions\", so that rows go one by one"))
    }
    let lacking = try engine.lackingPrivileges(["ALTER", "DROP", "LOCK TABLES"], on: table)
    if !lacking.isEmpty {
      obstacles.append(
        PartitionObstacle(
          "the account lacks \(lacking.joined(separator: ", "))",
          remedy:
            "grant ALTER and DROP on the table and LOCK TABLES on the database to the account of stores.json, or remove \"partitions\""
        ))
    }
    return obstacles
  }
}
