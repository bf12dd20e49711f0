internal import SQLite

extension JournalError {
  /// The journal's words for what its SQLite file answered; nil for an error that is none of SQLite's.
  ///
  /// Whoever lets an error of a question about the journal through asks here what to say of it.
  public init?(of error: any Error) {
    guard let error = error as? SQLiteError else { return nil }
    self.init(error)
  }

  /// - Parameter isWriting: whether an error of the statement means that it cannot be written; otherwise it means that the contents do not fit.
  init(_ error: SQLiteError, isWriting: Bool = false) {
    self =
      switch error.trouble {
      case .busy?: .busy(path: error.path)
      case let trouble? where trouble.isOfContents: .damaged("\(error.path): \(error.cause)")
      case let trouble?: .unwritable(path: error.path, cause: error.cause, remedy: trouble.remedy)
      case nil where isWriting: .unwritable(path: error.path, cause: error.cause, remedy: error.remedy)
      case nil: .damaged("\(error.path): \(error.cause)")
      }
  }
}
