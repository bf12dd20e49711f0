internal import CSQLite

/// The arguments of an app-defined function, lent for the time of one call.
@safe
package struct FunctionArguments: ~Copyable {
  private let values: UnsafeMutablePointer<OpaquePointer?>?
  package let count: Int

  init(values: UnsafeMutablePointer<OpaquePointer?>?, count: Int) {
    unsafe self.values = unsafe values
    self.count = count
  }

  private func value(_ index: Int) -> OpaquePointer? {
    precondition(index < count, "a function was given \(count) arguments")
    return unsafe values?[index]
  }

  package func kind(_ index: Int) -> Statement.Kind {
    switch unsafe sqlite3_value_type(value(index)) {
    case SQLITE_INTEGER: .integer
    case SQLITE_FLOAT: .real
    case SQLITE_TEXT: .text
    case SQLITE_BLOB: .blob
    default: .null
    }
  }

  package func integer(_ index: Int) -> Int64 { unsafe sqlite3_value_int64(value(index)) }
  package func real(_ index: Int) -> Double { unsafe sqlite3_value_double(value(index)) }

  /// Lends the argument's bytes without a copy; a number's as its text.
  package func withBytes<Result>(
    _ index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let pointer: UnsafeRawPointer? =
      kind(index) == .blob
      ? unsafe sqlite3_value_blob(value(index)) : unsafe UnsafeRawPointer(sqlite3_value_text(value(index)))
    let length = unsafe Int(sqlite3_value_bytes(value(index)))
    return try unsafe body(UnsafeRawBufferPointer(start: pointer, count: length))
  }
}

/// What an app-defined function answers.
package enum FunctionResult: Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  /// A text by its bytes, whatever they are.
  case rawText([UInt8])
  case blob([UInt8])

  func set(on context: OpaquePointer?) {
    let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch self {
    case .null: unsafe sqlite3_result_null(context)
    case .integer(let number): unsafe sqlite3_result_int64(context, number)
    case .real(let number): unsafe sqlite3_result_double(context, number)
    case .text(let text):
      // These say by themselves that a result is too large.
      unsafe text.withCString {
        unsafe sqlite3_result_text64(context, $0, UInt64(text.utf8.count), transient, UInt8(SQLITE_UTF8))
      }
    case .rawText(let bytes):
      unsafe bytes.withUnsafeBytes {
        unsafe sqlite3_result_text64(
          context, $0.baseAddress?.assumingMemoryBound(to: CChar.self), UInt64($0.count), transient,
          UInt8(SQLITE_UTF8))
      }
    case .blob(let blob):
      unsafe blob.withUnsafeBytes {
        unsafe sqlite3_result_blob64(context, $0.baseAddress, UInt64($0.count), transient)
      }
    }
  }
}
