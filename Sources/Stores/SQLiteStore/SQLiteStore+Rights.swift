internal import Files
internal import RecordStores

/// Tells what keeps this process from writing the database.
extension SQLiteStore {
  /// The file, its folder, in which SQLite makes its journal, and what is there of the journal's files.
  func writingObstacles() -> [SchemaFinding] {
    // The names beside a linked database are those beside what the link leads to.
    let file = FilePath(resolving: path)?.text ?? path
    let folder = file.folderPath
    let files = [file] + ["-journal", "-wal", "-shm"].map { file + $0 }.filter(WriteAccess.exists)
    let obstacles =
      files.map { ($0, WriteAccess.obstacle(toFile: $0)) } + [
        (folder, WriteAccess.obstacle(toFolder: folder))
      ]
    return obstacles.compactMap { place, cause in cause.map { .notWritable(place: place, cause: $0) } }
  }
}

extension SQLiteCatalogue {
  /// A file has no accounts: whether it may be written is asked of the system.
  func lacking(_ rights: TableRights) -> (toRead: [SchemaFinding], toChange: [SchemaFinding]) { ([], []) }
}
