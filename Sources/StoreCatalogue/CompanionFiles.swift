internal import Glibc

/// What is done about the files that stores.json names and that belong to what it says.
public enum CompanionFiles: Sendable {
  /// They are read and checked with it.
  case read
  /// They are left alone: for a look at what became of a batch of an earlier configuration, whose files may be gone.
  case skip

  /// More than any list of places.
  private static let limit = 64 << 20

  /// - Throws: the cause, in words.
  static func contents(of path: String) throws(UnreadableFile) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw UnreadableFile() }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      guard count >= 0 else { throw UnreadableFile() }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else { throw UnreadableFile(cause: "it is larger than \(limit >> 20) MiB") }
    }
  }
}
