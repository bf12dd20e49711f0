import JSONText
import Testing

@Suite struct JSONParserTests {
  static func parse(_ text: String) throws -> JSONNode { try JSONNode(parsing: Array(text.utf8)) }

  @Test("Every value of RFC 8259 is read, integers apart from other numbers")
  func values() throws {
    let contents: [(String, JSONNode.Content)] = [
      ("null", .null), (" true\n", .bool(true)), ("false", .bool(false)), ("0", .integer(0)),
      ("-17", .integer(-17)),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number("9223372036854775808")), ("1.50", .number("1.50")),
      ("-1E+2", .number("-1E+2")), ("1e400", .number("1e400")), ("\"\"", .string("")),
      (#""\"\\\/\b\f\n\r\tA\u00e9\ud83d\ude00""#, .string("\"\\/\u{8}\u{C}\n\r\tAé😀")),
      ("\"\u{7F}\u{2028}😀\"", .string("\u{7F}\u{2028}😀")), ("[ ]", .array([])), ("{ }", .object([])),
    ]
    for (text, content) in contents { #expect(try Self.parse(text).content == content, "\(text)") }
  }

  @Test(
    "What is no JSON is refused",
    arguments: [
      "", " ", "nul", "nulL", "True", "01", "-", "-01", "+1", ".5", "1.", "1e", "1e+", "0x1", "NaN",
      "Infinity",
      "-Infinity", "'a'", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\u+123\"", "\"\\ud800\"",
      "\"\\ude00\"", "\"\\ud800\\ud800\"", "\"\\ud800\\n\"", "\"a\tb\"", "\"a\nb\"", "[1,]", "[,1]", "[1 2]",
      "[1", "[", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}",
      "{\"a\":1", "1 2", "{}{}", "// no", "[1] // no", "/* no */ 1", "\u{FEFF}1", "\u{A0}1", "tru\u{0}",
    ])
  func refused(_ text: String) {
    #expect(throws: JSONSyntaxError.self) { try Self.parse(text) }
  }

  @Test(
    "Bytes that are no UTF-8 are refused",
    arguments: [[0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3], [0xFF]]
      as [[UInt8]])
  func encoding(_ bytes: [UInt8]) {
    #expect(throws: JSONSyntaxError.self) { try JSONNode(parsing: [0x22] + bytes + [0x22]) }
    #expect(throws: JSONSyntaxError.self) { try JSONNode(parsing: bytes) }
  }

  @Test("A name that stands twice is refused where it stands again, in any spelling of its letters")
  func repeatedNames() throws {
    for (text, column) in [
      (#"{"a":1,"a":1}"#, 8), (#"{"a":1,"b":2,"\u0061":3}"#, 14), (#"{"é":1,"e\u0301":2}"#, 9),
    ] {
      let error = #expect(throws: JSONSyntaxError.self) { try Self.parse(text) }
      #expect(error?.position == TextPosition(line: 1, column: column))
    }
    #expect(try Self.parse(#"{"a":{"a":{"a":1}},"A":2}"#).kind == "an object")
  }

  @Test("Every node knows its line and its column in bytes")
  func positions() throws {
    let node = try Self.parse("\n {\"é\": [1,\r\n\t\"x\"], \"b\":\n{}}")
    guard case .object(let members) = node.content, case .array(let elements) = members[0].value.content
    else {
      Issue.record("not the object that was written")
      return
    }
    let places = [
      node.position, members[0].position, members[0].value.position, elements[0].position,
      elements[1].position,
      members[1].position, members[1].value.position,
    ]
    let expected = [(2, 2), (2, 3), (2, 9), (2, 10), (3, 2), (3, 8), (4, 1)]
    #expect(places == expected.map { TextPosition(line: $0.0, column: $0.1) })
  }

  @Test(
    "An error says where it is",
    arguments: [
      ("{\n  \"a\": 1,\n}", 3, 1), ("[1,\n 02]", 2, 2), ("[\n\"abc", 2, 1), ("{\"a\":\n  tru}", 2, 3),
      ("1 x", 1, 3),
    ])
  func errorPositions(_ text: String, _ line: Int, _ column: Int) {
    let error = #expect(throws: JSONSyntaxError.self) { try Self.parse(text) }
    #expect(error?.position == TextPosition(line: line, column: column))
  }

  @Test("Depth and size have bounds, and what is beyond them is refused without a crash")
  func bounds() throws {
    func nested(_ open: String, _ close: String, _ depth: Int) -> String {
      String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
    }
    #expect(try Self.parse(nested("[", "]", 63)).kind == "an array")
    #expect(throws: JSONSyntaxError.self) { try Self.parse(nested("[", "]", 64)) }
    #expect(throws: JSONSyntaxError.self) { try Self.parse(nested("{\"a\":", "}", 100_000)) }
    #expect(throws: JSONSyntaxError.self) { try Self.parse(String(repeating: "[", count: 1_000_000)) }
    let large = [UInt8](repeating: UInt8(ascii: " "), count: 16 << 20)
    #expect(throws: JSONSyntaxError.self) { try JSONNode(parsing: large + Array("1".utf8)) }
  }

  @Test("A text cut off or changed at any byte is read or refused, and never crashes")
  func everyByte() {
    let text = Array(
      #"{"é":[1,-2.5e+3,"\u00e9\ud83d\ude00\n"],"b":{"c":null,"d":[true,false,{}]},"e":-9223372036854775808}"#
        .utf8)
    for index in text.indices {
      #expect(throws: JSONSyntaxError.self) { try JSONNode(parsing: Array(text[..<index])) }
      for byte in UInt8.min...UInt8.max {
        var changed = text
        changed[index] = byte
        let node = try? JSONNode(parsing: changed)  // either answer is right; what both mean, the oracle says
        _ = node.flatMap { JSONValue($0)?.canonical }
      }
    }
  }
}
