/// The transitions of one zone, and the rule for the time after the last.
struct ZoneRules: Sendable {
  struct LocalType: Hashable, Sendable {
    let offset: Int
    let abbreviation: String
  }

  /// Seconds since the epoch, ascending.
  private let transitions: [Int]
  /// The type that each transition begins.
  private let types: [LocalType]
  /// In force before the first transition.
  private let first: LocalType
  private let footer: ZoneFooter?

  init(fixed offset: Int, abbreviation: String) {
    transitions = []
    types = []
    first = LocalType(offset: offset, abbreviation: abbreviation)
    footer = nil
  }

  func type(at second: Int) -> LocalType {
    guard let last = transitions.last, second < last else {
      return footer?.type(at: second) ?? types.last ?? first
    }
    // The first transition after the second; the one before it is in force.
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= second { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : types[low - 1]
  }

  /// Reads a TZif file of version 2 or later (RFC 9636): the 64-bit block and its footer.
  init(tzif bytes: [UInt8], of identifier: String) throws(TimeZoneError) {
    var reader = ByteReader(bytes: bytes, identifier: identifier)
    let old = try Header(&reader)
    guard old.version >= 2 else { throw .damaged(identifier, cause: "version 1, which has no 64-bit times") }
    try reader.skip(
      old.timeCount * 5 + old.typeCount * 6 + old.characterCount + old.leapCount * 8 + old.standardCount
        + old.universalCount)
    let header = try Header(&reader)
    guard header.typeCount > 0, header.characterCount > 0 else {
      throw .damaged(identifier, cause: "no local time types")
    }
    var times: [Int] = []
    for _ in 0..<header.timeCount {
      times.append(Int(truncatingIfNeeded: try reader.integer(bytes: 8)))
    }
    guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .damaged(identifier, cause: "transitions out of order")
    }
    var indexes: [Int] = []
    for _ in 0..<header.timeCount { indexes.append(try reader.integer(bytes: 1)) }
    var entries: [(offset: Int, designation: Int)] = []
    for _ in 0..<header.typeCount {
      let offset = Int(Int32(truncatingIfNeeded: try reader.integer(bytes: 4)))
      guard abs(offset) < 86_400 * 2 else { throw .damaged(identifier, cause: "an offset of more than two days") }
      _ = try reader.integer(bytes: 1)
      entries.append((offset, try reader.integer(bytes: 1)))
    }
    let characters = try reader.take(header.characterCount)
    var localTypes: [LocalType] = []
    for entry in entries {
      guard entry.designation < characters.count else { throw .damaged(identifier, cause: "an abbreviation out of bounds") }
      let name = characters.dropFirst(entry.designation).prefix { $0 != 0 }
      localTypes.append(LocalType(offset: entry.offset, abbreviation: String(decoding: name, as: UTF8.self)))
    }
    guard indexes.allSatisfy({ $0 < localTypes.count }) else {
      throw .damaged(identifier, cause: "a transition to a type that is not there")
    }
    try reader.skip(header.leapCount * 12 + header.standardCount + header.universalCount)
    transitions = times
    types = indexes.map { localTypes[$0] }
    first = localTypes[0]
    footer = try ZoneFooter(try reader.footer(), of: identifier)
  }

  private struct Header {
    let version: Int
    let universalCount: Int
    let standardCount: Int
    let leapCount: Int
    let timeCount: Int
    let typeCount: Int
    let characterCount: Int

    init(_ reader: inout ByteReader) throws(TimeZoneError) {
      guard try reader.take(4).elementsEqual("TZif".utf8) else {
        throw .damaged(reader.identifier, cause: "it does not begin with TZif")
      }
      let digit = try reader.integer(bytes: 1)
      version = digit == 0 ? 1 : digit - 0x30
      try reader.skip(15)
      universalCount = try reader.integer(bytes: 4)
      standardCount = try reader.integer(bytes: 4)
      leapCount = try reader.integer(bytes: 4)
      timeCount = try reader.integer(bytes: 4)
      typeCount = try reader.integer(bytes: 4)
      characterCount = try reader.integer(bytes: 4)
    }
  }

  private struct ByteReader {
    let bytes: [UInt8]
    let identifier: String
    var position = 0

    mutating func take(_ count: Int) throws(TimeZoneError) -> ArraySlice<UInt8> {
      guard count >= 0, bytes.count - position >= count else { throw .damaged(identifier, cause: "it ends too early") }
      defer { position += count }
      return bytes[position..<position + count]
    }

    mutating func skip(_ count: Int) throws(TimeZoneError) { _ = try take(count) }

    mutating func integer(bytes count: Int) throws(TimeZoneError) -> Int {
      Int(truncatingIfNeeded: try take(count).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    mutating func footer() throws(TimeZoneError) -> String {
      guard try take(1).first == 0x0A else { throw .damaged(identifier, cause: "no footer") }
      let text = bytes[position...].prefix { $0 != 0x0A }
      guard text.endIndex < bytes.count else { throw .damaged(identifier, cause: "an open footer") }
      return String(decoding: text, as: UTF8.self)
    }
  }
}
