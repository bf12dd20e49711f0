/// The people who are held, by their tags: a table of open addressing, since tags are as good as random and most questions end at an empty place.
struct HeldSubjects {
  /// The number of a person in `locators`, from 1; 0 where nobody is.
  private var places: [UInt32] = []
  private var tags: [UInt64] = []
  /// 32 bytes a person.
  private var locators: [UInt8] = []

  private static let width = 32

  var isEmpty: Bool { tags.isEmpty }

  /// - Parameter locator: 32 bytes.
  mutating func insert(tag: UInt64, locator: [UInt8]) {
    tags.append(tag)
    locators += locator
    // Four places a person at most, and two at least.
    if tags.count * 2 > places.count { grow() } else { place(tags.count - 1) }
  }

  private mutating func grow() {
    places = Array(repeating: 0, count: max(16, places.count * 2))
    for index in tags.indices { place(index) }
  }

  private mutating func place(_ index: Int) {
    var slot = Int(truncatingIfNeeded: tags[index]) & (places.count - 1)
    while places[slot] != 0 { slot = (slot + 1) & (places.count - 1) }
    places[slot] = UInt32(index + 1)
  }

  /// Whether a person of this tag is held whose locator is the one that is made only where it matters.
  func contains(tag: UInt64, locator: () -> [UInt8]) -> Bool {
    guard !places.isEmpty else { return false }
    var slot = Int(truncatingIfNeeded: tag) & (places.count - 1)
    var wanted: [UInt8]?
    while places[slot] != 0 {
      let index = Int(places[slot]) - 1
      if tags[index] == tag {
        let bytes = wanted ?? locator()
        wanted = bytes
        if locators[index * Self.width..<(index + 1) * Self.width].elementsEqual(bytes) { return true }
      }
      slot = (slot + 1) & (places.count - 1)
    }
    return false
  }
}
