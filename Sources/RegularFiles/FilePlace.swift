internal import CStatx
internal import Glibc

/// Which file or folder lies at a path: its device, its inode and, where the file system has one, when it was made. The content may change.
package struct FilePlace: Hashable, Sendable {
  private let device: UInt64
  package let inode: UInt64
  /// Seconds and nanoseconds, as text; nil where the file system does not keep it. An inode's number is given out again, a time of making is not.
  package let made: String?

  /// - Parameter followsLinks: whether a symbolic link at the path stands for what it leads to.
  /// - Throws: `RegularFileError.system` where nothing is at the path, or it cannot be looked at.
  package init(of path: String, followsLinks: Bool = true) throws(RegularFileError) {
    try self.init(AT_FDCWD, path, followsLinks ? 0 : AT_SYMLINK_NOFOLLOW)
  }

  /// The file or folder that is open, wherever its path leads by now.
  package init(ofOpen descriptor: Int32) throws(RegularFileError) {
    // AT_EMPTY_PATH, which glibc hides as well.
    try self.init(descriptor, "", 0x1000)
  }

  private init(_ folder: Int32, _ path: String, _ flags: Int32) throws(RegularFileError) {
    var place = file_place()
    guard unsafe find_file_place(folder, path, flags, &place) == 0 else { throw .system(errno) }
    device = place.device
    inode = place.inode
    made =
      place.has_made == 0 ? nil : "\(place.made_seconds).\(Self.padded(place.made_nanoseconds))"
  }

  private static func padded(_ nanoseconds: UInt32) -> String {
    let digits = String(nanoseconds)
    return String(repeating: "0", count: max(0, 9 - digits.count)) + digits
  }

  /// What tells the file from any other even after a restart, which may give its device another number.
  package var facts: [String: String] {
    ["inode": String(inode), "made": made].compactMapValues { $0 }
  }
}
