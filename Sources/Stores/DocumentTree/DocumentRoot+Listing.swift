package import Files
internal import Glibc

/// What a folder has, in the order of its documents' paths.
struct FolderListing {
  struct Entry {
    let name: [UInt8]
    let isFolder: Bool

    /// By bytes; a folder's name sorts with the slash that its documents have behind it.
    func precedes(_ other: Entry) -> Bool {
      var left = name.makeIterator()
      var right = other.name.makeIterator()
      var (leftEnds, rightEnds) = (isFolder, other.isFolder)
      func next(_ bytes: inout IndexingIterator<[UInt8]>, _ hasSlash: inout Bool) -> UInt8? {
        if let byte = bytes.next() { return byte }
        defer { hasSlash = false }
        return hasSlash ? UInt8(ascii: "/") : nil
      }
      while true {
        switch (next(&left, &leftEnds), next(&right, &rightEnds)) {
        case (let left?, let right?) where left == right: continue
        case (let left?, let right?): return left < right
        case (nil, _?): return true
        case (_, nil): return false
        }
      }
    }
  }

  let entries: [Entry]
}

extension DocumentRoot {
  /// The folder in the root that this program keeps what it needs in; nothing in it is a document.
  package static var ownFolder: FilePath { ".retentiond" }

  /// Goes through the files below a folder, in the order of their paths' bytes, folder by folder. Links are not followed.
  ///
  /// A walk that goes on behind a path takes the listings of the walk before it, so that many walks over one large folder read it once; what is
  /// new in it since is found by the next walk from the beginning.
  ///
  /// - Parameters:
  ///   - folder: below the root; empty for the root itself. Paths are told from there.
  ///   - after: the path behind which it begins; nil for the first.
  ///   - body: returns false to end.
  /// - Throws: `DocumentError`, `missing` where the folder is not there.
  package func walk(
    _ folder: FilePath, after: FilePath? = nil, _ body: (FilePath, FileStatus) throws -> Bool
  ) throws {
    if after == nil { listings.removeAll() }
    _ = try walk(open(folder), folder, prefix: "", after: after?.bytes[...], body)
  }

  /// Counts the files with the ending of those beside a document that lie beside none, to which no walk comes.
  ///
  /// - Parameters:
  ///   - ending: nil where nothing lies beside documents: the folders are read all the same.
  ///   - goesOn: asked once a folder; false ends the count with what was found.
  package func strays(
    below folder: FilePath, sidecar ending: [UInt8]?, goesOn: () -> Bool = { true }
  ) throws(DocumentError) -> Int {
    guard goesOn() else { return 0 }
    let found = try listing(of: open(folder))
    var count = 0
    if let ending {
      let files = Set(found.entries.lazy.filter { !$0.isFolder }.map(\.name))
      count = files.count { name in
        name.suffix(ending.count).elementsEqual(ending) && !files.contains(Array(name.dropLast(ending.count)))
      }
    }
    for entry in found.entries where entry.isFolder && !isOwn(entry, in: folder) {
      do throws(DocumentError) {
        count += try strays(below: folder.appending(FilePath(entry.name)), sidecar: ending, goesOn: goesOn)
      } catch {
        // One that is gone since it was listed has none.
        guard error == .missing else { throw error }
      }
    }
    return count
  }

  private func isOwn(_ entry: FolderListing.Entry, in folder: FilePath) -> Bool {
    folder.isEmpty && entry.name == Self.ownFolder.bytes
  }

