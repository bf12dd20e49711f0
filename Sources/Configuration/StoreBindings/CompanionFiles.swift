internal import Files

/// What is done about the files that stores.json names and that belong to what it says.
package enum CompanionFiles: Sendable {
  /// They are read and checked with it.
  case read
  /// They are left alone: for a look at what became of a batch of an earlier configuration, whose files may be gone.
  case skip

  /// More than any list of places.
  private static let limit = 64 << 20

  /// - Throws: the cause, in words.
  static func contents(of path: String) throws(UnreadableFile) -> [UInt8] {
    do {
      return try RegularFile.contents(of: path, limit: limit)
    } catch {
      throw UnreadableFile(cause: "\(error)")
    }
  }
}
