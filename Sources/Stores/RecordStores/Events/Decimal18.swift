/// A decimal number as digits, to the eighteenth behind the point.
struct Decimal18 {
  let isNegative: Bool
  /// The digits before the point.
  let whole: Int64
  /// The digits behind it, in units of 10⁻¹⁸.
  let fraction: Int64
  /// How many digits are behind the point.
  let places: Int
  /// Tells if a digit behind the eighteenth is not zero.
  let isRounded: Bool

  static let scale: Int64 = 1_000_000_000_000_000_000

  var hasFraction: Bool { fraction != 0 || isRounded }

  /// - Parameter text: digits, with a sign before and a point between them or without.
  init?(_ text: String) {
    isNegative = text.hasPrefix("-")
    let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !parts[0].isEmpty, parts[0].utf8.count <= 19,
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }), let whole = Int64(parts[0])
    else { return nil }
    self.whole = whole
    let digits = parts.count == 2 ? Array(parts[1].utf8) : []
    var (rest, unit) = (Int64(0), Self.scale)
    for digit in digits.prefix(18) {
      unit /= 10
      rest += Int64(digit - 0x30) * unit
    }
    fraction = rest
    places = digits.count
    isRounded = digits.dropFirst(18).contains { $0 != 0x30 }
  }

  /// The least whole number that is not less than this number so many times.
  func timesRoundedUp(_ factor: Int128) -> Int128 {
    let whole = Int128(whole) * factor
    let rest = Int128(fraction) * factor
    // A digit that is left out counts as one more of the last place: the later counts.
    if isNegative { return -whole - rest / Int128(Self.scale) }
    return whole + (rest + (isRounded ? factor : 0)).dividedUp(by: Int128(Self.scale))
  }
}

extension Int128 {
  /// The quotient, rounded towards what is greater.
  func dividedUp(by divisor: Int128) -> Int128 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder > 0 ? quotient + 1 : quotient
  }

  /// The quotient, rounded towards what is less.
  func dividedDown(by divisor: Int128) -> Int128 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
