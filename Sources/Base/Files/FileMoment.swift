/// A moment of the file system, to the nanosecond.
package struct FileMoment: Hashable, Sendable {
  /// Since the epoch.
  package let seconds: Int64
  package let nanoseconds: Int64

  package init(seconds: Int64, nanoseconds: Int64) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }
}
