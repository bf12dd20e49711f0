/// What SQLite answered instead of a result. No value of a row is in it: SQLite's own messages name tables, columns and
/// constraints only, and bound values never reach them.
package struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The extended result code, as sqlite3.h numbers it.
  package let code: Int32
  package let message: String
  /// The database's file.
  package let path: String
  /// The file that SQLite was not let to.
  let refusal: DatabaseFiles.Refusal?

  package init(code: Int32, message: String, path: String) {
    self.init(code: code, message: message, path: path, refusal: nil)
  }

  init(code: Int32, message: String, path: String, refusal: DatabaseFiles.Refusal?) {
    self.code = code
    self.message = if case .notOwn(let reason)? = refusal { reason } else { message }
    self.path = path
    self.refusal = refusal
  }

  /// The code without its extension.
  package var primaryCode: Int32 { code & 0xFF }

  package var isBusy: Bool { trouble == .busy }
  package var isConstraint: Bool { primaryCode == 19 }
  package var isSchemaChange: Bool { primaryCode == 17 }

  /// What is wrong with the file, its disk or its locks; nil where it is the statement that failed.
  package var trouble: SQLiteTrouble? { SQLiteTrouble(self) }

  /// What happened, with SQLite's own words and code for whoever looks them up.
  package var cause: String {
    switch trouble {
    case .otherFile?: message
    case .superJournal?: SQLiteTrouble.superJournal.cause
    case let trouble?: "\(trouble.cause) (\(message), code \(code))"
    case nil: "\(message) (code \(code))"
    }
  }

  package var remedy: String {
    trouble?.remedy ?? "look the code up at https://sqlite.org/rescode.html"
  }

  package var description: String { "\(path): \(cause): \(remedy)" }
}
