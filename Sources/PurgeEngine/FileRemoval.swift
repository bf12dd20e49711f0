internal import AuditJournal
internal import CivilTime
internal import DocumentTree
internal import RecordStores
internal import RegularFiles

/// Removes files of committed batches, each only if it is the one that was judged.
struct FileRemoval {
  /// A file system's clock goes in steps, and on a share it is another machine's.
  private static let doubtfulSeconds = 2

  /// One file of one batch.
  struct Item {
    let file: OwnedFile
    /// Its batch, by the place in the pass.
    let batch: Int
    /// Of the batch's intent.
    let intendedAt: Instant
  }

  enum Result {
    case removed
    /// It was there when its row was judged, below the same root: it was removed before a crash, or by somebody else.
    case gone
    case left(FileLeft)
    /// Nothing is in its way; only of a look.
    case waiting
  }

  /// Looks, and removes nothing.
  var isLook = false

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

  /// - Parameter result: told what became of each, when the folders are on the disk.
  mutating func remove(_ items: [Item], below path: String, _ result: (Item, Result) -> Void) {
    var done: [(Item, Result)] = []
    do throws(DocumentError) {
      let root = try DocumentRoot(path)
      guard let folder = root.status else { throw .root(path: path, cause: "it cannot be looked at") }
      // Nothing is missing from a folder that is not mounted.
      let isBlind = root.isEmpty
      let changes = ChangedFolders()
      for item in items {
        if item.file.path.isProgramsOwn {
          done.append((item, .left(.error(.outside))))
          continue
        }
        if let judged = item.file.judged, judged.root != SeenFile.Root(folder) {
          done.append((item, .left(.otherRoot)))
          continue
        }
        var refusal: FileLeft?
        do throws(DocumentError) {
          let status = try root.remove(item.file.path, changes) { now in
            refusal = self.refusal(of: item, now, folder, in: root)
            return refusal == nil && !isLook
          }
          done.append((item, .removed))
          if status.links > 1 {
            linked[Inode(status), default: []].append(item.batch)
          } else {
            // The last of its names.
            linked[Inode(status)] = nil
          }
        } catch {
          switch error {
          case .changed: done.append((item, refusal.map { .left($0) } ?? .waiting))
          case .missing where item.file.judged != nil: done.append((item, .gone))
          case .missing where isBlind:
            done.append((item, .left(.error(.root(path: path, cause: "nothing is in it")))))
          case .missing: done.append((item, .left(.missing)))
          default: done.append((item, .left(.error(error))))
          }
        }
      }
      try changes.synchronise()
    } catch {
      for item in items { result(item, .left(.error(error))) }
      return
    }
    for (item, what) in done { result(item, what) }
  }

  private func refusal(of item: Item, _ now: FileStatus, _ folder: FileStatus, in root: DocumentRoot)
    -> FileLeft?
  {
    if root.takesOtherSpellings(of: item.file.path, now) { return .spellings }
    guard let judged = item.file.judged else {
      // Nobody looked, or nothing was in sight, as where the disk is mounted only now: then the file is as old as that.
      return now.changed.seconds + Int64(Self.doubtfulSeconds) <= item.intendedAt.secondsSinceEpoch
        ? nil : .younger
    }
    switch judged.comparison(with: SeenFile(now, below: folder)) {
    case .same: return nil
    // Another of its names was removed in this pass, which is a change, too.
    case .touched: return linked[Inode(now)] == nil ? .touched : nil
    case .another: return .replaced
    }
  }
}

/// Why a file of a committed batch is still there, or may be.
enum FileLeft: Error, CustomStringConvertible {
  case error(DocumentError)
  case missing
  case otherRoot
  case replaced
  case touched
  case younger
  case spellings
  case unasked(String)

  var description: String {
    switch self {
    case .error(let error): "\(error)"
    case .missing:
      "it is not there: mount what belongs there, or say with `retentiond files settle` that it is gone"
    case .otherRoot:
      "another folder lies at its root's path than when its row was judged: mount what belongs there, or give it up with `retentiond files settle`"
    case .replaced: "another file has come to its place since its row was judged"
    case .touched:
      "it was changed since its row was judged (content, rights, owner or names): look, remove it, or give it up with `retentiond files settle`"
    case .younger:
      "it came to its place after its row was purged, or was changed then: look, remove it, or give it up with `retentiond files settle`"
    case .spellings:
      "its folder takes names in other letters for its own, and rows may name it so: keep files where each name is one"
    case .unasked(let cause): "a store whose rows may name it cannot be asked (\(cause))"
    }
  }
}

extension FilePath {
  /// Tells if it leads into the folder that a store of documents keeps its own lists in.
  var isProgramsOwn: Bool { names.first.map { $0.elementsEqual(DocumentRoot.ownFolder.bytes) } ?? false }
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

extension SeenFile {
  /// - Parameter root: what the file system says of the folder that it lies below.
  init(_ status: FileStatus, below root: FileStatus) {
    self.init(
      root: Root(root), isOnRootsDevice: status.device == root.device, inode: status.inode,
      size: status.size, modified: status.modified, changed: status.changed, born: status.born)
  }
}

extension SeenFile.Root {
  init(_ status: FileStatus) {
    self.init(inode: status.inode, born: status.born)
  }
}
