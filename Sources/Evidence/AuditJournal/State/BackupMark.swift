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
    do throws(RegularFileError) {
      let file = try WritableFile(creating: path)
      try file.write(Array(String(entry).utf8))
      try file.synchronise()
    } catch {
      throw .unwritable(path: path, cause: "\(error)")
    }
    try FileIdentity.synchronise(folderOf: path)
  }

  /// Removes the file. One that stays names an entry that no copy will end with any more.
  func remove() { unsafe unlink(path) }
}
