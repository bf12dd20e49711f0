internal import Glibc

extension DocumentRoot {
  /// Removes files, and returns when their folders' entries are on the disk.
  ///
  /// - Parameter removed: told of each path what became of it; nil where it is gone now.
  public func remove(_ paths: [String], _ removed: (String, DocumentError?) -> Void) throws(DocumentError) {
    let changes = ChangedFolders()
    var done: [(path: String, error: DocumentError?)] = []
    for path in paths {
      do throws(DocumentError) {
        try remove(path, changes)
        done.append((path, nil))
      } catch {
        done.append((path, error))
      }
    }
    try changes.synchronise()
    for (path, error) in done { removed(path, error) }
  }

  /// Removes one file.
  ///
  /// - Parameter changes: to be synchronised before anybody relies on it.
  public func remove(_ path: String, _ changes: ChangedFolders) throws(DocumentError) {
    let place = try place(of: path)
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
    try changes.note(place.folder)
  }

  /// Removes the folders that a path led through, as far as nothing is in them: their names can be a person's, too.
  ///
  /// - Parameter folder: which stays, and what is above it; empty for the root.
  public func removeEmptyFolders(of path: String, below folder: String, _ changes: ChangedFolders)
    throws(DocumentError)
  {
    var names = path.split(separator: "/").dropLast()
    let kept = folder.split(separator: "/").count
    while names.count > kept {
      let folder = names.joined(separator: "/")
      do throws(DocumentError) {
        let place = try place(of: folder)
        guard unsafe unlinkat(place.folder, place.name, AT_REMOVEDIR) == 0 else { return }
        listings[folder] = nil
        try changes.note(place.folder)
      } catch {
        guard error == .missing else { throw error }
      }
      names.removeLast()
    }
  }
}
