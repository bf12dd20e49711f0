internal import CSQLite
package import Words

/// A connection to one database file, used by one thread at a time.
///
/// A statement ends early only within `interruptibly`, and there only because the work is to end: `sqlite3_interrupt` is not used, since after it every
/// statement fails, a rollback too, for as long as one is unfinished.
///
/// It opens that file and its own side files, and no other (`DatabaseFiles`). Nothing can be attached, extensions cannot be loaded, the schema is
/// not trusted with unsafe functions, and internal tables cannot be written. A name in double quotes is a name, and never a text.
@safe
package final class Connection: @unchecked Sendable {
  // Sendable without the compiler's proof: one thread uses the connection, so that SQLite needs no locks of its own
  // (SQLITE_OPEN_NOMUTEX).

  package enum Mode: Sendable {
    case readOnly
    /// The file must exist.
    case readWrite
    /// The file is made if it does not exist.
    case create
  }

  let handle: OpaquePointer
  private let path: String
  private let files: DatabaseFiles
  private var thrown: (any Error)?
  /// Why the last value could not be bound, until a step throws it.
  var bindingFailure: Int32?
  /// Whose statements these are; nil for a connection that nothing interrupts.
  let work: WorkInHand?
  /// Whose end also ends a wait for another connection's lock, soon after it is to come; see `endWaits(with:)`.
  var waiter: WorkInHand?
  /// How many `interruptibly` are under way, one within another.
  var interruptible = 0
  /// Tells if the wait for a lock ends when a stop is requested, even if the work is shielded.
  var yieldsToStop = false
  /// Tells if a statement or a wait was ended within the outermost of them.
  var wasEnded = false
  var timeLimit: ContinuousClock.Instant?
  /// Tells if a statement was ended for its time within the `withTimeLimit` that is under way.
  var isTimeLimitPassed = false
  /// How long a statement waits for another connection's lock, and since when the one in hand does.
  var busySeconds: Double
  var waitsSince = ContinuousClock.now

  /// Opens the file.
  ///
  /// - Parameters:
  ///   - busySeconds: how long a statement waits for another connection's lock before it is busy.
  ///   - work: is told of each step, and says when what may end early is to end.
  package init(path: String, mode: Mode, busySeconds: Double, work: WorkInHand? = nil) throws(SQLiteError) {
    let files = try DatabaseFiles(of: path)
    try files.refuseOthers()
    var pointer: OpaquePointer?
    let flags =
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
      | (mode == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE)
      | (mode == .create ? SQLITE_OPEN_CREATE : 0)
    let code = unsafe files.withName { unsafe sqlite3_open_v2(files.path, &pointer, flags, $0) }
    guard code == SQLITE_OK, let opened = unsafe pointer else {
      let message = unsafe pointer.map { unsafe String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      unsafe sqlite3_close_v2(pointer)
      throw SQLiteError(code: code, message: message, path: path, refusal: files.takeRefusal())
    }
    self.path = path
    self.files = files
    self.work = work
    self.busySeconds = busySeconds
    unsafe handle = opened
    watch()
    for (option, value) in [
      (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_DQS_DML, 0),
      // A database without a name is our own, and may do without a journal.
      (SQLITE_DBCONFIG_DEFENSIVE, path.isEmpty ? 0 : 1),
    ] as [(Int32, Int32)] {
      let code = unsafe sqlite3_set_option(opened, option, value)
      guard code == SQLITE_OK else { throw error(code) }
    }
    unsafe sqlite3_limit(opened, SQLITE_LIMIT_ATTACHED, 0)
  }

  deinit { unsafe sqlite3_close_v2(handle) }

  /// Tells if the path that was opened leads to another file by now, or to none.
  package var hasMoved: Bool {
    var moved: Int32 = 0
    let code = unsafe sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved)
    // Who cannot tell is not asked: the path's own file is compared beside it.
    return code == SQLITE_OK && moved != 0
  }

  /// How long a statement waits for another connection's lock from now on.
  package func wait(seconds: Double) {
    busySeconds = seconds
    if work == nil, waiter == nil {
      unsafe sqlite3_busy_timeout(handle, Int32(clamping: Int64(seconds * 1_000)))
    }
  }

  // MARK: Statements

  /// Runs one or more statements without results.
  package func execute(_ sql: String) throws(SQLiteError) {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code) }
  }

  /// Writes the whole file anew, without what deletion left in it. SQLite attaches a file without a name for that.
  package func vacuum() throws(SQLiteError) {
    unsafe sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 1)
    defer { unsafe sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0) }
    try writing("VACUUM") { () throws(SQLiteError) in try execute("VACUUM") }
  }

  /// Compiles one statement, to be run many times.
  package func prepare(_ sql: String) throws(SQLiteError) -> Statement {
    var pointer: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
    guard code == SQLITE_OK else { throw error(code) }
    guard let compiled = unsafe pointer else { throw error(1, "an empty statement") }
    return unsafe Statement(handle: compiled, connection: self)
  }

  /// The first column of the first row, as text; nil where there is none or it is null.
  package func text(_ sql: String) throws(SQLiteError) -> String? {
    let statement = try prepare(sql)
    return try statement.step() ? statement.text(0) : nil
  }

  /// The first column of the first row, as an integer; nil where there is none or it is null.
  package func integer(_ sql: String) throws(SQLiteError) -> Int64? {
    let statement = try prepare(sql)
    guard try statement.step(), statement.kind(0) != .null else { return nil }
    return statement.integer(0)
  }

  /// The path of the write-ahead log, beside the file that a link at the database's path leads to. Nothing need be there.
  package var logPath: String { files.path + "-wal" }

  /// The collation of a table's column, in capitals; nil if there is no such column.
  package func collation(ofColumn column: String, in table: String) -> String? {
    var name: UnsafePointer<CChar>?
    let code = unsafe sqlite3_table_column_metadata(
      handle, "main", table, column, nil, &name, nil, nil, nil)
    guard code == SQLITE_OK, let name = unsafe name else { return nil }
    return unsafe String(validatingCString: name)?.uppercased()
  }

  /// Copies the whole database into another connection's empty file, as the transaction that is open here sees it. Durable before this returns.
  package func copy(to other: Connection) throws(SQLiteError) {
    guard let backup = unsafe sqlite3_backup_init(other.handle, "main", handle, "main") else {
      throw unsafe other.error(sqlite3_extended_errcode(other.handle))
    }
    let code = unsafe sqlite3_backup_step(backup, -1)
    let end = unsafe sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE, end == SQLITE_OK else { throw other.error(end == SQLITE_OK ? code : end) }
  }

  // MARK: What happened

  /// Rows changed by the last statement itself, without those of triggers and cascades.
  package var changes: Int { unsafe Int(sqlite3_changes64(handle)) }

  /// Rows changed since the connection was opened, those of triggers and cascades included.
  package var totalChanges: Int { unsafe Int(sqlite3_total_changes64(handle)) }

  package var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

  // MARK: Functions

  /// Defines a function for SQL on this connection. What the body throws ends the statement, and `takeThrown` gives it back.
  ///
  /// - Parameter argumentCount: -1 for any number.
  package func define(
    _ name: String, argumentCount: Int, isDeterministic: Bool = true,
    _ body: @escaping (borrowing FunctionArguments) throws -> FunctionResult
  ) throws(SQLiteError) {
    let box = FunctionBox { [unowned self] arguments in
      do {
        return try body(arguments)
      } catch {
        thrown = error
        return nil
      }
    }
    let flags = SQLITE_UTF8 | SQLITE_DIRECTONLY | (isDeterministic ? SQLITE_DETERMINISTIC : 0)
    let code = unsafe sqlite3_create_function_v2(
      handle, name, Int32(argumentCount), flags, Unmanaged.passRetained(box).toOpaque(),
      { context, count, values in
        // The user data is the box that was retained when the function was defined.
        let box = unsafe Unmanaged<FunctionBox>.fromOpaque(sqlite3_user_data(context)).takeUnretainedValue()
        let arguments = unsafe FunctionArguments(values: values, count: Int(count))
        if let result = box.body(arguments) {
          unsafe result.set(on: context)
        } else {
          unsafe sqlite3_result_error(context, "function failed", -1)
        }
      }, nil, nil,
      { box in if let box = unsafe box { unsafe Unmanaged<FunctionBox>.fromOpaque(box).release() } })
    guard code == SQLITE_OK else { throw error(code) }
  }

  /// The error that a function's body threw since the last call.
  package func takeThrown() -> (any Error)? {
    defer { thrown = nil }
    return thrown
  }

  func error(_ code: Int32) -> SQLiteError {
    unsafe error(code, String(cString: sqlite3_errmsg(handle)))
  }

  func error(_ code: Int32, _ message: String) -> SQLiteError {
    SQLiteError(code: code, message: message, path: path, refusal: files.takeRefusal())
  }
}

final class FunctionBox {
  let body: (borrowing FunctionArguments) -> FunctionResult?
  init(_ body: @escaping (borrowing FunctionArguments) -> FunctionResult?) { self.body = body }
}
