/// A small random generator: the same numbers everywhere for the same seed (Steele, Lea and Flood, 2014).
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A stream of its own for each name and number, so that no table depends on what another drew.
  init(seed: UInt64, stream name: String, _ number: Int = 0) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    self.init(seed: seed)
    state = next() ^ hash ^ (UInt64(bitPattern: Int64(number)) &* 0xd134_2543_de82_ef95)
    state = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to `bound`. The bias of a plain remainder does not matter to a sample, and it never
  /// changes with the standard library.
  mutating func number(below bound: Int) -> Int { bound <= 1 ? 0 : Int(next() % UInt64(bound)) }

  mutating func number(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + number(below: range.upperBound - range.lowerBound + 1)
  }

  mutating func one<Element>(of list: [Element]) -> Element { list[number(below: list.count)] }

  /// True `share` times in a hundred.
  mutating func happens(_ share: Int) -> Bool { number(below: 100) < share }

  /// Text of the form of the product's keyed pseudonyms, as if an earlier run had made it.
  mutating func pseudonym() -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")
    return "p1_" + String((0..<32).map { _ in one(of: alphabet) })
  }
}
