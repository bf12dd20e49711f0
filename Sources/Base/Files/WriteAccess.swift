internal import Glibc

/// What keeps this process from writing, asked of the system by a path alone.
///
/// Nothing is opened: to close a file that SQLite has open in this process would drop SQLite's locks on it.
package enum WriteAccess {
  /// Returns why a file cannot be written; nil if it can be.
  package static func obstacle(toFile path: String) -> String? { obstacle(path, W_OK) }

  /// Returns why files cannot be made or removed in a folder; nil if they can be.
  package static func obstacle(toFolder path: String) -> String? { obstacle(path, W_OK | X_OK) }

  /// Tells if a path lies on a file system that is mounted read-only, here or for this service.
  package static func isReadOnlyMount(_ path: String) -> Bool {
    unsafe faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0 && errno == EROFS
  }

  package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// A read-only mount and an immutable file are told to root, too, whom no mode stops.
  private static func obstacle(_ path: String, _ mode: Int32) -> String? {
    guard unsafe faccessat(AT_FDCWD, path, mode, AT_EACCESS) != 0 else { return nil }
    let cause = errno
    return switch cause {
    case EROFS: "its file system is mounted read-only, here or for this service"
    case EPERM: "it is immutable: chattr -i"
    case EACCES: "this account may not"
    case ENOENT: "it is not there"
    default: "error \(cause)"
    }
  }
}
