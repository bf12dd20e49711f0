/// Where a proof's hashes come from: the root of the complete subtree of 2^level leaves at a place in its level.
package typealias NodeSource = (_ level: Int, _ index: Int) throws -> TreeHash

/// That a leaf is in a tree: the hashes beside the path from the leaf to the root (RFC 6962, section 2.1.1).
package struct InclusionProof: Hashable, Sendable {
  package let index: Int
  package let size: Int
  package let hashes: [TreeHash]

  package init(index: Int, size: Int, hashes: [TreeHash]) {
    self.index = index
    self.size = size
    self.hashes = hashes
  }

  /// Makes the proof for a leaf of the tree's first `size` leaves.
  package init(of index: Int, size: Int, nodes: NodeSource) throws {
    guard index >= 0, index < size else {
      throw TransparencyLogError.proof("there is no entry \(index) among \(size)")
    }
    var hashes: [TreeHash] = []
    var range = 0..<size
    while range.count > 1 {
      let middle = range.lowerBound + range.count.largestPowerBelow
      let (own, beside) =
        index < middle
        ? (range.lowerBound..<middle, middle..<range.upperBound)
        : (middle..<range.upperBound, range.lowerBound..<middle)
      hashes.append(try TreeHash(of: beside, nodes: nodes))
      range = own
    }
    self.init(index: index, size: size, hashes: hashes.reversed())
  }

  /// The root that the leaf and the proof lead to (RFC 9162, section 2.1.3.2).
  package func root(leaf: TreeHash) throws(TransparencyLogError) -> TreeHash {
    guard index >= 0, index < size else { throw .proof("there is no entry \(index) among \(size)") }
    var (place, last) = (index, size - 1)
    var hash = leaf
    for beside in hashes {
      guard last > 0 else { throw .proof("the proof has more hashes than the tree has levels") }
      if place & 1 == 1 || place == last {
        hash = .node(beside, hash)
        while place & 1 == 0 && place != 0 { (place, last) = (place >> 1, last >> 1) }
      } else {
        hash = .node(hash, beside)
      }
      (place, last) = (place >> 1, last >> 1)
    }
    guard last == 0 else { throw .proof("the proof has fewer hashes than the tree has levels") }
    return hash
  }
}

/// That a tree is the beginning of a larger one (RFC 6962, section 2.1.2).
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
