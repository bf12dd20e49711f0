import CivilTime
import Crypto
import Identifiers
import OutsideOracles
import RecordStores
import TestNames
import Testing
import Words

@testable import Transforms

@Suite struct PseudonymTests {
  private static let keyBytes = [UInt8](1...32)

  private static func ring(_ bytes: [UInt8] = keyBytes, version: Int = 1, domains: [DomainID] = ["d"]) throws
    -> KeyRing
  {
    let key = try SecretKey(bytes, source: .file("key"))
    return KeyRing(
      try Dictionary(uniqueKeysWithValues: domains.map { ($0, [try DomainKey(version: version, key: key)]) }))
  }

  private static func transform(
    _ specification: TransformSpecification, _ ring: KeyRing, domain: DomainID = "d"
  )
    throws -> any ColumnTransform
  {
    let place = TransformPlace(
      domain: domain, store: "s", table: "t", column: "c", day: CivilDate(daysSinceEpoch: 20_781))
    return try specification.transform(at: place, keys: ring)
  }

  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  @Test("Pseudonyms are those of Python's hmac, for every form and for texts of every kind")
  func outside() throws {
    let texts = [
      "0 12 05 75 116 001 32", " Ünïcödé ", "someone@EXAMPLE.org", "06 12 34 56 78", "fr14 2004 1010 0505",
      "", "a\0b", "😀",
    ]
    var lines: [String] = []
    var ours: [String] = []
    for form in SubjectForm.allCases {
      let transform = try Self.transform(.pseudonym(form), Self.ring())
      for text in texts {
        guard case .text(let pseudonym) = try transform.apply(.text(text)) else {
          Issue.record("no text")
          continue
        }
        ours.append(pseudonym)
        let parts = [
          Self.keyBytes, Array("d".utf8), Array(form.pseudonymName.utf8),
          Array(form.exact(text).utf8),
        ]
        lines.append(parts.map(Self.hexadecimal).joined(separator: " "))
      }
    }
    #expect(try OraclePython.lines("pseudonyms.py", input: lines).map { "p1_" + $0 } == ours)
  }

