internal import Glibc
public import RegularFiles

extension DocumentRoot {
  /// Removes files, and returns when their folders' entries are on the disk.
  ///
  /// - Parameter removed: told of each path what became of it; nil where it is gone now.
  public func remove(_ paths: [FilePath], _ removed: (FilePath, DocumentError?) -> Void) throws(DocumentError)
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
  public func remove(
    _ path: FilePath, _ changes: ChangedFolders, if isIt: (FileStatus) -> Bool = { _ in true }
  ) throws(DocumentError) -> FileStatus {
    let place = try place(of: path)
    let status = try Self.look(at: place)
    guard isIt(status) else { throw .changed }
    guard unsafe unlinkat(place.folder, place.name, 0) == 0 else {
      throw errno == ENOENT ? .missing : .system(Self.lastError)
    }
    try changes.note(place.folder)
    return status
  }

  /// What the file at a place is.
  ///
  /// - Throws: `DocumentError.link`, or `notAFile` for a folder and whatever else is none.
  static func look(at place: borrowing Place) throws(DocumentError) -> FileStatus {
    guard let status = FileStatus(of: place.name, in: place.folder) else {
      throw errno == ENOENT ? .missing : .system(lastError)
    }
    guard status.isFile else { throw status.isLink ? .link : .notAFile }
    return status
  }

  /// What a path leads to.
  ///
  /// - Throws: as a removal would: `missing` where there is nothing, `link` for a link.
  public func look(at path: FilePath) throws(DocumentError) -> FileStatus {
    try Self.look(at: place(of: path))
  }

  /// Removes the folders that a path led through, as far as nothing is in them: their names can be a person's, too.
  ///
  /// - Parameter folder: which stays, and what is above it; empty for the root.
  public func removeEmptyFolders(of path: FilePath, below folder: FilePath, _ changes: ChangedFolders)
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
