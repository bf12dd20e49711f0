internal import Glibc
internal import RegularFiles

/// A file that cannot be read or written.
enum FileError: Error, CustomStringConvertible {
  case unreadable(path: String, cause: String, remedy: String)
  case unwritable(path: String, cause: String)

  var description: String {
    switch self {
    case .unreadable(let path, let cause, let remedy):
      "\(path): \(cause): \(remedy)"
    case .unwritable(let path, let cause):
      "\(path): \(cause): name a file in a folder that you may write to"
    }
  }
}

/// Reads whole small files.
enum FileAccess {
  /// Stands for standard input, which may be a pipe; whatever else is named must be a regular file.
  static let standardInput = "-"

  /// - Parameter limit: bytes; a larger file is refused.
  static func read(
    _ path: String, limit: Int = 16 << 20, remedy: String = "name a file that you may read"
  ) throws(FileError) -> [UInt8] {
    do {
      return try path == standardInput
        ? RegularFile.rest(of: STDIN_FILENO, limit: limit) : RegularFile.contents(of: path, limit: limit)
    } catch {
      throw .unreadable(path: path, cause: "\(error)", remedy: remedy)
    }
  }

  /// Writes a whole file; the folder that it lies in is made. An existing file is replaced.
  static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    // One that is there already is as good.
    if let slash = path.lastIndex(of: "/") { unsafe mkdir(String(path[..<slash]), 0o755) }
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .unwritable(path: path, cause: unsafe String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw .unwritable(path: path, cause: unsafe String(cString: strerror(errno))) }
      rest = rest.dropFirst(count)
    }
  }

  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// The absolute path of the folder that a path lies in.
  static func absoluteFolder(of path: String) -> String {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    guard !folder.hasPrefix("/"), let current = unsafe getcwd(nil, 0) else { return folder }
    defer { unsafe free(current) }
    let base = unsafe String(cString: current)
    return folder == "." ? base : base + "/" + folder
  }
}
