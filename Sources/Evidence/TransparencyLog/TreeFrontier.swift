/// A growing tree by its right edge alone: the roots of the complete subtrees that it is made of, the largest first.
package struct TreeFrontier: Hashable, Sendable {
  package private(set) var size: Int
  private var subtrees: [TreeHash]

  package init() {
    size = 0
    subtrees = []
  }

  /// The tree of that many leaves whose complete subtrees have these roots; nil if their number cannot be right.
  package init?(size: Int, subtrees: [TreeHash]) {
    guard size >= 0, subtrees.count == size.nonzeroBitCount else { return nil }
    self.size = size
    self.subtrees = subtrees
  }

  /// Adds a leaf, and tells each subtree that it completes: its level (0 for the leaf) and its place in the level.
  package mutating func append(
    _ leaf: TreeHash, completed: (Int, Int, TreeHash) throws -> Void
  ) rethrows {
    var hash = leaf
    try completed(0, size, hash)
    var rest = size
    var level = 0
    while rest & 1 == 1 {
      hash = .node(subtrees.removeLast(), hash)
      rest >>= 1
      level += 1
      try completed(level, rest, hash)
    }
    subtrees.append(hash)
    size += 1
  }

  package mutating func append(_ leaf: TreeHash) { append(leaf) { _, _, _ in } }

  /// The levels of the complete subtrees, the largest first, with each one's place in its level.
  package static func places(size: Int) -> [(level: Int, index: Int)] {
    var places: [(level: Int, index: Int)] = []
    var start = 0
    for level in stride(from: Int.bitWidth - 2, through: 0, by: -1) where size & (1 << level) != 0 {
      places.append((level, start >> level))
      start += 1 << level
    }
    return places
  }

  /// The complete subtree that a leaf is in: its level, and its root.
  package func subtree(of leaf: Int) -> (level: Int, root: TreeHash)? {
    guard leaf >= 0, leaf < size else { return nil }
    for (place, root) in zip(Self.places(size: size), subtrees) where leaf >> place.level == place.index {
      return (place.level, root)
    }
    return nil
  }

  package var root: TreeHash {
    guard let last = subtrees.last else { return .empty }
    return subtrees.dropLast().reversed().reduce(last) { .node($1, $0) }
  }
}
