internal import Glibc

/// What a file system says of itself.
package enum FileSystem {
  /// Bytes that a program without privileges may still write to the path's file system; nil if it cannot be asked.
  package static func freeBytes(beside path: String) -> Int? {
    var status = statvfs()
    guard unsafe statvfs(path, &status) == 0 else { return nil }
    // A file system that is larger than an Int counts has enough.
    return Int(
      clamping: status.f_bavail.multipliedReportingOverflow(by: status.f_frsize).overflow
        ? .max : status.f_bavail * status.f_frsize)
  }

  /// The size of a file; nil if there is none or it cannot be asked.
  package static func size(ofFileAt path: String) -> Int? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return Int(status.st_size)
  }
}
