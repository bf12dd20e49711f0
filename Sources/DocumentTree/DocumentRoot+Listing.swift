internal import Glibc

/// What a folder has, in the order of its documents' paths.
struct FolderListing {
  struct Entry {
    let name: String
    let isFolder: Bool

    /// By bytes; a folder's name sorts with the slash that its documents have behind it.
    func precedes(_ other: Entry) -> Bool {
      var left = name.utf8.makeIterator()
      var right = other.name.utf8.makeIterator()
      var (leftEnds, rightEnds) = (isFolder, other.isFolder)
      func next(_ bytes: inout String.UTF8View.Iterator, _ hasSlash: inout Bool) -> UInt8? {
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
  /// Names that are no UTF-8 text, which no key could say.
  let unreadableNames: Int
}

extension DocumentRoot {
  /// The folder in the root that this program keeps what it needs in; nothing in it is a document.
  public static var ownFolder: String { ".retentiond" }

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
  public func walk(
    _ folder: String, after: String? = nil, _ body: (String, DocumentStatus) throws -> Bool
  ) throws {
    if after == nil { listings.removeAll() }
    _ = try walk(open(folder), folder, prefix: "", after: after.map { $0.utf8[...] }, body)
  }

  /// What nobody comes to who walks through documents.
  public struct PassedOver: Hashable, Sendable {
    /// Names that are no UTF-8 text.
    public var unreadableNames = 0
    /// Files with the ending of those beside a document, without one.
    public var orphans = 0
  }

  /// Counts what a walk below a folder passes over.
  ///
  /// - Parameter sidecar: the ending of what lies beside documents; nil where nothing does.
  public func passedOver(below folder: String, sidecar: String?) throws(DocumentError) -> PassedOver {
    let found = try listing(of: open(folder))
    var count = PassedOver(unreadableNames: found.unreadableNames)
    if let ending = sidecar?.utf8 {
      let files = Set(found.entries.lazy.filter { !$0.isFolder }.map { Array($0.name.utf8) })
      count.orphans = files.count { name in
        name.suffix(ending.count).elementsEqual(ending) && !files.contains(Array(name.dropLast(ending.count)))
      }
    }
    for entry in found.entries where entry.isFolder && !(folder.isEmpty && entry.name == Self.ownFolder) {
      do throws(DocumentError) {
        let inner = try passedOver(
          below: folder.isEmpty ? entry.name : folder + "/" + entry.name, sidecar: sidecar)
        count.unreadableNames += inner.unreadableNames
        count.orphans += inner.orphans
      } catch {
        // One that is gone since it was listed has none.
        guard error == .missing else { throw error }
      }
    }
    return count
  }

  private func open(_ folder: String) throws(DocumentError) -> Folder {
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
    _ folder: borrowing Folder, _ path: String, prefix: String, after: Substring.UTF8View?,
    _ body: (String, DocumentStatus) throws -> Bool
  ) throws -> Bool {
    let listing = after == nil ? nil : listings[path]
    let found = try listing ?? self.listing(of: folder)
    listings[path] = found
    var entries = found.entries[...]
    if let after {
      let name = String(Substring(after.prefix { $0 != UInt8(ascii: "/") }))
      let first = FolderListing.Entry(name: name, isFolder: after.contains(UInt8(ascii: "/")))
      entries = entries.dropFirst(entries.partitioned { !$0.precedes(first) })
      if let found = entries.first, !found.isFolder, found.name == name { entries.removeFirst() }
    }
    for entry in entries {
      if path.isEmpty && entry.name == Self.ownFolder { continue }
      guard entry.isFolder else {
        guard let status = status(of: entry.name, in: folder) else { continue }
        guard try body(prefix + entry.name, status) else { return false }
        continue
      }
      let next = unsafe openat(
        folder.descriptor, entry.name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      // Gone, or another thing, since it was listed.
      if next < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP) { continue }
      let rest = after.flatMap { after -> Substring.UTF8View? in
        let name = entry.name.utf8
        return after.starts(with: name) && after.dropFirst(name.count).first == UInt8(ascii: "/")
          ? after.dropFirst(name.count + 1) : nil
      }
      guard
        try walk(
          Folder(checking: next), path.isEmpty ? entry.name : path + "/" + entry.name,
          prefix: prefix + entry.name + "/", after: rest, body)
      else { return false }
    }
    listings[path] = nil
    return true
  }

  private func listing(of folder: borrowing Folder) throws(DocumentError) -> FolderListing {
    var entries: [FolderListing.Entry] = []
    var unreadable = 0
    try forEachName(in: folder) { name, kind in
      guard let name else {
        unreadable += 1
        return
      }
      switch kind {
      case .folder: entries.append(FolderListing.Entry(name: name, isFolder: true))
      case .file: entries.append(FolderListing.Entry(name: name, isFolder: false))
      case .other: break
      }
    }
    entries.sort { $0.precedes($1) }
    return FolderListing(entries: entries, unreadableNames: unreadable)
  }

  private func status(of name: String, in folder: borrowing Folder) -> DocumentStatus? {
    var status = stat()
    guard unsafe fstatat(folder.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
      status.st_mode & S_IFMT == S_IFREG
    else { return nil }
    return DocumentStatus(status)
  }

  /// What a path leads to; nil where there is nothing.
  ///
  /// - Throws: `DocumentError.notAFile` for a folder, a link and whatever else is none.
  public func status(of path: String) throws(DocumentError) -> DocumentStatus? {
    do throws(DocumentError) {
      let place = try place(of: path)
      var status = stat()
      guard unsafe fstatat(place.folder, place.name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
        throw errno == ENOENT ? .missing : .system(Self.lastError)
      }
      guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
      return DocumentStatus(status)
    } catch {
      guard error == .missing else { throw error }
      return nil
    }
  }

  /// The names in a folder of the root, sorted; empty where there is none.
  ///
  /// - Throws: where it is there and cannot be read.
  public func names(in folder: String) throws(DocumentError) -> [String] {
    do throws(DocumentError) {
      return try entries(of: open(folder)).sorted()
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
  func entries(of folder: borrowing Folder) throws(DocumentError) -> [String] {
    var names: [String] = []
    try forEachName(in: folder) { name, _ in names.append(name ?? "") }
    return names
  }

  /// - Parameter body: given nil for a name that is no UTF-8 text.
  private func forEachName(in folder: borrowing Folder, _ body: (String?, Kind) -> Void) throws(DocumentError)
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
      let (name, kind) = unsafe Self.name(of: entry, in: folder)
      if name != "." && name != ".." { body(name, kind) }
    }
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>, in folder: borrowing Folder) -> (
    String?, Kind
  ) {
    let type = Int(unsafe entry.pointee.d_type)
    return unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
      unsafe tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
        let name = unsafe String(validatingCString: $0)
        switch type {
        case Int(DT_REG): return (name, .file)
        case Int(DT_DIR): return (name, .folder)
        case Int(DT_UNKNOWN):
          // A file system that does not say.
          var status = stat()
          guard unsafe fstatat(folder.descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            return (name, .other)
          }
          return (name, status.st_mode & S_IFMT == S_IFDIR ? .folder : .file)
        default: return (name, .other)
        }
      }
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
