internal import CMariaDB

/// A statement that was sent with its parameters.
@safe
final class PreparedStatement {
  private let handle: UnsafeMutablePointer<MYSQL_STMT>
  /// Outlives the statement, which a call of the connection's makes and ends.
  private let connection: UnsafeMutablePointer<MYSQL>
  private let note: (MariaDBError) -> MariaDBError

  init(
    _ sql: String, _ parameters: [MariaDBConnection.Value], on connection: UnsafeMutablePointer<MYSQL>,
    noting note: @escaping (MariaDBError) -> MariaDBError
  ) throws(MariaDBError) {
    guard let handle = unsafe mysql_stmt_init(connection) else { throw MariaDBError(code: 2008, message: "") }
    unsafe self.handle = unsafe handle
    unsafe self.connection = unsafe connection
    self.note = note
    guard unsafe mysql_stmt_prepare(handle, sql, UInt(sql.utf8.count)) == 0 else { throw error() }
    try send(parameters)
  }

  deinit { unsafe mysql_stmt_close(handle) }

  /// What a row's fetching met, the library notes on the connection alone.
  private func error() -> MariaDBError {
    guard unsafe mysql_stmt_errno(handle) == 0 else {
      return note(
        MariaDBError(
          code: unsafe Int(mysql_stmt_errno(handle)),
          message: unsafe String(cString: mysql_stmt_error(handle))))
    }
    return note(
      MariaDBError(
        code: unsafe Int(mysql_errno(connection)), message: unsafe String(cString: mysql_error(connection))))
  }

  var affectedRows: Int { unsafe Int(clamping: Int64(bitPattern: mysql_stmt_affected_rows(handle))) }

  /// All values lie in one stretch of memory, which the binds point into.
  private func send(_ parameters: [MariaDBConnection.Value]) throws(MariaDBError) {
    var bytes: [UInt8] = []
    var places: [(start: Int, count: Int)] = []
    for value in parameters {
      let start = bytes.count
      switch value {
      case .null: break
      case .integer(let number): unsafe withUnsafeBytes(of: number) { unsafe bytes.append(contentsOf: $0) }
      case .real(let number): unsafe withUnsafeBytes(of: number) { unsafe bytes.append(contentsOf: $0) }
      case .bytes(let content, _): bytes.append(contentsOf: content)
      }
      places.append((start, bytes.count - start))
      // Numbers lie where their type wants them.
      bytes.append(contentsOf: repeatElement(0, count: 8 - bytes.count % 8))
    }
    var lengths = places.map { UInt($0.count) }
    let isDone = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe lengths.withUnsafeMutableBufferPointer { lengths in
        var binds = unsafe [MYSQL_BIND](repeating: MYSQL_BIND(), count: parameters.count)
        for (index, value) in parameters.enumerated() {
          unsafe binds[index].buffer = buffer.baseAddress.map { unsafe $0 + places[index].start }
          unsafe binds[index].buffer_length = UInt(places[index].count)
          unsafe binds[index].length = lengths.baseAddress.map { unsafe $0 + index }
          unsafe binds[index].buffer_type =
            switch value {
            case .null: MYSQL_TYPE_NULL
            case .integer: MYSQL_TYPE_LONGLONG
            case .real: MYSQL_TYPE_DOUBLE
            case .bytes(_, let isText): isText ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB
            }
        }
        return unsafe binds.withUnsafeMutableBufferPointer { binds in
          unsafe (parameters.isEmpty || mysql_stmt_bind_param(handle, binds.baseAddress) == 0)
            && mysql_stmt_execute(handle) == 0
        }
      }
    }
    guard isDone else { throw error() }
  }

  /// Hands over each row.
  func forEachRow(_ body: (MariaDBRow) throws -> Void) throws {
    guard let metadata = unsafe mysql_stmt_result_metadata(handle) else { return }
    defer { unsafe mysql_free_result(metadata) }
    let count = unsafe Int(mysql_num_fields(metadata))
    let kinds = (0..<count).map { index in
      unsafe MariaDBRow.Kind(mysql_fetch_field_direct(metadata, UInt32(index)).pointee)
    }
    let row = unsafe MariaDBRow(handle, kinds: kinds)
    while try row.fetch(error) { try body(row) }
  }
}
