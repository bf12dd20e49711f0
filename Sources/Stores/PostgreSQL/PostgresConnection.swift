internal import CPostgreSQL
internal import Glibc
internal import Synchronization
internal import Words

/// One connection to a PostgreSQL server. Used by one thread at a time; what `canceller` gives may be called on another.
@safe
package final class PostgresConnection {
  private let handle: OpaquePointer
  private let cancelling: Cancelling

  /// - Parameter parameters: libpq's keywords and their values.
  package init(parameters: [(keyword: String, value: String)]) throws(PostgresError) {
    let made = unsafe Self.connect(parameters)
    guard let made = unsafe made else { throw .connection(cause: "out of memory") }
    guard unsafe PQstatus(made) == CONNECTION_OK else {
      let cause = unsafe Self.message(of: made)
      unsafe PQfinish(made)
      throw .connection(cause: cause)
    }
    unsafe handle = unsafe made
    cancelling = unsafe Cancelling(PQgetCancel(made))
    // Notices would go to standard error, and may quote rows.
    _ = unsafe PQsetNoticeReceiver(handle, { _, _ in }, nil)
  }

  deinit { unsafe PQfinish(handle) }

  /// The certificates that libpq trusts where neither parameters nor a service file name others: on its own it knows none.
  private static let hasAuthorities =
    unsafe setenv("PGSSLROOTCERT", "/etc/ssl/certs/ca-certificates.crt", 0) == 0

  private static func connect(_ parameters: [(keyword: String, value: String)]) -> OpaquePointer? {
    guard hasAuthorities else { return nil }
    let keywords = CStrings(parameters.map(\.keyword))
    let values = CStrings(parameters.map(\.value))
    return unsafe keywords.withPointers { keywords in
      unsafe values.withPointers { values in unsafe PQconnectdbParams(keywords, values, 0) }
    }
  }

  /// Asks the server to end the statement that it runs for this connection; may be kept and called by another thread, and may block.
  package var canceller: @Sendable () -> Void {
    let cancelling = self.cancelling
    return { cancelling.cancel() }
  }

  /// The server's process for this connection.
  package var process: Int { unsafe Int(PQbackendPID(handle)) }

  /// libpq's parameters for another connection to this very server, where several were named.
  package var place: [String: String] {
    let host = unsafe PQhost(handle).map { unsafe String(cString: $0) } ?? ""
    let address = unsafe PQhostaddr(handle).map { unsafe String(cString: $0) } ?? ""
    let port = unsafe PQport(handle).map { unsafe String(cString: $0) } ?? ""
    // A socket has no address.
    return ["host": host, "hostaddr": host.hasPrefix("/") ? "" : address, "port": port].filter {
      !$0.value.isEmpty
    }
  }

  /// Tells if a server answers at all, be it that it takes nobody in.
  package static func answers(_ parameters: [(keyword: String, value: String)]) -> Bool {
    let keywords = CStrings(parameters.map(\.keyword))
    let values = CStrings(parameters.map(\.value))
    let answer = unsafe keywords.withPointers { keywords in
      unsafe values.withPointers { values in unsafe PQpingParams(keywords, values, 0) }
    }
    return answer == PQPING_OK || answer == PQPING_REJECT
  }

  /// The socket, for whoever has to cut it while a call waits on it.
  package var descriptor: Int32 { unsafe PQsocket(handle) }

  package var isBroken: Bool { unsafe PQstatus(handle) != CONNECTION_OK }
  package var isInTransaction: Bool { unsafe PQtransactionStatus(handle) != PQTRANS_IDLE }
  /// The server's version as libpq numbers it: 150018 for 15.18.
  package var serverVersion: Int { unsafe Int(PQserverVersion(handle)) }

  // MARK: Statements

  /// Runs a statement with `$1` and so on, and gives the number of rows that it changed.
  @discardableResult
  package func execute(_ sql: String, _ parameters: [String?] = []) throws(PostgresError) -> Int {
    let strings = try Self.sent(parameters)
    let result = unsafe strings.withPointers { values in
      unsafe PQexecParams(handle, sql, Int32(parameters.count), nil, values, nil, nil, 0)
    }
    defer { unsafe PQclear(result) }
    try unsafe check(result)
    return unsafe Int(String(cString: PQcmdTuples(result))) ?? 0
  }

  /// Runs several statements without parameters.
  package func run(script: String) throws(PostgresError) {
    let result = unsafe PQexec(handle, script)
    defer { unsafe PQclear(result) }
    try unsafe check(result)
  }

  /// Runs a query and hands over each row as it comes: memory does not grow with their number.
  package func query(
    _ sql: String, _ parameters: [String?] = [], _ body: (borrowing PostgresRow) throws -> Void
  ) throws {
    let strings = try Self.sent(parameters)
    let asked = SelectList.columnCount(of: sql) ?? 0
    let isSent = unsafe strings.withPointers { values in
      unsafe PQsendQueryParams(handle, sql, Int32(parameters.count), nil, values, nil, nil, 0)
    }
    guard isSent == 1, unsafe PQsetSingleRowMode(handle) == 1 else {
      throw PostgresError.connection(cause: unsafe Self.message(of: handle))
    }
    var failure: (any Error)?
    while let result = unsafe PQgetResult(handle) {
      defer { unsafe PQclear(result) }
      guard failure == nil else { continue }
      do {
        if unsafe PQresultStatus(result) == PGRES_SINGLE_TUPLE {
          let row = unsafe PostgresRow(result)
          guard row.count >= asked else {
            throw PostgresError.server(
              state: "08P01",
              message:
                "the server sent \(row.count) columns where \(asked) were asked for: look at what stands between, such as a proxy",
              constraint: nil)
          }
          try body(row)
        } else {
          try unsafe check(result)
        }
      } catch {
        failure = error
        // The rest is not wanted; what has been sent is read to its end.
        if unsafe PQstatus(handle) == CONNECTION_OK { cancelling.cancel() }
      }
    }
    if let failure { throw failure }
  }

  /// A text with a null character would end there, and be another value.
  private static func sent(_ parameters: [String?]) throws(PostgresError) -> CStrings {
    let strings = CStrings(parameters)
    guard strings.areWhole else { throw .server(state: "22021", message: "", constraint: nil) }
    return strings
  }

  private func check(_ result: OpaquePointer?) throws(PostgresError) {
    guard let result = unsafe result else { throw .connection(cause: unsafe Self.message(of: handle)) }
    switch unsafe PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_SINGLE_TUPLE: return
    default: break
    }
    guard let state = unsafe pg_error_state(result).map({ unsafe String(cString: $0) }) else {
      throw .connection(cause: unsafe Self.message(of: handle))
    }
    let isHarmless = PostgresError.harmlessClasses.contains(String(state.prefix(2)))
    let message = unsafe pg_error_message(result).map { unsafe String(cString: $0) }
    throw .server(
      state: state, message: isHarmless ? message ?? "" : "",
      constraint: unsafe pg_error_constraint(result).map { unsafe String(cString: $0) })
  }

  /// libpq's own words, which speak of the connection.
  private static func message(of handle: OpaquePointer?) -> String {
    let text = unsafe String(cString: PQerrorMessage(handle))
    return text.split { $0 == "\n" || $0 == "\t" }.joined(separator: " ")
  }
}

