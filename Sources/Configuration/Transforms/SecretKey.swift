internal import Crypto
package import Words

/// A 32-byte key. Its memory is zeroed when it goes, by the cryptographic library.
package struct SecretKey: Sendable {
  let symmetric: SymmetricKey

  /// - Throws: `KeyError.wrongLength` for anything but 32 bytes.
  package init(_ bytes: [UInt8], source: KeySource) throws(KeyError) {
    guard bytes.count == 32 else { throw .wrongLength(source, count: bytes.count) }
    symmetric = SymmetricKey(data: bytes)
  }

  /// Tells if no random numbers made it: all its bytes are one, as in a file that was overwritten or made by hand.
  package var isWeak: Bool {
    unsafe symmetric.withUnsafeBytes { bytes in unsafe bytes.allSatisfy { unsafe $0 == bytes[0] } }
  }

  /// Names the key as one of pseudonyms without telling it: the first eight bytes of a hash of a derived value, in hexadecimal.
  package var pseudonymID: String {
    let derived = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: symmetric, info: Array("retentiond/v1|pseudonym key id".utf8), outputByteCount: 32)
    let bytes = unsafe derived.withUnsafeBytes { unsafe Array($0) }
    let hash = SHA256.hash(data: Array("retention pseudonym key id v1".utf8) + bytes)
    return hash.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Tells if both are one key.
  package func isSame(as other: SecretKey) -> Bool { symmetric == other.symmetric }

  /// The key's bytes, for the parts of the program that make other keys of them.
  package var bytes: [UInt8] { unsafe symmetric.withUnsafeBytes { unsafe Array($0) } }
}

/// Where a key is kept. Never in a configuration file, and never in the environment.
package enum KeySource: Hashable, Sendable, CustomStringConvertible {
  /// A file that only its owner can read.
  case file(String)
  /// A systemd credential, by its name.
  case credential(String)

  package var description: String {
    switch self {
    case .file(let path): path
    case .credential(let name): "credential \(name)"
    }
  }
}

/// Why a key cannot be used. No case carries anything of the key.
package enum KeyError: Error, Hashable, Sendable, CustomStringConvertible {
  case missing(KeySource)
  case noCredentials(KeySource)
  case notAFile(KeySource)
  case unsafeOwner(KeySource)
  case unsafePermissions(KeySource, mode: String)
  /// Somebody else may write to a folder on the way to the key, and so put another key in its place.
  case unsafeFolder(path: String, folder: String, cause: String, remedy: String)
  case wrongLength(KeySource, count: Int)
  case unreadable(KeySource, cause: String)
  case exists(path: String)
  case cannotWrite(path: String, cause: String)
  /// The folder that the file is to lie in is not there.
  case noFolder(path: String, folder: String)
  case noKey(domain: DomainID)
  case columnKeyMissing(transform: String)
  case sameKey(version: Int)
  /// All its bytes are one.
  case weak(KeySource)
  /// One key for two purposes.
  case twoPurposes(String, KeySource, String, KeySource)

  package var description: String {
    switch self {
    case .missing(let source):
      "key \(source): there is no such key: make it with `retentiond keys generate`, or correct stores.json"
    case .noCredentials(let source):
      "key \(source): no credentials were passed to this process: start the service, which then does it for you (your account needs the group of its socket, see --via-service), or run it in a unit with LoadCredential="
    case .notAFile(let source):
      "key \(source): not a plain file: give the file itself, not a link or a folder"
    case .unsafeOwner(let source):
      "key \(source): it belongs to another account: chown it to the account that runs this"
    case .unsafePermissions(let source, let mode):
      "key \(source): others can read it (mode \(mode)): chmod 600"
    case .unsafeFolder(let path, let folder, let cause, let remedy):
      "key \(path): its folder \(folder) is not safe: \(cause): \(remedy)"
    case .wrongLength(let source, let count):
      "key \(source): it has \(count) bytes where a key has 32: make it with `retentiond keys generate`"
    case .unreadable(let source, let cause): "key \(source): cannot be read: \(cause)"
    case .exists(let path): "\(path) exists already: a key is never replaced; name another file"
    case .cannotWrite(let path, let cause):
      "\(path) cannot be written: \(cause): name a place where this account may make files"
    case .noFolder(let path, let folder):
      "\(path) cannot be made, because there is no folder \(folder): make it (mkdir -p), or name another file"
    case .noKey(let domain):
      "domain \(domain) has no pseudonym key: add it under keys.pseudonyms in stores.json"
    case .columnKeyMissing(let transform):
      "the transform \(transform) needs a key that this command does not load"
    case .sameKey(let version):
      "the second key of version \(version) is the same as its first: make one of its own with `retentiond keys generate`, kept by somebody else"
    case .weak(let source):
      "key \(source): all its bytes are the same, so that it is no secret: put the right file back from its copy, or make a key with `retentiond keys generate`"
    case .twoPurposes(let one, let first, let other, let second):
      "\(one) (\(first)) is \(other) (\(second)), too: whoever learns the one has the other; make a key of its own for each with `retentiond keys generate`"
    }
  }
}
