/// Proves that a tree is the beginning of a larger one (RFC 6962, section 2.1.2).
package struct ConsistencyProof: Hashable, Sendable {
  package let oldSize: Int
  package let newSize: Int
  package let hashes: [TreeHash]

  package init(oldSize: Int, newSize: Int, hashes: [TreeHash]) {
    self.oldSize = oldSize
    self.newSize = newSize
    self.hashes = hashes
  }

  /// Makes the proof between two sizes of one tree. From nothing, and from the same size, it is empty.
  package init(from oldSize: Int, to newSize: Int, nodes: NodeSource) throws {
    guard oldSize >= 0, oldSize <= newSize else {
      throw TransparencyLogError.proof("a tree of \(oldSize) entries is no beginning of one of \(newSize)")
    }
    var hashes: [TreeHash] = []
    if oldSize > 0 && oldSize < newSize {
      var range = 0..<newSize
      // Whether the old tree is the range's own complete beginning, so that its verifier has that hash already.
      var isKnown = true
      while range.upperBound != oldSize {
        let middle = range.lowerBound + range.count.largestPowerBelow
        if oldSize <= middle {
          hashes.append(try TreeHash(of: middle..<range.upperBound, nodes: nodes))
          range = range.lowerBound..<middle
        } else {
          hashes.append(try TreeHash(of: range.lowerBound..<middle, nodes: nodes))
          range = middle..<range.upperBound
          isKnown = false
        }
      }
      if !isKnown { hashes.append(try TreeHash(of: range, nodes: nodes)) }
    }
    self.init(oldSize: oldSize, newSize: newSize, hashes: hashes.reversed())
  }

  /// Compares both roots with the proof (RFC 9162, section 2.1.4.2).
  package func verify(old: TreeHash, new: TreeHash) throws(TransparencyLogError) {
    guard oldSize >= 0, oldSize <= newSize else {
      throw .proof("a tree of \(oldSize) entries is no beginning of one of \(newSize)")
    }
    guard oldSize > 0, oldSize < newSize else {
      guard hashes.isEmpty else { throw .proof("a proof between these sizes has no hashes") }
      guard oldSize == 0 ? old == .empty : old == new else { throw .proof("the roots differ") }
      return
    }
    // Up to where the old tree's last complete subtree begins to grow.
    let shift = oldSize.trailingZeroBitCount
    var (place, last) = ((oldSize - 1) >> shift, (newSize - 1) >> shift)
    var rest = hashes[...]
    // A power of two: the old root is itself the first hash.
    let isComplete = oldSize.nonzeroBitCount == 1
    guard let first = isComplete ? old : rest.popFirst() else { throw .proof("the proof has no hashes") }
    var (oldRoot, newRoot) = (first, first)
    for beside in rest {
      guard last > 0 else { throw .proof("the proof has more hashes than the tree has levels") }
      if place & 1 == 1 || place == last {
        (oldRoot, newRoot) = (.node(beside, oldRoot), .node(beside, newRoot))
        while place & 1 == 0 && place != 0 { (place, last) = (place >> 1, last >> 1) }
      } else {
        newRoot = .node(newRoot, beside)
      }
      (place, last) = (place >> 1, last >> 1)
    }
    guard last == 0 else { throw .proof("the proof has fewer hashes than the tree has levels") }
    guard oldRoot == old else { throw .proof("the proof does not lead to the old root") }
    guard newRoot == new else { throw .proof("the proof does not lead to the new root") }
  }
}

extension TreeHash {
  /// The root over a range of leaves that begins where a subtree of its size can.
  package init(of range: Range<Int>, nodes: NodeSource) throws {
    guard !range.isEmpty else {
      self = .empty
      return
    }
    let subtrees = try TreeFrontier.places(size: range.count).map { place in
      try nodes(place.level, (range.lowerBound >> place.level) + place.index)
    }
    guard let frontier = TreeFrontier(size: range.count, subtrees: subtrees) else {
      throw TransparencyLogError.proof("no leaves in \(range)")
    }
    self = frontier.root
  }
}

extension Int {
  /// The largest power of two below a number of at least 2.
  var largestPowerBelow: Int { 1 << (Int.bitWidth - 1 - (self - 1).leadingZeroBitCount) }
}
