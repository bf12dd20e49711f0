internal import Glibc

extension DocumentRoot {
  /// Removes files, and returns when their folders' entries are on the disk.
  ///
  /// - Parameter removed: told of each path what became of it; nil where it is gone now.
  public func remove(_ paths: [String], _ removed: (String, DocumentError?) -> Void) throws(DocumentError) {
    var folders: [FolderIdentity: Int32] = [:]
    defer { for folder in folders.values { close(folder) } }
    var done: [(path: String, error: DocumentError?)] = []
    for path in paths {
      do throws(DocumentError) {
        let place = try place(of: path)
        try unlink(place)
        if let identity = FolderIdentity(place.folder), folders[identity] == nil {
          folders[identity] = dup(place.folder)
        }
        done.append((path, nil))
      } catch {
        done.append((path, error))
      }
    }
    for folder in folders.values {
      guard fsync(folder) == 0 else { throw DocumentError.system(Self.lastError) }
    }
    for (path, error) in done { removed(path, error) }
  }

  private func unlink(_ place: borrowing Place) throws(DocumentError) {
    var status = stat()
    guard unsafe fstatat(place.folder, place.name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      throw errno == ENOENT ? .missing : .system(Self.lastError)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFLNK: throw .link
    default: throw .notAFile
    }
    guard unsafe unlinkat(place.folder, place.name, 0) == 0 else {
      throw errno == ENOENT ? .missing : .system(Self.lastError)
    }
  }
}

private struct FolderIdentity: Hashable {
  let device: UInt64
  let inode: UInt64

  init?(_ descriptor: Int32) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }
}
