internal import Glibc

/// Reads a zone's file: this target's only input.
enum ZoneFile {
  private static let folder = "/usr/share/zoneinfo/"
  /// The largest zone file of the database has some 4 KiB.
  private static let limit = 1 << 20

  static func read(_ identifier: String) throws(TimeZoneError) -> [UInt8] {
    let parts = identifier.split(separator: "/", omittingEmptySubsequences: false)
    let isName = parts.allSatisfy { part in
      !part.isEmpty && part.first != "." && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-_".contains($0)) }
    }
    guard isName else { throw .notAName(identifier) }
    let descriptor = unsafe open(folder + identifier, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR
        ? .unknown(identifier) : .unreadable(identifier, cause: unsafe String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: limit)
    var length = 0
    while length < limit {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + length }, limit - length)
      }
      guard count >= 0 else {
        throw errno == EISDIR ? .unknown(identifier) : .unreadable(identifier, cause: unsafe String(cString: strerror(errno)))
      }
      guard count > 0 else { break }
      length += count
    }
    return Array(bytes[..<length])
  }
}
