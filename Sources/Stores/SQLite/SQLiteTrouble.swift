/// What is wrong with a database's file, its disk or its locks, whatever the statement was; and what to do about it (decision 111).
package enum SQLiteTrouble: Sendable, CaseIterable {
  /// Another connection has a lock for longer than was waited.
  case busy
  case inputOutput
  case full
  case cannotOpen
  /// Something other than a regular file lies at the path of the database or of a file beside it.
  case otherFile
  /// A transaction over several files failed half-way, and the rollback journal names another file that decides about it.
  case superJournal
  /// The locks themselves cannot be had.
  case locking
  case readOnly
  /// A hot journal waits to be rolled back, and the connection may not write.
  case rollbackNeeded
  case notADatabase
  case corrupt
  case memory
  case permission

  /// - Returns: nil where the error is of the statement and not of the file.
  init?(_ error: SQLiteError) {
    switch error.primaryCode {
    case _ where error.refusal == .superJournal: self = .superJournal
    case _ where error.refusal != nil: self = .otherFile
    // SQLite calls memory that it lacks while it reads an input/output error, too.
    case 10 where error.code >> 8 == 12, 7: self = .memory
    case 3, 23: self = .permission
    case 5, 6: self = .busy
    case 8: self = error.code >> 8 == 3 ? .rollbackNeeded : .readOnly
    case 10: self = .inputOutput
    case 11: self = .corrupt
    case 13: self = .full
    case 14: self = .cannotOpen
    case 15, 22: self = .locking
    case 26: self = .notADatabase
    default: return nil
    }
  }

  /// Tells if it is what the file has that is wrong, so that only another copy of it helps.
  package var isOfContents: Bool { self == .notADatabase || self == .corrupt }

  var cause: String {
    switch self {
    case .busy: "another program has it locked"
    case .inputOutput: "reading or writing it failed"
    case .full: "its disk is full, or its account's quota is used up"
    case .cannotOpen:
      "there is no such file, or it or a file beside it (-wal, -shm, -journal) may not be opened"
    case .otherFile: "no regular file lies where one should"
    case .superJournal:
      "its rollback journal (-journal) is of a transaction over several files and names another file; that file was not touched, and nothing was rolled back"
    case .locking: "its locks cannot be had"
    case .readOnly: "it may not be written"
    case .rollbackNeeded:
      "a program died within a transaction on it, and a look that changes nothing may not roll it back"
    case .notADatabase: "it is no SQLite database, or it is encrypted"
    case .corrupt: "its pages do not fit together"
    case .memory: "there is not enough memory"
    case .permission: "the system allows no access"
    }
  }

  /// What to do. It ends without a stop, so that a sentence can go on.
  package var remedy: String {
    switch self {
    case .busy: "try again when the other program is through"
    case .inputOutput: "look for errors of the disk and its file system in the kernel's log, then start again"
    case .full: "free space, then start again"
    case .cannotOpen: "correct its path in stores.json, or the permissions of the file and of its folder"
    case .otherFile: "correct its path in stores.json, or move away what lies there"
    case .superJournal:
      "let the application open its databases, which ends the transaction; if it never attaches one database to another, find out who wrote the journal"
    case .locking: "keep it on a local file system that has locks, and try again"
    case .readOnly:
      "let this account write the file and its folder, and mount their file system for writing, then start again"
    case .rollbackNeeded: "let the application open the file, or let a purge do it"
    case .notADatabase: "correct its path in stores.json, or restore the file from a copy"
    case .corrupt: "restore it from a copy"
    case .memory: "free memory, or let the service have more (MemoryMax= of its unit), then start again"
    case .permission: "let this account read and write the file and its folder, then start again"
    }
  }
}
