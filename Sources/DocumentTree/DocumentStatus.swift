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
  public let inode: UInt64
  /// How many names it has.
  public let links: Int

  init(_ status: stat) {
    size = Int64(status.st_size)
    modified = Moment(seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec))
    inode = UInt64(status.st_ino)
    links = Int(status.st_nlink)
  }
}
