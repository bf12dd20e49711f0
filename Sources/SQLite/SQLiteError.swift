/// What SQLite answered instead of a result. No value of a row is in it: SQLite's own messages name tables, columns and
/// constraints only, and bound values never reach them.
public struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The extended result code, as sqlite3.h numbers it.
  public let code: Int32
  public let message: String
  /// Something other than a regular file lies where the database or one of its side files should; the message names it.
  public let isOtherFile: Bool

  public init(code: Int32, message: String, isOtherFile: Bool = false) {
    self.code = code
    self.message = message
    self.isOtherFile = isOtherFile
  }

  /// The code without its extension.
  public var primaryCode: Int32 { code & 0xFF }

  public var isBusy: Bool { primaryCode == 5 || primaryCode == 6 }
  public var isInterrupted: Bool { primaryCode == 9 }
  public var isFull: Bool { primaryCode == 13 }
  public var isConstraint: Bool { primaryCode == 19 }
  public var isSchemaChange: Bool { primaryCode == 17 }
  /// Reading or writing the file failed.
  public var isInputOutput: Bool { primaryCode == 10 }
  public var isNotADatabase: Bool { primaryCode == 26 }
  public var isReadOnly: Bool { primaryCode == 8 }
  /// A hot journal waits to be rolled back, and the connection may not write.
  public var isRollbackNeeded: Bool { code == 8 | (3 << 8) }
  public var isCannotOpen: Bool { primaryCode == 14 }

  public var description: String { "SQLite error \(code): \(message)" }
}
