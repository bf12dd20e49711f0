internal import RecordStores

/// FF1 over the letters and digits of a value, which keeps its length and form. Whoever holds the key can turn it back.
struct FormatPreserving: ColumnTransform {
  /// Under the domain's key, with the column's place as its tweak, so that one value is another in each column; nil where no key is loaded.
  let cipher: FF1?
  let alphabet: FF1Alphabet

  func apply(_ value: ColumnValue, subject: ColumnValue) throws -> ColumnValue {
    guard let text = try value.identifier(for: "ff1") else { return .null }
    guard let cipher else { throw TransformError.noKey(transform: "ff1") }
    if case .integer(let number) = value { return .integer(try enciphered(number, by: cipher)) }
    return .text(try enciphered(text, by: cipher))
  }

  /// Spaces and punctuation stay where they are.
  private func enciphered(_ text: String, by cipher: FF1) throws -> String {
    var bytes = Array(text.utf8)
    var places: [Int] = []
    var numerals: [UInt16] = []
    for (place, byte) in bytes.enumerated() {
      if let numeral = alphabet.numeral(of: byte) {
        places.append(place)
        numerals.append(numeral)
      } else if !(0x20...0x7E).contains(byte) || FF1Alphabet.lettersAndDigits.numeral(of: byte) != nil {
        throw TransformError.notOfAlphabet(alphabet)
      }
    }
    try check(numerals.count, least: FF1.minimumLength(radix: alphabet.radix))
    for (place, numeral) in zip(places, try cipher.enciphered(numerals)) {
      bytes[place] = alphabet.byte(of: numeral)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A number keeps its count of digits: it is enciphered until the first digit is no zero, which can be turned back as well.
  private func enciphered(_ number: Int64, by cipher: FF1) throws -> Int64 {
    guard number >= 0, alphabet == .digits else { throw TransformError.notOfAlphabet(alphabet) }
    var numerals = String(number).utf8.map { UInt16($0 - UInt8(ascii: "0")) }
    // Nine tenths of the numbers of so many digits are without a zero in front.
    try check(numerals.count, least: FF1.minimumLength(radix: 10) + 1)
    while true {
      numerals = try cipher.enciphered(numerals)
      let result = FF1.number(numerals[...], radix: 10)
      if numerals[0] != 0, let number = Int64(exactly: result) { return number }
    }
  }

  private func check(_ count: Int, least: Int) throws {
    let most = FF1.maximumLength(radix: alphabet.radix)
    guard (least...most).contains(count) else { throw TransformError.lengthOutside(alphabet, least...most) }
  }

  func isOutput(_ value: ColumnValue) -> Bool? { nil }
}
