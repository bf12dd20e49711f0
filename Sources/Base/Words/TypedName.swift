/// A name of one kind of thing. It is a text, and no name of another kind passes for it.
///
/// Names are made where they come from: from a file that is loaded, an entry that is read, or a command line. `rawValue` is for bytes and for queries.
package protocol TypedName: Hashable, Comparable, Sendable, CustomStringConvertible {
  var rawValue: String { get }
  init(_ rawValue: String)
}

extension TypedName {
  package var description: String { rawValue }

  /// The order of the texts: digests and entries are made in it.
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
