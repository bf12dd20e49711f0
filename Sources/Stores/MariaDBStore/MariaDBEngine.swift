internal import CivilTime
internal import MariaDB
internal import RecordStores
internal import SQLWords
internal import ServerStores
internal import Words

/// A connection to MariaDB or MySQL, with what makes a commit durable asserted on it.
final class MariaDBEngine: ServerEngine {
  let connection: MariaDBConnection
  let store: StoreName
  let dialect: MariaDBDialect
  let settings: MariaDBSettings
  let lifeline: Lifeline
  let gate: StatementGate
  private var isClaimed = false
  /// What a statement may take now, in seconds.
  private var limit = 0.0
  var waitsForLocks = true
  /// How many seconds the session waits for a row, as it was told last.
  private var waitsNow = 0
  /// The partition that the commit takes away.
  var removal: TablePartition?
  /// Tells if a table was to be locked, which ends the transaction whatever comes of it.
  var hasLeftTransaction = false
  var waitSeconds: Int { max(1, Int(settings.busySeconds.rounded(.up))) }
  private var largestPacket = 1 << 24
  /// Tells if it is a node of a Galera cluster.
  private(set) var isCluster = false
  /// The variables that this server tells its identity by; nil before they were looked for.
  var identifying: [String]?
  /// A node that left its cluster says so before its connection ends.
  var isLost = false
  /// The session's settings before the first trigger was set off.
  var sessionShown: String?
  /// What the names of this journal's branches in this database begin with; nil where batches are committed in one phase.
  var branches: String?
  /// Beats for replicas, if the administrator has a table for them.
  let heartbeat: MariaDBHeartbeat?

  init(
    store: StoreName, address: MariaDBAddress, settings: MariaDBSettings, work: WorkInHand
  ) throws(StoreError) {
    self.store = store
    self.settings = settings
    let session = MariaDBSession(at: address)
    let lifeline = Lifeline(work, patience: .seconds(address.timeoutSeconds)) { session.look() }
    self.lifeline = lifeline
    gate = StatementGate(work) {
      session.endStatement()
    } cut: {
      lifeline.cut()
    }
    do {
      connection = try MariaDBConnection(address)
      dialect = MariaDBDialect(
        database: address.database, kind: MariaDBKind(version: connection.serverVersion))
      lifeline.watch([connection.descriptor])
      let dialect = dialect
      heartbeat = settings.heartbeat.map {
        MariaDBHeartbeat(table: dialect.table($0.table), replicas: $0.replicas, like: address)
      }
    } catch {
      throw .unavailable(store: store, cause: Self.cause(of: error))
    }
    try prepare(store: store) {
      try configure()
      try session.note(connection)
    }
  }

