internal import Files
package import RecordStores
internal import SQLite

extension SQLiteStore {
  /// From this size on the log itself is asked how much of it is kept. Smaller than that is what a log has between two checkpoints of ours.
  private static let plainLogBytes = 48 << 20

  package func observe(_ wanted: Set<StoreObservable>) throws(StoreError) -> StoreObservation {
    var seen = StoreObservation()
    guard wanted.contains(.keptLog) || wanted.contains(.answer) else { return seen }
    let file = FilePath(resolving: path)?.text ?? path
    let size = FileSystem.size(ofFileAt: file + "-wal") ?? 0
    try reading(.whole(name)) { connection in
      if wanted.contains(.answer) { _ = try connection.integer("PRAGMA main.schema_version") }
      guard wanted.contains(.keptLog) else { return }
      seen.keptLog = StoreObservation.KeptLog(
        keeper: "a reader of \(path)",
        bytes: size < Self.plainLogBytes ? size : try keptBytes(of: connection) ?? 0)
    }
    return seen
  }

  /// How much of the log cannot go to the database file yet. The file alone does not say it: it keeps its size when all of it has gone there.
  ///
  /// - Returns: nil without a write-ahead log.
  private func keptBytes(of connection: Connection) throws -> Int? {
    // A passive checkpoint waits for nobody, and is what a commit makes of itself in a log of this size.
    let checkpoint = try connection.prepare("PRAGMA main.wal_checkpoint(PASSIVE)")
    guard try connection.writing("a checkpoint", { try checkpoint.step() }) else { return nil }
    let kept = checkpoint.integer(1) - checkpoint.integer(2)
    let page = try connection.integer("PRAGMA main.page_size") ?? 4_096
    return kept > 0 ? Int(kept * page) : 0
  }
}
