internal import Glibc
internal import RecordStores

/// What keeps this process from writing the database, asked of the system by names alone.
///
/// Nothing is opened: to close a database's file would drop the locks that SQLite has on it in this process.
extension SQLiteStore {
  /// The file, its folder, in which SQLite makes its journal, and what is there of the journal's files.
  func writingObstacles() -> [SchemaFinding] {
    let file = realPath() ?? path
    let folder = file.lastIndex(of: "/").map { $0 == file.startIndex ? "/" : String(file[..<$0]) } ?? "."
    let beside = ["-journal", "-wal", "-shm"].map { file + $0 }.filter { unsafe access($0, F_OK) == 0 }
    return ([file] + beside).compactMap { Self.obstacle(to: $0, W_OK) }
      + [Self.obstacle(to: folder, W_OK | X_OK)].compactMap(\.self)
  }

  /// A read-only mount is EROFS, an immutable file EPERM, both for root, too.
  private static func obstacle(to place: String, _ mode: Int32) -> SchemaFinding? {
    guard unsafe faccessat(AT_FDCWD, place, mode, AT_EACCESS) != 0 else { return nil }
    let cause = errno
    let words =
      switch cause {
      case EROFS: "its file system is mounted read-only, here or for this service"
      case EPERM: "it is immutable: chattr -i"
      case EACCES: "this account may not"
      default: "error \(cause)"
      }
    return .notWritable(place: place, cause: words)
  }

  /// The names beside a linked database are those beside what the link leads to.
  private func realPath() -> String? {
    guard let found = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(found) }
    return unsafe String(validatingCString: found)
  }
}
