internal import TransparencyLog

/// One spelling of one person, before it is a member.
struct TaggedSpelling {
  let tag: UInt64
  let person: UInt64
  let locator: TreeHash

  init(_ spelling: [UInt8], of person: UInt64, _ key: EvidenceKey) {
    tag = key.tag(spelling)
    self.person = person
    // A locator has a hash's 32 bytes, and its type keeps them in place.
    guard let locator = TreeHash(key.subjectLocator(spelling)) else {
      preconditionFailure("a locator of another length")
    }
    self.locator = locator
  }

  func isBefore(_ other: TaggedSpelling) -> Bool {
    unsafe locator.withUnsafeBytes { left in
      unsafe other.locator.withUnsafeBytes { right in
        for word in stride(from: 0, to: 32, by: 8) {
          let mine = unsafe UInt64(bigEndian: left.loadUnaligned(fromByteOffset: word, as: UInt64.self))
          let others = unsafe UInt64(bigEndian: right.loadUnaligned(fromByteOffset: word, as: UInt64.self))
          if mine != others { return mine < others }
        }
        return false
      }
    }
  }
}
