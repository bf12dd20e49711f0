/// Returns the hashes that a proof is made of: the root of the complete subtree of 2^level leaves at a place in its level.
package typealias NodeSource = (_ level: Int, _ index: Int) throws -> TreeHash

/// Proves that a leaf is in a tree: the hashes beside the path from the leaf to the root (RFC 6962, section 2.1.1).
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
