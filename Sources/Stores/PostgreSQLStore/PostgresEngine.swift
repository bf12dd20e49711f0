internal import CivilTime
internal import PostgreSQL
internal import RecordStores
internal import SQLWords
internal import ServerStores
internal import Words

/// A connection to PostgreSQL, with what makes a commit durable and a row visible asserted on it.
final class PostgresEngine: ServerEngine {
  let connection: PostgresConnection
  let settings: PostgresSettings
  /// How this server says it.
  let dialect: PostgresDialect
  let store: StoreName
  private let isReadOnly: Bool
  private var isClaimed = false
  /// Tells if the role may ask which cluster this is.
  var maySeeCluster = true
  /// For what must not be part of the batch's transaction; opened when it is needed.
  private var flushing: PostgresConnection?
  private let parameters: [(keyword: String, value: String)]
  let lifeline: Lifeline
  let gate: StatementGate
  /// What the settings of the session show, as they should be.
  private(set) var session = ""
  var waitsForLocks = true
  /// What the pace knows of the log's positions.
  var replicaDelay = ReplicaDelay()
  /// Tells if a transaction was committed since they were set: a function that it ran may have set others.
  private var isSessionDoubtful = false

  init(
    store: StoreName, settings: PostgresSettings, password: String?, isReadOnly: Bool, work: WorkInHand
  ) throws(StoreError) {
    self.store = store
    self.settings = settings
    dialect = PostgresDialect(schema: settings.schema)
    self.isReadOnly = isReadOnly
    var parameters = settings.parameters
    if let password { parameters["password"] = password }
    // Said outright, so that neither the environment nor a service's entry can ask for less.
    if parameters["sslmode"] == nil { parameters["sslmode"] = "verify-full" }
    if parameters["connect_timeout"] == nil { parameters["connect_timeout"] = "10" }
    // A server that went without a word is noticed in a minute and a half.
    for (name, value) in ["keepalives_idle": "30", "keepalives_interval": "15", "tcp_user_timeout": "90000"]
    where parameters["service"] == nil && parameters[name] == nil { parameters[name] = value }
    parameters["application_name"] = "retentiond"
    parameters["client_encoding"] = "UTF8"
    func sorted(_ parameters: [String: String]) -> [(keyword: String, value: String)] {
      parameters.sorted { $0.key < $1.key }.map { (keyword: $0.key, value: $0.value) }
    }
    do {
      connection = try PostgresConnection(parameters: sorted(parameters))
    } catch {
      throw .unavailable(store: store, cause: Self.cause(of: error))
    }
    // Of several hosts, the one that was found.
    for key in ["host", "hostaddr", "port"] { parameters[key] = nil }
    let place = sorted(parameters.merging(connection.place) { $1 })
    self.parameters = place
    let session = PostgresSession(parameters: place)
    let lifeline = Lifeline(work, patience: .seconds(Self.patience)) { session.look() }
    lifeline.watch([connection.descriptor])
    self.lifeline = lifeline
    gate = StatementGate(work, cancel: connection.canceller) { lifeline.cut() }
    try prepare(store: store) {
      try configure()
      try session.note(connection)
    }
  }

  /// Seconds that a call may take before the server is asked whether it lives.
  private static let patience = 10

  /// A second connection to the same server.
  func secondConnection() throws -> PostgresConnection {
    if let flushing, !flushing.isBroken { return flushing }
    lifeline.watch([connection.descriptor])
    let made = try PostgresConnection(parameters: parameters)
    lifeline.watch([connection.descriptor, made.descriptor])
    try made.run(script: "SET search_path = \(Self.searchPath); SET synchronous_commit = local")
    flushing = made
    return made
  }

  private func configure() throws {
    // Without its triggers the server keeps no foreign key. Whoever may switch them off may switch them on.
    if try setting("SHOW session_replication_role") != "origin" {
      try connection.run(script: "SET session_replication_role = origin")
    }
    try restoreSession()
    session = try setting("SELECT \(Self.shownSession)")
    if isReadOnly { return try connection.run(script: "SET default_transaction_read_only = on") }
    try refuseIfNotDurable(store: store)
    // off and local are too little; remote_write and remote_apply are more.
    if try ["off", "local"].contains(setting("SHOW synchronous_commit")) {
      try connection.run(script: "SET synchronous_commit = on")
    }
  }

  /// The first reason why a commit might not last, or cannot be made at all. A session that only reads has set itself so: what counts is how the server
  /// begins one.
  func durabilityProblem() throws -> (setting: String, remedy: String)? {
    if try setting("SELECT pg_is_in_recovery()") == "t" {
      return (
        "the server is a standby", "name the primary; with several hosts, target_session_attrs finds it"
      )
    }
    let first = "SELECT reset_val FROM pg_catalog.pg_settings WHERE name = 'default_transaction_read_only'"
    if try setting(first) == "on" {
      return ("default_transaction_read_only = on", "give this role a session that may write")
    }
    return try setting("SHOW fsync") == "on"
      ? nil : ("fsync = off", "set fsync = on in the server's configuration")
  }

