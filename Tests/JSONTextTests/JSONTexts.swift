/// Makes JSON texts, the same at every run: values of every kind, spelt in different ways, and now and then broken.
struct JSONTexts {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next(broken: Bool) -> [UInt8] {
    var bytes = Array(value(depth: 0).utf8)
    guard broken else { return bytes }
    for _ in 0...number(below: 2) {
      let index = number(below: bytes.count)
      switch number(below: 4) {
      case 0: bytes[index] = UInt8(number(below: 256))
      case 1: bytes.remove(at: index)
      case 2:
        bytes.insert(
          contentsOf: one(of: ["\"", "\\", ",", "0", "{", "\u{301}", " ", "e", "/"]).utf8, at: index)
      default: bytes.swapAt(index, number(below: bytes.count))
      }
      if bytes.isEmpty { return [UInt8(ascii: " ")] }
    }
    return bytes
  }

  private mutating func value(depth: Int) -> String {
    switch number(below: depth < 4 ? 9 : 6) {
    case 0: one(of: ["null", "true", "false"])
    case 1, 2: integer()
    case 3 where number(below: 4) == 0:
      one(of: [
        "0.5", "-1e3", "1E-2", "12.0", "9007199254740992", "-9223372036854775808", "123456789012345678901",
      ])
    case 3, 4, 5: string()
    case 6: list(depth, "[", "]") { $0.value(depth: depth + 1) }
    default:
      list(depth, "{", "}") { texts in
        texts.string() + texts.space() + ":" + texts.space() + texts.value(depth: depth + 1)
      }
    }
  }

  private mutating func list(_ depth: Int, _ open: String, _ close: String, _ element: (inout Self) -> String)
    -> String
  {
    var elements: [String] = []
    for _ in 0..<number(below: 5) { elements.append(space() + element(&self) + space()) }
    return open + elements.joined(separator: ",") + close
  }

  private mutating func integer() -> String {
    let digits = one(of: ["0", "7", "42", "-1", "-0", "1000000", "9007199254740991", "-9007199254740991"])
    return number(below: 2) == 0 ? digits : String(number(below: 1_000_000))
  }

  private mutating func string() -> String {
    var text = ""
    for _ in 0..<number(below: 6) {
      text += one(of: [
        "a", "b", "Z", "é", "e\u{301}", "€", "😀", "\u{FB33}", "\u{7F}", "\u{80}", "\u{2028}", "/", "'",
        #"\/"#, #"\""#,
        #"\\"#, #"\n"#, #"\b"#, #"\f"#, #"\r"#, #"\t"#, #"\u0000"#, #"\u001f"#, #"\u00e9"#, #"\u20AC"#,
        #"\ud83d\ude00"#,
        #"\uFFFF"#, #"\u007f"#, "\u{10FFFF}",
      ])
    }
    return "\"" + text + "\""
  }

  private mutating func space() -> String { one(of: ["", "", "", " ", "\n", "\t", "\r\n  "]) }

  private mutating func one(of choices: [String]) -> String { choices[number(below: choices.count)] }

  private mutating func number(below bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}
