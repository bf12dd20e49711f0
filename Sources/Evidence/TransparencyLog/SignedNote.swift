internal import Words

/// A text with signatures below it, as C2SP signed-note writes them: an empty line, then a line for each signature.
package struct SignedNote: Hashable, Sendable {
  package struct Signature: Hashable, Sendable {
    package let name: String
    /// Four bytes that say which key of that name it may be.
    package let keyID: [UInt8]
    package let bytes: [UInt8]

    var line: String { "\u{2014} \(name) \(Base64.encode(keyID + bytes))\n" }
  }

  /// The text that is signed; it ends with a newline.
  package let text: String
  package let signatures: [Signature]

  package init(text: String, signatures: [Signature]) {
    self.text = text
    self.signatures = signatures
  }

  /// Signs a text with keys of one name, in their order.
  package init(text: String, name: String, keys: [SigningKey]) throws {
    self.init(text: text, signatures: try keys.map { try $0.signature(of: text, name: name) })
  }

  /// The whole note.
  package var description: String { text + "\n" + signatures.map(\.line).joined() }

  /// The bytes that a note may have, and the signatures. C2SP asks for at least 16 of them, and those of later kinds have 5 kB each.
  static let maximumSize = 1 << 20
  static let maximumSignatures = 128

  /// Reads a note, strictly: what is written again is the same text.
  package init(_ note: String) throws(TransparencyLogError) {
    guard note.utf8.count <= Self.maximumSize else { throw .form("a signed note of more than 1 MiB") }
    guard note.utf8.allSatisfy({ $0 >= 0x20 || $0 == 0x0A }) else {
      throw .form("a signed note with a control character")
    }
    // The text ends where the last empty line stands.
    let lines = note.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.last == "", let end = lines.dropLast().lastIndex(of: ""), end > 0 else {
      throw .form("no signed note: it has no empty line before its signatures")
    }
    text = lines[..<end].map { $0 + "\n" }.joined()
    var signatures: [Signature] = []
    for line in lines[(end + 1)..<(lines.count - 1)] {
      let parts = line.split(separator: " ", omittingEmptySubsequences: false)
      guard parts.count == 3, parts[0] == "\u{2014}", !parts[1].isEmpty, !parts[1].contains("+"),
        !parts[1].contains(where: \.isWhitespace), signatures.count < Self.maximumSignatures,
        let bytes = Base64.decode(String(parts[2])), bytes.count > 4
      else { throw .form("a signed note with a line after its text that is no signature, or with too many") }
      signatures.append(
        Signature(name: String(parts[1]), keyID: Array(bytes[..<4]), bytes: Array(bytes[4...])))
    }
    guard !signatures.isEmpty else { throw .form("a note without a signature") }
    self.signatures = signatures
  }

  /// Tells if a key signed it. Signatures of keys that nobody asked for say nothing, as the format has it.
  package func isSigned(by key: VerifierKey) -> Bool {
    signatures.contains { $0.name == key.name && $0.keyID == key.keyID && key.isValid($0.bytes, for: text) }
  }
}
