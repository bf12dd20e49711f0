import Foundation
import JSONText
import OutsideOracles
import Testing

@Suite struct JSONValueTests {
  static func value(_ text: String) throws -> JSONValue? {
    JSONValue(try JSONNode(parsing: Array(text.utf8)))
  }

  static func canonical(_ text: String) throws -> String? {
    try value(text).map { String(decoding: $0.canonical, as: UTF8.self) }
  }

  @Test("Strings and literals are written as RFC 8785, section 3.2.2, shows them")
  func strings() throws {
    let text = #"{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null, true, false]}"#
    #expect(
      try Self.canonical(text) == #"{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}"#)
  }

  @Test("Members are sorted by UTF-16 code units, as RFC 8785, section 3.2.3, shows them")
  func sorting() throws {
    let text = #"""
      {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
       "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}
      """#
    guard case .object(let members)? = try Self.value(text) else {
      Issue.record("not the object that was written")
      return
    }
    let expected = [
      "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
      "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
    ]
    let written = String(decoding: JSONValue.object(members).canonical, as: UTF8.self)
    let places = expected.compactMap { written.range(of: $0)?.lowerBound }
    #expect(places.count == expected.count && places == places.sorted())
  }

  @Test("Integers of 53 bits are values, and no other number is")
  func integers() throws {
    #expect(try Self.canonical("9007199254740991") == "9007199254740991")
    #expect(try Self.canonical("-9007199254740991") == "-9007199254740991")
    #expect(try Self.canonical("-0") == "0")
    for text in [
      "9007199254740992", "-9007199254740992", "9223372036854775807", "-9223372036854775808",
      "9223372036854775808",
      "1.0", "1e2", "[[0.5]]", #"{"a":-9223372036854775808}"#,
    ] { #expect(try Self.value(text) == nil, "\(text)") }
  }

  @Test("Text for people is indented, and read back as the same value")
  func pretty() throws {
    let value = try #require(try Self.value(#"{"b":[1,{"c":null}],"a":{},"d":[],"e":"\n"}"#))
    #expect(
      value.pretty == """
        {
          "a": {},
          "b": [
            1,
            {
              "c": null
            }
          ],
          "d": [],
          "e": "\\n"
        }
        """)
    #expect(try Self.value(value.pretty) == value)
  }

  @Test("Reading and canonical bytes agree with Python's json and rfc8785, on texts right and wrong")
  func outside() throws {
    var texts = JSONTexts(seed: 20_261_124)
    let samples = (0..<4_000).map { texts.next(broken: $0 % 3 == 0) }
    let answers = try OraclePython.lines(
      "canonical.py", input: samples.map { $0.map { Self.hexadecimal($0) }.joined() })
    try #require(answers.count == samples.count)
    for (sample, answer) in zip(samples, answers) {
      #expect(Self.ours(sample) == answer, "\(String(decoding: sample, as: UTF8.self))")
    }
    // The samples are of every kind, or the comparison says little.
    for kind in ["invalid", "number"] { #expect(answers.count { $0 == kind } > 100) }
    #expect(answers.count { $0 != "invalid" && $0 != "number" } > 1_000)
  }

  private static func ours(_ bytes: [UInt8]) -> String {
    guard let node = try? JSONNode(parsing: bytes) else { return "invalid" }  // the oracle has no reasons
    return JSONValue(node)?.canonical.map(hexadecimal).joined() ?? "number"
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
