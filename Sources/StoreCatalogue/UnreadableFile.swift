internal import Glibc

/// Why a file cannot be read.
struct UnreadableFile: Error {
  let cause: String

  init(cause: String) { self.cause = cause }

  /// The cause that the system gave last.
  init() { self.init(cause: unsafe String(cString: strerror(errno))) }
}
