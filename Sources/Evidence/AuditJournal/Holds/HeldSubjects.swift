internal import TransparencyLog

/// The people who are held, by their tags: a table of open addressing, since tags are as good as random and most questions end at an empty place.
///
/// A place has the upper half of a tag, so that a question about somebody who is not held reads one place and no member: a list of a million is
/// larger than a processor's cache, and each further look would wait for memory.
struct HeldSubjects {
  /// In each place the upper half of a tag, and below it the number of its member, from 1; 0 where nobody is.
  private var places: [UInt64] = []
  /// The members of hold after hold, in the form of `HoldMembers`.
  private var members: [UInt8] = []

  private static let number: UInt64 = 0xFFFF_FFFF

  var isEmpty: Bool { members.isEmpty }
  var count: Int { members.count / HoldMembers.width }

  /// Makes room for so many more.
  mutating func reserve(_ more: Int) {
    members.reserveCapacity(members.count + more * HoldMembers.width)
    if (count + more) * 2 > places.count { grow(to: (count + more) * 2) }
  }

  /// - Parameter locator: 32 bytes.
  mutating func insert(tag: UInt64, locator: [UInt8]) {
    var member = HoldMembers()
    member.append(tag: tag, locator: locator)
    insert(members: member.bytes[...])
  }

  /// - Parameter bytes: whole members.
  mutating func insert(members bytes: ArraySlice<UInt8>) {
    let first = count
    members += bytes
    // Four places a person at most, and two at least.
    if count * 2 > places.count { return grow(to: count * 2) }
    for index in first..<count { place(index) }
  }

  private mutating func grow(to wanted: Int) {
    var size = max(16, places.count)
    while size < wanted { size *= 2 }
    places = Array(repeating: 0, count: size)
    for index in 0..<count { place(index) }
  }

  private mutating func place(_ index: Int) {
    let tag = tag(of: index)
    var slot = Int(truncatingIfNeeded: tag) & (places.count - 1)
    while places[slot] != 0 { slot = (slot + 1) & (places.count - 1) }
    places[slot] = tag & ~Self.number | UInt64(index + 1)
  }

  private func tag(of index: Int) -> UInt64 {
    let start = index * HoldMembers.width
    return members[start..<start + HoldMembers.tagWidth].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Tells if a person of this tag is held whose locator is the one that is made only where it matters.
  func contains(tag: UInt64, locator: () -> [UInt8]) -> Bool { index(tag: tag, locator: locator) != nil }

  /// The place of a held person among the members.
  func index(tag: UInt64, locator: () -> [UInt8]) -> Int? {
    guard !places.isEmpty else { return nil }
    var slot = Int(truncatingIfNeeded: tag) & (places.count - 1)
    var wanted: [UInt8]?
    while places[slot] != 0 {
      if places[slot] & ~Self.number == tag & ~Self.number {
        let bytes = wanted ?? locator()
        wanted = bytes
        let index = Int(places[slot] & Self.number) - 1
        let start = index * HoldMembers.width + HoldMembers.tagWidth
        if members[start..<start + TreeHash.width].elementsEqual(bytes) { return index }
      }
      slot = (slot + 1) & (places.count - 1)
    }
    return nil
  }
}
