/// The file of a journal and its name.
package struct JournalLocation: Hashable, Sendable {
  package let path: String
  /// A URL without its scheme: the name in checkpoints, and every entry's source.
  package let origin: String

  package init(path: String, origin: String) {
    self.path = path
    self.origin = origin
  }
}
