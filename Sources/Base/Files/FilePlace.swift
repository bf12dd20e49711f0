internal import Glibc

/// The file or folder at a path, told from every other by its device, its inode and, where the file system has one, when it was made. The content may change.
package struct FilePlace: Hashable, Sendable {
  private let device: UInt64
  package let inode: UInt64
  /// Nil where the file system does not keep it. An inode's number is given out again, a time of making is not.
  private let born: FileMoment?

  package init(_ status: FileStatus) { (device, inode, born) = (status.device, status.inode, status.born) }

  /// - Parameter followsLinks: whether a symbolic link at the path stands for what it leads to.
  /// - Throws: `RegularFileError.system` where nothing is at the path, or it cannot be looked at.
  package init(of path: String, followsLinks: Bool = true) throws(RegularFileError) {
    guard let status = FileStatus(of: path, followsLinks: followsLinks) else { throw .system(errno) }
    self.init(status)
  }

  /// When it was made, in seconds with nine decimals.
  package var made: String? {
    born.map { "\($0.seconds)." + String(String($0.nanoseconds + 1_000_000_000).dropFirst()) }
  }

  /// What tells the file from any other even after a restart, which may give its device another number.
  package var facts: [String: String] {
    ["inode": String(inode), "made": made].compactMapValues { $0 }
  }
}
