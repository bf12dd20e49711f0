internal import Glibc
internal import RegularFiles

/// A folder of files that are written whole or not at all.
final class Folder {
  let path: String
  private let descriptor: Int32
  /// The folders whose names changed since they were made durable.
  private var touched: Set<String> = []

  /// - Parameter isMade: whether a missing folder is made.
  init(_ path: String, isMade: Bool) throws(DirectoryError) {
    self.path = path
    if isMade, unsafe mkdir(path, 0o755) != 0, errno != EEXIST { throw .system(path: path, errno) }
    descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(path: path, errno) }
  }

  deinit { close(descriptor) }

  private func failure(_ name: String) -> DirectoryError { .system(path: path + "/" + name, errno) }

  /// Keeps others from writing until the folder is let go.
  func lock() throws(DirectoryError) {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .locked(path: path) }
  }

  /// A file's bytes; nil if there is none of that name.
  ///
  /// - Parameter limit: bytes; what is larger cannot be the file that it is taken for, and is not read.
  func read(_ name: String, limit: Int) throws(DirectoryError) -> [UInt8]? {
    do {
      return try RegularFile.contents(of: name, in: descriptor, flags: O_NOFOLLOW, limit: limit)
    } catch {
      switch error {
      case .system(ENOENT), .system(ENOTDIR): return nil
      case .system(let code): throw .system(path: path + "/" + name, code)
      case .notRegular, .tooLarge: throw .damaged(path: path + "/" + name, cause: "\(error)")
      }
    }
  }

  /// Puts a file in its place; the folders on the way are made.
  func write(_ bytes: [UInt8], to name: String) throws(DirectoryError) {
    let temporary = name + Self.temporarySuffix
    var file = unsafe openat(descriptor, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    if file < 0, errno == ENOENT {
      try makeFolders(above: name)
      file = unsafe openat(descriptor, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    }
    guard file >= 0 else { throw failure(temporary) }
    defer { close(file) }
    try Self.write(bytes, to: file, failure: failure(temporary))
    guard fsync(file) == 0 else { throw failure(temporary) }
    touched.insert(name.lastIndex(of: "/").map { String(name[..<$0]) } ?? "")
    guard unsafe renameat(descriptor, temporary, descriptor, name) == 0 else { throw failure(name) }
  }

  static let temporarySuffix = ".part"

  private static func write(_ bytes: [UInt8], to file: Int32, failure: @autoclosure () -> DirectoryError)
    throws(DirectoryError)
  {
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { bytes in
        unsafe Glibc.write(file, bytes.baseAddress?.advanced(by: start), bytes.count - start)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw failure() }
      start += count
    }
  }

  private func makeFolders(above name: String) throws(DirectoryError) {
    for (index, character) in zip(name.indices, name) where character == "/" {
      let folder = String(name[..<index])
      guard unsafe mkdirat(descriptor, folder, 0o755) == 0 || errno == EEXIST else { throw failure(folder) }
      touched.insert(folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? "")
    }
  }

  func remove(_ name: String) throws(DirectoryError) {
    guard unsafe unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else { throw failure(name) }
  }

  /// Removes a folder that is empty; one that is not stays.
  func removeFolder(_ name: String) {
    // It is only tidier without it.
    unsafe unlinkat(descriptor, name, AT_REMOVEDIR)
  }

  /// Makes the names of all that was written or removed durable; the contents are already.
  func synchronise() throws(DirectoryError) {
    for name in touched {
      let file = unsafe openat(descriptor, name.isEmpty ? "." : name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard file >= 0 else { throw failure(name) }
      defer { close(file) }
      guard fsync(file) == 0 else { throw failure(name) }
    }
    touched.removeAll()
  }

  /// The names in one folder below; empty if there is none.
  func names(in name: String) throws(DirectoryError) -> [String] {
    let file = unsafe openat(descriptor, name.isEmpty ? "." : name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if file < 0, errno == ENOENT { return [] }
    guard file >= 0, let stream = unsafe fdopendir(file) else { throw failure(name) }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Calls the body with every path below that is no folder.
  func forEachFile(in folder: String = "", _ body: (String) throws -> Void) throws {
    for name in try names(in: folder) {
      let path = folder.isEmpty ? name : folder + "/" + name
      var status = stat()
      guard unsafe fstatat(descriptor, path, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw failure(path) }
      if status.st_mode & S_IFMT == S_IFDIR { try forEachFile(in: path, body) } else { try body(path) }
    }
  }
}
