internal import CMariaDB

/// One row of a query's result, lent for the time of a call.
@safe
package final class MariaDBRow {
  enum Kind {
    case integer, unsigned, real, text, bytes
    /// The parts of a time in the session's zone, which is UTC.
    case moment

    init(_ field: MYSQL_FIELD) {
      // 63 is the character set "binary".
      let isBinary = unsafe field.charsetnr == 63
      switch unsafe field.type {
      case MYSQL_TYPE_TINY, MYSQL_TYPE_SHORT, MYSQL_TYPE_INT24, MYSQL_TYPE_LONG, MYSQL_TYPE_LONGLONG,
        MYSQL_TYPE_YEAR:
        self = unsafe field.flags & UInt32(UNSIGNED_FLAG) != 0 ? .unsigned : .integer
      case MYSQL_TYPE_FLOAT, MYSQL_TYPE_DOUBLE: self = .real
      case MYSQL_TYPE_STRING, MYSQL_TYPE_VAR_STRING, MYSQL_TYPE_VARCHAR, MYSQL_TYPE_BLOB,
        MYSQL_TYPE_TINY_BLOB, MYSQL_TYPE_MEDIUM_BLOB,
        MYSQL_TYPE_LONG_BLOB:
        self = isBinary ? .bytes : .text
      case MYSQL_TYPE_BIT, MYSQL_TYPE_GEOMETRY: self = .bytes
      case MYSQL_TYPE_TIMESTAMP: self = .moment
      default: self = .text
      }
    }
  }

  /// A value as it came.
  package enum Value: Sendable {
    case null
    case integer(Int64)
    /// Beyond an Int64.
    case large(UInt64)
    case real(Double)
    case text(String)
    /// A text whose bytes are no UTF-8.
    case rawText([UInt8])
    case bytes([UInt8])
  }

  private let statement: UnsafeMutablePointer<MYSQL_STMT>
  private let kinds: [Kind]
  /// What the library writes for each column: eight bytes of number, its length, whether it is null.
  private let numbers: UnsafeMutablePointer<UInt64>
  private let lengths: UnsafeMutablePointer<UInt>
  private let nulls: UnsafeMutablePointer<my_bool>

  init(_ statement: UnsafeMutablePointer<MYSQL_STMT>, kinds: [Kind]) {
    unsafe self.statement = unsafe statement
    self.kinds = kinds
    unsafe numbers = .allocate(capacity: kinds.count)
    unsafe lengths = .allocate(capacity: kinds.count)
    unsafe nulls = .allocate(capacity: kinds.count)
    unsafe numbers.initialize(repeating: 0, count: kinds.count)
    unsafe lengths.initialize(repeating: 0, count: kinds.count)
    unsafe nulls.initialize(repeating: 0, count: kinds.count)
    var binds = unsafe [MYSQL_BIND](repeating: MYSQL_BIND(), count: kinds.count)
    for (index, kind) in kinds.enumerated() {
      unsafe binds[index].length = lengths + index
      unsafe binds[index].is_null = nulls + index
      switch kind {
      case .integer, .unsigned:
        unsafe binds[index].buffer_type = MYSQL_TYPE_LONGLONG
        unsafe binds[index].is_unsigned = kind == .unsigned ? 1 : 0
        unsafe binds[index].buffer = UnsafeMutableRawPointer(numbers + index)
        unsafe binds[index].buffer_length = 8
      case .real:
        unsafe binds[index].buffer_type = MYSQL_TYPE_DOUBLE
        unsafe binds[index].buffer = UnsafeMutableRawPointer(numbers + index)
        unsafe binds[index].buffer_length = 8
      // Its length comes first; the content is asked for then.
      case .text, .moment: unsafe binds[index].buffer_type = MYSQL_TYPE_STRING
      case .bytes: unsafe binds[index].buffer_type = MYSQL_TYPE_BLOB
      }
    }
    unsafe mysql_stmt_bind_result(statement, &binds)
  }

  deinit {
    unsafe numbers.deallocate()
    unsafe lengths.deallocate()
    unsafe nulls.deallocate()
  }

  /// Goes to the next row; false at the end.
  func fetch(_ error: () -> MariaDBError) throws(MariaDBError) -> Bool {
    switch unsafe mysql_stmt_fetch(statement) {
    case 0, MYSQL_DATA_TRUNCATED:
      // A server that claims more than the protocol's packets can have is none, and memory is not taken for it.
      guard kinds.indices.allSatisfy({ unsafe nulls[$0] != 0 || lengths[$0] <= Self.largestValue }) else {
        throw MariaDBError(code: 2027, message: "")
      }
      return true
    case MYSQL_NO_DATA: return false
    default: throw error()
    }
  }

  /// The largest max_allowed_packet, 1 GiB.
  private static let largestValue: UInt = 1 << 30

  package var count: Int { kinds.count }

  package func value(_ column: Int) -> Value {
    // An answer with fewer columns than were asked for does not come here; of `SHOW` only the server knows.
    guard kinds.indices.contains(column), unsafe nulls[column] == 0 else { return .null }
    let number = unsafe numbers[column]
    switch kinds[column] {
    case .integer: return .integer(Int64(bitPattern: number))
    case .unsigned: return number > UInt64(Int64.max) ? .large(number) : .integer(Int64(number))
    case .real: return .real(Double(bitPattern: number))
    case .text:
      let bytes = content(column)
      return String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .rawText(bytes)
    case .moment: return .text(String(decoding: content(column), as: UTF8.self) + "+00")
    case .bytes: return .bytes(content(column))
    }
  }

  private func content(_ column: Int) -> [UInt8] {
    let length = unsafe Int(lengths[column])
    guard length > 0 else { return [] }
    return unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      var bind = unsafe MYSQL_BIND()
      var written: UInt = 0
      var isNull: my_bool = 0
      unsafe withUnsafeMutablePointer(to: &written) { written in
        unsafe withUnsafeMutablePointer(to: &isNull) { isNull in
          unsafe bind.buffer_type = kinds[column] == .bytes ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING
          unsafe bind.buffer = UnsafeMutableRawPointer(buffer.baseAddress)
          unsafe bind.buffer_length = UInt(length)
          unsafe bind.length = written
          unsafe bind.is_null = isNull
          _ = unsafe mysql_stmt_fetch_column(statement, &bind, UInt32(column), 0)
        }
      }
      count = length
    }
  }
}
