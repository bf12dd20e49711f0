package import Glibc

/// A regular file that is open for reading, and nothing else that may lie at a path: who opens a pipe waits for somebody to write to it, and
/// who reads a device may never come to its end (decision 181).
package struct RegularFile: ~Copyable {
  package let descriptor: Int32
  /// What the file system said of the file that was opened, and not of what its path leads to by now.
  package let status: stat

  /// - Parameters:
  ///   - folder: the open folder that a relative path starts from.
  ///   - flags: such as `O_NOFOLLOW`, beside those that are always set.
  package init(_ path: String, in folder: Int32 = AT_FDCWD, flags: Int32 = 0) throws(RegularFileError) {
    try self.init(path.utf8CString.map(\.self), in: folder, flags: flags)
  }

  /// - Parameter path: ends with a NUL; it need not be text.
  package init(_ path: [CChar], in folder: Int32, flags: Int32) throws(RegularFileError) {
    // Without O_NONBLOCK the opening itself waits, if a pipe has nobody at its other end.
    let file = unsafe openat(folder, path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | flags)
    // A socket cannot be opened, which the kernel calls "no such device or address".
    guard file >= 0 else { throw errno == ENXIO ? .notRegular(kind: "a socket") : .system(errno) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else {
      let code = errno
      close(file)
      throw .system(code)
    }
    guard let kind = Self.otherKind(status) else {
      descriptor = file
      self.status = status
      return
    }
    close(file)
    throw .notRegular(kind: kind)
  }

  deinit { close(descriptor) }

  /// Reads the whole file.
  ///
  /// - Parameter limit: bytes; a larger file is refused, before it is read if it says so itself.
  package static func contents(
    of path: String, in folder: Int32 = AT_FDCWD, flags: Int32 = 0, limit: Int
  ) throws(RegularFileError) -> [UInt8] {
    try RegularFile(path, in: folder, flags: flags).contents(limit: limit)
  }

  /// Reads from where the file stands to its end.
  package func contents(limit: Int) throws(RegularFileError) -> [UInt8] {
    guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
    return try Self.rest(of: descriptor, limit: limit)
  }

  /// Reads an open descriptor to its end, which for standard input may be a pipe.
  ///
  /// - Parameter limit: bytes; more are refused.
  package static func rest(of descriptor: Int32, limit: Int) throws(RegularFileError) -> [UInt8] {
    let bytes = try joined(limit: limit) { () throws(RegularFileError) in try part(of: descriptor) }
    guard let bytes else { throw .tooLarge(limit: limit) }
    return bytes
  }

  /// Joins parts until one is empty; nil if they come to more bytes than the limit.
  package static func joined<Failure: Error>(
    limit: Int, _ part: () throws(Failure) -> [UInt8]
  ) throws(Failure) -> [UInt8]? {
    var bytes: [UInt8] = []
    while true {
      let next = try part()
      guard !next.isEmpty else { return bytes }
      guard next.count <= limit - bytes.count else { return nil }
      bytes += next
    }
  }

  /// Reads what an open descriptor has now, and waits for it if there is nothing yet; empty at the end.
  package static func part(
    of descriptor: Int32, atMost count: Int = 64 << 10
  ) throws(RegularFileError) -> [UInt8] {
    var chunk = [UInt8](repeating: 0, count: count)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .system(errno) }
      return Array(chunk[..<count])
    }
  }

  /// Refuses a path at which something other than a regular file lies, for a library that opens the path by itself. A path at which nothing
  /// lies, or that cannot be looked at, is left to the library.
  package static func refuseOthers(at path: String) throws(RegularFileError) {
    var status = stat()
    guard unsafe stat(path, &status) == 0, let kind = otherKind(status) else { return }
    throw .notRegular(kind: kind)
  }

  /// What a file is that is not regular, in words; nil for a regular one.
  package static func otherKind(_ status: stat) -> String? {
    switch status.st_mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    case S_IFCHR, S_IFBLK: "a device"
    case S_IFLNK: "a symbolic link"
    default: "of an unknown kind"
    }
  }
}

/// Why a regular file cannot be read or written.
package enum RegularFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The number that the system gave, as errno.h has it.
  case system(Int32)
  case notRegular(kind: String)
  case tooLarge(limit: Int)

  /// The cause, in words that name no path: the caller knows which to name.
  package var description: String {
    switch self {
    case .system(let code): unsafe String(cString: strerror(code))
    case .notRegular(let kind): "it is \(kind) and no regular file"
    case .tooLarge(let limit):
      "it is larger than \(limit < 1 << 20 ? "\(limit >> 10) KiB" : "\(limit >> 20) MiB"), more than is read"
    }
  }
}
