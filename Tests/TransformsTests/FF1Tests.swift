import Crypto
import OutsideOracles
import RecordStores
import TestNames
import Testing

@testable import Transforms

@Suite struct FF1Tests {
  private static let base36 = "0123456789abcdefghijklmnopqrstuvwxyz"

  private static func enciphered(_ text: String, key: [UInt8], tweak: [UInt8], alphabet: String) throws
    -> String
  {
    let letters = Array(alphabet)
    let cipher = FF1(key: SymmetricKey(data: key), tweak: tweak, radix: letters.count)
    let numerals = text.compactMap { letter in letters.firstIndex(of: letter).map { UInt16($0) } }
    return String(try cipher.enciphered(numerals).map { letters[Int($0)] })
  }

  // The samples that NIST publishes beside SP 800-38G.
  @Test(
    "FF1 gives NIST's nine samples",
    arguments: [
      ("2B7E151628AED2A6ABF7158809CF4F3C", "", "0123456789", "2433477484"),
      ("2B7E151628AED2A6ABF7158809CF4F3C", "39383736353433323130", "0123456789", "6124200773"),
      (
        "2B7E151628AED2A6ABF7158809CF4F3C", "3737373770717273373737", "0123456789abcdefghi",
        "a9tv40mll9kdu509eum"
      ),
      ("2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F", "", "0123456789", "2830668132"),
      (
        "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F", "39383736353433323130", "0123456789", "2496655549"
      ),
      (
        "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F", "3737373770717273373737", "0123456789abcdefghi",
        "xbj3kv35jrawxv32ysr"
      ),
      ("2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94", "", "0123456789", "6657667009"),
      (
        "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94", "39383736353433323130",
        "0123456789", "1001623463"
      ),
      (
        "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94", "3737373770717273373737",
        "0123456789abcdefghi", "xs8a0azh2avyalyzuwd"
      ),
    ])
  func samples(key: String, tweak: String, plain: String, expected: String) throws {
    let alphabet = plain.contains("a") ? Self.base36 : "0123456789"
    let made = try Self.enciphered(
      plain, key: TransformBench.bytes(key), tweak: TransformBench.bytes(tweak), alphabet: alphabet)
    #expect(made == expected)
  }

  @Test("Texts of every length, alphabet and tweak are enciphered as libffx does, and it turns ours back")
  func outside() throws {
    let alphabets = [FF1Alphabet.digits, .capitalsAndDigits, .lettersAndDigits].map { alphabet in
      String(decoding: (0..<alphabet.radix).map { alphabet.byte(of: UInt16($0)) }, as: UTF8.self)
    }
    var generator = Seeded(state: 7)
    var questions: [String] = []
    var inverse: [String] = []
    var ours: [String] = []
    var plain: [String] = []
    for alphabet in alphabets {
      let radix = alphabet.count
      for length in FF1.minimumLength(radix: radix)...FF1.maximumLength(radix: radix) {
        for tweakLength in [0, 1, 8, 15, 16, 17, 40] {
          let key = (0..<[16, 24, 32][Int(generator.next() % 3)]).map { _ in
            UInt8(truncatingIfNeeded: generator.next())
          }
          let tweak = (0..<tweakLength).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
          let text = String((0..<length).map { _ in Array(alphabet)[Int(generator.next() % UInt64(radix))] })
          let made = try Self.enciphered(text, key: key, tweak: tweak, alphabet: alphabet)
          let place =
            "\(TransformBench.hexadecimal(key)) \(tweak.isEmpty ? "-" : TransformBench.hexadecimal(tweak)) \(alphabet)"
          questions.append("encrypt \(place) \(text)")
          inverse.append("decrypt \(place) \(made)")
          ours.append(made)
          plain.append(text)
        }
      }
    }
    #expect(ours.count > 900)
    #expect(try OraclePython.lines("ff1.py", input: questions) == ours)
    #expect(try OraclePython.lines("ff1.py", input: inverse) == plain)
  }

