internal import AuditJournal
internal import CivilTime
internal import DocumentTree
internal import Files
internal import RecordStores

/// Removes files of committed batches, each only if it is the one that was judged. A look judges by the same.
struct FileRemoval {
  /// A file system's clock goes in steps, and on a share it is another machine's.
  private static let doubtfulSeconds = 2

  /// One file of one batch.
  struct Item {
    let file: OwnedFile
    /// Its batch, by the place in the pass.
    let batch: Int
    /// When the batch's intent was made.
    let intendedAt: Instant
  }

  enum Result {
    case removed
    /// It was there when its row was judged, below the same root: it was removed before a crash, or by somebody else.
    case gone
    case left(FileLeft)
  }

  enum Look {
    case nothingInTheWay
    case gone
    case left(FileLeft)
  }

  /// A root that is open, and what the file system says of it.
  private struct Folder {
    let root: DocumentRoot
    let status: FileStatus
    /// Nothing is missing from a folder that is not mounted.
    let isBlind: Bool

    init(_ path: String) throws(DocumentError) {
      root = try DocumentRoot(path)
      guard let status = root.status else { throw .root(path: path, cause: "it cannot be looked at") }
      self.status = status
      isBlind = root.isEmpty
    }
  }

  /// What there is to say of a file at its path.
  private enum Judgement {
    /// It is the one; a removal has removed it.
    case same(FileStatus)
    case gone
    case left(FileLeft)
  }

  /// Inodes that lost a name and had another one, with the batches whose files they were.
  private var linked: [Inode: [Int]] = [:]

  private struct Inode: Hashable {
    let device: UInt64
    let number: UInt64

    init(_ status: FileStatus) { (device, number) = (status.device, status.inode) }
  }

  /// How many files of each batch were removed and live on under another name.
  var linkedByBatch: [Int: Int] {
    linked.values.reduce(into: [:]) { counts, batches in
      for batch in batches { counts[batch, default: 0] += 1 }
    }
  }

  /// Tells what a removal would find. Removes nothing.
  func look(at items: [Item], below path: String) -> [(file: OwnedFile, look: Look)] {
    do throws(DocumentError) {
      let folder = try Folder(path)
      return items.map { item in
        let judgement = judge(item, in: folder) { isIt throws(DocumentError) in
          let status = try folder.root.look(at: item.file.path)
          guard isIt(status) else { throw .changed }
          if let obstacle = try folder.root.obstacle(toRemoving: item.file.path) { throw obstacle }
          return status
        }
        return switch judgement {
        case .same: (item.file, .nothingInTheWay)
        case .gone: (item.file, .gone)
        case .left(let reason): (item.file, .left(reason))
        }
      }
    } catch {
      return items.map { ($0.file, .left(.error(error))) }
    }
  }

  /// - Parameter result: told what became of each, when the folders are on the disk.
  mutating func remove(_ items: [Item], below path: String, _ result: (Item, Result) -> Void) {
    var done: [Result] = []
    do throws(DocumentError) {
      let folder = try Folder(path)
      let changes = ChangedFolders()
      for item in items {
        let judgement = judge(item, in: folder) { isIt throws(DocumentError) in
          try folder.root.remove(item.file.path, changes, if: isIt)
        }
        switch judgement {
        case .same(let status):
          note(status, of: item)
          done.append(.removed)
        case .gone: done.append(.gone)
        case .left(let reason): done.append(.left(reason))
        }
      }
      try changes.synchronise()
    } catch {
      done = items.map { _ in .left(.error(error)) }
    }
    for (item, what) in zip(items, done) { result(item, what) }
  }

  private mutating func note(_ status: FileStatus, of item: Item) {
    if status.links > 1 {
      linked[Inode(status), default: []].append(item.batch)
    } else {
      // The last of its names.
      linked[Inode(status)] = nil
    }
  }

  /// Judges a file.
  ///
  /// - Parameter body: looks at what is at its path, or removes it, if `isIt` says that it is the file; throws `DocumentError.changed` if it is not.
  private func judge(
    _ item: Item, in folder: Folder,
    _ body: (_ isIt: (FileStatus) -> Bool) throws(DocumentError) -> FileStatus
  ) -> Judgement {
    if item.file.path.isProgramsOwn { return .left(.error(.outside)) }
    if let judged = item.file.judged, judged.root != SeenFile.Root(folder.status) {
      return .left(.otherRoot)
    }
    var refusal: FileLeft?
    do throws(DocumentError) {
      return .same(
        try body { now in
          refusal = self.refusal(of: item, now, in: folder)
          return refusal == nil
        })
    } catch {
      switch error {
      case .missing where item.file.judged != nil: return .gone
      case .missing where folder.isBlind:
        return .left(.error(.root(path: folder.root.path, cause: "nothing is in it")))
      case .missing: return .left(.missing)
      case .root, .noPath, .outside, .link, .notAFile, .changed, .notAllowed, .system:
        return .left(refusal ?? .error(error))
      }
    }
  }

  private func refusal(of item: Item, _ now: FileStatus, in folder: Folder) -> FileLeft? {
    if folder.root.takesOtherSpellings(of: item.file.path, now) { return .spellings }
    guard let judged = item.file.judged else {
      // Nobody looked, or nothing was in sight, as where the disk is mounted only now: then the file is as old as that.
      return now.changed.seconds + Int64(Self.doubtfulSeconds) <= item.intendedAt.secondsSinceEpoch
        ? nil : .younger
    }
    switch judged.comparison(with: SeenFile(now, below: folder.status)) {
    case .same: return nil
    // Another of its names was removed in this pass, which is a change, too.
    case .touched: return linked[Inode(now)] == nil ? .touched : nil
    case .another: return .replaced
    }
  }
}

extension FilePath {
  /// Tells if it leads into the folder that a store of documents keeps its own lists in.
  fileprivate var isProgramsOwn: Bool {
    names.first.map { $0.elementsEqual(DocumentRoot.ownFolder.bytes) } ?? false
  }
}

extension DocumentRoot {
  /// Tells if the path in other letters leads to the same file, which has one name: small letters and capitals are one there.
  fileprivate func takesOtherSpellings(of path: FilePath, _ status: FileStatus) -> Bool {
    let swapped = FilePath(
      path.bytes.map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): byte ^ 0x20
        default: byte
        }
      })
    guard status.links == 1, swapped != path, let other = try? look(at: swapped) else { return false }
    return other.inode == status.inode && other.device == status.device
  }
}