  @Test("A text is composed as Python's unicodedata composes it, and so is an address")
  func composed() throws {
    let marks = (0x300...0x345).compactMap { Unicode.Scalar($0 as Int) }
    var texts = "aeiouAEIOUcnszCNSZỳạ".flatMap { letter in
      marks.flatMap { mark in
        ["\(letter)\(mark)", "\(letter)\u{323}\(mark)", "\(letter)\(mark)\u{301}x"]
      }
    }
    texts += [
      "\u{212B}", "\u{2126}", "\u{958}", "\u{2ADC}", "\u{1112}\u{1161}\u{11AB}", "\u{AC00}\u{11A8}", "ﬁ",
    ]
    let lines = texts.map { TransformBench.hexadecimal($0.utf8) }
    let ours = texts.map { TransformBench.hexadecimal(SubjectForm.text.exact($0).utf8) }
    #expect(try OraclePython.lines("nfc.py", input: lines) == ours)
    for text in texts {
      let address = Array(SubjectForm.email.exact(text).unicodeScalars)
      #expect(
        address == Array(SubjectForm.text.exact(String(String.UnicodeScalarView(address))).unicodeScalars)
      )
    }
  }

  // RFC 4231, test cases 1, 2 and 6: what HMAC-SHA-256 is, by the library that we trust with it.
  @Test(
    "HMAC-SHA-256 is that of RFC 4231",
    arguments: [
      (
        [UInt8](repeating: 0x0b, count: 20), "Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Array("Jefe".utf8), "what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
    ])
  func rfc4231(key: [UInt8], text: String, code: String) {
    let made = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key))
    #expect(Self.hexadecimal(made) == code)
  }

  @Test("Another key, domain, version or form gives other pseudonyms; the same gives the same")
  func separation() throws {
    let value = ColumnValue.text("someone")
    let ring = try Self.ring(domains: ["d", "e"])
    var seen: Set<ColumnValue> = []
    for transform in [
      try Self.transform(.pseudonym(.text), ring), try Self.transform(.pseudonym(.text), ring, domain: "e"),
      try Self.transform(.pseudonym(.iban), ring),
      try Self.transform(.pseudonym(.text), Self.ring(Array(2...33))),
      try Self.transform(.pseudonym(.text), Self.ring(version: 2)),
    ] {
      #expect(try transform.apply(value) == transform.apply(value))
      seen.insert(try transform.apply(value))
    }
    #expect(seen.count == 5)
  }

  @Test(
    "Two spellings of one person give one pseudonym",
    arguments: [
      (SubjectForm.nir, "0 12 05 75 116 001 32", "012057511600132"),
      (.nir, "012052a116001", "0 12 05 2A 116 001"),
      (.email, " Someone@Example.ORG", "someone@example.org"),
      (.phone, "+33 6 12 34 56 78", "06.12.34.56.78"),
      (.phone, "0033612345678", "+33 (0)6 12 34 56 78"), (.iban, "FR14 2004", "fr142004"),
      (.text, " a b ", "a b"), (.text, "Jose\u{301}", "Jos\u{E9}"),
      (.email, "JOSE\u{301}@example.org", "jos\u{E9}@example.org"), (.phone, "612345678", "06 12 34 56 78"),
    ])
  func spellings(form: SubjectForm, one: String, other: String) throws {
    let transform = try Self.transform(.pseudonym(form), Self.ring())
    #expect(try transform.apply(.text(one)) == transform.apply(.text(other)))
  }

  @Test("What was done once is left as it is, under another version of the key, too")
  func idempotence() throws {
    let first = try Self.transform(.pseudonym(.text), Self.ring())
    let done = try first.apply(.text("someone"))
    let second = try Self.transform(.pseudonym(.text), Self.ring(Array(2...33), version: 2))
    #expect(try second.apply(done) == done && second.isOutput(done) == true)
    for other in [
      "p1_", "p_abc", "p1_ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "q1_abcdefghijklmnopqrstuvwxyz234567", "p1_abc",
    ] {
      #expect(second.isOutput(.text(other)) == false)
    }
    #expect(try first.apply(.null) == .null)
  }

  @Test("A number for a NIR has the right key, keeps its form, and is in a range that no person has")
  func nobodysNIR() throws {
    let transform = try Self.transform(.nir(.hmac, hasValidKey: true), Self.ring())
    let originals = (0..<300).map { "0\(String(1_000_000_000_00 + $0 * 7_919).prefix(12))" }
    let made = try originals.map { original -> String in
      guard case .text(let text) = try transform.apply(.text(original + "00")) else { return "" }
      return text
    }
    #expect(made.allSatisfy { $0.count == 15 && $0.first == "9" && Int($0) != nil })
    #expect(Set(made).count == made.count)
    let answers = try OraclePython.lines("nir.py", input: made)
    for (number, answer) in zip(made, answers) {
      #expect(answer == "valid key \(number.suffix(2))")
      #expect(try transform.apply(.text(number)) == .text(number))
    }
    guard case .integer(let short) = try transform.apply(.integer(1_000_000_000_000)) else {
      Issue.record("a number column gets no number")
      return
    }
    #expect(String(short).count == 13 && String(short).first == "9")
    // What only begins like one of ours is no output of ours.
    #expect(
      transform.isOutput(.text("9SOMEONES-NAME")) == false
        && transform.isOutput(.text("9ABCDEFGHIJKL")) == false)
  }

  @Test(
    "A value that a transform does not know is refused, and its error does not say which",
    arguments: [
      (TransformSpecification.pseudonym(.text), ColumnValue.real(4711.25)),
      (.pseudonym(.text), .blob([47, 11])),
      (.nir(.hmac, hasValidKey: true), .text("4711")), (.nir(.hmac, hasValidKey: true), .blob([47, 11])),
      (.mask(character: "*", keepFirst: 1, keepLast: 1), .integer(4711)),
      (.generalisedDate(.year), .text("4711")), (.generalisedDate(.year), .integer(4711)),
      (.department, .text("4711")), (.department, .integer(4711_4711)),
      (.bucket(width: 10), .text("no 4711")),
      (.bucket(width: 10), .real(.infinity)), (.bucket(width: 7), .integer(.min)),
    ] as [(TransformSpecification, ColumnValue)])
  func refused(specification: TransformSpecification, value: ColumnValue) throws {
    let transform = try Self.transform(specification, Self.ring())
    #expect {
      _ = try transform.apply(value)
    } throws: {
      !"\($0)".contains("4711") && !"\($0)".isEmpty
    }
  }

  @Test(
    "Generalisation gives",
    arguments: [
      (
        TransformSpecification.mask(character: "*", keepFirst: 1, keepLast: 2), ColumnValue.text("abcdef"),
        ColumnValue.text("a***ef")
      ),
      (.mask(character: "x", keepFirst: 2, keepLast: 2), .text("abcd"), .text("xxxx")),
      (.mask(character: "x", keepFirst: 0, keepLast: 0), .text(""), .text("")),
      (.generalisedDate(.month), .text("2024-02-29"), .text("2024-02-01")),
      (.generalisedDate(.quarter), .text("2024-12-31"), .text("2024-10-01")),
      (.generalisedDate(.year), .text("2024-06-05 12:34:56"), .text("2024-01-01 00:00:00")),
      (.department, .text("75011"), .text("75000")), (.department, .text("97411"), .text("97400")),
      (.department, .integer(1_500), .integer(1_000)), (.department, .integer(75_011), .integer(75_000)),
      (.bucket(width: 10), .integer(47), .integer(40)), (.bucket(width: 10), .integer(-1), .integer(-10)),
      (.bucket(width: 5), .real(12.5), .real(10)), (.null, .text("x"), .null),
      (.constant(.text("-")), .text("x"), .text("-")),
      (.generalisedDate(.year), .null, .null), (.department, .null, .null), (.bucket(width: 1), .null, .null),
    ] as [(TransformSpecification, ColumnValue, ColumnValue)])
  func generalised(specification: TransformSpecification, value: ColumnValue, expected: ColumnValue) throws {
    let transform = try Self.transform(specification, Self.ring())
    let made = try transform.apply(value)
    #expect(made == expected)
    // And once more changes nothing.
    #expect(try transform.apply(made) == made)
  }
}
