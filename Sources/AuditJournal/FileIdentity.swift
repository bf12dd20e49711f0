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
    self.init(status)
  }

  /// The file that is open, wherever its path leads by now.
  init(ofOpen descriptor: Int32, path: String) throws(JournalError) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .unwritable(path: path, cause: Self.reason) }
    self.init(status)
  }

  private init(_ status: stat) {
    device = UInt(status.st_dev)
    inode = UInt(status.st_ino)
  }

  /// Whether the path leads to this file; a path that cannot be looked at does not.
  func isAt(_ path: String) -> Bool { (try? FileIdentity(of: path)) == self }

  /// Makes an empty file that only its owner can read; an existing one is never touched.
  static func makeEmpty(_ path: String) throws(JournalError) {
    let descriptor = unsafe open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw errno == EEXIST ? .exists(path: path) : .unwritable(path: path, cause: reason)
    }
    close(descriptor)
  }

  /// Bytes that a program without privileges may still write to the path's file system.
  static func freeBytes(beside path: String) -> Int {
    var status = statvfs()
    // Who cannot ask is told that there is nothing: in doubt, no purge.
    guard unsafe statvfs(path, &status) == 0 else { return 0 }
    return Int(status.f_bavail) * Int(status.f_frsize)
  }

  private static var reason: String { unsafe String(cString: strerror(errno)) }
}

/// One purge at a time: a lock beside the journal that ends with the process.
final class RunLock {
  private let descriptor: Int32
  private let path: String
  private let file: FileIdentity

  init(beside journal: String) throws(JournalError) {
    let path = journal + ".lock"
    let descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .unwritable(path: path, cause: unsafe String(cString: strerror(errno)))
    }
    let file: FileIdentity
    do throws(JournalError) {
      file = try FileIdentity(ofOpen: descriptor, path: path)
      // A lock on a file that was removed meanwhile keeps nobody out.
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, file.isAt(path) else {
        throw .locked(path: journal)
      }
    } catch {
      close(descriptor)
      throw error
    }
    // Only now: an object that is whole closes its descriptor itself.
    self.descriptor = descriptor
    self.path = path
    self.file = file
  }

  /// Whether the next process would try the same lock.
  var isInPlace: Bool { file.isAt(path) }

  deinit { close(descriptor) }
}
