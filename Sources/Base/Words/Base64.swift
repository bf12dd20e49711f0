/// Base64 with padding (RFC 4648 section 4), strict: Foundation alone would bring it, and 50 MB.
package enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for index in 0..<4 {
        text.append(index <= group.count ? alphabet[bits >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  package static func decode(_ text: String) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard characters.count % 4 == 0 else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: characters.count, by: 4) {
      var bits = 0
      var padding = 0
      for (place, character) in characters[start..<start + 4].enumerated() {
        if character == UInt8(ascii: "="), start + 4 == characters.count, place >= 2 {
          padding += 1
          bits <<= 6
        } else if padding == 0, let value = alphabet.firstIndex(of: character) {
          bits = bits << 6 | value
        } else {
          return nil
        }
      }
      bytes += [UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255)].dropLast(padding)
    }
    // One text for each value: the bits under the padding are zero.
    return encode(bytes) == text ? bytes : nil
  }
}
