/// A piece of a log as C2SP tlog-tiles stores it: 256 hashes of one level of the tree, or 256 entries.
package struct Tile: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// Hashes of complete subtrees of 256^level leaves.
    case hashes(level: Int)
    /// Entries, each after its length in two bytes.
    case entries
  }

  package let kind: Kind
  /// The tile's place in its level.
  package let index: Int
  /// How many hashes or entries it holds: 1 to 256.
  package let width: Int

  /// The hashes or entries of a full tile.
  package static let fullWidth = 256

  package init(kind: Kind, index: Int, width: Int = fullWidth) {
    self.kind = kind
    self.index = index
    self.width = width
  }

  /// The tile's path in the log's folder: the index in groups of three digits, all but the last marked by an x; what is not full
  /// says how wide it is.
  package var path: String {
    let folder =
      switch kind {
      case .hashes(let level): "tile/\(level)/"
      case .entries: "tile/entries/"
      }
    return folder + Self.indexPath(index) + (width == Self.fullWidth ? "" : ".p/\(width)")
  }

  /// An index in groups of three digits: `x001/x234/067`.
  package static func indexPath(_ index: Int) -> String {
    func group(_ number: Int) -> String { String(String(1_000 + number % 1_000).dropFirst()) }
    var path = group(index)
    var rest = index / 1_000
    while rest > 0 {
      path = "x\(group(rest))/\(path)"
      rest /= 1_000
    }
    return path
  }

  /// How wide a tile is in a log of a size; 0 if that log has no such tile.
  package static func width(of kind: Kind, index: Int, size: Int) -> Int {
    let count: Int
    switch kind {
    case .hashes(let level): count = 8 * level < Int.bitWidth - 1 ? size >> (8 * level) : 0
    case .entries: count = size
    }
    // An index can be a stranger's: the product is taken only where it is no larger than the count.
    guard index >= 0, index <= count / fullWidth else { return 0 }
    return min(fullWidth, count - index * fullWidth)
  }

  /// The levels of hash tiles that a log of a size has.
  package static func levelCount(size: Int) -> Int {
    var levels = 0
    var rest = size
    while rest > 0 {
      levels += 1
      rest >>= 8
    }
    return levels
  }
}
