internal import Files
internal import Glibc

/// A small file beside the journal that says which of its entries begins a backup, for as long as that is not through.
///
/// The copy ends with that entry and has no such file beside it. So a journal whose backup was broken off, or is still under way, is told from its copy.
struct BackupMark {
  private let path: String

  init(beside journal: String) { path = journal + ".backup" }

  /// The entry that the file names; nil where there is none, or nothing that was written here.
  var entry: Int? {
    // One that cannot be read says nothing, and then the journal is taken for a copy: that asks a person, and loses nothing.
    guard let bytes = try? RegularFile.contents(of: path, flags: O_NOFOLLOW, limit: 32) else { return nil }
    return String(validating: bytes, as: UTF8.self).flatMap { Int($0) }
  }

  /// Writes the file anew, durable before this returns.
  func write(_ entry: Int) throws(JournalError) {
    remove()
    let file = unsafe open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw failure }
    defer { close(file) }
    let bytes = Array(String(entry).utf8)
    let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
    guard written == bytes.count, fsync(file) == 0 else { throw failure }
    try FileIdentity.synchronise(folderOf: path)
  }

  /// Removes the file. One that stays names an entry that no copy will end with any more.
  func remove() { unsafe unlink(path) }

  private var failure: JournalError {
    .unwritable(path: path, cause: unsafe String(cString: strerror(errno)))
  }
}
