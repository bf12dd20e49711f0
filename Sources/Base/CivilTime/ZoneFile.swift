internal import Files
internal import Glibc

/// Reads a zone's file from the system's database: this target's only input (decision 12).
enum ZoneFile {
  private static let folder = "/usr/share/zoneinfo/"

  /// Zone files have some 4 KiB at most; a larger one is none.
  private static let limit = 1 << 16

  static func read(_ identifier: String) throws(TimeZoneError) -> [UInt8] {
    guard isName(identifier) else { throw .notAName(identifier) }
    do {
      return try RegularFile.contents(of: folder + identifier, limit: limit)
    } catch {
      throw failure(error, identifier)
    }
  }

  /// Parts of ASCII letters, digits, `+`, `-` and `_`, so that no name leads out of the folder.
  private static func isName(_ identifier: String) -> Bool {
    identifier.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-_".contains($0)) }
    }
  }

  private static func failure(_ error: RegularFileError, _ identifier: String) -> TimeZoneError {
    switch error {
    case .system(ENOENT), .system(ENOTDIR), .system(ENAMETOOLONG), .notRegular: .unknown(identifier)
    case .system: .unreadable(identifier, cause: "\(error)")
    case .tooLarge: .damaged(identifier, cause: "\(error)")
    }
  }
}
