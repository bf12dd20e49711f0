/// The 32 digits of a UUID.
enum UUIDDigits {
  private static let prefix = Array("urn:uuid:".utf8)

  /// Reads a UUID in lower case, with or without hyphens, braces and `urn:uuid:`; nil if it is none.
  static func read(_ text: [UInt8]) -> [UInt8]? {
    var rest = text[...]
    if rest.starts(with: prefix) { rest = rest.dropFirst(prefix.count) }
    if let first = rest.first, let last = rest.last,
      (first, last) == (UInt8(ascii: "{"), UInt8(ascii: "}"))
        || (first, last) == (UInt8(ascii: "("), UInt8(ascii: ")"))
    {
      rest = rest.dropFirst().dropLast()
    }
    let digits = rest.filter { $0 != UInt8(ascii: "-") }
    guard digits.count == 32,
      digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    return Array(digits)
  }
}