  func setting(_ query: String) throws -> String {
    var value = ""
    try connection.query(query) { value = $0.text(0) ?? "" }
    return value
  }

  /// A server that ends a connection says so before libpq sees it.
  private var isLost = false
  var isConnectionLost: Bool { isLost || connection.isBroken }
  var catalogue: any SchemaCatalogue { PostgresCatalogue(engine: self) }

  // MARK: Statements

  private func sent(_ statement: SQLText) throws(ServerError) -> (String, [String?]) {
    try statement.refuseRawText()
    return (statement.text { "$\($0)" }, statement.values.map(PostgresDialect.text))
  }

  @discardableResult
  func execute(_ statement: SQLText) throws(ServerError) -> Int {
    let (sql, values) = try sent(statement)
    return try asking { try connection.execute(sql, values) }
  }

  func query(_ statement: SQLText, _ body: ([ColumnValue]) throws -> Void) throws {
    let (sql, values) = try sent(statement)
    try handing {
      try connection.query(sql, values) { row in
        gate.work.step()
        try body(Self.values(of: row))
      }
    }
  }

  func absorbCancel() {
    // Whether the server takes the late cancel, or has none, is all the same.
    try? connection.run(script: "SELECT 1")
  }

  private func restoreSession() throws(PostgresError) {
    try connection.run(script: Self.sessionScript("SET", settings))
    isSessionDoubtful = false
  }

  /// Sets the session anew, outside of transactions, which begin with that.
  func ensureSession() throws {
    if isSessionDoubtful, !connection.isInTransaction { try restoreSession() }
  }

  static func cause(of error: any Error) -> String {
    switch error as? PostgresError {
    case .connection(let cause): cause
    case .server(let state, let message, _): message.isEmpty ? "SQLSTATE \(state)" : message
    case nil: "\(error)"
    }
  }

  func serverError(for error: any Error) -> ServerError? { (error as? PostgresError).map(serverError) }

  private func serverError(_ error: PostgresError) -> ServerError {
    guard case .server(let state, let message, let constraint) = error else {
      isLost = true
      return .lost(cause: Self.cause(of: error))
    }
    switch state {
    case "55P03": return .busy
    // What the gate cancels it says itself.
    case "57014": return .timedOut
    case "40001", "40P01": return .conflict(cause: message)
    case "57P01", "57P02", "57P03", "57P05", "25P03":
      isLost = true
      return .lost(cause: message)
    case "53100": return .full
    case _ where state.hasPrefix("08"): return .lost(cause: message)
    case _ where state.hasPrefix("23"): return .constraint(constraint ?? "SQLSTATE \(state)")
    case "22021":
      return .value("it has a text with a character that the database cannot hold, such as U+0000")
    case _ where state.hasPrefix("22"): return .value("its column does not take a value (SQLSTATE \(state))")
    case "42501":
      return .other(
        code: state,
        message:
          "\(message): grant the role of stores.json what is lacking; where row-level security hides rows, BYPASSRLS"
      )
    case "42P01", "42883", "42704", "3F000":
      return .other(
        code: state,
        message:
          "\(message): if a function of a constraint, a default or an index names it, ALTER FUNCTION … SET search_path, since ours is \(Self.searchPath)"
      )
    default: return .other(code: state, message: message)
    }
  }

  // MARK: Transactions

  func begin(seconds: Double?) throws(ServerError) {
    let limit = seconds.map { Int(max(0.001, $0) * 1_000) } ?? 0
    try asking {
      try connection.run(
        script: "BEGIN; SET LOCAL statement_timeout = \(limit); \(Self.sessionScript("SET LOCAL", settings))"
          + (waitsForLocks ? "" : "; SET LOCAL lock_timeout = 20"))
    }
  }

  /// A transaction's number is there without anything more.
  func beginBatch(seconds: Double) throws(ServerError) { try begin(seconds: seconds) }

  func setSavepoint() throws(ServerError) {
    try asking { try connection.run(script: "SAVEPOINT retentiond_change") }
  }

  func returnToSavepoint() throws(ServerError) {
    try uninterrupted { try connection.run(script: "ROLLBACK TO SAVEPOINT retentiond_change") }
  }

  func commit() throws(ServerError) {
    try uninterrupted {
      // The limit was for the change; a commit that waits for a standby is not undone by giving up.
      isSessionDoubtful = true
      try connection.run(script: "SET LOCAL statement_timeout = 0; COMMIT")
    }
  }

