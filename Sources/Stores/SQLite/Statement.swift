internal import CSQLite

/// A compiled statement. Reset it to run it again; it is finalised when it goes.
@safe
package struct Statement: ~Copyable {
  package enum Kind: Sendable {
    case null, integer, real, text, blob
  }

  private let handle: OpaquePointer
  /// Keeps the connection open for as long as the statement lives.
  private let connection: Connection

  init(handle: OpaquePointer, connection: Connection) {
    unsafe self.handle = handle
    self.connection = connection
  }

  deinit { unsafe sqlite3_finalize(handle) }

  // MARK: Binding, from 1

  package func bind(_ index: Int, _ value: Int64) {
    unsafe check(sqlite3_bind_int64(handle, Int32(index), value))
  }
  package func bind(_ index: Int, _ value: Double) {
    unsafe check(sqlite3_bind_double(handle, Int32(index), value))
  }
  package func bindNull(_ index: Int) { unsafe check(sqlite3_bind_null(handle, Int32(index))) }

  package func bind(_ index: Int, _ text: String) {
    unsafe text.withCString { bytes in
      unsafe check(
        sqlite3_bind_text64(
          handle, Int32(index), bytes, UInt64(text.utf8.count), Self.transient, UInt8(SQLITE_UTF8)))
    }
  }

  /// Binds a text by its bytes, whatever they are.
  package func bind(_ index: Int, text bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe check(
        sqlite3_bind_text64(
          handle, Int32(index), bytes.baseAddress?.assumingMemoryBound(to: CChar.self), UInt64(bytes.count),
          Self.transient,
          UInt8(SQLITE_UTF8)))
    }
  }

  package func bind(_ index: Int, blob: some Collection<UInt8>) {
    let copy = Array(blob)
    unsafe copy.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, bytes.count > 0 else {
        return unsafe check(sqlite3_bind_zeroblob(handle, Int32(index), 0))
      }
      unsafe check(sqlite3_bind_blob64(handle, Int32(index), base, UInt64(bytes.count), Self.transient))
    }
  }

  /// Binding fails for an index that the statement does not have, which is a mistake of ours, and for a value that is larger than SQLite
  /// takes or than memory has room for, which another store may have sent: that one is thrown by the next step.
  private func check(_ code: Int32) {
    guard code != SQLITE_OK else { return }
    precondition(code == SQLITE_TOOBIG || code == SQLITE_NOMEM, "binding failed with code \(code)")
    connection.bindingFailure = code
  }

  /// Tells SQLite to copy what is bound.
  private static var transient: sqlite3_destructor_type {
    unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }

  // MARK: Running

  /// Goes to the next row; false at the end.
  package func step() throws(SQLiteError) -> Bool {
    if let code = connection.bindingFailure {
      connection.bindingFailure = nil
      throw connection.error(code, "a value is larger than SQLite takes")
    }
    let code = unsafe sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default:
      let error = connection.error(code)
      unsafe sqlite3_reset(handle)
      throw error
    }
  }

  /// Runs a statement that has no rows, to its end, and makes it ready again.
  package func run() throws(SQLiteError) {
    while try step() {}
    reset()
  }

  /// Makes the statement ready to run again, with what is bound.
  package func reset() { unsafe sqlite3_reset(handle) }

  // MARK: Columns, from 0

  package func kind(_ column: Int) -> Kind {
    switch unsafe sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_INTEGER: .integer
    case SQLITE_FLOAT: .real
    case SQLITE_TEXT: .text
    case SQLITE_BLOB: .blob
    default: .null
    }
  }

  package func integer(_ column: Int) -> Int64 { unsafe sqlite3_column_int64(handle, Int32(column)) }
  package func real(_ column: Int) -> Double { unsafe sqlite3_column_double(handle, Int32(column)) }

  /// The column as text, for names and for what we wrote ourselves; nil if it is null. Bytes that are no UTF-8 are replaced: a row's value is read
  /// by its bytes.
  package func text(_ column: Int) -> String? {
    guard kind(column) != .null else { return nil }
    return unsafe withBytes(column, asText: true) { unsafe String(decoding: $0, as: UTF8.self) }
  }

  package func blob(_ column: Int) -> [UInt8] { unsafe withBytes(column, asText: false) { unsafe Array($0) } }

  /// Lends the column's bytes without a copy, for as long as the body runs.
  package func withBytes<Result>(
    _ column: Int, asText: Bool, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    // The pointer first, then the length: the other way round a conversion could move the bytes.
    let pointer: UnsafeRawPointer? =
      asText
      ? unsafe UnsafeRawPointer(sqlite3_column_text(handle, Int32(column)))
      : unsafe sqlite3_column_blob(handle, Int32(column))
    let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
    return try unsafe body(UnsafeRawBufferPointer(start: pointer, count: count))
  }

  package var columnCount: Int { unsafe Int(sqlite3_column_count(handle)) }
}
