/// Why a text is no JSON, and where.
package struct JSONSyntaxError: Error, Hashable, Sendable {
  package let position: TextPosition
  package let cause: String
  package let remedy: String
}

extension JSONNode {
  /// Reads a whole JSON text (RFC 8259), strictly: valid UTF-8, no comments, no trailing commas, no name twice in an
  /// object. Two names are one if they are canonically equivalent in Unicode, since they look the same.
  ///
  /// It is our own reader because a file that decides what is deleted must not be read loosely: libraries at hand let a
  /// repeated name win silently, and lose the places that a message needs.
  package init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.document()
    if let repeated = parser.firstRepeated { throw JSONSyntaxError(repeating: repeated) }
  }
}

extension JSONSyntaxError {
  init(repeating member: JSONMember) {
    self.init(
      position: member.position, cause: "\"\(member.name)\" stands twice in this object",
      remedy: "keep one of them")
  }
}

/// Reads one text. It leaves repeated names in the tree, so that who reads on can report each with its path (decision 7).
struct JSONParser {
  /// Deeper than any file of ours, and far from the end of the stack.
  private static let maximumDepth = 64
  /// Larger than any file of ours, in bytes; a tree takes many times its text.
  static let maximumSize = 16 << 20

  /// The first member whose name another of its object has.
  private(set) var firstRepeated: JSONMember?

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var lineStart = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private var position: TextPosition { TextPosition(line: line, column: index - lineStart + 1) }

  private func failure(_ cause: String, _ remedy: String, at start: TextPosition? = nil) -> JSONSyntaxError {
    JSONSyntaxError(position: start ?? position, cause: cause, remedy: remedy)
  }

  mutating func document() throws(JSONSyntaxError) -> JSONNode {
    guard bytes.count <= Self.maximumSize else {
      throw failure("the text is larger than \(Self.maximumSize >> 20) MiB", "shorten it")
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw failure("the file begins with a byte order mark", "save it as UTF-8 without one")
    }
    let node = try value(depth: 0)
    skipSpace()
    guard index == bytes.count else { throw failure("text after the end of the value", "remove it") }
    return node
  }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0D: index += 1
      case 0x0A:
        index += 1
        line += 1
        lineStart = index
      default: return
      }
    }
  }

  private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONNode {
    skipSpace()
    guard index < bytes.count else {
      throw failure("the text ends where a value should stand", "complete it")
    }
    guard depth < Self.maximumDepth else {
      throw failure("values nested too deeply", "nest at most 64 levels")
    }
    let start = position
    let content: JSONNode.Content
    switch bytes[index] {
    case UInt8(ascii: "{"): content = .object(try members(depth: depth))
    case UInt8(ascii: "["): content = .array(try elements(depth: depth))
    case UInt8(ascii: "\""): content = .string(try string())
    case UInt8(ascii: "t"):
      try word("true")
      content = .bool(true)
    case UInt8(ascii: "f"):
      try word("false")
      content = .bool(false)
    case UInt8(ascii: "n"):
      try word("null")
      content = .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): content = try number()
    case UInt8(ascii: "/"): throw failure("a comment, which JSON does not have", "remove it")
    case UInt8(ascii: "'"): throw failure("a single quote", "write strings in double quotes")
    default:
      throw failure("no value begins here", "write a string, number, object, array, true, false or null")
    }
    return JSONNode(position: start, content: content)
  }

  private mutating func word(_ word: String) throws(JSONSyntaxError) {
    guard bytes[index...].starts(with: word.utf8) else {
      throw failure("no value begins here", "write true, false or null")
    }
    index += word.utf8.count
  }

  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: byte) else { return false }
    index += 1
    return true
  }

  private mutating func members(depth: Int) throws(JSONSyntaxError) -> [JSONMember] {
    index += 1
    var members: [JSONMember] = []
    var names: Set<String> = []
    skipSpace()
    if take("}") { return members }
    while true {
      skipSpace()
      let start = position
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
        throw failure(
          "a member's name should stand here", "write it in double quotes, and no comma after the last member"
        )
      }
      let name = try string()
      skipSpace()
      guard take(":") else { throw failure("no colon after the name", "write \"name\": value") }
      let member = JSONMember(name: name, position: start, value: try value(depth: depth + 1))
      if !names.insert(name).inserted, firstRepeated == nil { firstRepeated = member }
      members.append(member)
      skipSpace()
      if take("}") { return members }
      guard take(",") else { throw failure("no comma or closing brace after a member", "write , or }") }
    }
  }

  private mutating func elements(depth: Int) throws(JSONSyntaxError) -> [JSONNode] {
    index += 1
    var elements: [JSONNode] = []
    skipSpace()
    if take("]") { return elements }
    while true {
      elements.append(try value(depth: depth + 1))
      skipSpace()
      if take("]") { return elements }
      guard take(",") else { throw failure("no comma or closing bracket after an element", "write , or ]") }
    }
  }

  private mutating func number() throws(JSONSyntaxError) -> JSONNode.Content {
    let place = position
    let start = index
    _ = take("-")
    let whole = digits()
    guard whole > 0, whole == 1 || bytes[index - whole] != UInt8(ascii: "0") else {
      throw failure("not a number", "write digits without leading zeros", at: place)
    }
    var isWhole = true
    if take(".") {
      isWhole = false
      guard digits() > 0 else { throw failure("not a number", "write digits after the point") }
    }
    if take("e") || take("E") {
      isWhole = false
      if !take("+") { _ = take("-") }
      guard digits() > 0 else { throw failure("not a number", "write digits in the exponent") }
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isWhole, let integer = Int(text) { return .integer(integer) }
    return .number(text)
  }

  private mutating func digits() -> Int {
    let start = index
    while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
    return index - start
  }

  private mutating func string() throws(JSONSyntaxError) -> String {
    let start = position
    index += 1
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        guard let string = String(validating: text, as: UTF8.self) else {
          throw failure("a string that is not valid UTF-8", "save the file as UTF-8", at: start)
        }
        return string
      case UInt8(ascii: "\\"):
        index += 1
        try escape(into: &text)
      case 0..<0x20:
        throw failure("a control character in a string", "write it as \\n, \\t or \\u00XX")
      default:
        text.append(byte)
        index += 1
      }
    }
    throw failure("the text ends inside a string", "close it with a double quote", at: start)
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
    guard index < bytes.count else {
      throw failure("the text ends inside a string", "close it with a double quote")
    }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var unit = try hexadecimal()
      if (0xD800..<0xDC00).contains(unit), take("\\"), take("u") {
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else {
          throw failure("half a surrogate pair", "write the character itself")
        }
        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(unit) else {
        throw failure("half a surrogate pair", "write the character itself")
      }
      text.append(contentsOf: String(Character(scalar)).utf8)
    default: throw failure("an escape that JSON does not have", "write \\\\ for a backslash")
    }
  }

  private mutating func hexadecimal() throws(JSONSyntaxError) -> UInt32 {
    guard index + 4 <= bytes.count,
      bytes[index..<index + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
    else { throw failure("an escape that JSON does not have", "write four hexadecimal digits after \\u") }
    index += 4
    return unit
  }
}
