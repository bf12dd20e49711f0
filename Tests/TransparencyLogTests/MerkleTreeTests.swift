import Testing

@testable import TransparencyLog

@Suite struct MerkleTreeTests {
  /// The leaves of Certificate Transparency's own tests.
  static let leaves: [[UInt8]] = [
    [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Array(0x50...0x57),
    Array(0x60...0x6f),
  ]

  @Test("Roots are those of the reference vectors")
  func reference() {
    var frontier = TreeFrontier()
    #expect(hex(frontier.root) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    frontier.append(.leaf(Self.leaves[0]))
    #expect(hex(frontier.root) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
    for leaf in Self.leaves.dropFirst() { frontier.append(.leaf(leaf)) }
    #expect(hex(frontier.root) == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
  }

  @Test("The growing tree has the root of the recursion in RFC 6962, at every size", arguments: 0...70)
  func recursion(size: Int) {
    let leaves = (0..<size).map { TreeHash.leaf([UInt8($0)]) }
    var frontier = TreeFrontier()
    for leaf in leaves { frontier.append(leaf) }
    #expect(frontier.root == root(leaves[...]))
    // A tree read back from its complete subtrees goes on as if it had never been put away.
    var stored: [[Int]: TreeHash] = [:]
    var again = TreeFrontier()
    for leaf in leaves { again.append(leaf) { stored[[$0, $1]] = $2 } }
    let subtrees = TreeFrontier.places(size: size).compactMap { stored[[$0.level, $0.index]] }
    #expect(TreeFrontier(size: size, subtrees: subtrees) == frontier)
  }

  private func root(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
    guard leaves.count > 1 else { return leaves.first ?? .empty }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return .node(root(leaves[..<middle]), root(leaves[middle...]))
  }

  private func hex(_ hash: TreeHash) -> String {
    hash.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
