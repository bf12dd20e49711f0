internal import AuditJournal
internal import TransparencyLog
internal import Words

/// The commands by which a certificate is verified with openssl and coreutils alone.
extension Certificate {
  /// Verifies the last checkpoint, which whoever reads the certificate has saved to a file.
  var verification: String {
    """
    echo \(Self.subjectPublicKey(of: verifierKey)) | base64 -d > key.der
    sed '/^$/,$d' checkpoint > text
    grep ' \(verifierKey.name) \(Self.shortID(of: verifierKey))' checkpoint | cut -d' ' -f3 | base64 -d | tail -c 64 > signature
    openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in text -sigfile signature
    """
  }

  /// Rotations that the commands go through; a journal of epochs has hundreds.
  private static let rotationLimit = 12

  /// The turns that the certificate shows: of many keys the first and the last ones.
  var shownTurns: [RunRecord.SigningTurn] {
    record.keys.count <= Self.rotationLimit + 1
      ? record.keys : record.keys.prefix(1) + record.keys.suffix(Self.rotationLimit)
  }

  /// Tells if the commands lead from the first key to the current one; of too many keys they cannot.
  var leadsFromTheFirstKey: Bool {
    record.keys.count > 1 && shownTurns.count == record.keys.count
      && record.keys.dropFirst().allSatisfy { $0.note != nil }
  }

  /// Verifies each rotation's checkpoint by the key before it and the key behind it: whoever trusts the first key comes to the current one.
  var chainVerification: String {
    var lines = [
      "set -e",
      "verify() {",
      "  echo \"$2\" | base64 -d > key.der",
      "  sed '/^$/,$d' \"$1\" > text",
      "  grep \" \(verifierKey.name) $3\" \"$1\" | cut -d' ' -f3 | base64 -d | tail -c 64 > signature",
      "  openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in text -sigfile signature",
      "}",
    ]
    for (before, turn) in zip(record.keys, record.keys.dropFirst()) {
      let name = "checkpoint-\(turn.firstEntry)"
      lines += ["cat > \(name) <<'END'", (turn.note ?? "") + "END"]
      lines += [before.key, turn.key].map {
        "verify \(name) \(Self.subjectPublicKey(of: $0)) \(Self.shortID(of: $0))"
      }
    }
    return lines.joined(separator: "\n")
  }

  /// SubjectPublicKeyInfo of Ed25519 (RFC 8410): a fixed head and the key.
  private static func subjectPublicKey(of key: VerifierKey) -> String {
    let head: [UInt8] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]
    return Base64.encode(head + key.publicKey)
  }

  /// The beginning of a signature line's base64, which is the key's id.
  private static func shortID(of key: VerifierKey) -> String {
    String(Base64.encode(key.keyID + [0, 0]).prefix(5))
  }
}
