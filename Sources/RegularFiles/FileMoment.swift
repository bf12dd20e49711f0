/// A moment of the file system, to the nanosecond.
public struct FileMoment: Hashable, Sendable {
  /// Since the epoch.
  public let seconds: Int64
  public let nanoseconds: Int64

  public init(seconds: Int64, nanoseconds: Int64) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }
}