  func rollback() {
    guard connection.isInTransaction else { return }
    lifeline.during { try? connection.run(script: "ROLLBACK") }
    // What cannot be rolled back is undone by the server when the connection ends.
    if connection.isInTransaction { isLost = true }
  }

  /// References are looked at when the statement is through.
  var checksRowByRow: Bool { false }

  func claim() throws(ServerError) {
    guard !isClaimed else { return }
    var isFree = false
    try asking {
      try connection.query(
        "SELECT pg_try_advisory_lock(hashtextextended('retentiond ' || current_database() || '.' || $1, 0))",
        [settings.schema]
      ) { isFree = $0.text(0) == "t" }
    }
    guard isFree else { throw .taken("schema \(settings.schema)") }
    isClaimed = true
  }

  func changedRows() throws(ServerError) -> [String: Int]? {
    var changed: [String: Int] = [:]
    var session: String?
    try asking {
      try connection.query(
        """
        SELECT relid, n_tup_ins + n_tup_upd + n_tup_del, NULL FROM pg_catalog.pg_stat_xact_user_tables
        WHERE n_tup_ins + n_tup_upd + n_tup_del > 0 UNION ALL SELECT NULL, NULL, \(Self.shownSession)
        """
      ) { row in
        if let relation = row.text(0) {
          changed[relation] = row.text(1).flatMap { Int($0) } ?? 0
        } else {
          session = row.text(2)
        }
      }
    }
    guard session == self.session else { throw Self.changedSession }
    return changed
  }

  func countsPerRow(of table: String) -> Int { 1 }

  func runDeferredTriggers() throws(ServerError) {
    try asking { try connection.run(script: "SET CONSTRAINTS ALL IMMEDIATE") }
  }

  /// By table, and by the whole table for a partition. The server counts no TRUNCATE.
  func writtenRows(telling tables: Set<String>) throws(ServerError) -> CountedWrites? {
    _ = try changedRows()
    var written: [TableChange: Int] = [:]
    try asking {
      try connection.query(
        """
        SELECT nullif(s.schemaname, $1), s.relname, nullif(n.nspname, $1), c.relname, s.n_tup_del, s.n_tup_ins, s.n_tup_upd
        FROM pg_catalog.pg_stat_xact_user_tables s
          JOIN pg_catalog.pg_class c ON c.oid = coalesce(pg_catalog.pg_partition_root(s.relid)::oid, s.relid)
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE s.n_tup_ins + s.n_tup_upd + s.n_tup_del > 0
        """, [settings.schema]
      ) { row in
        let own = TableName(schema: row.text(0), table: row.text(1) ?? "").text
        let root = TableName(schema: row.text(2), table: row.text(3) ?? "").text
        let table = tables.contains(own) ? own : root
        for (column, event) in [(4, TableEvent.delete), (5, .insert), (6, .update)] {
          written[TableChange(table: table, event: event), default: 0] +=
            row.text(column).flatMap { Int($0) } ?? 0
        }
      }
    }
    return .byTable(written)
  }

  func integer(_ sql: String) throws(ServerError) -> Int? {
    var number: Int?
    try asking { try connection.query(sql) { number = $0.text(0).flatMap { Int($0) } } }
    return number
  }

  // MARK: Values

  /// Numbers and bytes as what they are; everything else as the server writes it.
  private static func values(of row: borrowing PostgresRow) -> [ColumnValue] {
    var values: [ColumnValue] = []
    values.reserveCapacity(row.count)
    for column in 0..<row.count {
      guard row.type(column) != 17 else {
        values.append(row.isNull(column) ? .null : .blob(row.bytes(column)))
        continue
      }
      if row.isNull(column) {
        values.append(.null)
      } else if let text = row.exactText(column) {
        values.append(value(text, type: row.type(column)))
      } else {
        values.append(.text(of: row.rawBytes(column)))
      }
    }
    return values
  }

  /// - Parameter type: as pg_type numbers it.
  private static func value(_ text: String, type: UInt32) -> ColumnValue {
    switch type {
    case 16: .integer(text == "t" ? 1 : 0)
    case 20, 21, 23: Int64(text).map { .integer($0) } ?? .text(text)
    // The shortest text of four bytes is not that of the same number in eight.
    case 700: Float(text).map { .real(Double($0)) } ?? .text(text)
    case 701: Double(text).map { .real($0) } ?? .text(text)
    // Blanks at the end are the column's and not the value's.
    case 1042: .text(withoutPadding(text))
    default: .text(text)
    }
  }

  private static func withoutPadding(_ text: String) -> String {
    guard text.utf8.last == UInt8(ascii: " ") else { return text }
    var bytes = Array(text.utf8)
    while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
