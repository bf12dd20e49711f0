internal import TransparencyLog

/// The evidence of one kind of the batches whose intents are in one entry bundle: for each, the intent's place in the bundle (one byte), how many
/// hashes (four bytes, the high one first), and these, 32 bytes each: one for a record, and two for a row of a dependent.
struct EvidenceBundle {
  private(set) var bytes: [UInt8] = []
  private var places: [Int: Range<Int>] = [:]

  init() {}

  /// Reads a bundle; nil if it has another form.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    var start = 0
    var last = -1
    while start < bytes.count {
      guard bytes.count - start >= 5, Int(bytes[start]) > last else { return nil }
      last = Int(bytes[start])
      let rows = bytes[start + 1..<start + 5].reduce(0) { $0 << 8 | Int($1) }
      start += 5
      guard bytes.count - start >= rows * TreeHash.width else { return nil }
      places[last] = start..<start + rows * TreeHash.width
      start += rows * TreeHash.width
    }
  }

  /// How many batches it has.
  var count: Int { places.count }

  mutating func add(place: Int, locators: [UInt8]) {
    let rows = locators.count / TreeHash.width
    bytes += [UInt8(place)] + stride(from: 24, through: 0, by: -8).map { UInt8(rows >> $0 & 0xFF) }
    places[place] = bytes.count..<bytes.count + locators.count
    bytes += locators
  }

  func locators(place: Int) -> [UInt8]? { places[place].map { Array(bytes[$0]) } }
}
