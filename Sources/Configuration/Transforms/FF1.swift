internal import Crypto
internal import CryptoExtras

/// FF1 of NIST SP 800-38G: numerals of a radix to as many numerals of it, one to one, under an AES key and a tweak.
///
/// Numbers of half a text are kept in 128 bits, so that a text has at most 72 decimal digits or 46 letters and digits.
struct FF1 {
  let key: SymmetricKey
  let tweak: [UInt8]
  let radix: UInt128

  init(key: SymmetricKey, tweak: [UInt8], radix: Int) {
    self.key = key
    self.tweak = tweak
    self.radix = UInt128(radix)
  }

  /// The fewest numerals: the standard's second draft asks for a million texts at least, since fewer could be tried through.
  static func minimumLength(radix: Int) -> Int {
    var length = 1
    var count = radix
    while count < 1_000_000 {
      count *= radix
      length += 1
    }
    return max(2, length)
  }

  /// The most numerals: half of them must stay below 2^120, so that a byte more fits into 128 bits.
  static func maximumLength(radix: Int) -> Int {
    var half = 0
    var modulus: UInt128 = 1
    while modulus <= (UInt128(1) << 120) / UInt128(radix) {
      modulus *= UInt128(radix)
      half += 1
    }
    return 2 * half
  }

  func enciphered(_ numerals: [UInt16]) throws -> [UInt16] {
    let rounds = try Rounds(self, length: numerals.count)
    var left = Self.number(numerals[..<rounds.leftCount], radix: Int(radix))
    var right = Self.number(numerals[rounds.leftCount...], radix: Int(radix))
    for round in 0..<10 {
      let modulus = rounds.modulus(of: round)
      let sum = (left + (try rounds.value(round, of: right)) % modulus) % modulus
      left = right
      right = sum
    }
    return Self.numerals(left, count: rounds.leftCount, radix: Int(radix))
      + Self.numerals(right, count: rounds.rightCount, radix: Int(radix))
  }

  static func number(_ numerals: ArraySlice<UInt16>, radix: Int) -> UInt128 {
    numerals.reduce(0) { $0 * UInt128(radix) + UInt128($1) }
  }

  static func numerals(_ number: UInt128, count: Int, radix: Int) -> [UInt16] {
    var numerals = [UInt16](repeating: 0, count: count)
    var rest = number
    for place in numerals.indices.reversed() {
      numerals[place] = UInt16(rest % UInt128(radix))
      rest /= UInt128(radix)
    }
    return numerals
  }
}

extension FF1 {
  /// What the ten rounds over texts of one length have in common; the names in the comments are the standard's.
  struct Rounds {
    /// u and v.
    let leftCount: Int
    let rightCount: Int
    private let cipher: FF1
    /// b, the bytes of the longer half's number.
    private let numberBytes: Int
    private let leftModulus: UInt128
    private let rightModulus: UInt128
    /// The chaining value behind P and the whole blocks of the tweak, which no round changes.
    private let chained: [UInt8]
    /// What Q begins with.
    private let prefix: [UInt8]

    init(_ cipher: FF1, length: Int) throws {
      self.cipher = cipher
      leftCount = length / 2
      rightCount = length - length / 2
      leftModulus = Self.power(cipher.radix, leftCount)
      rightModulus = Self.power(cipher.radix, rightCount)
      // The bits of the greatest number, and not a logarithm, which may be rounded.
      numberBytes = (UInt128.bitWidth - (rightModulus - 1).leadingZeroBitCount + 7) / 8
      func bytes(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
      }
      let radixBytes = bytes(Int(cipher.radix)).dropFirst()
      let header: [UInt8] =
        [1, 2, 1] + radixBytes + [10, UInt8(truncatingIfNeeded: leftCount)] + bytes(length)
        + bytes(cipher.tweak.count)
      let filled = 16 - (cipher.tweak.count + numberBytes + 1) % 16
      let all = header + cipher.tweak + [UInt8](repeating: 0, count: filled % 16)
      let whole = all.count / 16 * 16
      chained = try Self.chained(all[..<whole], from: [UInt8](repeating: 0, count: 16), cipher.key)
      prefix = Array(all[whole...])
    }

    /// radix^m of a round.
    func modulus(of round: Int) -> UInt128 { round % 2 == 0 ? leftModulus : rightModulus }

    /// y of a round, reduced by its modulus.
    func value(_ round: Int, of half: UInt128) throws -> UInt128 {
      let number = (0..<numberBytes).reversed().map { UInt8(truncatingIfNeeded: half >> UInt128(8 * $0)) }
      let last = try Self.chained((prefix + [UInt8(round)] + number)[...], from: chained, cipher.key)
      // d, in whole words of four bytes and one more.
      let length = (numberBytes + 3) / 4 * 4 + 4
      var stream = last
      var block: UInt8 = 1
      while stream.count < length {
        var next = last
        next[15] ^= block
        try AES.permute(&next, key: cipher.key)
        stream += next
        block += 1
      }
      let modulus = modulus(of: round)
      return stream[..<length].reduce(0) { ($0 << 8 | UInt128($1)) % modulus }
    }

    /// AES-CBC-MAC over whole blocks.
    private static func chained(_ bytes: ArraySlice<UInt8>, from start: [UInt8], _ key: SymmetricKey) throws
      -> [UInt8]
    {
      var state = start
      for offset in stride(from: bytes.startIndex, to: bytes.endIndex, by: 16) {
        for place in 0..<16 { state[place] ^= bytes[offset + place] }
        try AES.permute(&state, key: key)
      }
      return state
    }

    private static func power(_ radix: UInt128, _ exponent: Int) -> UInt128 {
      (0..<exponent).reduce(1) { value, _ in value * radix }
    }
  }
}
