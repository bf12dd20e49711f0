internal import TransparencyLog

/// The members of a hold: for each spelling of a person eight bytes of a tag and 32 of a locator, sorted by locator (decision 30).
struct HoldMembers: Sendable {
  private(set) var bytes: [UInt8] = []

  static let width = tagWidth + TreeHash.width
  static let tagWidth = 8
  /// How many lie in one row of the table `hold_member`.
  static let chunk = 4_096

  init() {}

  /// - Returns: nil if the bytes are not whole members in their order.
  init?(bytes: [UInt8]) {
    guard bytes.count % Self.width == 0 else { return nil }
    self.bytes = bytes
    for index in 0..<max(0, count - 1) where !locator(index).lexicographicallyPrecedes(locator(index + 1)) {
      return nil
    }
  }

  var count: Int { bytes.count / Self.width }

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count * Self.width) }

  mutating func append(tag: UInt64, locator: [UInt8]) {
    for byte in 0..<Self.tagWidth { bytes.append(UInt8(truncatingIfNeeded: tag >> UInt64(56 - 8 * byte))) }
    bytes += locator
  }

  func locator(_ index: Int) -> ArraySlice<UInt8> {
    bytes[index * Self.width + Self.tagWidth..<(index + 1) * Self.width]
  }

  /// The RFC 6962 root over the members, each a leaf: a tag counts as its locator does, since a row is found by it.
  var root: TreeHash { Self.root(of: bytes[...]) }

  static func root(of bytes: ArraySlice<UInt8>) -> TreeHash {
    let leaves = unsafe bytes.withUnsafeBytes { bytes in
      (0..<bytes.count / width).map { index in
        unsafe TreeHash.leaf(
          UnsafeRawBufferPointer(rebasing: bytes[index * width..<(index + 1) * width]))
      }
    }
    return TreeHash(ofLeaves: leaves)
  }

  /// The members in the pieces that rows of the table have.
  var chunks: [ArraySlice<UInt8>] {
    stride(from: 0, to: bytes.count, by: Self.chunk * Self.width).map {
      bytes[$0..<min($0 + Self.chunk * Self.width, bytes.count)]
    }
  }

  /// The same without some.
  func without(_ locators: Set<[UInt8]>) -> HoldMembers {
    var rest = HoldMembers()
    rest.reserve(count)
    for index in 0..<count where !locators.contains(Array(locator(index))) {
      rest.bytes += bytes[index * Self.width..<(index + 1) * Self.width]
    }
    return rest
  }
}
