// The standard library has NFD and NFC and does not publish them; see SubjectForm.
@_spi(_Unicode) internal import Swift
internal import Words

/// Writes identifiers as holds compare them: wide, so that in doubt two spellings are one person and the record is kept (decision 8).
///
/// Letters lose their case and are composed, foreign digits become ASCII's; blanks, dashes, points, apostrophes, control and invisible characters go, whichever
/// of Unicode's they are. A number with a fraction of zero or an exponent is a whole number, and 15 characters that read as a NIR lose their key. What a form
/// says beyond that stands at its function below. What does not read as its form is compared as a text.
///
/// Bytes that are no UTF-8 are read as ISO 8859-1, in which each byte is a character: none is lost, and two people stay two.
///
/// One instance is used for many rows: it keeps its buffer.
package struct HeldSpelling {
  /// The rules above, as a whole. Whoever changes one raises it, and asks the rows under both while a hold of before is in force.
  package static let version = 2

  /// What was written last.
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// Writes an identifier in the form of the column that it is from.
  package mutating func write(_ identifier: UnsafeRawBufferPointer, as form: SubjectForm) {
    bytes.removeAll(keepingCapacity: true)
    unsafe bytes.append(contentsOf: identifier)
    guard let (count, hasExponent) = foldASCII() else {
      unsafe write(Array(identifier), as: form)
      return
    }
    bytes.removeLast(bytes.count - count)
    switch form {
    case .text, .nir:
      // Most have neither a point nor an exponent, and need no other look.
      if count != identifier.count || hasExponent,
        let digits = unsafe Self.wholeNumber(Array(identifier))
      {
        bytes = digits
      }
      cutNIR()
    default: unsafe finish(form, raw: Array(identifier))
    }
  }

  /// Folds the bytes in their place, in one pass: a hold asks this of every row.
  ///
  /// - Returns: how many are left, and whether an `e` is among them; nil if one is no ASCII.
  private mutating func foldASCII() -> (count: Int, hasExponent: Bool)? {
    var kept = 0
    var hasExponent = false
    for place in bytes.indices {
      let byte = bytes[place]
      guard byte < 0x80 else { return nil }
      guard let folded = Self.folded(ascii: byte) else { continue }
      hasExponent = hasExponent || folded == UInt8(ascii: "e")
      bytes[kept] = folded
      kept += 1
    }
    return (kept, hasExponent)
  }

  private mutating func write(_ raw: [UInt8], as form: SubjectForm) {
    bytes = Self.folded(raw)
    finish(form, raw: raw)
  }

  /// Returns every spelling that a hold on an identifier has to have, so that a column of any form is reached.
  package static func all(of identifier: String) -> Set<[UInt8]> {
    let raw = Array(identifier.utf8)
    var spelling = HeldSpelling()
    var found: Set<[UInt8]> = []
    for form in SubjectForm.allCases {
      unsafe raw.withUnsafeBytes { unsafe spelling.write($0, as: form) }
      found.insert(spelling.bytes)
      // A column that nobody gave a form has the number in any of its usual writings.
      if form == .phone, let national = national(raw) {
        found.formUnion(PhoneDigits.writings(of: national))
      }
      // A column of floating-point numbers has what is left of it.
      if form == .number, let number = Double(String(decoding: spelling.bytes, as: UTF8.self)),
        let rounded = wholeNumber(Array(number.description.utf8))
      {
        found.insert(rounded)
      }
    }
    return found
  }

  // MARK: Folding

  /// - Returns: nil for a byte that is left out.
  private static func folded(ascii byte: UInt8) -> UInt8? {
    switch byte {
    case 0...0x20, 0x7F, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "'"), UInt8(ascii: "`"): nil
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
    default: byte
    }
  }

  private static func folded(_ raw: [UInt8]) -> [UInt8] {
    if raw.allSatisfy({ $0 < 0x80 }) { return raw.compactMap { folded(ascii: $0) } }
    let text = text(of: raw)
    var scalars = String.UnicodeScalarView()
    for scalar in text._nfd { append(scalar, to: &scalars) }
    var composed = String.UnicodeScalarView()
    composed.append(contentsOf: String(scalars)._nfc)
    return Array(String(composed).utf8)
  }

  private static func text(of raw: [UInt8]) -> String {
    if let text = String(validating: raw, as: UTF8.self) { return text }
    var scalars = String.UnicodeScalarView()
    for byte in raw { scalars.append(Unicode.Scalar(byte)) }
    return String(scalars)
  }

  private static func append(_ scalar: Unicode.Scalar, to scalars: inout String.UnicodeScalarView) {
    let properties = scalar.properties
    if properties.isWhitespace || properties.isDash || properties.isDefaultIgnorableCodePoint { return }
    switch properties.generalCategory {
    case .control, .format, .dashPunctuation, .spaceSeparator: return
    default: break
    }
    switch scalar.value {
    // Full stops of other widths, the middle dot, apostrophes, and Braille's blank.
    case 0x27, 0x60, 0xB4, 0x2BC, 0x2018, 0x2019, 0x201B, 0x2032, 0xFF07, 0x2E, 0xB7, 0x3002, 0xFE52, 0xFF0E,
      0xFF61, 0x2800:
      return
    // Latin letters and signs of the width of ideographs.
    case 0xFF01...0xFF5E:
      if let narrow = Unicode.Scalar(scalar.value - 0xFEE0) { append(narrow, to: &scalars) }
      return
    default: break
    }
    if properties.generalCategory == .decimalNumber, let value = properties.numericValue,
      let digit = Unicode.Scalar(0x30 + UInt32(value))
    {
      scalars.append(digit)
      return
    }
    // Full case folding: what has no lower case of its own has one by way of its capitals, such as ß by SS.
    scalars.append(contentsOf: properties.lowercaseMapping.uppercased().lowercased().unicodeScalars)
  }

  // MARK: Forms

  private mutating func finish(_ form: SubjectForm, raw: [UInt8]) {
    switch form {
    case .text, .nir:
      if let digits = Self.wholeNumber(raw) { bytes = digits }
      cutNIR()
    case .email: finishEmail()
    case .phone:
      if let number = Self.national(raw) { bytes = number } else { finish(.text, raw: raw) }
    case .iban:
      if let account = Self.account(bytes) { bytes = account } else { finish(.text, raw: raw) }
    case .number:
      guard let number = WrittenNumber(Self.unblanked(raw)), let digits = number.integerDigits else {
        finish(.text, raw: raw)
        return
      }
      bytes = digits
      if Self.hasNIRKey(bytes) { bytes.removeLast(2) }
    case .uuid:
      if let digits = UUIDDigits.read(bytes) {
        bytes = digits
      } else if raw.count == 16 {
        bytes = Hexadecimal.digits(of: raw)
      } else {
        finish(.text, raw: raw)
      }
    }
  }

  /// A telephone number; a column of numbers may show it with a fraction of zero, which has no digits of it.
  private static func national(_ raw: [UInt8]) -> [UInt8]? {
    PhoneDigits.national(wholeNumber(raw) ?? folded(raw))
  }

  /// The digits of a number that is written with a fraction of zero or an exponent; nil for any other text.
  private static func wholeNumber(_ raw: [UInt8]) -> [UInt8]? {
    guard let number = WrittenNumber(unblanked(raw)), number.isDecimal, !number.isNegative else { return nil }
    return number.integerDigits
  }

  /// A number without blanks, which stand between thousands, in ASCII's digits.
  private static func unblanked(_ raw: [UInt8]) -> [UInt8] {
    guard raw.contains(where: { $0 >= 0x80 }) else { return raw.filter { $0 > 0x20 } }
    let marks = Set("+-.,".unicodeScalars)
    return text(of: raw).unicodeScalars.flatMap { scalar -> [UInt8] in
      if marks.contains(scalar) { return Array(String(scalar).utf8) }
      var kept = String.UnicodeScalarView()
      append(scalar, to: &kept)
      return Array(String(kept).utf8)
    }
  }

  /// A NIR is its 13 characters, with or without a key, right or wrong.
  private mutating func cutNIR() {
    if bytes.count == 15, Self.readsAsNIR(bytes) { bytes.removeLast(2) }
  }

  /// Digits, but for the letter of Corsica's departments.
  private static func readsAsNIR(_ bytes: [UInt8]) -> Bool {
    for (place, byte) in bytes.enumerated() {
      let isCorsica = place == 6 && (byte == UInt8(ascii: "a") || byte == UInt8(ascii: "b"))
      if !(0x30...0x39).contains(byte) && !isCorsica { return false }
    }
    return true
  }

  /// Tells if 15 digits end with the key of the 13 before. Of a column of numbers not every one of 15 digits is a NIR.
  private static func hasNIRKey(_ digits: [UInt8]) -> Bool {
    guard digits.count == 15 else { return false }
    func number(_ part: ArraySlice<UInt8>) -> Int { part.reduce(0) { $0 * 10 + Int($1 - 0x30) } }
    return number(digits[13...]) == 97 - number(digits[..<13]) % 97
  }

  /// An address is what stands between angle brackets, without `mailto:` and without what follows a plus sign in the name.
  private mutating func finishEmail() {
    if let open = bytes.lastIndex(of: UInt8(ascii: "<")), bytes.last == UInt8(ascii: ">") {
      bytes = Array(bytes[(open + 1)...].dropLast())
    }
    let prefix = Array("mailto:".utf8)
    if bytes.starts(with: prefix) { bytes.removeFirst(prefix.count) }
    guard let at = bytes.lastIndex(of: UInt8(ascii: "@")),
      let plus = bytes[..<at].firstIndex(of: UInt8(ascii: "+")), plus > 0
    else { return }
    bytes.removeSubrange(plus..<at)
  }

  /// An account is what follows the country and the check digits, as national forms have it.
  private static func account(_ bytes: [UInt8]) -> [UInt8]? {
    var rest = bytes.filter {
      (0x30...0x39).contains($0) || (0x61...0x7A).contains($0)
    }
    let prefix = Array("iban".utf8)
    if rest.starts(with: prefix) { rest.removeFirst(prefix.count) }
    guard rest.count >= 15 else { return nil }
    let hasCountry = rest[..<2].allSatisfy { $0 >= 0x61 } && rest[2..<4].allSatisfy { $0 < 0x61 }
    return hasCountry ? Array(rest.dropFirst(4)) : rest
  }
}