  private func open(_ folder: FilePath) throws(DocumentError) -> Folder {
    guard !folder.isEmpty else { return try Folder(checking: dup(descriptor)) }
    let place = try place(of: folder)
    return try Folder(
      checking: unsafe openat(
        place.folder, place.name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
  }

  /// - Parameters:
  ///   - path: the folder's, by which its listing is kept.
  ///   - after: what of the path behind which the walk begins lies below this folder; nil for all of it.
  private func walk(
    _ folder: borrowing Folder, _ path: FilePath, prefix: FilePath, after: ArraySlice<UInt8>?,
    _ body: (FilePath, FileStatus) throws -> Bool
  ) throws -> Bool {
    let listing = after == nil ? nil : listings[path]
    let found = try listing ?? self.listing(of: folder)
    listings[path] = found
    var entries = found.entries[...]
    if let after {
      let name = Array(after.prefix { $0 != UInt8(ascii: "/") })
      let first = FolderListing.Entry(name: name, isFolder: after.contains(UInt8(ascii: "/")))
      entries = entries.dropFirst(entries.partitioned { !$0.precedes(first) })
      if let found = entries.first, !found.isFolder, found.name == name { entries.removeFirst() }
    }
    for entry in entries {
      if isOwn(entry, in: path) { continue }
      let name = Self.called(entry.name)
      guard entry.isFolder else {
        guard let status = try Self.found(name, in: folder.descriptor), status.isFile else { continue }
        guard try body(prefix.appending(FilePath(entry.name)), status) else { return false }
        continue
      }
      let next = unsafe openat(folder.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      // Gone, or another thing, since it was listed.
      if next < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP) { continue }
      let rest = after.flatMap { after -> ArraySlice<UInt8>? in
        after.starts(with: entry.name) && after.dropFirst(entry.name.count).first == UInt8(ascii: "/")
          ? after.dropFirst(entry.name.count + 1) : nil
      }
      guard
        try walk(
          Folder(checking: next), path.appending(FilePath(entry.name)),
          prefix: prefix.appending(FilePath(entry.name)), after: rest, body)
      else { return false }
    }
    listings[path] = nil
    return true
  }

  private func listing(of folder: borrowing Folder) throws(DocumentError) -> FolderListing {
    var entries: [FolderListing.Entry] = []
    try forEachName(in: folder) { name, kind in
      switch kind {
      case .folder: entries.append(FolderListing.Entry(name: name, isFolder: true))
      case .file: entries.append(FolderListing.Entry(name: name, isFolder: false))
      case .other: break
      }
    }
    entries.sort { $0.precedes($1) }
    return FolderListing(entries: entries)
  }

  /// What a path leads to; nil where there is nothing.
  ///
  /// - Throws: `DocumentError.notAFile` for a folder, a link and whatever else is none.
  package func status(of path: FilePath) throws(DocumentError) -> FileStatus? {
    do throws(DocumentError) {
      let place = try place(of: path)
      guard let status = try Self.found(place.name, in: place.folder) else { return nil }
      guard status.isFile else { throw .notAFile }
      return status
    } catch {
      guard error == .missing else { throw error }
      return nil
    }
  }

  /// The names in a folder of the root, in the order of their bytes; empty where there is none.
  ///
  /// - Throws: where it is there and cannot be read.
  package func names(in folder: FilePath) throws(DocumentError) -> [FilePath] {
    do throws(DocumentError) {
      return try entries(of: open(folder)).map { FilePath($0) }.sorted()
    } catch {
      guard error == .missing else { throw error }
      return []
    }
  }

  // MARK: Folders

  struct Folder: ~Copyable {
    let descriptor: Int32

    /// - Parameter descriptor: what a call that opens a folder gave.
    init(checking descriptor: Int32) throws(DocumentError) {
      guard descriptor >= 0 else {
        throw errno == ENOENT || errno == ENOTDIR
          ? .missing : .system("a folder cannot be read: \(DocumentRoot.lastError)")
      }
      self.descriptor = descriptor
    }

    deinit { close(descriptor) }
  }

  private enum Kind { case file, folder, other }

  /// Names, without `.` and `..`.
  func entries(of folder: borrowing Folder) throws(DocumentError) -> [[UInt8]] {
    var names: [[UInt8]] = []
    try forEachName(in: folder) { name, _ in names.append(name) }
    return names
  }

  private func forEachName(in folder: borrowing Folder, _ body: ([UInt8], Kind) -> Void) throws(DocumentError)
  {
    // The stream closes what it is given.
    let copy = unsafe openat(folder.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let stream = unsafe fdopendir(copy) else { throw .system(Self.lastError) }
    defer { unsafe closedir(stream) }
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        // A listing that breaks off is none: what is behind it would be taken for gone.
        guard errno == 0 else { throw .system("a folder cannot be read: \(Self.lastError)") }
        return
      }
      let (name, kind) = try unsafe Self.name(of: entry, in: folder)
      if name != Array(".".utf8) && name != Array("..".utf8) { body(name, kind) }
    }
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>, in folder: borrowing Folder)
    throws(DocumentError) -> ([UInt8], Kind)
  {
    let type = Int(unsafe entry.pointee.d_type)
    let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      unsafe Array(bytes.prefix { $0 != 0 })
    }
    switch type {
    case Int(DT_REG): return (name, .file)
    case Int(DT_DIR): return (name, .folder)
    case Int(DT_UNKNOWN):
      // A file system that does not say.
      guard let status = try found(called(name), in: folder.descriptor) else { return (name, .other) }
      return (name, status.isFolder ? .folder : status.isFile ? .file : .other)
    default: return (name, .other)
    }
  }
}

extension RandomAccessCollection {
  /// How many elements stand before the first for which the test holds, which holds of all behind it.
  fileprivate func partitioned(by test: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if test(self[index(startIndex, offsetBy: middle)]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
