internal import Files
internal import Glibc

/// Which file lies at a path.
struct FileIdentity: Hashable {
  private let device: UInt
  private let inode: UInt

  init(of path: String) throws(JournalError) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      throw errno == ENOENT ? .missing(path: path) : .unwritable(path: path, cause: Self.reason)
    }
    try self.init(status, path: path)
  }

  /// The file that is open, wherever its path leads by now.
  init(ofOpen descriptor: Int32, path: String) throws(JournalError) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .unwritable(path: path, cause: Self.reason) }
    try self.init(status, path: path)
  }

  private init(_ status: stat, path: String) throws(JournalError) {
    if let kind = RegularFile.otherKind(status) {
      throw .notRegular(path: path, kind: kind)
    }
    device = UInt(status.st_dev)
    inode = UInt(status.st_ino)
  }

  /// Tells if the path leads to this file; a path that cannot be looked at does not.
  func isAt(_ path: String) -> Bool { (try? FileIdentity(of: path)) == self }

  /// Refuses a place where somebody other than root and this program's account may change or replace the file.
  static func checkTrust(of path: String, journal: String) throws(JournalError) {
    do throws(FileTrustError) {
      try FileTrust.check(path)
    } catch {
      switch error {
      case .otherKind(let path, let kind): throw .notRegular(path: path, kind: kind)
      // Whoever opens the file says that its folder is missing.
      case .unknown(_, ENOENT), .unknown(_, ENOTDIR): return
      case .foreign, .writable, .unknown:
        throw .untrusted(path: journal, place: error.path, cause: error.cause, remedy: error.remedy)
      }
    }
  }

  /// Makes an empty file that only its owner can read; an existing one is never touched.
  static func makeEmpty(_ path: String) throws(JournalError) {
    do throws(RegularFileError) {
      _ = try WritableFile(creating: path)
    } catch {
      throw error == .system(EEXIST) ? .exists(path: path) : .unwritable(path: path, cause: "\(error)")
    }
  }

  /// Removes a file that was made here and came to nothing.
  static func remove(_ path: String) {
    // One that stays is empty or not whole, and the error that follows says that the copy failed.
    unsafe unlink(path)
  }

  /// Makes the name of a new file durable.
  static func synchronise(folderOf path: String) throws(JournalError) {
    do throws(RegularFileError) {
      try WritableFile.synchronise(folder: path.folderPath)
    } catch {
      throw .unwritable(path: path.folderPath, cause: "\(error)")
    }
  }

  private static var reason: String { unsafe String(cString: strerror(errno)) }
}
