internal import Crypto

/// A hash of the RFC 6962 Merkle tree (section 2.1): leaves and nodes in domains of their own.
package struct TreeHash: Hashable, Sendable {
  /// The 32 bytes, in place, so that a tree of millions allocates nothing for its hashes.
  private let words: InlineWords

  private typealias InlineWords = SIMD4<UInt64>

  /// - Parameter bytes: 32 bytes.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.width else { return nil }
    var words = InlineWords()
    unsafe withUnsafeMutableBytes(of: &words) { target in unsafe target.copyBytes(from: bytes) }
    self.words = words
  }

  private init(_ digest: SHA256.Digest) {
    self.words = unsafe digest.withUnsafeBytes { unsafe $0.loadUnaligned(as: InlineWords.self) }
  }

  package static let width = 32

  package var bytes: [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }

  package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try unsafe Swift.withUnsafeBytes(of: words, body)
  }

  /// The root of the tree without leaves: the hash of nothing.
  package static let empty = TreeHash(SHA256.hash(data: [UInt8]()))

  /// The hash of a leaf: SHA-256 of 0x00 and its bytes.
  package static func leaf(_ bytes: [UInt8]) -> TreeHash {
    unsafe bytes.withUnsafeBytes { unsafe leaf($0) }
  }

  /// The hash of a leaf: SHA-256 of 0x00 and its bytes.
  package static func leaf(_ bytes: UnsafeRawBufferPointer) -> TreeHash {
    var state = SHA256()
    state.update(data: leafPrefix)
    unsafe state.update(bufferPointer: bytes)
    return TreeHash(state.finalize())
  }

  /// The hash of an inner node: SHA-256 of 0x01 and both children's hashes.
  package static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
    // In one piece: a hash of 65 bytes costs less than three updates.
    var text = InlineArray<65, UInt8>(repeating: 0x01)
    return unsafe Swift.withUnsafeMutableBytes(of: &text) { text in
      unsafe left.withUnsafeBytes {
        unsafe UnsafeMutableRawBufferPointer(rebasing: text[1..<33]).copyMemory(from: $0)
      }
      unsafe right.withUnsafeBytes {
        unsafe UnsafeMutableRawBufferPointer(rebasing: text[33..<65]).copyMemory(from: $0)
      }
      var state = SHA256()
      unsafe state.update(bufferPointer: UnsafeRawBufferPointer(text))
      return TreeHash(state.finalize())
    }
  }

  /// The root of a tree by the hashes of all its leaves, level by level: an odd one at the end moves up as it is, which is the same
  /// tree as splitting at the largest power of two.
  package init(ofLeaves leaves: [TreeHash]) {
    var hashes = leaves
    while hashes.count > 1 {
      let pairs = hashes.count / 2
      for pair in 0..<pairs { hashes[pair] = .node(hashes[2 * pair], hashes[2 * pair + 1]) }
      if hashes.count % 2 == 1 { hashes[pairs] = hashes[2 * pairs] }
      hashes.removeLast(pairs)
    }
    self = hashes.first ?? .empty
  }

  private static let leafPrefix: [UInt8] = [0x00]
}
