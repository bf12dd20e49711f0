extension ZoneRules {
  /// Reads a TZif file of version 2 or later (RFC 9636): its 64-bit block and its footer.
  ///
  /// The file may be damaged or hostile: every count and index is checked before it is used.
  init(tzif bytes: [UInt8], of identifier: String) throws(TimeZoneError) {
    var reader = ZoneBytes(bytes, of: identifier)
    let old = try Header(&reader)
    guard old.version >= 2 else { throw reader.damaged("version 1, which has no 64-bit times") }
    try reader.skip(old.length(timeSize: 4))
    let header = try Header(&reader)
    guard header.version == old.version else { throw reader.damaged("two versions") }
    guard header.typeCount > 0, header.typeCount <= 256 else { throw reader.damaged("no local time types") }
    guard header.leapCount == 0 else { throw .leapSeconds(identifier) }
    let block = try reader.part(header.length(timeSize: 8))
    try self.init(block: block, header: header, footer: try reader.footer())
  }

  private init(block: ZoneBytes, header: Header, footer text: [UInt8]) throws(TimeZoneError) {
    var reader = block
    var times: [Int] = []
    for _ in 0..<header.timeCount { times.append(try reader.signed(bytes: 8)) }
    // RFC 9636, section 3.2: ascending, and none before the Big Bang.
    guard times.allSatisfy({ $0 >= -(1 << 59) }), zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw reader.damaged("its transitions are out of order or out of bounds")
    }
    var indexes: [Int] = []
    for _ in 0..<header.timeCount { indexes.append(try reader.unsigned(bytes: 1)) }
    guard indexes.allSatisfy({ $0 < header.typeCount }) else {
      throw reader.damaged("a transition to a type that is not there")
    }
    var entries: [(offset: Int, name: Int)] = []
    for _ in 0..<header.typeCount {
      let offset = try reader.signed(bytes: 4)
      guard abs(offset) < Self.widestOffset else { throw reader.damaged("an offset of more than 26 hours") }
      guard try reader.unsigned(bytes: 1) <= 1 else { throw reader.damaged("a type with no kind of time") }
      entries.append((offset, try reader.unsigned(bytes: 1)))
    }
    let characters = Array(try reader.take(header.characterCount))
    var localTypes: [LocalType] = []
    for entry in entries {
      guard let end = characters[min(entry.name, characters.count)...].firstIndex(of: 0) else {
        throw reader.damaged("an abbreviation out of bounds")
      }
      let name = characters[entry.name..<end]
      guard ZoneFooter.isAbbreviation(name) else {
        throw reader.damaged("an abbreviation of other characters")
      }
      localTypes.append(LocalType(offset: entry.offset, abbreviation: String(decoding: name, as: UTF8.self)))
    }
    // An empty footer says nothing of the time after the last transition.
    let footer = text.isEmpty ? nil : ZoneFooter(text)
    guard text.isEmpty || footer != nil else {
      throw reader.damaged("its footer is no rule for the time after its transitions")
    }
    self.init(transitions: times, types: indexes.map { localTypes[$0] }, first: localTypes[0], footer: footer)
  }

  private init(transitions: [Int], types: [LocalType], first: LocalType, footer: ZoneFooter?) {
    self.transitions = transitions
    self.types = types
    self.first = first
    self.footer = footer
  }
}

/// What a TZif block's header says of it (RFC 9636, section 3.1).
private struct Header {
  let version: Int
  let universalCount: Int
  let standardCount: Int
  let leapCount: Int
  let timeCount: Int
  let typeCount: Int
  let characterCount: Int

  init(_ reader: inout ZoneBytes) throws(TimeZoneError) {
    guard try reader.take(4).elementsEqual("TZif".utf8) else {
      throw reader.damaged("it does not begin with TZif")
    }
    let digit = try reader.unsigned(bytes: 1)
    switch digit {
    case 0: version = 1
    case 0x32...0x39: version = digit - 0x30
    default: throw reader.damaged("a version that is no digit")
    }
    try reader.skip(15)
    universalCount = try reader.unsigned(bytes: 4)
    standardCount = try reader.unsigned(bytes: 4)
    leapCount = try reader.unsigned(bytes: 4)
    timeCount = try reader.unsigned(bytes: 4)
    typeCount = try reader.unsigned(bytes: 4)
    characterCount = try reader.unsigned(bytes: 4)
  }

  /// The bytes of the block that follows: counts have 32 bits, so that the sum cannot overflow.
  func length(timeSize: Int) -> Int {
    timeCount * (timeSize + 1) + typeCount * 6 + characterCount + leapCount * (timeSize + 4) + standardCount
      + universalCount
  }
}
