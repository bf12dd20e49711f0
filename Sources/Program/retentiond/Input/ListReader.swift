/// The text of a list as UTF-8, whichever of the encodings of spreadsheets and databases it came in.
enum ListText {
  static func utf8(_ bytes: [UInt8]) throws(PersonListProblem) -> [UInt8] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
    if bytes.starts(with: [0xFF, 0xFE]) { return try fromUTF16(bytes.dropFirst(2), isBigEndian: false) }
    if bytes.starts(with: [0xFE, 0xFF]) { return try fromUTF16(bytes.dropFirst(2), isBigEndian: true) }
    // Without a mark: digits and Latin letters have every other byte 0.
    if bytes.count >= 2, bytes.count.isMultiple(of: 2) {
      if areZero(bytes, from: 1), !areZero(bytes, from: 0) {
        return try fromUTF16(bytes[...], isBigEndian: false)
      }
      if areZero(bytes, from: 0), !areZero(bytes, from: 1) {
        return try fromUTF16(bytes[...], isBigEndian: true)
      }
    }
    return bytes
  }

  private static func areZero(_ bytes: [UInt8], from start: Int) -> Bool {
    stride(from: start, to: bytes.count, by: 2).allSatisfy { bytes[$0] == 0 }
  }

  private static func fromUTF16(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) throws(PersonListProblem)
    -> [UInt8]
  {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var line = 1
    var place = bytes.startIndex
    func unit() -> UInt16? {
      guard place + 1 < bytes.endIndex else { return nil }
      let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
      place += 2
      return isBigEndian ? first << 8 | second : second << 8 | first
    }
    while let first = unit() {
      var value = UInt32(first)
      if UTF16.isLeadSurrogate(first) {
        guard let second = unit(), UTF16.isTrailSurrogate(second) else {
          throw PersonListProblem(line: line, .invalidText)
        }
        value = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF))
      }
      guard let scalar = Unicode.Scalar(value) else { throw PersonListProblem(line: line, .invalidText) }
      text += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      if value == 0x0A { line += 1 }
    }
    guard place == bytes.endIndex else { throw PersonListProblem(line: line, .invalidText) }
    return text
  }
}

/// Reads a text line by line, and a line field by field.
struct ListReader {
  private let bytes: [UInt8]
  private var ahead = 0
  private var range = 0..<0
  /// From 1.
  private(set) var line = 0

  private static let quote = UInt8(ascii: "\"")
  static let delimiters = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Goes to the next line that is not blank; false at the end. Lines end with LF, CR or both.
  mutating func next() throws(PersonListProblem) -> Bool {
    while ahead < bytes.count {
      let start = ahead
      while ahead < bytes.count, bytes[ahead] != 0x0A, bytes[ahead] != 0x0D { ahead += 1 }
      range = start..<ahead
      line += 1
      if ahead < bytes.count {
        ahead += bytes[ahead] == 0x0D && ahead + 1 < bytes.count && bytes[ahead + 1] == 0x0A ? 2 : 1
      }
      if bytes[range].contains(0) { throw PersonListProblem(line: line, .nul) }
      if bytes[range].contains(where: { $0 > 0x20 }) || bytes[range].contains(UInt8(ascii: "\t")) {
        return true
      }
    }
    return false
  }

  /// What stands between the line's values: a tab before a semicolon before a comma, which may be part of a number. Nil for a single value.
  var delimiter: UInt8? {
    var isQuoted = false
    var found: Set<UInt8> = []
    for byte in bytes[range] {
      if byte == Self.quote { isQuoted.toggle() }
      if !isQuoted, Self.delimiters.contains(byte) { found.insert(byte) }
    }
    return Self.delimiters.first(where: found.contains)
  }

  /// The line's values, without the quotation marks around them.
  func fields(_ delimiter: UInt8?, isWholeLine: Bool) throws(PersonListProblem) -> [String] {
    if isWholeLine {
      if PersonList.isScientific(Array(bytes[range])) { throw PersonListProblem(line: line, .scientific) }
      if self.delimiter != nil, bytes[range].contains(where: { $0 > 0x20 }) {
        throw PersonListProblem(line: line, .delimiter)
      }
    }
    var fields: [String] = []
    var place = range.lowerBound
    while true {
      fields.append(try field(&place, delimiter))
      guard place < range.upperBound else { return fields }
      place += 1
    }
  }

  /// Reads a value up to its delimiter or the line's end.
  private func field(_ place: inout Int, _ delimiter: UInt8?) throws(PersonListProblem) -> String {
    var start = place
    while start < range.upperBound, bytes[start] == 0x20 { start += 1 }
    guard start < range.upperBound, bytes[start] == Self.quote else {
      let end = bytes[place..<range.upperBound].firstIndex { $0 == delimiter } ?? range.upperBound
      defer { place = end }
      return try text(bytes[place..<end])
    }
    var value: [UInt8] = []
    place = start + 1
    while true {
      guard place < range.upperBound else { throw PersonListProblem(line: line, .openQuote) }
      if bytes[place] == Self.quote {
        place += 1
        guard place < range.upperBound, bytes[place] == Self.quote else { break }
      }
      value.append(bytes[place])
      place += 1
    }
    while place < range.upperBound, bytes[place] == 0x20 { place += 1 }
    guard place == range.upperBound || bytes[place] == delimiter else {
      throw PersonListProblem(line: line, .textAfterQuote)
    }
    return try text(value[...])
  }

  private func text(_ value: ArraySlice<UInt8>) throws(PersonListProblem) -> String {
    guard let text = String(validating: value, as: UTF8.self) else {
      throw PersonListProblem(line: line, .invalidText)
    }
    return text
  }
}
