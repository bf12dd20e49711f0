internal import Files
internal import Glibc

/// A folder of files that are written whole or not at all.
///
/// What lies in it may be a stranger's: no link in it is followed, neither to a file nor to a folder.
final class Folder {
  let path: String
  private let descriptor: Int32
  /// The folders whose names changed since they were made durable.
  private var touched: Set<String> = []

  /// - Parameter isMade: whether a missing folder is made.
  init(_ path: String, isMade: Bool) throws(DirectoryError) {
    self.path = path
    if isMade, unsafe mkdir(path, 0o755) != 0, errno != EEXIST { throw .system(path: path, errno) }
    descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(path: path, errno) }
  }

  deinit { close(descriptor) }

  /// The folder at a path; nil if nothing is there.
  static func ifThere(_ path: String) throws(DirectoryError) -> Folder? {
    do throws(DirectoryError) {
      return try Folder(path, isMade: false)
    } catch {
      var status = stat()
      if unsafe lstat(path, &status) != 0, errno == ENOENT { return nil }
      throw error
    }
  }

  /// Gives a folder another name, durable before this returns.
  ///
  /// - Returns: the name, with a number behind it if something is there already.
  static func rename(_ path: String, to wanted: String) throws(DirectoryError) -> String {
    var name = wanted
    var number = 1
    var status = stat()
    while unsafe lstat(name, &status) == 0 {
      number += 1
      name = "\(wanted)-\(number)"
    }
    guard unsafe Glibc.rename(path, name) == 0 else { throw .system(path: path, errno) }
    let above = try Folder(path.folderPath, isMade: false)
    guard fsync(above.descriptor) == 0 else { throw .system(path: path, errno) }
    return name
  }

  private func failure(_ name: String) -> DirectoryError { .system(path: path + "/" + name, errno) }

  /// Keeps others from writing until the folder is let go.
  func lock() throws(DirectoryError) {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .locked(path: path) }
  }

  /// A file's bytes; nil if there is none of that name.
  ///
  /// - Parameter limit: bytes; what is larger cannot be the file that it is taken for, and is not read.
  func read(_ name: String, limit: Int) throws(DirectoryError) -> [UInt8]? {
    let (folders, last) = Self.divided(name)
    do throws(RegularFileError) {
      let place = try place(folders)
      defer { place.close() }
      return try RegularFile.contents(of: last, in: place.descriptor, flags: O_NOFOLLOW, limit: limit)
    } catch {
      switch error {
      case .system(ENOENT): return nil
      case .system(ELOOP), .system(ENOTDIR):
        throw .damaged(
          path: path + "/" + name,
          cause: "there is a link, or a file where a folder is to be, on the way to it")
      case .system(let code): throw .system(path: path + "/" + name, code)
      case .notRegular, .tooLarge: throw .damaged(path: path + "/" + name, cause: "\(error)")
      }
    }
  }

  /// Puts a file in its place; the folders on the way are made.
  func write(_ bytes: [UInt8], to name: String) throws(DirectoryError) {
    let (folders, last) = Self.divided(name)
    let temporary = last + Self.temporarySuffix
    let place = try writablePlace(folders)
    defer { place.close() }
    // What an export that died left, or what somebody put there: it is never written into.
    unsafe unlinkat(place.descriptor, temporary, 0)
    do throws(RegularFileError) {
      let file = try WritableFile(creating: temporary, in: place.descriptor, mode: 0o644)
      try file.write(bytes)
      try file.synchronise()
    } catch {
      throw failure(name + Self.temporarySuffix, error)
    }
    touched.insert(folders)
    guard unsafe renameat(place.descriptor, temporary, place.descriptor, last) == 0 else {
      throw failure(name)
    }
  }

  // MARK: Places

  /// A folder below, open; the folder itself stays open when a place in it is closed.
  private struct Place {
    let descriptor: Int32
    let isBelow: Bool

    func close() { if isBelow { Glibc.close(descriptor) } }
  }

  private static func divided(_ name: String) -> (folders: String, last: String) {
    guard let slash = name.lastIndex(of: "/") else { return ("", name) }
    return (String(name[..<slash]), String(name[name.index(after: slash)...]))
  }

  /// Opens a folder below, one name after the other, so that none of them may be a link.
  private func place(_ folders: String) throws(RegularFileError) -> Place {
    var place = Place(descriptor: descriptor, isBelow: false)
    for name in folders.split(separator: "/") {
      let next = unsafe openat(
        place.descriptor, String(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      let cause = errno
      place.close()
      guard next >= 0 else { throw .system(cause) }
      place = Place(descriptor: next, isBelow: true)
    }
    return place
  }

  /// The same, after making what is missing.
  private func writablePlace(_ folders: String) throws(DirectoryError) -> Place {
    do throws(RegularFileError) {
      return try place(folders)
    } catch .system(ENOENT) {
      try makeFolders(folders)
    } catch {
      throw failure(folders, error)
    }
    do throws(RegularFileError) {
      return try place(folders)
    } catch {
      throw failure(folders, error)
    }
  }

  private func failure(_ name: String, _ error: RegularFileError) -> DirectoryError {
    switch error {
    case .system(ELOOP), .system(ENOTDIR):
      .damaged(path: path + "/" + name, cause: "there is a link, or a file where a folder is to be")
    case .system(let code): .system(path: path + "/" + name, code)
    case .notRegular, .tooLarge: .damaged(path: path + "/" + name, cause: "\(error)")
    }
  }

  static let temporarySuffix = ".part"
  /// Folders in each other; an index of 20 digits has fewer.
  private static let maximumDepth = 16

  private func makeFolders(_ folders: String) throws(DirectoryError) {
    var above = ""
    for name in folders.split(separator: "/") {
      let folder = above.isEmpty ? String(name) : above + "/" + name
      do throws(RegularFileError) {
        let place = try place(above)
        defer { place.close() }
        guard unsafe mkdirat(place.descriptor, String(name), 0o755) == 0 || errno == EEXIST else {
          throw .system(errno)
        }
      } catch {
        throw failure(folder, error)
      }
      touched.insert(above)
      above = folder
    }
  }

  func remove(_ name: String) throws(DirectoryError) {
    let (folders, last) = Self.divided(name)
    do throws(RegularFileError) {
      let place = try place(folders)
      defer { place.close() }
      guard unsafe unlinkat(place.descriptor, last, 0) == 0 || errno == ENOENT else { throw .system(errno) }
    } catch {
      throw failure(name, error)
    }
  }

  /// Removes a folder that is empty; one that is not stays.
  func removeFolder(_ name: String) {
    // It is only tidier without it.
    unsafe unlinkat(descriptor, name, AT_REMOVEDIR)
  }

  /// Makes the names of all that was written or removed durable; the contents are already.
  func synchronise() throws(DirectoryError) {
    for name in touched {
      do throws(RegularFileError) {
        let place = try place(name)
        defer { place.close() }
        guard fsync(place.descriptor) == 0 else { throw .system(errno) }
      } catch {
        throw failure(name, error)
      }
    }
    touched.removeAll()
  }

  /// The names in one folder below; empty if there is none.
  func names(in name: String) throws(DirectoryError) -> [String] {
    let place: Place
    do throws(RegularFileError) {
      place = try self.place(name)
    } catch .system(ENOENT) {
      return []
    } catch {
      throw failure(name, error)
    }
    // A stream of its own, which begins at the first name.
    let file = unsafe openat(place.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    place.close()
    guard file >= 0, let stream = unsafe fdopendir(file) else { throw failure(name) }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Calls the body with every path below that is no folder.
  func forEachFile(in folder: String = "", _ body: (String) throws -> Void) throws {
    guard folder.utf8.count(where: { $0 == UInt8(ascii: "/") }) < Self.maximumDepth else {
      throw DirectoryError.damaged(path: path + "/" + folder, cause: "no journal has folders as deep as this")
    }
    for name in try names(in: folder) {
      let path = folder.isEmpty ? name : folder + "/" + name
      var status = stat()
      guard unsafe fstatat(descriptor, path, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw failure(path) }
      if status.st_mode & S_IFMT == S_IFDIR { try forEachFile(in: path, body) } else { try body(path) }
    }
  }
}
