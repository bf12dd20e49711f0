internal import Glibc

/// Reads a zone's file from the system's database: this target's only input.
enum ZoneFile {
  private static let folder = "/usr/share/zoneinfo/"

  /// Zone files have some 4 KiB at most; a larger one is none.
  private static let limit = 1 << 16

  static func read(_ identifier: String) throws(TimeZoneError) -> [UInt8] {
    guard isName(identifier) else { throw .notAName(identifier) }
    let descriptor = unsafe open(folder + identifier, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw failure(errno, identifier) }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: limit)
    var length = 0
    while length < limit {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        let free = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[length...])
        return unsafe Glibc.read(descriptor, free.baseAddress, free.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure(errno, identifier) }
      guard count > 0 else { return Array(bytes[..<length]) }
      length += count
    }
    throw .damaged(identifier, cause: "it is larger than \(limit / 1_024) KiB")
  }

  /// Parts of ASCII letters, digits, `+`, `-` and `_`, so that no name leads out of the folder.
  private static func isName(_ identifier: String) -> Bool {
    identifier.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-_".contains($0)) }
    }
  }

  private static func failure(_ code: Int32, _ identifier: String) -> TimeZoneError {
    switch code {
    case ENOENT, ENOTDIR, EISDIR, ENAMETOOLONG: .unknown(identifier)
    default: .unreadable(identifier, cause: unsafe String(cString: strerror(code)))
    }
  }
}
