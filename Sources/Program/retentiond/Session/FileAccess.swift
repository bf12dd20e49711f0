internal import CLinux
internal import Files
internal import Glibc

/// A file that cannot be read or written.
enum FileError: Error, CustomStringConvertible {
  case unreadable(path: String, cause: String, remedy: String)
  /// Somebody else may change it, or put another in its place.
  case untrusted(path: String, FileTrustError)
  case unwritable(path: String, cause: String)

  /// What the system says of an error by its number.
  static func words(for number: Int32) -> String { unsafe String(cString: strerror(number)) }

  var description: String {
    switch self {
    case .unreadable(let path, let cause, let remedy):
      "\(path): \(cause): \(remedy)"
    case .untrusted(let path, let error):
      error.path == path
        ? "\(error)" : "\(path): its folder \(error.path) is not safe: \(error.cause): \(error.remedy)"
    case .unwritable(let path, let cause):
      "\(path): \(cause): free space, or name a file in a folder that you may write to"
    }
  }
}

/// Reads whole small files.
enum FileAccess {
  /// Stands for standard input, which may be a pipe; whatever else is named must be a regular file.
  static let standardInput = "-"

  /// Reads a whole file, or standard input.
  ///
  /// - Parameter limit: bytes; a larger file is refused.
  /// - Throws: `FileError`, or `Stopped` if nobody writes to standard input and the program is to stop.
  static func read(
    _ path: String, limit: Int = 16 << 20, remedy: String = "name a file that you may read"
  ) throws -> [UInt8] {
    do {
      return try path == standardInput
        ? StandardInput.bytes(limit: limit) : RegularFile.contents(of: path, limit: limit)
    } catch let error as RegularFileError {
      throw FileError.unreadable(path: path, cause: "\(error)", remedy: remedy)
    }
  }

  /// Reads a file that decides what is purged: nobody but root and this program's account may have written it, and it is no link.
  static func readTrusted(_ path: String, remedy: String) throws -> [UInt8] {
    if path == standardInput { return try read(path, remedy: remedy) }
    return try readTrustedFile(path, remedy: remedy)
  }

  private static func readTrustedFile(_ path: String, remedy: String) throws(FileError) -> [UInt8] {
    let status: stat
    let bytes: [UInt8]
    do throws(RegularFileError) {
      let file = try RegularFile(path, flags: O_NOFOLLOW)
      status = file.status
      bytes = try file.contents(limit: 16 << 20)
    } catch {
      if case .system(ELOOP) = error {
        let cause = FileTrustError.otherKind(path: path, kind: "a symbolic link")
        throw .unreadable(path: path, cause: cause.cause, remedy: cause.remedy)
      }
      throw .unreadable(path: path, cause: "\(error)", remedy: remedy)
    }
    do throws(FileTrustError) {
      try FileTrust.check(status, at: path)
    } catch {
      throw .untrusted(path: path, error)
    }
    return bytes
  }

  /// Writes a whole file, durable before this returns; the folder that it lies in is made. An existing file is replaced in one step, so that
  /// a reader, a crash or a full disk finds the old one or the new one and never a part. What is no file, such as `/dev/stdout`, is written to (decision 179), and so is a file that has lost its name.
  ///
  /// - Parameter mode: who may read a new file, whatever the process's mask says; nil for what the mask lets.
  static func write(_ bytes: [UInt8], to path: String, mode: mode_t? = nil) throws(FileError) {
    // One that is there already is as good.
    unsafe mkdir(path.folderPath, 0o755)
    var status = stat()
    let exists = unsafe stat(path, &status) == 0
    // Beside what a link leads to, so that the link stays one.
    let place = exists ? realPlace(of: path, status) : path
    guard let place, !exists || RegularFile.otherKind(status) == nil else {
      let descriptor = try opened(path, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY, of: path)
      defer { close(descriptor) }
      return try write(bytes, to: descriptor, of: path)
    }
    let draft = place + ".\(getpid())~"
    let descriptor = try opened(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, of: path)
    defer { close(descriptor) }
    do throws(FileError) {
      try write(bytes, to: descriptor, of: path)
      if let mode { fchmod(descriptor, mode) }
      guard fsync(descriptor) == 0, unsafe rename(draft, place) == 0 else { throw failure(path) }
    } catch {
      unsafe unlink(draft)
      throw error
    }
    // Without this the name may be gone after a power cut, which the next try repairs.
    try? WritableFile.synchronise(folder: absoluteFolder(of: place))
  }

  /// Where the file of that status has its name; nil if it has none, as an open file that was deleted, to which `/dev/stdout` may lead: what stands in such a link is
  /// no path to it, and to put a file in the link's own place would take standard output from every program.
  private static func realPlace(of path: String, _ status: stat) -> String? {
    guard let place = FilePath(resolving: path)?.text else { return nil }
    var found = stat()
    guard unsafe stat(place, &found) == 0, found.st_dev == status.st_dev, found.st_ino == status.st_ino else {
      return nil
    }
    return place
  }

  private static func opened(_ file: String, _ flags: Int32, of path: String) throws(FileError) -> Int32 {
    let descriptor = unsafe open(file, flags | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path) }
    return descriptor
  }

  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, of path: String
  ) throws(FileError) {
    do throws(RegularFileError) {
      try WritableFile.write(bytes, to: descriptor)
    } catch {
      throw failure(path, error)
    }
  }

  private static func failure(_ path: String, _ error: RegularFileError = .system(errno)) -> FileError {
    guard case .system(let code) = error else { return .unwritable(path: path, cause: "\(error)") }
    return .unwritable(path: path, cause: FileError.words(for: code))
  }

  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Bytes of a file; nil if there is none, or nobody may look.
  static func size(of path: String) -> Int? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? Int(status.st_size) : nil
  }

  /// A path as stores.json can have it, whose relative paths begin at its own folder.
  static func absolute(_ path: String) -> String { absoluteFolder(of: path) + "/" + path.lastPathName }

  /// The absolute path of the folder that a path lies in.
  static func absoluteFolder(of path: String) -> String {
    let folder = path.folderPath
    guard !folder.hasPrefix("/"), let current = unsafe getcwd(nil, 0) else { return folder }
    defer { unsafe free(current) }
    let base = unsafe String(cString: current)
    return folder == "." ? base : base + "/" + folder
  }
}