/// One row of a query's result, lent for the time of a call.
@safe
package struct PostgresRow: ~Copyable {
  private let result: OpaquePointer

  init(_ result: OpaquePointer) {
    unsafe self.result = unsafe result
  }

  package var count: Int { unsafe Int(PQnfields(result)) }
  package func isNull(_ column: Int) -> Bool { unsafe PQgetisnull(result, 0, Int32(column)) == 1 }
  /// The column's type, as pg_type numbers it.
  package func type(_ column: Int) -> UInt32 { unsafe PQftype(result, Int32(column)) }

  /// The value's own bytes.
  package func rawBytes(_ column: Int) -> [UInt8] { unsafe withBytes(column) { unsafe Array($0) } }

  /// The value as the server writes it; nil if that is no UTF-8, as in a database that knows no encoding.
  package func exactText(_ column: Int) -> String? {
    unsafe withBytes(column) { unsafe String(validating: $0, as: UTF8.self) }
  }

  /// A name or a number as the server writes it; nil if it is null. Bytes that are no UTF-8 are replaced: a statement with such a name fails.
  package func text(_ column: Int) -> String? {
    isNull(column) ? nil : unsafe withBytes(column) { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes of a bytea that is written in hexadecimal digits.
  package func bytes(_ column: Int) -> [UInt8] {
    unsafe withBytes(column) { text in
      let count = max(0, text.count - 2) / 2
      return unsafe [UInt8](unsafeUninitializedCapacity: count) { bytes, written in
        for place in 0..<count {
          unsafe bytes[place] =
            Self.digit(text[2 + 2 * place]) << 4 | Self.digit(text[3 + 2 * place])
        }
        written = count
      }
    }
  }

  /// What is no digit gives some other one: a server that writes wrong digits could as well write other right ones.
  private static func digit(_ letter: UInt8) -> UInt8 {
    letter < UInt8(ascii: "a") ? letter &- UInt8(ascii: "0") : letter &- UInt8(ascii: "a") &+ 10
  }

  /// Lends the value's text without a copy.
  package func withBytes<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result
  {
    let length = unsafe Int(PQgetlength(result, 0, Int32(column)))
    return try unsafe body(UnsafeRawBufferPointer(start: PQgetvalue(result, 0, Int32(column)), count: length))
  }
}

/// libpq's way to cancel: a handle of its own, which any thread may use.
private final class Cancelling: Sendable {
  private let handle: Mutex<UnsafeSendable>

  @safe private struct UnsafeSendable: @unchecked Sendable {
    // Used under the lock alone, and freed when nobody has it any more.
    let pointer: OpaquePointer?
  }

  init(_ pointer: OpaquePointer?) {
    unsafe handle = Mutex(UnsafeSendable(pointer: pointer))
  }

  /// Asks the server to end what the connection runs. If another thread asks already, its request is enough: a server that does not answer must not make
  /// both wait.
  func cancel() {
    handle.withLockIfAvailable { handle in
      var reason = [CChar](repeating: 0, count: 256)
      // A statement that is through already cannot be cancelled, and need not be.
      _ = unsafe PQcancel(handle.pointer, &reason, 256)
    }
  }

  deinit { handle.withLock { unsafe PQfreeCancel($0.pointer) } }
}

/// C strings, and nulls, for the time of one call; the array of pointers ends with a null.
private struct CStrings {
  private var bytes: [UInt8] = []
  private var starts: [Int?] = []

  init(_ strings: [String?]) {
    for string in strings {
      guard let string else {
        starts.append(nil)
        continue
      }
      starts.append(bytes.count)
      bytes.append(contentsOf: string.utf8)
      bytes.append(0)
    }
  }

  /// Tells if each string is all of what it was made from.
  var areWhole: Bool {
    unsafe withPointers { pointers in
      let ends = starts.indices.filter { starts[$0] != nil }
      return ends.enumerated().allSatisfy { place, index in
        let next = place + 1 < ends.count ? starts[ends[place + 1]] : bytes.count
        guard let start = starts[index], let next, let string = unsafe pointers[index] else { return false }
        return unsafe strlen(string) == next - start - 1
      }
    }
  }

  func withPointers<Result>(_ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result) -> Result {
    unsafe bytes.withUnsafeBytes { bytes in
      let base = unsafe bytes.bindMemory(to: CChar.self).baseAddress
      var pointers = unsafe starts.map { start in
        unsafe start.flatMap { start in unsafe base.map { unsafe $0 + start } }
      }
      unsafe pointers.append(nil)
      return unsafe pointers.withUnsafeBufferPointer { unsafe body($0.baseAddress.unsafelyUnwrapped) }
    }
  }
}
