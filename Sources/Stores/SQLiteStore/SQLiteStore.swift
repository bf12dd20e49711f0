internal import Files
package import RecordStores
internal import SQLite
package import Words

/// A SQLite database that an application may have open at the same time.
///
/// It never makes a file, never changes its journal mode or schema, and asserts on its own connection what makes a commit durable and
/// deleted rows unreadable.
package final class SQLiteStore: RecordStore {
  package let name: StoreName
  let path: String
  let busySeconds: Double
  private let mode: Connection.Mode
  private var connected: Connection?
  /// The file that the store is, once anything was asked of it.
  var place: FilePlace?
  /// Tells if somebody's lock was waited for, for as long as the store may, and nothing was asked in vain since: the next question is asked with less
  /// patience, so that a lock which never goes is waited for once.
  private var hasWaited = false
  /// The schema version at which each record set was described: a change stops its run.
  var describedVersions: [RecordSetName: Int64] = [:]
  /// The primary keys of dependents' tables, and the schema version at which each was read.
  var knownColumns: [String: (version: Int64, columns: [CatalogueColumn])] = [:]
  let functions = RowFunctions()
  /// The record sets in which holds keep so many rows that a batch should not look at them again.
  var heldRecordSets: Set<RecordSetName> = []
  /// The pages that were free when the file was opened: what is in them was left by others, or by an earlier run.
  private(set) var earlierFreePages: Int64 = 0

  /// - Parameters:
  ///   - isReadOnly: for plans and explanations, which must not be able to change anything.
  ///   - busySeconds: how long a statement waits for the application's locks.
  package init(name: StoreName, path: String, busySeconds: Double, isReadOnly: Bool) {
    self.name = name
    self.path = path
    self.busySeconds = busySeconds
    mode = isReadOnly ? .readOnly : .readWrite
  }

  private var work = WorkInHand()

  package func obey(_ work: WorkInHand) {
    self.work = work
    connected = nil
  }

  /// The connection asserts its settings when it is opened.
  package func checkDurability() throws(StoreError) { _ = try connection() }

  /// The connection, opened at the first question.
  func connection() throws(StoreError) -> Connection {
    if let connection = connected {
      try checkPlace()
      return connection
    }
    do {
      let place = try currentPlace()
      let connection = try Connection(path: path, mode: mode, busySeconds: patience, work: work)
      try connection.interruptibly {
        try refuseHiddenCatalogue(of: connection)
        try configure(connection)
        try functions.define(on: connection)
        earlierFreePages = try connection.integer("PRAGMA freelist_count") ?? 0
      }
      guard try !connection.hasMoved && currentPlace() == place else { throw replaced(by: nil) }
      noteAnswer(connection)
      connected = connection
      return connection
    } catch {
      throw openingError(error)
    }
  }

  /// A table that is called like one of SQLite's functions about tables answers in its place, and would say what it likes of the others.
  func refuseHiddenCatalogue(of connection: Connection) throws {
    guard
      try connection.integer(
        "SELECT count(*) FROM main.sqlite_schema WHERE name LIKE 'pragma\\_%' ESCAPE '\\'") == 0
    else {
      throw StoreError.unavailable(
        store: name,
        cause:
          "\(path): a table or view whose name begins with pragma_ hides what SQLite says of its tables: rename it"
      )
    }
  }

  private func configure(_ connection: Connection) throws {
    try connection.execute(
      "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 8000"
    )
    if mode == .readOnly { return try connection.execute("PRAGMA query_only = ON") }
    let journalMode = try connection.text("PRAGMA journal_mode") ?? ""
    // A rollback journal's end is its removal, which only EXTRA makes durable, too.
    try connection.execute("PRAGMA synchronous = \(journalMode == "wal" ? "FULL" : "EXTRA")")
    if ["memory", "off"].contains(journalMode) {
      throw StoreError.notDurable(
        store: name, setting: "journal_mode = \(journalMode)", remedy: "let the application use wal or delete"
      )
    }
    guard try connection.integer("PRAGMA secure_delete") == 1,
      try connection.integer("PRAGMA foreign_keys") == 1,
      try connection.integer("PRAGMA synchronous") ?? 0 >= 2
    else {
      throw StoreError.notDurable(
        store: name, setting: "secure_delete, foreign_keys or synchronous",
        remedy: "use a SQLite library that was not built without them")
    }
  }

  /// Lets go of a connection whose transaction cannot be ended, and whose locks go with it.
  func drop(_ connection: Connection) { if connected === connection { connected = nil } }

  func openingError(_ error: any Error) -> StoreError {
    if error is Stopped { return .interrupted(store: name) }
    guard let error = error as? SQLiteError else {
      return error as? StoreError ?? .unavailable(store: name, cause: "\(error)")
    }
    if error.isBusy { return busy() }
    return .unavailable(store: name, cause: error.description)
  }

  // MARK: Errors

  /// Asks what changes nothing: it ends when the work is to end.
  func reading<Result>(
    _ recordSet: RecordSet, _ body: (Connection) throws -> Result
  ) throws(StoreError) -> Result {
    try asking(recordSet) { connection in try connection.interruptibly { try body(connection) } }
  }

  /// Runs a body on the connection, to its end, and gives whatever fails the seam's words.
  func asking<Result>(
    _ recordSet: RecordSet, _ body: (Connection) throws -> Result
  ) throws(StoreError) -> Result {
    let connection = try connection()
    do {
      let result = try body(connection)
      noteAnswer(connection)
      return result
    } catch {
      throw storeError(error, connection: connection, recordSet: recordSet)
    }
  }

  private var patience: Double { hasWaited ? min(busySeconds, 0.5) : busySeconds }

  private func busy() -> StoreError {
    hasWaited = true
    connected?.wait(seconds: patience)
    return .busy(store: name, seconds: busySeconds)
  }

  private func noteAnswer(_ connection: Connection) {
    guard hasWaited else { return }
    hasWaited = false
    connection.wait(seconds: busySeconds)
  }

  func storeError(_ error: any Error, connection: Connection, recordSet: RecordSet) -> StoreError {
    switch error {
    case let error as StoreError: return error
    case is Stopped: return .interrupted(store: name)
    case is TimeLimitPassed: return .timedOut(store: name)
    default: break
    }
    // What a function threw is the cause; SQLite knows only that it failed.
    switch connection.takeThrown() {
    case let thrown as HoldTestError: return .holdTest(store: name, reason: thrown.reason)
    case let thrown?: return .row(store: name, recordSet: recordSet.name, reason: "\(thrown)")
    case nil: break
    }
    guard let error = error as? SQLiteError else {
      return .row(store: name, recordSet: recordSet.name, reason: "\(error)")
    }
    if error.isBusy { return busy() }
    if error.isConstraint {
      return .constraint(store: name, recordSet: recordSet.name, constraint: error.message)
    }
    if error.isSchemaChange { return .schemaChanged(store: name, recordSet: recordSet.name) }
    return .engine(store: name, code: String(error.code), message: error.description)
  }
}
