/// A JSON value to be written. Numbers are integers: nothing that we sign is a fraction.
package indirect enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// Between -(2^53-1) and 2^53-1, so that every reader reads the same number (RFC 8785 §3.2.2.3).
  case integer(Int)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The value's one text under RFC 8785: members sorted by UTF-16 code units, no spaces, the shortest escapes.
  package var canonical: [UInt8] {
    var bytes: [UInt8] = []
    write(into: &bytes, indent: nil)
    return bytes
  }

  /// The value indented by two spaces, for people. It is the same value as `canonical`; characters that a terminal would obey or not show are escapes.
  package var pretty: String {
    var bytes: [UInt8] = []
    write(into: &bytes, indent: 0)
    return Self.showing(String(decoding: bytes, as: UTF8.self))
  }

  /// A JSON text with the characters that a terminal would obey or not show as escapes (`\u202e`), which a reader takes for the same value.
  package static func showing(_ text: String) -> String {
    func isHidden(_ scalar: Unicode.Scalar) -> Bool { scalar.isUnseen && scalar != "\n" }
    guard text.unicodeScalars.contains(where: isHidden) else { return text }
    var shown = ""
    for scalar in text.unicodeScalars {
      if isHidden(scalar) {
        // A control of ASCII cannot stand in a text of JSON; a line break stands between members only.
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          shown += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// The value of a text that was read, or nil if it has a number that is no integer of 53 bits.
  package init?(_ node: JSONNode) {
    switch node.content {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .integer(let value):
      guard Self.safeIntegers.contains(value) else { return nil }
      self = .integer(value)
    case .number: return nil
    case .string(let value): self = .string(value)
    case .array(let nodes):
      let values = nodes.compactMap(JSONValue.init)
      guard values.count == nodes.count else { return nil }
      self = .array(values)
    case .object(let members):
      var values: [String: JSONValue] = [:]
      for member in members {
        guard let value = JSONValue(member.value) else { return nil }
        values[member.name] = value
      }
      self = .object(values)
    }
  }

  private static let safeIntegers = -((1 << 53) - 1)...((1 << 53) - 1)

  private func write(into bytes: inout [UInt8], indent: Int?) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value):
      precondition(Self.safeIntegers.contains(value), "an integer of more than 53 bits has no canonical JSON")
      bytes += String(value).utf8
    case .string(let text): Self.write(text, into: &bytes)
    case .array(let values):
      Self.writeList(values, open: "[", close: "]", into: &bytes, indent: indent) { value, bytes, indent in
        value.write(into: &bytes, indent: indent)
      }
    case .object(let members):
      let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
      Self.writeList(sorted, open: "{", close: "}", into: &bytes, indent: indent) { member, bytes, indent in
        Self.write(member.key, into: &bytes)
        bytes += (indent == nil ? ":" : ": ").utf8
        member.value.write(into: &bytes, indent: indent)
      }
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], open: String, close: String, into bytes: inout [UInt8], indent: Int?,
    _ write: (Element, inout [UInt8], Int?) -> Void
  ) {
    bytes += open.utf8
    let inner = indent.map { $0 + 2 }
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      if let inner { bytes += ("\n" + String(repeating: " ", count: inner)).utf8 }
      write(element, &bytes, inner)
    }
    if let indent, !elements.isEmpty { bytes += ("\n" + String(repeating: " ", count: indent)).utf8 }
    bytes += close.utf8
  }

  private static func write(_ text: String, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += "\\\"".utf8
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case 0x08: bytes += "\\b".utf8
      case 0x09: bytes += "\\t".utf8
      case 0x0A: bytes += "\\n".utf8
      case 0x0C: bytes += "\\f".utf8
      case 0x0D: bytes += "\\r".utf8
      case 0..<0x20: bytes += ("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

extension JSONValue {
  /// A member of an object; nil if it is none or has no such member.
  package subscript(name: String) -> JSONValue? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  package var stringValue: String? { if case .string(let text) = self { text } else { nil } }
  package var integerValue: Int? { if case .integer(let number) = self { number } else { nil } }
  package var arrayValue: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
}
