internal import CRename
internal import Glibc

/// What the file system says of a document.
public struct DocumentStatus: Hashable, Sendable {
  /// A moment to the nanosecond.
  public struct Moment: Hashable, Sendable {
    /// Since the epoch.
    public let seconds: Int64
    public let nanoseconds: Int64

    public init(seconds: Int64, nanoseconds: Int64) {
      self.seconds = seconds
      self.nanoseconds = nanoseconds
    }
  }

  /// Bytes.
  public let size: Int64
  /// Of its content's last change.
  public let modified: Moment
  /// Of the last change of anything about it, its names included.
  public let changed: Moment
  /// Of its making; nil where the file system does not keep that.
  public let born: Moment?
  public let device: UInt64
  public let inode: UInt64
  /// How many names it has.
  public let links: Int
  let kind: UInt32

  var isFile: Bool { kind == S_IFREG }
  var isFolder: Bool { kind == S_IFDIR }
  var isLink: Bool { kind == S_IFLNK }

  /// Looks at a name in an open folder without following a link; at the descriptor itself if the name is empty.
  ///
  /// - Returns: nil after an error, which `errno` has.
  init?(of name: [CChar], in folder: Int32) {
    var facts = file_facts()
    guard unsafe facts_of_file(folder, name, &facts) == 0 else { return nil }
    size = Int64(facts.size)
    modified = Moment(seconds: Int64(facts.modified), nanoseconds: Int64(facts.modified_nanoseconds))
    changed = Moment(seconds: Int64(facts.changed), nanoseconds: Int64(facts.changed_nanoseconds))
    born =
      facts.has_birth == 0
      ? nil : Moment(seconds: Int64(facts.born), nanoseconds: Int64(facts.born_nanoseconds))
    (device, inode, links) = (UInt64(facts.device), UInt64(facts.inode), Int(facts.links))
    kind = facts.mode & S_IFMT
  }

  /// What an older call of the system says, which does not know when a file was made.
  init(_ status: stat) {
    size = Int64(status.st_size)
    modified = Moment(seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec))
    changed = Moment(seconds: Int64(status.st_ctim.tv_sec), nanoseconds: Int64(status.st_ctim.tv_nsec))
    born = nil
    (device, inode, links) = (UInt64(status.st_dev), UInt64(status.st_ino), Int(status.st_nlink))
    kind = status.st_mode & S_IFMT
  }

  /// Looks at an open file.
  init?(descriptor: Int32) { self.init(of: [0], in: descriptor) }
}
