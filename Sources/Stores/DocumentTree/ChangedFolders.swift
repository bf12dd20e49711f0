internal import Glibc

/// Folders whose names have changed and may not be on the disk yet: many changes in one folder are synchronised once.
package final class ChangedFolders {
  private struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  private var descriptors: [Identity: Int32] = [:]

  package init() {}

  deinit { for descriptor in descriptors.values { close(descriptor) } }

  func note(_ descriptor: Int32) throws(DocumentError) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .system(DocumentRoot.lastError) }
    let identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    guard descriptors[identity] == nil else { return }
    let copy = dup(descriptor)
    guard copy >= 0 else { throw .system(DocumentRoot.lastError) }
    descriptors[identity] = copy
  }

  /// Returns when what changed in them is on the disk.
  package func synchronise() throws(DocumentError) {
    while let (identity, descriptor) = descriptors.first {
      guard fsync(descriptor) == 0 else { throw .system(DocumentRoot.lastError) }
      close(descriptor)
      descriptors[identity] = nil
    }
  }
}
