internal import CLinux
package import Files
internal import Glibc

extension DocumentRoot {
  /// Reads a whole file.
  ///
  /// - Parameter limit: bytes; a larger one is refused.
  package func read(_ path: FilePath, limit: Int) throws(DocumentError) -> [UInt8] {
    try readFile(path, limit: limit).content
  }

  /// The same, with what the file system said of the file that was opened, before it was read: what is changed while it is read differs from that afterwards.
  package func readFile(_ path: FilePath, limit: Int) throws(DocumentError) -> (
    content: [UInt8], status: FileStatus
  ) {
    let file = try OpenFile(path, in: self)
    do {
      return (try file.file.contents(limit: limit), file.status)
    } catch {
      throw .system("\(error)")
    }
  }

  /// Tells if two files have the same bytes, or are one; of any size, and some of them in memory at a time.
  package func haveSameContent(_ path: FilePath, _ other: FilePath) throws(DocumentError) -> Bool {
    let left = try OpenFile(path, in: self)
    let right = try OpenFile(other, in: self)
    if left.status.device == right.status.device && left.status.inode == right.status.inode { return true }
    guard left.status.size == right.status.size else { return false }
    var (leftChunk, rightChunk) = (
      [UInt8](repeating: 0, count: 1 << 18), [UInt8](repeating: 0, count: 1 << 18)
    )
    while true {
      let (leftCount, rightCount) = (try left.read(into: &leftChunk), try right.read(into: &rightChunk))
      guard leftCount == rightCount, leftChunk[..<leftCount] == rightChunk[..<rightCount] else {
        return false
      }
      if leftCount == 0 { return true }
    }
  }

  /// A file that is open for reading.
  private struct OpenFile: ~Copyable {
    let file: RegularFile
    /// When it was opened.
    let status: FileStatus

    init(_ path: FilePath, in root: DocumentRoot) throws(DocumentError) {
      let opened = try Self.open(root.place(of: path))
      guard let status = FileStatus(descriptor: opened.descriptor) else {
        throw .system(DocumentRoot.lastError)
      }
      file = opened
      self.status = status
    }

    private static func open(_ place: borrowing Place) throws(DocumentError) -> RegularFile {
      do throws(RegularFileError) {
        return try RegularFile(place.name, in: place.folder, flags: O_NOFOLLOW)
      } catch {
        switch error {
        case .system(ENOENT): throw .missing
        case .system(ELOOP): throw .link
        case .notRegular: throw .notAFile
        case .system, .tooLarge: throw .system("\(error)")
        }
      }
    }

    /// Fills as much as there is.
    ///
    /// - Returns: how many bytes; 0 at the end.
    func read(into chunk: inout [UInt8]) throws(DocumentError) -> Int {
      var filled = 0
      while filled < chunk.count {
        let count = unsafe chunk.withUnsafeMutableBytes {
          unsafe Glibc.read(file.descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled)
        }
        guard count >= 0 else { throw .system(DocumentRoot.lastError) }
        if count == 0 { break }
        filled += count
      }
      return filled
    }
  }

  /// Writes a new file, and returns when it and its name are on the disk.
  ///
  /// - Parameter modified: the time of its content, if it is not now.
  package func write(
    _ bytes: [UInt8], to path: FilePath, modified: FileMoment? = nil
  ) throws(DocumentError) {
    try makeFolders(of: path)
    let place = try place(of: path)
    do throws(RegularFileError) {
      let file = try WritableFile(creating: place.name, in: place.folder)
      try file.write(bytes)
      if let modified { try file.setModified(modified) }
      try file.synchronise()
    } catch {
      throw .system("\(error)")
    }
    guard fsync(place.folder) == 0 else { throw .system(Self.lastError) }
  }

  /// Returns when a file and its name are on the disk.
  package func synchronise(_ path: FilePath) throws(DocumentError) {
    let file = try OpenFile(path, in: self)
    let place = try place(of: path)
    guard fsync(file.file.descriptor) == 0, fsync(place.folder) == 0 else { throw .system(Self.lastError) }
  }

  /// Makes the folders that a path goes through, on the disk when it returns.
  package func makeFolders(of path: FilePath) throws(DocumentError) {
    guard !path.climbs else { throw .outside }
    var made: FilePath = ""
    for name in path.normal(below: self.path).names.dropLast() {
      made = made.appending(FilePath(name))
      let place = try place(of: made)
      if unsafe mkdirat(place.folder, place.name, 0o700) != 0 {
        guard errno == EEXIST else { throw .system(Self.lastError) }
      } else if fsync(place.folder) != 0 {
        throw .system(Self.lastError)
      }
    }
  }

  /// Gives a file another path on the same file system, in one step that a crash does not part; a file of that path is written over.
  ///
  /// - Parameter changes: to be synchronised before anybody relies on it.
  package func rename(_ path: FilePath, to target: FilePath, _ changes: ChangedFolders) throws(DocumentError)
  {
    let source = try place(of: path)
    let end = try place(of: target)
    guard unsafe renameat(source.folder, source.name, end.folder, end.name) == 0 else {
      throw Self.moving(errno)
    }
    try changes.note(source.folder)
    try changes.note(end.folder)
  }

