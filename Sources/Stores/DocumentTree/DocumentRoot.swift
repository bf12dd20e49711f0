package import Files
internal import Glibc

/// A folder, below which files are found, looked at and removed, and outside of which nothing is.
///
/// A path is walked name by name from the open folder, and each name is opened without following links: neither a symbolic link nor `..` leads out, and
/// whoever renames folders meanwhile cannot make it lead elsewhere.
package final class DocumentRoot {
  package let path: String
  let descriptor: Int32
  /// The state of the folders on the way to where the last walk ended.
  var listings: [FilePath: FolderListing] = [:]

  /// - Throws: `DocumentError.root` where there is no such folder, or the path's last name is a link.
  package init(_ path: String) throws(DocumentError) {
    self.path = path
    descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw .root(path: path, cause: Self.lastError) }
  }

  deinit { close(descriptor) }

  /// Tells if nothing is in the folder, as where what should be mounted there is not.
  package var isEmpty: Bool {
    (try? entries(of: Folder(checking: dup(descriptor))).allSatisfy { $0 == Self.ownFolder.bytes }) ?? true
  }

  /// What the file system says of the folder itself.
  package var status: FileStatus? { FileStatus(descriptor: descriptor) }

  // MARK: Walking

  /// An open folder below the root, and the last name of the path that led to it, as a call of the system takes it.
  struct Place: ~Copyable {
    let folder: Int32
    let name: [CChar]

    deinit { close(folder) }
  }

  /// A name as a call of the system takes it.
  static func called(_ name: some Sequence<UInt8>) -> [CChar] { name.map(CChar.init(bitPattern:)) + [0] }

  /// The folder that a path's last name is in.
  ///
  /// - Parameter path: below the root; one that begins with the root's own path is taken for that.
  func place(of path: FilePath) throws(DocumentError) -> Place {
    let normal = path.normal(below: self.path)
    let names = normal.names
    guard let last = names.last, !path.hasNUL else { throw .noPath }
    guard !normal.isAbsolute, !normal.climbs else { throw .outside }
    var folder = dup(descriptor)
    for name in names.dropLast() {
      let name = Self.called(name)
      let next = unsafe openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      let error = errno
      let status = Result { () throws(DocumentError) in next < 0 ? try Self.found(name, in: folder) : nil }
      close(folder)
      guard next >= 0 else {
        if try status.get()?.isLink ?? false { throw .link }
        throw error == ENOENT || error == ENOTDIR ? .missing : .system(Self.text(of: error))
      }
      folder = next
    }
    return Place(folder: folder, name: Self.called(last))
  }

  /// What is at a name in an open folder; nil where there is nothing.
  ///
  /// - Throws: where the file system cannot say. That is not "nothing": a run would take the document for gone, and call itself complete.
  static func found(_ name: [CChar], in folder: Int32) throws(DocumentError) -> FileStatus? {
    if let status = FileStatus(of: name, in: folder) { return status }
    guard errno == ENOENT else { throw .system(lastError) }
    return nil
  }

  static var lastError: String { text(of: errno) }
  static func text(of error: Int32) -> String { unsafe String(cString: strerror(error)) }
}

/// Why a file is not removed. No case carries its path, which can name a person.
package enum DocumentError: Error, Hashable, Sendable, CustomStringConvertible {
  case root(path: String, cause: String)
  case missing
  /// The path is empty.
  case noPath
  /// `..` stands in it.
  case outside
  /// A symbolic link, itself or on the way.
  case link
  /// A folder, a device: no file.
  case notAFile
  /// It is another one than the one that was chosen.
  case changed
  /// This account may not remove it.
  case notAllowed(cause: String, remedy: String)
  case system(String)

  package var description: String {
    switch self {
    case .root(let path, let cause):
      "\(path): \(cause): name the folder that the files lie below, and mount it"
    case .missing: "no such file"
    case .noPath: "the path is empty"
    case .outside: "the path leads out of its folder"
    case .link: "the path has a symbolic link in it"
    case .notAFile: "it is no file"
    case .changed: "it was changed meanwhile"
    case .notAllowed(let cause, let remedy): "\(cause): \(remedy)"
    case .system(let cause): cause
    }
  }
}
