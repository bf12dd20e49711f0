internal import CLinux
internal import Glibc

/// What the file system says of a file or folder.
package struct FileStatus: Hashable, Sendable {
  /// Bytes.
  package let size: Int64
  /// When its content was changed last.
  package let modified: FileMoment
  /// When anything about it was changed last, its names included.
  package let changed: FileMoment
  /// When it was made; nil if the file system does not keep that.
  package let born: FileMoment?
  package let device: UInt64
  package let inode: UInt64
  /// How many names it has.
  package let links: Int
  private let kind: UInt32

  package var isFile: Bool { kind == S_IFREG }
  package var isFolder: Bool { kind == S_IFDIR }
  package var isLink: Bool { kind == S_IFLNK }

  /// Looks at a name in an open folder without following a link; at the descriptor itself if the name is empty.
  ///
  /// - Returns: nil after an error, which `errno` has.
  package init?(of name: [CChar], in folder: Int32) { self.init(of: name, in: folder, followsLinks: false) }

  /// Looks at an open file or folder, wherever its path leads by now.
  package init?(descriptor: Int32) { self.init(of: [0], in: descriptor) }

  /// - Parameter followsLinks: whether a symbolic link at the path stands for what it leads to.
  package init?(of path: String, followsLinks: Bool) {
    // An empty path would be the folder that the program was started in.
    guard !path.isEmpty else {
      errno = ENOENT
      return nil
    }
    self.init(of: path.utf8CString.map(\.self), in: AT_FDCWD, followsLinks: followsLinks)
  }

  private init?(of name: [CChar], in folder: Int32, followsLinks: Bool) {
    var facts = file_facts()
    guard unsafe facts_of_file(folder, name, followsLinks ? 1 : 0, &facts) == 0 else { return nil }
    size = facts.size
    modified = FileMoment(seconds: facts.modified, nanoseconds: Int64(facts.modified_nanoseconds))
    changed = FileMoment(seconds: facts.changed, nanoseconds: Int64(facts.changed_nanoseconds))
    born =
      facts.has_birth == 0
      ? nil : FileMoment(seconds: facts.born, nanoseconds: Int64(facts.born_nanoseconds))
    (device, inode, links) = (facts.device, facts.inode, Int(facts.links))
    kind = facts.mode & S_IFMT
  }
}
