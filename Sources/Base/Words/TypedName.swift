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

extension Dictionary where Key: TypedName {
  /// Makes names of the texts that an object's members have.
  package init(byText values: [String: Value]) {
    self.init(uniqueKeysWithValues: values.map { (Key($0.key), $0.value) })
  }

  /// The same by the texts of the names, as an object has them.
  package var byText: [String: Value] {
    [String: Value](uniqueKeysWithValues: map { ($0.key.rawValue, $0.value) })
  }
}

extension Sequence where Element: TypedName {
  /// The texts of the names, one after the other.
  package func joined(separator: String) -> String { map(\.rawValue).joined(separator: separator) }
}
