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
    device = UInt(status.st_dev)
    inode = UInt(status.st_ino)
  }

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

  init(beside path: String) throws(JournalError) {
    descriptor = unsafe open(path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .unwritable(path: path + ".lock", cause: unsafe String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw .locked(path: path)
    }
  }

  deinit { close(descriptor) }
}
