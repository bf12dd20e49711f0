/// Where a journal is and what it is called.
public struct JournalLocation: Hashable, Sendable {
  public let path: String
  /// A URL without its scheme: the name in checkpoints, and every entry's source.
  public let origin: String

  public init(path: String, origin: String) {
    self.path = path
    self.origin = origin
  }
}
