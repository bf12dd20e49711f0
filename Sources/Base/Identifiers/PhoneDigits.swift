/// French telephone numbers, and those of other countries, in one spelling.
///
/// The country codes are those of the plan of ITU-T E.164 for France and its overseas departments and collectivities.
enum PhoneDigits {
  /// What is dialled from abroad instead of the zero in front.
  private static let codes = ["33", "262", "508", "590", "594", "596"].map { Array($0.utf8) }

  /// Returns the usual writings of a national number, without blanks, points and dashes.
  static func writings(of national: [UInt8]) -> [[UInt8]] {
    guard national.count == 9 else {
      return [Array("+".utf8) + national, Array("00".utf8) + national, national]
    }
    return ["", "0", "33", "+33", "0033"].map { Array($0.utf8) + national }
  }

  /// Returns the digits that follow the country's code or the zero in front; with the code, if it is another country's. Nil if the text is no
  /// telephone number.
  ///
  /// - Parameter text: without blanks, points and dashes.
  static func national(_ text: [UInt8]) -> [UInt8]? {
    var digits: [UInt8] = []
    var isInternational = false
    reading: for (place, byte) in text.enumerated() {
      switch byte {
      case 0x30...0x39: digits.append(byte)
      case UInt8(ascii: "+") where digits.isEmpty: isInternational = true
      case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "/"), UInt8(ascii: "_"): continue
      // tel:
      case _ where place < 4 && text.starts(with: Array("tel:".utf8)): continue
      // "ext. 5", "(bureau)": what follows a whole number is no part of it.
      default:
        guard digits.count >= 9 else { return nil }
        break reading
      }
    }
    let zero = UInt8(ascii: "0")
    if digits.starts(with: [zero, zero]) {
      digits.removeFirst(2)
      isInternational = true
    }
    if isInternational || digits.count > 10 {
      guard let code = codes.first(where: { digits.starts(with: $0) }) else {
        return isInternational && digits.count >= 5 ? digits : nil
      }
      var rest = Array(digits.dropFirst(code.count))
      // +33 (0)6 …
      if rest.count == 10, rest.first == zero { rest.removeFirst() }
      guard rest.count == 9 else { return isInternational && digits.count >= 5 ? digits : nil }
      return rest
    }
    switch digits.count {
    case 10 where digits.first == zero: return Array(digits.dropFirst())
    case 9 where digits.first != zero: return digits
    default: return nil
    }
  }
}
