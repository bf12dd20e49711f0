internal import SQLite

extension JournalError {
  /// The journal's words for what its SQLite file answered; nil for an error that is none of SQLite's.
  ///
  /// Whoever lets an error of a question about the journal through asks here what to say of it.
  package init?(of error: any Error) {
    guard let error = error as? SQLiteError else { return nil }
    self.init(error)
  }

  /// - Parameter isWriting: whether an error of the statement means that it cannot be written; otherwise it means that the contents do not fit.
  init(_ error: SQLiteError, isWriting: Bool = false) {
    // What is sorted for a question lies in a file of SQLite's own, which has no name.
    let path = error.path.isEmpty ? "(a temporary file, where SQLITE_TMPDIR says)" : error.path
    self =
      switch error.trouble {
      case .busy?: .busy(path: path)
      case let trouble? where trouble.isOfContents: .damaged("\(path): \(error.cause)")
      case let trouble?: .unwritable(path: path, cause: error.cause, remedy: trouble.remedy)
      case nil where isWriting || Self.isOfProcess(error):
        .unwritable(path: path, cause: error.cause, remedy: error.remedy)
      case nil: .damaged("\(path): \(error.cause)")
      }
  }

  /// Tells if it is the process or another connection that ended a statement: broken off, interrupted, a schema that changed again and again, misuse.
  private static func isOfProcess(_ error: SQLiteError) -> Bool {
    [2, 4, 9, 17, 21, 27, 28].contains(error.primaryCode)
  }
}
