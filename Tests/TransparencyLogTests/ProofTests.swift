import Testing

@testable import TransparencyLog

/// A tree that is kept whole, to be asked for any node.
struct WholeTree {
  private(set) var frontier = TreeFrontier()
  private var nodes: [[Int]: TreeHash] = [:]
  private(set) var roots: [TreeHash] = [.empty]

  init(size: Int) {
    for index in 0..<size {
      frontier.append(Self.leaf(index)) { nodes[[$0, $1]] = $2 }
      roots.append(frontier.root)
    }
  }

  static func leaf(_ index: Int) -> TreeHash { .leaf(Array("entry \(index)".utf8)) }

  func node(level: Int, index: Int) throws -> TreeHash { try #require(nodes[[level, index]]) }
}

@Suite struct ProofTests {
  private static let tree = WholeTree(size: 70)

  @Test("Every leaf of every size up to 70 is proven, and no proof fits another leaf, place, size or root")
  func inclusion() throws {
    let tree = Self.tree
    for size in 1...70 {
      for index in 0..<size {
        let proof = try InclusionProof(of: index, size: size, nodes: tree.node)
        #expect(try proof.root(leaf: WholeTree.leaf(index)) == tree.roots[size])
        #expect(try proof.root(leaf: WholeTree.leaf(index + 1)) != tree.roots[size])
        for (place, count) in [(index + 1, size), (index - 1, size), (index, size + 1), (index, size - 1)]
        where count <= 70 {
          let other = InclusionProof(index: place, size: count, hashes: proof.hashes)
          let root = try? other.root(leaf: WholeTree.leaf(index))
          #expect(root == nil || root != tree.roots[count])
        }
        for place in proof.hashes.indices {
          var hashes = proof.hashes
          hashes[place] = .leaf([1])
          let other = InclusionProof(index: index, size: size, hashes: hashes)
          #expect(try other.root(leaf: WholeTree.leaf(index)) != tree.roots[size])
          hashes.remove(at: place)
          let short = InclusionProof(index: index, size: size, hashes: hashes)
          #expect(throws: TransparencyLogError.self) { try short.root(leaf: WholeTree.leaf(index)) }
        }
      }
    }
  }

  @Test(
    "Every size up to 70 is proven to be the beginning of every larger one, and no proof fits other roots")
  func consistency() throws {
    let tree = Self.tree
    for new in 0...70 {
      for old in 0...new {
        let proof = try ConsistencyProof(from: old, to: new, nodes: tree.node)
        try proof.verify(old: tree.roots[old], new: tree.roots[new])
        #expect(throws: TransparencyLogError.self) { try proof.verify(old: .leaf([1]), new: tree.roots[new]) }
        if old > 0 {
          #expect(throws: TransparencyLogError.self) {
            try proof.verify(old: tree.roots[old], new: .leaf([1]))
          }
        }
        for place in proof.hashes.indices {
          for change in [[TreeHash.leaf([1])], []] {
            var hashes = proof.hashes
            hashes.replaceSubrange(place...place, with: change)
            let other = ConsistencyProof(oldSize: old, newSize: new, hashes: hashes)
            #expect(throws: TransparencyLogError.self) {
              try other.verify(old: tree.roots[old], new: tree.roots[new])
            }
          }
        }
        let long = ConsistencyProof(oldSize: old, newSize: new, hashes: proof.hashes + [.leaf([1])])
        #expect(throws: TransparencyLogError.self) {
          try long.verify(old: tree.roots[old], new: tree.roots[new])
        }
      }
    }
    #expect(throws: TransparencyLogError.self) { try ConsistencyProof(from: 3, to: 2, nodes: tree.node) }
  }

  @Test("A proof is as long as its tree is deep, and no longer")
  func length() throws {
    let hash = TreeHash.leaf([])
    for size in [1, 2, 255, 256, 257, 65_535, 65_536, 65_537, 1 << 40] {
      let depth = size == 1 ? 0 : Int.bitWidth - (size - 1).leadingZeroBitCount
      var asked = 0
      let proof = try InclusionProof(of: size / 2, size: size) { _, _ in
        asked += 1
        return hash
      }
      #expect(proof.hashes.count <= depth && asked <= 2 * depth + 1)
    }
  }

  @Test("A proof's text is read back, verifies from the public key alone, and is read in one form only")
  func text() throws {
    let tree = Self.tree
    let key = try SigningKey(seed: Array(1...32))
    let verifier = key.verifier(of: "example.org/log")
    let note = try Checkpoint(origin: "example.org/log", size: 70, root: tree.roots[70]).signed(with: key)
    for extra in [nil, [], [1, 2, 3]] as [[UInt8]?] {
      let proof = LogProof(
        inclusion: try InclusionProof(of: 42, size: 70, nodes: tree.node), note: note, extra: extra)
      let read = try LogProof(proof.text)
      #expect(read == proof && read.text == proof.text)
      #expect(try read.verify(entry: Array("entry 42".utf8), verifier: verifier).size == 70)
      #expect(throws: TransparencyLogError.self) {
        try read.verify(entry: Array("entry 43".utf8), verifier: verifier)
      }
      // Whatever character changes: it is no proof, or another text than what was read, or it proves nothing.
      for place in proof.text.indices {
        var text = proof.text
        text.replaceSubrange(place...place, with: text[place] == "A" ? "B" : "A")
        guard let other = try? LogProof(text) else { continue }
        #expect(other.text == text)
        let verdict = try? other.verify(entry: Array("entry 42".utf8), verifier: verifier)
        #expect(verdict == nil || other.extra != proof.extra)
      }
    }
  }
}
