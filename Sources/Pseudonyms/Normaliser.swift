// The standard library has NFC and does not publish it; Foundation, which does, would make the program three times as large.
@_spi(_Unicode) internal import Swift

/// How a value is written before its pseudonym is made, so that two spellings of one person give one pseudonym.
///
/// It is part of the pseudonym's definition: a change of a normaliser needs a new name.
public enum Normaliser: String, Hashable, Sendable, CaseIterable {
  /// Without white space at its ends, in Unicode's composed form (NFC).
  case text
  /// A NIR without spaces, in capitals, without its key: 13 characters.
  case nir13
  /// Without white space at its ends, in lower case and composed form.
  case email
  /// A French telephone number as +33 and nine digits, also where a column of numbers has lost its zero.
  case phone
  /// An IBAN without spaces, in capitals.
  case iban

  func normalised(_ text: String) -> String {
    switch self {
    case .text: Self.composed(Self.trimmed(text))
    case .nir13: String(Self.packed(text).prefix(13))
    case .email: Self.composed(Self.composed(Self.trimmed(text)).lowercased())
    case .phone: Self.phone(text)
    case .iban: Self.packed(text)
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
}
