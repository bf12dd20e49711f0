internal import Glibc

/// A new file that is open for writing; it is closed when nobody holds it any more.
package struct WritableFile: ~Copyable {
  /// The folder that a relative path starts from if nothing else is said: the process's own.
  package static let currentFolder: Int32 = AT_FDCWD

  private let descriptor: Int32

  /// Makes the file; one that is there already, or a link, is refused and never written to.
  ///
  /// - Parameters:
  ///   - folder: the open folder that a relative path starts from.
  ///   - mode: who may read it; nobody but its owner, if nothing is said.
  package init(
    creating path: String, in folder: Int32 = currentFolder, mode: UInt32 = 0o600
  ) throws(RegularFileError) {
    try self.init(creating: path.utf8CString.map(\.self), in: folder, mode: mode)
  }

  /// - Parameter path: ends with a NUL; it need not be text.
  package init(
    creating path: [CChar], in folder: Int32, mode: UInt32 = 0o600
  ) throws(RegularFileError) {
    descriptor = unsafe openat(folder, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .system(errno) }
  }

  deinit { close(descriptor) }

  package func write(_ bytes: [UInt8]) throws(RegularFileError) {
    try Self.write(bytes, to: descriptor)
  }

  /// Sets when its content was changed last, in place of now.
  package func setModified(_ moment: FileMoment) throws(RegularFileError) {
    let time = timespec(tv_sec: Int(moment.seconds), tv_nsec: Int(moment.nanoseconds))
    guard unsafe futimens(descriptor, [time, time]) == 0 else { throw .system(errno) }
  }

  /// Returns when the content is on the disk. The file's name is there when its folder was synchronised, too.
  package func synchronise() throws(RegularFileError) {
    guard fsync(descriptor) == 0 else { throw .system(errno) }
  }

  /// Writes all bytes to an open descriptor, in as many steps as the system takes. A signal that arrives meanwhile ends no step.
  package static func write(_ bytes: [UInt8], to descriptor: Int32) throws(RegularFileError) {
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { bytes in
        unsafe Glibc.write(descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .system(errno) }
      start += count
    }
  }

  /// Returns when the names in a folder are on the disk: those that were made, and those that went.
  package static func synchronise(folder path: String) throws(RegularFileError) {
    let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .system(errno) }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw .system(errno) }
  }
}
