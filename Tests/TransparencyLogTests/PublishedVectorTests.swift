import Testing
import Words

@testable import TransparencyLog

/// The proofs that Certificate Transparency's implementations are tested with, over its eight reference leaves, and the ways in which
/// their test data spoils them. Source: transparency-dev/merkle, testdata/inclusion and testdata/consistency, the "happy path" files.
@Suite struct PublishedVectorTests {
  struct Inclusion: Sendable {
    let index: Int
    let size: Int
    let root: String
    let leaf: String
    let hashes: [String]
  }

  struct Consistency: Sendable {
    let sizes: (Int, Int)
    let roots: (String, String)
    let hashes: [String]
  }

  static let inclusions = [
    Inclusion(
      index: 0, size: 8, root: "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=",
      leaf: "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=",
      hashes: [
        "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=", "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
        "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=",
      ]),
    Inclusion(
      index: 5, size: 8, root: "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=",
      leaf: "QnGia+DYqE8L1UyMMC58s6O10fpngKQLzOKHNHfatlg=",
      hashes: [
        "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=", "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
        "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
      ]),
    Inclusion(
      index: 2, size: 3, root: "rra8/idLcKFPsGel5VeCZNsPqbUa9eC6FZFY8yngbnc=",
      leaf: "ApjRIpBtz8EIkstTpzmS/FufST6kybrbJ7eRtBJ6f+c=",
      hashes: ["+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU="]),
    Inclusion(
      index: 1, size: 5, root: "Tju7H3tHjc/nH7YxYxUZo7yhLJrvyhYSv85ME6hiZNQ=",
      leaf: "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=",
      hashes: [
        "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=", "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
        "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
      ]),
  ]

  static let consistencies = [
    Consistency(
      sizes: (1, 8),
      roots: ("bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=", "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="),
      hashes: [
        "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=", "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
        "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=",
      ]),
    Consistency(
      sizes: (6, 8),
      roots: ("duZ9rbzfHhDht03cYIq9L5jfsW+851J3tSMqEn8gh+8=", "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="),
      hashes: [
        "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=", "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
        "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
      ]),
    Consistency(
      sizes: (2, 5),
      roots: ("+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=", "Tju7H3tHjc/nH7YxYxUZo7yhLJrvyhYSv85ME6hiZNQ="),
      hashes: [
        "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=", "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
      ]),
    Consistency(
      sizes: (6, 7),
      roots: ("duZ9rbzfHhDht03cYIq9L5jfsW+851J3tSMqEn8gh+8=", "3bib5AOAnjJXUNPSY814kpwpQreUKjS3fhIslZSnTIw="),
      hashes: [
        "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=", "sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8=",
        "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
      ]),
  ]

  private static func hash(_ text: String) throws -> TreeHash {
    try #require(Base64.decode(text).flatMap { TreeHash($0) })
  }

  /// The lists of hashes that are wrong: one changed in a bit, one too many at either end, one too few, none.
  private static func spoilt(_ hashes: [TreeHash], with others: [TreeHash]) throws -> [[TreeHash]] {
    var lists = others.flatMap { [[$0] + hashes, hashes + [$0]] } + [Array(hashes.dropLast()), []]
    for place in hashes.indices {
      var bytes = hashes[place].bytes
      bytes[0] ^= 1 << 4
      var changed = hashes
      changed[place] = try #require(TreeHash(bytes))
      lists.append(changed)
    }
    return lists
  }

  @Test(
    "Published inclusion proofs pass, are the ones that we make, and fail in each way that they are spoilt")
  func inclusion() throws {
    var tree: [[Int]: TreeHash] = [:]
    var frontier = TreeFrontier()
    for leaf in MerkleTreeTests.leaves { frontier.append(.leaf(leaf)) { tree[[$0, $1]] = $2 } }
    for vector in Self.inclusions {
      let hashes = try vector.hashes.map(Self.hash)
      let (leaf, root) = (try Self.hash(vector.leaf), try Self.hash(vector.root))
      let proof = InclusionProof(index: vector.index, size: vector.size, hashes: hashes)
      #expect(try proof.root(leaf: leaf) == root)
      #expect(
        try InclusionProof(of: vector.index, size: vector.size) { try #require(tree[[$0, $1]]) } == proof)
      let (index, size) = (vector.index, vector.size)
      for (index, size) in [
        (index - 1, size), (index + 1, size), (index ^ 2, size), (index, size * 2), (index, size / 2),
      ] {
        let other = InclusionProof(index: index, size: size, hashes: hashes)
        let found = try? other.root(leaf: leaf)
        // With twice the size a proof of the last leaf's own subtree may stay one; its root is then of no such tree.
        #expect(found != root || size == vector.size * 2)
      }
      for list in try Self.spoilt(hashes, with: [leaf, root, .leaf([9])]) {
        let found = try? InclusionProof(index: index, size: size, hashes: list).root(leaf: leaf)
        #expect(found != root)
      }
      #expect(try proof.root(leaf: root) != root)
    }
  }

  @Test(
    "Published consistency proofs pass, are the ones that we make, and fail in each way that they are spoilt")
  func consistency() throws {
    var tree: [[Int]: TreeHash] = [:]
    var frontier = TreeFrontier()
    for leaf in MerkleTreeTests.leaves { frontier.append(.leaf(leaf)) { tree[[$0, $1]] = $2 } }
    for vector in Self.consistencies {
      let hashes = try vector.hashes.map(Self.hash)
      let (old, new) = (try Self.hash(vector.roots.0), try Self.hash(vector.roots.1))
      let (oldSize, newSize) = vector.sizes
      let proof = ConsistencyProof(oldSize: oldSize, newSize: newSize, hashes: hashes)
      try proof.verify(old: old, new: new)
      #expect(
        try ConsistencyProof(from: oldSize, to: newSize) { try #require(tree[[$0, $1]]) } == proof)
      for (sizes, roots, list) in try Self.spoilt(hashes, with: [old, new, .leaf([9])]).map({
        (vector.sizes, (old, new), $0)
      }) + [
        ((oldSize - 1, newSize), (old, new), hashes), ((oldSize + 1, newSize), (old, new), hashes),
        ((oldSize ^ 2, newSize), (old, new), hashes), ((oldSize, newSize * 2), (old, new), hashes),
        ((oldSize, newSize / 2), (old, new), hashes), ((oldSize, newSize), (new, old), hashes),
        ((oldSize, newSize), (.leaf([9]), new), hashes), ((oldSize, newSize), (old, .leaf([9])), hashes),
      ] {
        let other = ConsistencyProof(oldSize: sizes.0, newSize: sizes.1, hashes: list)
        #expect(throws: TransparencyLogError.self, "\(sizes)") {
          try other.verify(old: roots.0, new: roots.1)
        }
      }
    }
  }
}
