internal import Glibc

extension FilePath {
  /// The absolute path of what a path leads to, without a link in it.
  ///
  /// - Returns: nil where nothing is there, or it cannot be looked at, which `errno` tells.
  package init?(resolving path: String) {
    guard let found = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(found) }
    self.init(unsafe UnsafeBufferPointer(start: found, count: strlen(found)).map(UInt8.init(bitPattern:)))
  }
}
