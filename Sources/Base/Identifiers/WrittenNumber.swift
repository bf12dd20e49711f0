/// A decimal number as people and databases write it: sign, digits, fraction, exponent.
struct WrittenNumber {
  let isNegative: Bool
  /// The digits before the point, as they stand there.
  let whole: [UInt8]
  private let fraction: [UInt8]
  let exponent: Int

  /// A larger exponent is not spelled out: no identifier has so many digits.
  private static let longestExponent = 40

  /// - Returns: nil for anything that is no number from its first to its last byte.
  init?(_ text: [UInt8]) {
    var rest = text[...]
    isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    whole = Array(rest.prefix(while: Self.isDigit))
    rest = rest.dropFirst(whole.count)
    if rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ",") {
      rest = rest.dropFirst()
      fraction = Array(rest.prefix(while: Self.isDigit))
      rest = rest.dropFirst(fraction.count)
    } else {
      fraction = []
    }
    guard !whole.isEmpty else { return nil }
    guard let mark = rest.first else {
      exponent = 0
      return
    }
    guard mark | 0x20 == UInt8(ascii: "e") else { return nil }
    let power = String(decoding: rest.dropFirst(), as: UTF8.self)
    guard let exponent = Int(power), abs(exponent) <= Self.longestExponent else { return nil }
    self.exponent = exponent
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Tells if it is written with a point or an exponent.
  var isDecimal: Bool { !fraction.isEmpty || exponent != 0 }

  /// The number's digits without zeros in front; nil if it is no whole number.
  var integerDigits: [UInt8]? {
    let zero = UInt8(ascii: "0")
    let digits = whole + fraction
    let length = whole.count + exponent
    let kept = length > 0 ? Array(digits.prefix(length)) : []
    guard digits.dropFirst(max(0, length)).allSatisfy({ $0 == zero }) else { return nil }
    let filled = kept + Array(repeating: zero, count: max(0, length - digits.count))
    let significant = Array(filled.drop { $0 == zero })
    return significant.isEmpty ? [zero] : significant
  }
}
