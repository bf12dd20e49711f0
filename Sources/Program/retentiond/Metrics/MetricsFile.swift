internal import Glibc
internal import Words

/// The file that a collector of metrics reads.
struct MetricsFile {
  let path: String

  /// Puts a page in the file's place in one step. Whoever collects it runs as another account, so that it may be read by all; nothing in it is of a person.
  func write(_ page: String) throws {
    try FileAccess.write(Array(page.utf8), to: path, mode: 0o644)
  }
}