  /// Gives a file another path on the same file system, and makes the folders of that. Nothing is written over.
  ///
  /// - Parameter changes: to be synchronised before anybody relies on it.
  /// - Throws: `DocumentError.changed` where a file of that path is there.
  package func move(_ path: FilePath, to target: FilePath, _ changes: ChangedFolders) throws(DocumentError) {
    try makeFolders(of: target)
    let source = try place(of: path)
    let end = try place(of: target)
    if unsafe rename_without_replacing(source.folder, source.name, end.folder, end.name) != 0 {
      // Where the file system does not have that, a crash may leave both names.
      guard errno == EINVAL || errno == ENOSYS,
        unsafe linkat(source.folder, source.name, end.folder, end.name, 0) == 0,
        unsafe unlinkat(source.folder, source.name, 0) == 0
      else { throw Self.moving(errno) }
    }
    try changes.note(source.folder)
    try changes.note(end.folder)
  }

  private static func moving(_ error: Int32) -> DocumentError {
    switch error {
    case ENOENT: .missing
    case EEXIST: .changed
    case EXDEV: .system("it lies on another file system than the store's root: make that a store of its own")
    default: .system(text(of: error))
    }
  }

  /// Takes a lock that lasts as long as what is returned.
  ///
  /// - Returns: nil where another process has it.
  package func lock(_ path: FilePath) throws(DocumentError) -> DocumentLock? {
    try makeFolders(of: path)
    let place = try place(of: path)
    let file = unsafe openat(place.folder, place.name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .system(Self.lastError) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      return nil
    }
    return DocumentLock(descriptor: file)
  }

  /// Tells if a file can be removed from the folder that its path's last name is in.
  package func canRemove(_ path: FilePath) -> Bool {
    guard let place = try? place(of: path) else { return false }
    return Self.canWrite(place) && !Self.isSticky(place)
  }

  private static func canWrite(_ place: borrowing Place) -> Bool {
    unsafe faccessat(place.folder, ".", W_OK | X_OK, AT_EACCESS) == 0
  }

  /// Tells if only another account may take the file from its folder, as in `/tmp`.
  private static func isSticky(_ place: borrowing Place) -> Bool {
    let account = geteuid()
    var (folder, file) = (stat(), stat())
    guard account != 0, unsafe fstat(place.folder, &folder) == 0, folder.st_mode & S_ISVTX != 0,
      folder.st_uid != account
    else { return false }
    return unsafe fstatat(place.folder, place.name, &file, AT_SYMLINK_NOFOLLOW) != 0
      || file.st_uid != account
  }

  /// Why a file could not be given another path, as far as can be told before; nil where nothing is in the way. Folders of that path may be missing.
  package func obstacle(moving path: FilePath, to target: FilePath) throws(DocumentError) -> String? {
    let source = try place(of: path)
    let end = try nearestPlace(of: target)
    guard Self.canWrite(end) else {
      return "the service's account may not write to the folder that it would move to"
    }
    var (from, to) = (stat(), stat())
    guard unsafe fstat(source.folder, &from) == 0, unsafe fstat(end.folder, &to) == 0 else {
      throw .system(Self.lastError)
    }
    // The same file system can be mounted twice, and between the two nothing moves either: the kernel says that before it finds that there is no such file.
    let none = ".retentiond-\(UInt64.random(in: .min ... .max))"
    let hasMoved = unsafe renameat(source.folder, none, end.folder, none) == 0
    if !hasMoved && errno == EROFS { return "\(Self.moving(EROFS))" }
    return from.st_dev == to.st_dev && (hasMoved || errno != EXDEV) ? nil : "\(Self.moving(EXDEV))"
  }

  /// The last folder of a path that is there.
  ///
  /// - Throws: where a file stands in the way of the next one.
  private func nearestPlace(of path: FilePath) throws(DocumentError) -> Place {
    var path = path.normal(below: self.path)
    var isFolder = false
    while true {
      do throws(DocumentError) {
        let place = try place(of: path)
        if isFolder, try Self.found(place.name, in: place.folder) != nil {
          throw DocumentError.system("a file is in the way of the folder that it would move to")
        }
        return place
      } catch {
        guard error == .missing else { throw error }
        (path, isFolder) = (path.folder, true)
      }
    }
  }
}

/// A lock on a file, given back when nothing refers to it any more.
package final class DocumentLock {
  private let descriptor: Int32

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Tells if `mark` was called, by whatever process.
  package var isMarked: Bool {
    get throws(DocumentError) {
      var status = stat()
      guard unsafe fstat(descriptor, &status) == 0 else { throw .system(DocumentRoot.lastError) }
      return status.st_size > 0
    }
  }

  /// Leaves a sign in the file, which is on the disk when it returns.
  package func mark() throws(DocumentError) {
    guard try !isMarked else { return }
    guard unsafe Glibc.write(descriptor, "used\n", 5) == 5, fsync(descriptor) == 0 else {
      throw .system(DocumentRoot.lastError)
    }
  }

  deinit { close(descriptor) }
}
