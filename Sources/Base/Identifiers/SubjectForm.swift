// The standard library has NFC and does not publish it; Foundation, which does, would make the program three times as large.
@_spi(_Unicode) internal import Swift

/// The kind of identifier that a column has: it says which spellings name one person.
///
/// A form answers twice. `exact` is for what must not touch another person: pseudonyms and erasure. `HeldSpelling` is for holds: in doubt
/// two spellings are one person, and the record is kept.
///
/// `exact` is part of a pseudonym's definition, under `pseudonymName`: another answer needs another name.
package enum SubjectForm: String, Hashable, Sendable, CaseIterable {
  /// Without white space at its ends, in Unicode's composed form (NFC).
  case text
  /// A NIR without spaces, in capitals, without its key: 13 characters.
  case nir
  /// Without white space at its ends, in lower case and composed form.
  case email
  /// A French telephone number as +33 and nine digits, also where a column of numbers has lost its zero.
  case phone
  /// An IBAN without spaces, in capitals.
  case iban
  /// A number without plus sign and without a fraction of zero. Zeros in front stay: in a column of text they can tell two numbers apart.
  case number
  /// A UUID in lower case with its four hyphens, without braces and `urn:uuid:`.
  case uuid

  /// Reads a name as the files have it; `nir13` is what `nir` was called first.
  package init?(name: String) {
    switch name {
    case "nir13": self = .nir
    default: self.init(rawValue: name)
    }
  }

  /// What the form is called in a pseudonym's definition.
  package var pseudonymName: String { self == .nir ? "nir13" : rawValue }

  /// Returns the one spelling of all that certainly name the same person.
  package func exact(_ text: String) -> String {
    switch self {
    case .text: Self.composed(Self.trimmed(text))
    case .nir: String(Self.packed(text).prefix(13))
    case .email: Self.composed(Self.composed(Self.trimmed(text)).lowercased())
    case .phone: Self.phone(text)
    case .iban: Self.packed(text)
    case .number: Self.number(Self.trimmed(text))
    case .uuid: Self.uuid(Self.trimmed(text))
    }
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// é is written in one code point or in two.
  private static func composed(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: text._nfc)
    return String(scalars)
  }

  /// Letters and digits alone, in capitals.
  private static func packed(_ text: String) -> String {
    text.filter { $0.isLetter || $0.isNumber }.uppercased()
  }

  private static func phone(_ text: String) -> String {
    var digits = text.filter { $0.isASCII && $0.isNumber }
    if text.contains("+") || digits.hasPrefix("00") {
      if digits.hasPrefix("00") { digits.removeFirst(2) }
      if digits.hasPrefix("330") { digits.remove(at: digits.index(digits.startIndex, offsetBy: 2)) }
      return "+" + digits
    }
    if digits.count == 10, digits.hasPrefix("0") { digits.removeFirst() }
    return digits.count == 9 && !digits.hasPrefix("0") ? "+33" + digits : digits
  }

  private static func number(_ text: String) -> String {
    guard let number = WrittenNumber(Array(text.utf8)), let digits = number.integerDigits else {
      return composed(text)
    }
    let isPlain = number.exponent == 0
    return (number.isNegative ? "-" : "") + String(decoding: isPlain ? number.whole : digits, as: UTF8.self)
  }

  private static func uuid(_ text: String) -> String {
    guard let digits = UUIDDigits.read(Array(text.lowercased().utf8)) else { return composed(text) }
    var parts: [String] = []
    var start = 0
    for length in [8, 4, 4, 4, 12] {
      parts.append(String(decoding: digits[start..<start + length], as: UTF8.self))
      start += length
    }
    return parts.joined(separator: "-")
  }
}
