/// The servers that speak this protocol, and what they call or do differently. A server that is added here shows by the compiler where it matters.
enum MariaDBKind: Hashable, Sendable {
  case mariaDB, mySQL

  /// - Parameter version: as the server tells it when a client connects.
  init(version: String) { self = version.contains("MariaDB") ? .mariaDB : .mySQL }

  /// Tells if `DELETE … RETURNING` gives the rows that it deletes.
  var returnsDeletedRows: Bool {
    switch self {
    case .mariaDB: true
    case .mySQL: false
    }
  }

  /// The end of a query that locks rows in share mode and fails at one that others have locked.
  var sharedLockingWithoutWaiting: String {
    switch self {
    case .mariaDB: "LOCK IN SHARE MODE NOWAIT"
    // The older words take no NOWAIT there.
    case .mySQL: "FOR SHARE OF t NOWAIT"
    }
  }

  /// Tells if information_schema says of a CHECK which table it is of.
  var showsChecks: Bool {
    switch self {
    case .mariaDB: true
    case .mySQL: false
    }
  }

  /// The tables of information_schema that list InnoDB's tables, its foreign keys and their columns.
  var innoDBTables: (tables: String, keys: String, keyColumns: String) {
    switch self {
    case .mariaDB: ("INNODB_SYS_TABLES", "INNODB_SYS_FOREIGN", "INNODB_SYS_FOREIGN_COLS")
    case .mySQL: ("INNODB_TABLES", "INNODB_FOREIGN", "INNODB_FOREIGN_COLS")
    }
  }

  /// Counts the sessions that wait for a lock of this one.
  var waitingSessions: String {
    switch self {
    case .mariaDB:
      """
      SELECT COUNT(DISTINCT w.requesting_trx_id) FROM information_schema.INNODB_LOCK_WAITS w
        JOIN information_schema.INNODB_TRX t ON t.trx_id = w.blocking_trx_id
      WHERE t.trx_mysql_thread_id = CONNECTION_ID()
      """
    case .mySQL:
      """
      SELECT COUNT(DISTINCT w.REQUESTING_THREAD_ID) FROM performance_schema.data_lock_waits w
        JOIN performance_schema.threads t ON t.THREAD_ID = w.BLOCKING_THREAD_ID
      WHERE t.PROCESSLIST_ID = CONNECTION_ID()
      """
    }
  }

  /// What lets an account ask that.
  var waitingSessionsGrant: String {
    switch self {
    case .mariaDB: "GRANT PROCESS ON *.* TO the account of stores.json"
    case .mySQL: "GRANT SELECT ON performance_schema.* TO the account of stores.json"
    }
  }

  /// Limits how long a statement may take. MySQL counts milliseconds, and of SELECT alone.
  func limitStatements(to seconds: Double) -> String {
    switch self {
    case .mariaDB: "SET SESSION max_statement_time = \(seconds)"
    case .mySQL: "SET SESSION max_execution_time = \(Int(seconds * 1_000))"
    }
  }

  /// The shortest time that a session can be told to wait for a row, in seconds.
  var shortestWait: Int {
    switch self {
    case .mariaDB: 0
    case .mySQL: 1
    }
  }

  /// Tells if a server of this version changes a table in one step whatever happens, and keeps a prepared branch when its connection ends.
  func isCrashSafe(version: String) -> Bool {
    switch self {
    case .mariaDB:
      let numbers = version.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
      return numbers.count == 2 && (numbers[0], numbers[1]) >= (10, 6)
    case .mySQL: return false
    }
  }
}
