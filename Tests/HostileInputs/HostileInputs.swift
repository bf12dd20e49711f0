/// What a stranger could put where a reader expects something good: the same inputs at each run, so that a finding comes back.
package enum HostileInputs {
  /// Nothing, each byte alone, and 64 KiB of one byte.
  package static let plain: [[UInt8]] =
    [[]] + (UInt8.min...UInt8.max).map { [$0] }
    + [0x00, 0x0A, 0x20, 0x2D, 0x30, 0x39, 0x41, 0x5B, 0x7B, 0x80, 0xFF].map {
      [UInt8](repeating: $0, count: 64 << 10)
    }

  /// Numbers at the ends of what readers count with, as text.
  package static let numbers = [
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551615",
    "4611686018427387904",
    "288230376151711744", "9007199254740993", "4294967296", "2147483648", "-1", "-3", "0", "", "1e400",
  ]

  /// Good bytes with small faults: bits and bytes changed, parts taken out, doubled and cut off, numbers put at their ends.
  package static func mutations(of good: [UInt8], count: Int, seed: UInt64 = 1) -> some Sequence<[UInt8]> {
    var random = Random(state: seed)
    return (0..<count).lazy.map { _ in
      var bytes = good
      for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&bytes, &random) }
      return bytes
    }
  }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout Random) {
    guard !bytes.isEmpty else { return bytes.append(.random(in: .min ... .max, using: &random)) }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, place + Int.random(in: 1...16, using: &random))
    switch Int.random(in: 0..<9, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[place] = [0x00, 0x7F, 0x80, 0xFF, 0x0A, 0x22].randomElement(using: &random) ?? 0
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 4: bytes.removeSubrange(place...)
    case 5: for index in place..<min(bytes.count, place + 8) { bytes[index] = 0xFF }
    case 6: for index in place..<min(bytes.count, place + 8) { bytes[index] = index == place ? 0x7F : 0xFF }
    default: replaceNumber(&bytes, from: place, &random)
    }
  }

  private static func replaceNumber(_ bytes: inout [UInt8], from place: Int, _ random: inout Random) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let start = bytes[place...].firstIndex(where: digits.contains) else { return }
    let end = bytes[start...].firstIndex { !digits.contains($0) } ?? bytes.endIndex
    bytes.replaceSubrange(start..<end, with: (numbers.randomElement(using: &random) ?? "").utf8)
  }

  /// SplitMix64.
  private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}
