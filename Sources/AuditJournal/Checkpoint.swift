internal import Crypto

/// A signed statement of the journal's size and root: a C2SP tlog-checkpoint in a C2SP signed note, with Ed25519.
public struct Checkpoint: Hashable, Sendable {
  /// The journal's name: a URL without its scheme.
  public let origin: String
  public let size: Int
  public let root: TreeHash

  public init(origin: String, size: Int, root: TreeHash) {
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// The text that is signed: origin, size and root, a line each.
  public var text: String { "\(origin)\n\(size)\n\(Base64.encode(root.bytes))\n" }

  /// The whole note. Ed25519 is deterministic here, so that signing again after a crash gives the same bytes.
  public func signed(with key: SigningKey) throws -> String {
    let signature = try key.privateKey.signature(for: Array(text.utf8))
    let line = Base64.encode(key.verifier(of: origin).keyID + signature)
    return text + "\n\u{2014} \(origin) \(line)\n"
  }

  /// Reads a note and verifies its signature; lines of other keys are ignored, as the format says.
  public init(note: String, verifier: VerifierKey) throws(JournalError) {
    guard let end = note.range(of: "\n\n") else { throw .damaged("a checkpoint without a signature") }
    let text = String(note[..<end.lowerBound]) + "\n"
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count == 4, lines[0] == verifier.name, let size = Int(lines[1]), size >= 0,
      String(size) == lines[1],
      let root = Base64.decode(lines[2]), root.count == 32
    else { throw .damaged("a checkpoint that is not of this journal or not of this form") }
    let dash = "\u{2014} "
    let signatures = note[end.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
    guard signatures.last == "", signatures.dropLast().allSatisfy({ $0.hasPrefix(dash) }) else {
      throw .damaged("a checkpoint with lines after its text that are no signatures")
    }
    let prefix = dash + verifier.name + " "
    let isSigned = signatures.contains { line in
      guard line.hasPrefix(prefix), let bytes = Base64.decode(String(line.dropFirst(prefix.count))),
        bytes.count == 68,
        Array(bytes[..<4]) == verifier.keyID
      else { return false }
      return verifier.publicKey.isValidSignature(Array(bytes[4...]), for: Array(text.utf8))
    }
    guard isSigned else { throw .damaged("a checkpoint whose signature is not of this key") }
    self.init(origin: lines[0], size: size, root: TreeHash(bytes: root))
  }
}

/// The private half of the journal's key: a 32-byte Ed25519 seed.
public struct SigningKey: Sendable {
  let privateKey: Curve25519.Signing.PrivateKey

  public init(seed: [UInt8]) throws(JournalError) {
    do {
      privateKey = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    } catch {
      throw .key("a signing key has 32 bytes")
    }
  }

  public func verifier(of origin: String) -> VerifierKey {
    VerifierKey(name: origin, publicKey: privateKey.publicKey)
  }
}

/// The public half, with the name of the journal that it belongs to: all that a verifier needs.
public struct VerifierKey: Sendable {
  public let name: String
  let publicKey: Curve25519.Signing.PublicKey

  init(name: String, publicKey: Curve25519.Signing.PublicKey) {
    self.name = name
    self.publicKey = publicKey
  }

  /// The first four bytes of SHA-256 of name, newline, 0x01 (Ed25519) and the key.
  public var keyID: [UInt8] {
    Array(SHA256.hash(data: Array(name.utf8) + [0x0A, 0x01] + publicKey.rawRepresentation).prefix(4))
  }

  /// `name+hexadecimal key id+base64 of 0x01 and the key`, as C2SP signed-note writes it.
  public var text: String {
    "\(name)+\(Hexadecimal.encode(keyID))+\(Base64.encode([0x01] + publicKey.rawRepresentation))"
  }

  /// Whether a text can be a key's name: not empty, without spaces and `+` (C2SP signed-note), and ASCII, so that it has one spelling.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "+") }
  }

  /// Reads the text form.
  public init(_ text: String) throws(JournalError) {
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
}
