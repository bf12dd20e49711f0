package import CivilTime
package import Words

/// A store whose place another one has taken since the journal has known it.
package struct StoreMismatch: Hashable, Sendable {
  package let store: StoreName
  /// The entry that says what the store is, and when it was made.
  package let entry: Int
  package let since: Instant
  /// In what the store that is there now differs.
  package let difference: String
}

extension StoreMismatch: CustomStringConvertible {
  package var description: String {
    "store \(store) is another one than the journal has known since \(since.iso8601), entry \(entry) (\(difference)): "
      + "if it was moved, or restored as another file, folder or database, `retentiond store accept \(store) --reason TEXT`; if not, "
      + "find out what is in its place"
  }
}
