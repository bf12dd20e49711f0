internal import Files
internal import RecordStores

extension SeenFile {
  /// - Parameter root: what the file system says of the folder that it lies below.
  init(_ status: FileStatus, below root: FileStatus) {
    self.init(
      root: Root(root), isOnRootsDevice: status.device == root.device, inode: status.inode,
      size: status.size, modified: status.modified, changed: status.changed, born: status.born)
  }
}

extension SeenFile.Root {
  init(_ status: FileStatus) {
    self.init(inode: status.inode, born: status.born)
  }
}
