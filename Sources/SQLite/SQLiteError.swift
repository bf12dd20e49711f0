/// What SQLite answered instead of a result. No value of a row is in it: SQLite's own messages name tables, columns and
/// constraints only, and bound values never reach them.
public struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The extended result code, as sqlite3.h numbers it.
  public let code: Int32
  public let message: String
  /// The database's file.
  public let path: String
  /// The file that SQLite was not let to.
  let refusal: DatabaseFiles.Refusal?

  public init(code: Int32, message: String, path: String) {
    self.init(code: code, message: message, path: path, refusal: nil)
  }

  init(code: Int32, message: String, path: String, refusal: DatabaseFiles.Refusal?) {
    self.code = code
    self.message = if case .notOwn(let reason)? = refusal { reason } else { message }
    self.path = path
    self.refusal = refusal
  }

  /// The code without its extension.
  public var primaryCode: Int32 { code & 0xFF }

  public var isBusy: Bool { trouble == .busy }
  public var isInterrupted: Bool { primaryCode == 9 }
  public var isConstraint: Bool { primaryCode == 19 }
  public var isSchemaChange: Bool { primaryCode == 17 }

  /// What is wrong with the file, its disk or its locks; nil where it is the statement that failed.
  public var trouble: SQLiteTrouble? { SQLiteTrouble(self) }

  /// What happened, with SQLite's own words and code for whoever looks them up.
  public var cause: String {
    switch trouble {
    case .otherFile?: message
    case .superJournal?: SQLiteTrouble.superJournal.cause
    case let trouble?: "\(trouble.cause) (\(message), code \(code))"
    case nil: "\(message) (code \(code))"
    }
  }

  public var remedy: String {
    trouble?.remedy ?? "look the code up at https://sqlite.org/rescode.html"
  }

  public var description: String { "\(path): \(cause): \(remedy)" }
}
