internal import Crypto

/// The private half of a log's key: a 32-byte Ed25519 seed.
package struct SigningKey: Sendable {
  private let privateKey: Curve25519.Signing.PrivateKey

  package init(seed: [UInt8]) throws(TransparencyLogError) {
    do {
      privateKey = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    } catch {
      throw .key("a signing key has 32 bytes")
    }
  }

  /// A new key from the system's random numbers.
  package static func generate() -> (key: SigningKey, seed: [UInt8]) {
    let privateKey = Curve25519.Signing.PrivateKey()
    return (SigningKey(privateKey), Array(privateKey.rawRepresentation))
  }

  private init(_ privateKey: Curve25519.Signing.PrivateKey) {
    self.privateKey = privateKey
  }

  /// The 32 bytes of the public half.
  package var publicKey: [UInt8] { Array(privateKey.publicKey.rawRepresentation) }

  package func verifier(of name: String) -> VerifierKey {
    VerifierKey(name: name, publicKey: privateKey.publicKey)
  }

  /// Ed25519 is deterministic here, so that signing again after a crash gives the same bytes.
  func signature(of text: String, name: String) throws -> SignedNote.Signature {
    SignedNote.Signature(
      name: name, keyID: verifier(of: name).keyID,
      bytes: Array(try privateKey.signature(for: Array(text.utf8))))
  }
}