  @Test("A column is enciphered under the domain's key derived by HKDF, with its own place as the tweak")
  func column() throws {
    let transform = try TransformBench.transform(.ff1(.capitalsAndDigits))
    let alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    let tweak = TransformBench.hexadecimal(Array("s\0t\0c".utf8))
    let expected = try OraclePython.lines(
      "ff1.py",
      input: [
        "column \(TransformBench.hexadecimal(TransformBench.keyBytes)) \(tweak) \(alphabet) AB12CD34 ff1 d"
      ])
    #expect(try transform.apply(.text("AB12CD34")).text == expected.first)
    for other in [
      try TransformBench.transform(.ff1(.capitalsAndDigits), table: "u"),
      try TransformBench.transform(.ff1(.capitalsAndDigits), column: "e"),
      try TransformBench.transform(.ff1(.capitalsAndDigits), domain: "e"),
    ] { #expect(try other.apply(.text("AB12CD34")).text != expected.first) }
  }

  @Test("Spaces and punctuation stay in their places, and a number stays a number of as many digits")
  func form() throws {
    let transform = try TransformBench.transform(.ff1(.digits))
    let made = try #require(try transform.apply(.text("06 12.34-56 78")).text)
    #expect(made.count == 14 && Array(made)[2] == " " && Array(made)[5] == "." && Array(made)[8] == "-")
    #expect(made.filter(\.isNumber).count == 10 && made != "06 12.34-56 78")
    var seen: Set<Int64> = []
    for number in Int64(1_000_000)..<1_000_200 {
      guard case .integer(let other) = try transform.apply(.integer(number)) else {
        Issue.record("no number")
        continue
      }
      #expect((1_000_000...9_999_999).contains(other))
      seen.insert(other)
    }
    #expect(seen.count == 200)
    guard case .integer(let large) = try transform.apply(.integer(.max)) else {
      Issue.record("no number")
      return
    }
    #expect(String(large).count == 19)
    #expect(try transform.apply(.null) == .null)
    #expect(transform.isOutput(.text("123456")) == nil)
  }

  @Test(
    "A value that could be found by trying, is longer than the cipher takes or of other characters is refused, and not told",
    arguments: [
      (FF1Alphabet.digits, ColumnValue.text("47114")), (.digits, .integer(471_147)),
      (.digits, .integer(-4_711_471)),
      (.digits, .text(String(repeating: "4711", count: 19))), (.digits, .text("4711A471")),
      (.digits, .text("4711é4711")), (.capitalsAndDigits, .text("4711abcd")),
      (.capitalsAndDigits, .text("471")),
      (.lettersAndDigits, .text("471")), (.lettersAndDigits, .integer(47_114_711)),
      (.digits, .real(4711471.5)),
      (.digits, .blob([47, 11])), (.digits, .text("4711\n471147")),
    ])
  func refused(alphabet: FF1Alphabet, value: ColumnValue) throws {
    let transform = try TransformBench.transform(.ff1(alphabet))
    #expect { _ = try transform.apply(value) } throws: {
      !"\($0)".contains("4711") && "\($0)".contains("ff1")
    }
  }

  @Test(
    "A NIR enciphered is nobody's, keeps apart what was apart, Corsica included, and libffx finds it again")
  func nir() throws {
    let transform = try TransformBench.transform(.nir(.ff1, hasValidKey: true))
    // First digit 0, which nobody has; the places and months of every form.
    let originals = (0..<400).map { place in
      "0" + String(10_000 + place * 13).dropFirst() + (place % 4 == 0 ? "2A" : place % 4 == 1 ? "2B" : "75")
        + String(1_000_000 + place * 997).dropFirst()
    }
    let made = try originals.map { try #require(try transform.apply(.text($0 + "00")).text) }
    #expect(Set(made).count == originals.count)
    #expect(made.allSatisfy { $0.count == 15 && $0.first == "9" && transform.isOutput(.text($0)) == true })
    let answers = try OraclePython.lines("nir.py", input: made)
    for (number, answer) in zip(made, answers) { #expect(answer == "valid key \(number.suffix(2))") }
    // Radix 101: libffx turns the ranks back, by as many steps as it takes to be a number of the form again.
    for (original, number) in zip(originals, made).prefix(3) {
      let cipher = FF1(
        key: try TransformBench.key().derived(for: "ff1-nir", domain: "d"), tweak: [], radix: 101)
      var rank = try #require(NIRNumber(original)).rank
      repeat {
        rank = FF1.number(
          try cipher.enciphered(FF1.numerals(rank, count: 6, radix: 101))[...], radix: 101)
      } while rank >= NIRNumber.count
      #expect(NIRNumber(rank: rank, hasKey: true).nobodys(hasValidKey: true) == number)
      #expect(NIRNumber(number)?.rank == rank)
    }
    guard case .integer(let short) = try transform.apply(.integer(1_000_000_000_000)) else {
      Issue.record("a number column gets no number")
      return
    }
    #expect(String(short).count == 13 && String(short).first == "9")
    #expect(throws: TransformError.notANIR) { try transform.apply(.text("0ABCDEFGHIJKL")) }
  }

  @Test(
    "An invalid key is refused by every check, and a NIR without a key has none",
    arguments: TransformSpecification.NIRMethod.allCases)
  func invalidKey(method: TransformSpecification.NIRMethod) throws {
    let transform = try TransformBench.transform(.nir(method, hasValidKey: false))
    let made = try (0..<100).map {
      try #require(try transform.apply(.text("0\(100_000_000_000 + $0 * 7919)00")).text)
    }
    #expect(try OraclePython.lines("nir.py", input: made).allSatisfy { $0.hasPrefix("invalid") })
    #expect(made.allSatisfy { (1...97).contains(Int($0.suffix(2)) ?? 0) })
    for number in made { #expect(try transform.apply(.text(number)) == .text(number)) }
    #expect(try transform.apply(.text("0100000000000")).text?.count == 13)
  }
}

/// SplitMix64, so that a failure can be seen again.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