  private func configure() throws {
    isCluster = try findCluster()
    let wait = waitSeconds
    waitsNow = wait
    try connection.run(
      """
      SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_VALUE_ON_ZERO', SESSION time_zone = '+00:00', \
      SESSION innodb_lock_wait_timeout = \(wait), SESSION lock_wait_timeout = \(wait), SESSION foreign_key_checks = 1, \
      SESSION max_seeks_for_key = 1, SESSION unique_checks = 1, SESSION autocommit = 1, SESSION group_concat_max_len = 16000000
      """)
    try connection.run("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
    largestPacket = Int(try answer("SELECT CAST(@@session.max_allowed_packet AS CHAR)")) ?? largestPacket
    // What another node has committed is seen here, where a node may be behind.
    if isCluster { try connection.run("SET SESSION wsrep_sync_wait = 7") }
    if settings.isReadOnly { return try connection.run("SET SESSION TRANSACTION READ ONLY") }
    try refuseIfNotDurable(store: store)
    if settings.isTwoPhase { try prepareBranches() }
  }

  /// The first setting of the server by which a commit might not last, or not reach a replica as it is.
  func durabilityProblem() throws -> (setting: String, remedy: String)? {
    let refusals = [
      ("@@global.read_only", "0", "the server is read-only", "name the primary"),
      (
        "@@global.innodb_flush_log_at_trx_commit", "1", "innodb_flush_log_at_trx_commit is not 1",
        "set it to 1 in the server's configuration"
      ),
      (
        "IF(@@global.log_bin, @@global.sync_binlog, 1)", "1", "sync_binlog is not 1",
        "set it to 1 in the server's configuration"
      ),
      (
        "IF(@@global.log_bin AND @@session.sql_log_bin, @@session.binlog_format = 'STATEMENT', 0)", "0",
        "binlog_format is STATEMENT",
        "set it to MIXED or ROW"
      ),
    ]
    for (question, right, setting, remedy) in refusals
    where try answer("SELECT CAST((\(question)) + 0 AS CHAR)") != right {
      return (setting, remedy)
    }
    return nil
  }

  func answer(_ query: String) throws -> String {
    var answer = ""
    try connection.query(query) { row in if case .text(let text) = row.value(0) { answer = text } }
    return answer
  }

  var isConnectionLost: Bool { isLost || connection.isBroken }
  var catalogue: any SchemaCatalogue { MariaDBCatalogue(engine: self) }

  // MARK: Statements

  /// A larger packet makes the server hang up, which would look like a lost connection.
  private func checkPacket(_ statement: SQLText) throws(ServerError) {
    try statement.refuseRawText()
    let bytes = statement.values.reduce(statement.marked.utf8.count) { $0 + $1.byteCount + 16 }
    guard bytes <= largestPacket else {
      throw .value(
        "\(bytes) bytes are more than the server takes at once: raise max_allowed_packet, which is \(largestPacket)"
      )
    }
  }

  @discardableResult
  func execute(_ statement: SQLText) throws(ServerError) -> Int {
    try checkPacket(statement)
    return try asking {
      try connection.execute(statement.marked, statement.values.map(Self.parameter))
    }
  }

  func query(_ statement: SQLText, _ body: ([ColumnValue]) throws -> Void) throws {
    try checkPacket(statement)
    try handing {
      try connection.query(statement.marked, statement.values.map(Self.parameter)) { row in
        gate.work.step()
        try body((0..<row.count).map { Self.value(row.value($0)) })
      }
    }
  }

  func absorbCancel() {
    // Whether the server takes the late kill, or has none, is all the same.
    try? connection.run("DO 0")
  }

  /// A trigger is the only code of others that a statement of ours could run. One that is not refused is looked after by `writtenRows`.
  func ensureSession() {}

  static func cause(of error: any Error) -> String {
    guard let error = error as? MariaDBError else { return "\(error)" }
    return error.message.isEmpty ? "error \(error.code)" : error.message
  }

  func serverError(for error: any Error) -> ServerError? { (error as? MariaDBError).map(serverError) }

  private func serverError(_ error: MariaDBError) -> ServerError {
    let cause = Self.cause(of: error)
    if error.isTooLarge { return .tooLarge(cause: cause) }
    if isCluster, let error = providerError(error.code) { return error }
    if hasLeftCluster(after: error.code) { return .lost(cause: cause) }
    return switch error.code {
    case 1205, 1099, 1100, 3572: .busy
    // 1020 is MariaDB's word for a row that changed under a snapshot; 1180 and 1047 come from Galera; a branch that met a deadlock is 1614.
    case 1213, 1020, 1180, 1402, 1614: .conflict(cause: cause)
    case 1969, 3024: .timedOut
    case 2002, 2003, 2006, 2013, 2055, 1053, 1047, 1927, 1040: .lost(cause: cause)
    case 1021, 1114, 1030, 3: .full
    case 1062, 1451, 1452, 1217, 1216, 1048, 4025, 3819, 1557, 1761, 1762:
      .constraint(error.constraint ?? "error \(error.code)")
    case 1153: .value("it is more than the server takes at once: raise max_allowed_packet")
    case 1264, 1265, 1292, 1366, 1367, 1406, 1411, 1416, 1690, 1916, 4038, 4044, 4174:
      .value("its column does not take a value (error \(error.code))")
    case 1044, 1142, 1143, 1227:
      .other(code: String(error.code), message: "\(cause): grant the account of stores.json what is lacking")
    default: .other(code: String(error.code), message: error.message)
    }
  }

  // MARK: Transactions

  func begin(seconds: Double?) throws(ServerError) {
    try asking {
      try limitStatements(to: seconds.map { max(0.001, $0) } ?? 0)
      try limitWaiting()
      try connection.begin()
    }
  }

  func beginBatch(seconds: Double) throws(ServerError) {
    guard let branches else { return try begin(seconds: seconds) }
    try asking {
      try limitStatements(to: max(0.001, seconds))
      try limitWaiting()
      try connection.begin(branch: branches + String(UInt64.random(in: .min ... .max), radix: 16))
    }
  }

  /// - Parameter seconds: 0 for as long as they need.
  func limitStatements(to seconds: Double) throws(MariaDBError) {
    guard seconds != limit else { return }
    try connection.run(dialect.kind.limitStatements(to: seconds))
    limit = seconds
  }

  private func limitWaiting() throws(MariaDBError) {
    let seconds = waitsForLocks ? waitSeconds : dialect.kind.shortestWait
    guard seconds != waitsNow else { return }
    try connection.run("SET SESSION innodb_lock_wait_timeout = \(seconds)")
    waitsNow = seconds
  }

  func setSavepoint() throws(ServerError) { try asking { try connection.run("SAVEPOINT retentiond_change") } }

  func returnToSavepoint() throws(ServerError) {
    try uninterrupted { try connection.run("ROLLBACK TO SAVEPOINT retentiond_change") }
  }

  func commit() throws(ServerError) {
    if let removal { return try commit(removing: removal) }
    try uninterrupted {
      // The limit was for the change; a commit that waits for others is not undone by giving up.
      try limitStatements(to: 0)
      try connection.commit()
    }
  }

  func rollback() {
    lifeline.during {
      do {
        if connection.isInTransaction { try connection.rollback() }
      } catch {
        // The server undoes it when the connection ends, and a branch when it is settled.
        isLost = true
      }
      removal = nil
      unlock()
      // Where that fails the connection is of no use any more, and its next statement says so.
      try? limitStatements(to: 0)
    }
  }

  var checksRowByRow: Bool { true }

  func claim() throws(ServerError) {
    guard !isClaimed else { return }
    var isFree = false
    try asking {
      try connection.query("SELECT GET_LOCK(LEFT(CONCAT('retentiond ', SHA1(DATABASE())), 64), 0)") { row in
        if case .integer(1) = row.value(0) { isFree = true }
      }
    }
    guard isFree else { throw .taken("database \(dialect.database)") }
    try endStrays()
    isClaimed = true
  }

  /// Cascades run inside InnoDB and are counted nowhere: what refers to a table is declared or refused, and a trigger is refused,
  /// or counted by `writtenRows`.
  func changedRows() throws(ServerError) -> [String: Int]? { nil }

  // MARK: Values

  private static func parameter(_ value: ColumnValue) -> MariaDBConnection.Value {
    switch value {
    case .null: .null
    case .integer(let number): .integer(number)
    case .real(let number): .real(number)
    case .text(let text): .bytes(Array(text.utf8), isText: true)
    case .rawText(let bytes): .bytes(bytes, isText: true)
    case .blob(let blob): .bytes(blob, isText: false)
    }
  }

  private static func value(_ value: MariaDBRow.Value) -> ColumnValue {
    switch value {
    case .null: .null
    case .integer(let number): .integer(number)
    case .large(let number): .text(String(number))
    case .real(let number): .real(number)
    case .text(let text): .text(text)
    case .rawText(let bytes): .text(of: bytes)
    case .bytes(let bytes): .blob(bytes)
    }
  }
}
