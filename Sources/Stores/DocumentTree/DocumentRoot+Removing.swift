package import Files
internal import Glibc

extension DocumentRoot {
  /// Removes files, and returns when their folders' entries are on the disk.
  ///
  /// - Parameter removed: told of each path what became of it; nil where it is gone now.
  package func remove(_ paths: [FilePath], _ removed: (FilePath, DocumentError?) -> Void)
    throws(DocumentError)
  {
    let changes = ChangedFolders()
    var done: [(path: FilePath, error: DocumentError?)] = []
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
  /// - Parameters:
  ///   - changes: to be synchronised before anybody relies on it.
  ///   - isIt: looks at the file before it goes; false leaves it there.
  /// - Returns: what the file was.
  /// - Throws: `DocumentError.changed` where `isIt` says no.
  @discardableResult
  package func remove(
    _ path: FilePath, _ changes: ChangedFolders, if isIt: (FileStatus) -> Bool = { _ in true }
  ) throws(DocumentError) -> FileStatus {
    let place = try place(of: path)
    let status = try Self.look(at: place)
    guard isIt(status) else { throw .changed }
    guard unsafe unlinkat(place.folder, place.name, 0) == 0 else {
      let cause = errno
      if cause == ENOENT { throw .missing }
      throw Self.obstacle(at: place)
        ?? (cause == EPERM
          ? .notAllowed(
            cause: "the system does not let this account remove it (\(Self.text(of: cause)))",
            remedy:
              "if its folder is sticky, let the account own the folder; if it is append-only, `chattr -a` the folder"
          ) : .system(Self.text(of: cause)))
    }
    try changes.note(place.folder)
    return status
  }

  /// Returns why this account may not remove the file that a path leads to, as far as that can be seen beforehand.
  package func obstacle(toRemoving path: FilePath) throws(DocumentError) -> DocumentError? {
    try Self.obstacle(at: place(of: path))
  }

  private static func obstacle(at place: borrowing Place) -> DocumentError? {
    if unsafe faccessat(place.folder, ".", W_OK | X_OK, AT_EACCESS) != 0 {
      return switch errno {
      case EACCES:
        .notAllowed(
          cause: "this account may not write to its folder",
          remedy: "give it that right on the folder, and leave the file's own owner and mode as they are")
      case EPERM:
        .notAllowed(
          cause: "its folder is immutable", remedy: "`chattr -i` the folder, and leave the file as it is")
      case EROFS:
        .notAllowed(
          cause: "its file system is mounted read-only, here or for this service",
          remedy: "mount it for writing, or name the folder in ReadWritePaths= of the unit")
      default: .system(lastError)
      }
    }
    // Nobody may write to an immutable file, whatever its mode says.
    guard unsafe faccessat(place.folder, place.name, W_OK, AT_EACCESS | AT_SYMLINK_NOFOLLOW) != 0,
      errno == EPERM
    else { return nil }
    return .notAllowed(
      cause: "it is immutable",
      remedy:
        "look at it, then `chattr -i` and remove it by hand, since to a run it would be a file that was changed"
    )
  }

  /// What the file at a place is.
  ///
  /// - Throws: `DocumentError.link`, or `notAFile` for a folder and whatever else is none.
  static func look(at place: borrowing Place) throws(DocumentError) -> FileStatus {
    guard let status = try found(place.name, in: place.folder) else { throw .missing }
    guard status.isFile else { throw status.isLink ? .link : .notAFile }
    return status
  }

  /// What a path leads to.
  ///
  /// - Throws: as a removal would: `missing` where there is nothing, `link` for a link.
  package func look(at path: FilePath) throws(DocumentError) -> FileStatus {
    try Self.look(at: place(of: path))
  }

  /// Removes the folders that a path led through, as far as nothing is in them: their names can be a person's, too.
  ///
  /// - Parameter folder: which stays, and what is above it; empty for the root.
  package func removeEmptyFolders(of path: FilePath, below folder: FilePath, _ changes: ChangedFolders)
    throws(DocumentError)
  {
    var inner = path.normal(below: self.path).folder
    let kept = folder.names.count
    while inner.names.count > kept {
      do throws(DocumentError) {
        let place = try place(of: inner)
        guard unsafe unlinkat(place.folder, place.name, AT_REMOVEDIR) == 0 else { return }
        listings[inner] = nil
        try changes.note(place.folder)
      } catch {
        guard error == .missing else { throw error }
      }
      inner = inner.folder
    }
  }
}
