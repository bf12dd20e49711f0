internal import Glibc

/// Why a journal's folder cannot be written or read.
package enum DirectoryError: Error, Hashable, Sendable, CustomStringConvertible {
  case unreadable(path: String, cause: String)
  /// Another process extends the folder.
  case locked(path: String)
  /// The folder is of another journal, or of one that grew otherwise.
  case foreign(path: String, cause: String)
  /// A file that proofs need is not there or not whole.
  case damaged(path: String, cause: String)

  static func system(path: String, _ number: Int32) -> DirectoryError {
    let cause = unsafe String(cString: strerror(number))
    // A link in a file's place, or a name that no file has, is what somebody put there; the others are of the machine.
    return [ELOOP, ENAMETOOLONG, EISDIR].contains(number)
      ? .damaged(path: path, cause: cause) : .unreadable(path: path, cause: cause)
  }

  /// Tells if it says something of what the folder has. A disk that fails, a lock or a missing right says nothing of that.
  var isFinding: Bool {
    switch self {
    case .damaged, .foreign: true
    case .unreadable, .locked: false
    }
  }

  package var description: String {
    switch self {
    case .unreadable(let path, let cause): "\(path): \(cause): see to the path, its permissions and its disk"
    case .locked(let path): "\(path): another process is extending this folder: try again when it is through"
    case .foreign(let path, let cause):
      "\(path): \(cause): nothing was written or purged; find out what it is and move it away, or name another folder"
    case .damaged(let path, let cause): "\(path): \(cause): run `retentiond journal verify --directory`"
    }
  }
}
