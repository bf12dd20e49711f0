internal import Crypto
internal import Words

/// The public half, with the name of the log that it belongs to: all that a verifier needs.
package struct VerifierKey: Hashable, Sendable {
  package let name: String
  /// The first four bytes of SHA-256 of name, newline, 0x01 (Ed25519) and the key.
  package let keyID: [UInt8]
  /// The 32 bytes of the Ed25519 key.
  package let publicKey: [UInt8]

  init(name: String, publicKey: Curve25519.Signing.PublicKey) {
    self.name = name
    let key = Array(publicKey.rawRepresentation)
    self.publicKey = key
    keyID = Array(SHA256.hash(data: Array(name.utf8) + [0x0A, 0x01] + key).prefix(4))
  }

  /// `name+hexadecimal key id+base64 of 0x01 and the key`, as C2SP signed-note writes it.
  package var text: String { "\(name)+\(Hexadecimal.encode(keyID))+\(Base64.encode([0x01] + publicKey))" }

  /// Tells if a text can be a key's name: not empty, without spaces and `+` (C2SP signed-note), and ASCII, so that it has one spelling.
  package static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "+") }
  }

  /// Reads the text form.
  package init(_ text: String) throws(TransparencyLogError) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, Self.isName(parts[0]), let bytes = Base64.decode(parts[2]), bytes.count == 33,
      bytes[0] == 0x01,
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes[1...])
    else { throw .key("\"\(text)\" is no verifier key: it has the form name+key id+base64") }
    self.init(name: parts[0], publicKey: key)
    guard Hexadecimal.encode(keyID) == parts[1] else {
      throw .key("the verifier key's id does not fit its key")
    }
  }

  /// Tells if 64 bytes are this key's Ed25519 signature of a text.
  func isValid(_ signature: [UInt8], for text: String) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
    return key.isValidSignature(signature, for: Array(text.utf8))
  }
}
