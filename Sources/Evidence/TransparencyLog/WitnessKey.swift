internal import Crypto
internal import Words

/// The public key of a witness: somebody who signs checkpoints of other people's logs, each only if it continues the last (C2SP
/// tlog-cosignature, Ed25519).
package struct WitnessKey: Hashable, Sendable {
  package let name: String
  /// The first four bytes of SHA-256 of name, newline, 0x04 and the key.
  package let keyID: [UInt8]
  /// The 32 bytes of the Ed25519 key.
  private let publicKey: [UInt8]

  /// `name+hexadecimal key id+base64 of 0x04 and the key`.
  package var text: String { "\(name)+\(Hexadecimal.encode(keyID))+\(Base64.encode([0x04] + publicKey))" }

  /// Reads the text form.
  package init(_ text: String) throws(TransparencyLogError) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, VerifierKey.isName(parts[0]), let bytes = Base64.decode(parts[2]),
      bytes.count == 33,
      bytes[0] == 0x04
    else { throw .key("\"\(text)\" is no witness key: it has the form name+key id+base64, of type 0x04") }
    name = parts[0]
    publicKey = Array(bytes[1...])
    keyID = Array(SHA256.hash(data: Array(name.utf8) + [0x0A] + bytes).prefix(4))
    guard Hexadecimal.encode(keyID) == parts[1] else {
      throw .key("the witness key's id does not fit its key")
    }
  }

  /// When this witness says that it saw a checkpoint: the time of its valid signature under the note, in seconds since 1970; nil if it
  /// did not sign it.
  package func cosigned(_ note: SignedNote) -> Int? {
    for signature in note.signatures
    where signature.name == name && signature.keyID == keyID && signature.bytes.count == 8 + 64 {
      let time = signature.bytes[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard let seconds = Int(exactly: time),
        let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey),
        key.isValidSignature(
          signature.bytes[8...], for: Array("cosignature/v1\ntime \(time)\n\(note.text)".utf8))
      else { continue }
      return seconds
    }
    return nil
  }
}
