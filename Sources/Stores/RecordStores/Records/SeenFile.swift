package import Files

/// What tells a file apart from another one that has come to its place. A path alone does not, and an inode's number is given out again at once.
package struct SeenFile: Hashable, Sendable {
  /// The folder that the files lie below. Another one at its path, as where a disk is not mounted, tells nothing of its files.
  package struct Root: Hashable, Sendable {
    package let inode: UInt64
    package let born: FileMoment?

    package init(inode: UInt64, born: FileMoment?) {
      self.inode = inode
      self.born = born
    }
  }

  package let root: Root
  /// Tells if it is on the file system that the root is on. The number of a device is another one after a restart.
  package let isOnRootsDevice: Bool
  package let inode: UInt64
  /// Bytes.
  package let size: Int64
  /// When its content last changed.
  package let modified: FileMoment
  /// When anything about it last changed. Nobody can set it.
  package let changed: FileMoment
  /// When it was made; nil where the file system does not keep that.
  package let born: FileMoment?

  package init(
    root: Root, isOnRootsDevice: Bool, inode: UInt64, size: Int64, modified: FileMoment, changed: FileMoment,
    born: FileMoment?
  ) {
    self.root = root
    self.isOnRootsDevice = isOnRootsDevice
    self.inode = inode
    self.size = size
    self.modified = modified
    self.changed = changed
    self.born = born
  }

  /// How a file that lies at a path now compares with the one that was judged there.
  package enum Comparison: Hashable, Sendable {
    case same
    /// One file of the disk, of which something was changed since: rights, owner, names or content.
    case touched
    case another
  }

  /// - Parameter now: below the same root.
  package func comparison(with now: SeenFile) -> Comparison {
    if self == now { return .same }
    return inode == now.inode && born == now.born && isOnRootsDevice == now.isOnRootsDevice
      ? .touched : .another
  }
}
