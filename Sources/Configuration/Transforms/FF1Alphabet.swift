/// The characters that FF1 turns into each other.
package enum FF1Alphabet: String, Hashable, Sendable, CaseIterable {
  case digits
  case capitalsAndDigits = "capitals-and-digits"
  case lettersAndDigits = "letters-and-digits"

  var radix: Int {
    switch self {
    case .digits: 10
    case .capitalsAndDigits: 36
    case .lettersAndDigits: 62
    }
  }

  /// Digits, then capitals, then the others.
  func numeral(of byte: UInt8) -> UInt16? {
    let numeral: UInt16? =
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt16(byte - UInt8(ascii: "A")) + 10
      case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt16(byte - UInt8(ascii: "a")) + 36
      default: nil
      }
    return numeral.flatMap { $0 < radix ? $0 : nil }
  }

  func byte(of numeral: UInt16) -> UInt8 {
    switch numeral {
    case ..<10: UInt8(ascii: "0") + UInt8(numeral)
    case ..<36: UInt8(ascii: "A") + UInt8(numeral - 10)
    default: UInt8(ascii: "a") + UInt8(numeral - 36)
    }
  }
}
