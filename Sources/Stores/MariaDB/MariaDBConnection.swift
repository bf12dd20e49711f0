internal import CMariaDB
internal import Words

/// Where a server is and how it is reached.
package struct MariaDBAddress: Hashable, Sendable {
  package var host: String?
  package var port: Int?
  package var socket: String?
  package var user: String?
  package var password: String?
  package var database: String
  /// The client's own option file, and the group in it.
  package var optionFile: String?
  package var optionGroup: String?
  /// Tells if TLS is asked for, with the server's certificate and name verified.
  package var isVerified = false
  /// A PEM file of the certificates that are trusted.
  package var rootCertificate: String?
  package var timeoutSeconds = 10

  package init(database: String) { self.database = database }
}

/// One connection to a MariaDB or MySQL server. Used by one thread at a time.
@safe
package final class MariaDBConnection {
  private let handle: UnsafeMutablePointer<MYSQL>
  package private(set) var isBroken = false
  private var transaction = Transaction.none

  private enum Transaction {
    case none, local
    /// One part of a distributed transaction, which the server keeps under its name once it is prepared.
    case branch(name: String, isPrepared: Bool)
  }

  package var isInTransaction: Bool { if case .none = transaction { false } else { true } }

  package init(_ address: MariaDBAddress) throws(MariaDBError) {
    guard Self.isReady, let handle = unsafe mysql_init(nil) else {
      throw MariaDBError(code: 2008, message: "")
    }
    unsafe self.handle = unsafe handle
    let isConnected = unsafe Self.connect(handle, address)
    guard isConnected else {
      let error = unsafe Self.error(of: handle)
      isBroken = true
      throw error
    }
    guard unsafe !address.isVerified || Self.isVerifying(handle) else {
      isBroken = true
      throw MariaDBError(
        code: 2026,
        message:
          "the option file takes back that the server's certificate is verified: remove ssl-verify-server-cert from the group"
      )
    }
  }

  /// An option file is read when the connection is made, and what it says stands over what was asked for.
  private static func isVerifying(_ handle: UnsafeMutablePointer<MYSQL>) -> Bool {
    var isOn: CChar = 0
    return unsafe mysql_get_option(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &isOn) == 0 && isOn != 0
      && mysql_get_ssl_cipher(handle) != nil
  }

  deinit { unsafe mysql_close(handle) }

  /// The library is made ready once, before any thread uses it.
  private static let isReady = mysql_server_init(0, nil, nil) == 0

  private static func connect(_ handle: UnsafeMutablePointer<MYSQL>, _ address: MariaDBAddress) -> Bool {
    var timeout = UInt32(address.timeoutSeconds)
    unsafe mysql_options(handle, MYSQL_OPT_CONNECT_TIMEOUT, &timeout)
    unsafe mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4")
    unsafe refuseFiles(handle)
    if let file = address.optionFile { unsafe mysql_options(handle, MYSQL_READ_DEFAULT_FILE, file) }
    if let group = address.optionGroup { unsafe mysql_options(handle, MYSQL_READ_DEFAULT_GROUP, group) }
    if address.isVerified {
      var on: CChar = 1
      unsafe mysql_options(handle, MYSQL_OPT_SSL_ENFORCE, &on)
      unsafe mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &on)
      if let file = address.rootCertificate { unsafe mysql_options(handle, MYSQL_OPT_SSL_CA, file) }
    }
    if address.socket == nil, address.host != nil {
      // To the library "localhost" is a socket; to whoever names a host and a port it is a host.
      var protocolKind = MYSQL_PROTOCOL_TCP.rawValue
      unsafe mysql_options(handle, MYSQL_OPT_PROTOCOL, &protocolKind)
    }
    guard
      unsafe mysql_real_connect(
        handle, address.host, address.user, address.password, address.database, UInt32(address.port ?? 0),
        address.socket,
        UInt(CLIENT_FOUND_ROWS)) != nil
    else { return false }
    // What the option file said is forgotten.
    unsafe refuseFiles(handle)
    return true
  }

  /// Hands out no file of this machine, whatever the server or a proxy asks for.
  ///
  /// The library reads the option file while it connects, and `local-infile` or `init-command` of it are in force then. So the library is also given
  /// a reader of ours, which it asks for each file, and which has none.
  private static func refuseFiles(_ handle: UnsafeMutablePointer<MYSQL>) {
    var off: UInt32 = 0
    unsafe mysql_options(handle, MYSQL_OPT_LOCAL_INFILE, &off)
    unsafe mysql_set_local_infile_handler(
      handle, { _, _, _ in 1 }, { _, _, _ in -1 }, { _ in },
      { _, message, length in
        // An empty text, which ends here: the error's number says enough.
        if length > 0 { unsafe message?.pointee = 0 }
        return 2_000
      }, nil)
  }

  private static func error(of handle: UnsafeMutablePointer<MYSQL>) -> MariaDBError {
    MariaDBError(code: unsafe Int(mysql_errno(handle)), message: unsafe String(cString: mysql_error(handle)))
  }

  /// The socket, for whoever has to cut it while a call waits on it.
  package var descriptor: Int32 { unsafe Int32(mysql_get_socket(handle)) }

  /// The number of the session at its server.
  package var session: Int { unsafe Int(clamping: mysql_thread_id(handle)) }

  /// `10.11.19-MariaDB`, or a MySQL's.
  package var serverVersion: String { unsafe String(cString: mysql_get_server_info(handle)) }

  // MARK: Statements

  /// A parameter.
  package enum Value: Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case bytes([UInt8], isText: Bool)
  }

  /// Runs a statement, and gives the number of rows that it found to change.
  @discardableResult
  package func execute(_ sql: String, _ parameters: [Value]) throws(MariaDBError) -> Int {
    let statement = try unsafe PreparedStatement(sql, parameters, on: handle, noting: note)
    return statement.affectedRows
  }

  /// Runs a statement that the server does not prepare, without parameters.
  package func run(_ sql: String) throws(MariaDBError) {
    guard unsafe mysql_real_query(handle, sql, UInt(sql.utf8.count)) == 0 else {
      throw note(unsafe Self.error(of: handle))
    }
    // None of them has rows.
    if let result = unsafe mysql_store_result(handle) { unsafe mysql_free_result(result) }
  }

  /// Runs a query and hands over each row as it comes: memory does not grow with their number.
  package func query(_ sql: String, _ parameters: [Value] = [], _ body: (MariaDBRow) throws -> Void) throws {
    let statement = try unsafe PreparedStatement(sql, parameters, on: handle, noting: note)
    let asked = SelectList.columnCount(of: sql) ?? 0
    try statement.forEachRow { row in
      // A packet that is not as it should be: the client library has no other word for it.
      guard row.count >= asked else {
        throw MariaDBError(
          code: 2027,
          message:
            "the server sent \(row.count) columns where \(asked) were asked for: look at what stands between, such as a proxy"
        )
      }
      try body(row)
    }
  }

  package func begin() throws(MariaDBError) {
    try run("START TRANSACTION")
    transaction = .local
  }

  /// Begins a branch that `prepare` makes durable before it is committed.
  ///
  /// - Parameter name: letters, digits and hyphens, at most 64.
  package func begin(branch name: String) throws(MariaDBError) {
    try run("XA START '\(name)'")
    transaction = .branch(name: name, isPrepared: false)
  }

  /// Makes the open branch durable: from here on it outlives this connection, and the server. Gives its name; nil without a branch.
  package func prepare() throws(MariaDBError) -> String? {
    guard case .branch(let name, let isPrepared) = transaction else { return nil }
    if !isPrepared {
      try run("XA END '\(name)'")
      try run("XA PREPARE '\(name)'")
      transaction = .branch(name: name, isPrepared: true)
    }
    return name
  }

  /// After an error it is unknown whether the transaction was committed.
  package func commit() throws(MariaDBError) {
    if let name = try prepare() {
      transaction = .none
      return try run("XA COMMIT '\(name)'")
    }
    transaction = .none
    do {
      try run("COMMIT")
    } catch {
      // A server may refuse a commit and leave the transaction open.
      if !isBroken { try? run("ROLLBACK") }
      throw error
    }
  }

  package func rollback() throws(MariaDBError) {
    defer { transaction = .none }
    guard case .branch(let name, let isPrepared) = transaction else { return try run("ROLLBACK") }
    // A branch that met a deadlock cannot be ended, and need not be.
    if !isPrepared { try? run("XA END '\(name)'") }
    try run("XA ROLLBACK '\(name)'")
  }

  private func note(_ error: MariaDBError) -> MariaDBError {
    // The connection is gone, or not to be used any more.
    if [2006, 2013, 2055, 1053, 1047, 1927].contains(error.code) { isBroken = true }
    return error
  }
}
