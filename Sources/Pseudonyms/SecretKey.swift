internal import Crypto

/// A 32-byte key. Its memory is zeroed when it goes, by the cryptographic library.
public struct SecretKey: Sendable {
  let symmetric: SymmetricKey

  /// - Throws: `KeyError.wrongLength` for anything but 32 bytes.
  public init(_ bytes: [UInt8], source: KeySource) throws(KeyError) {
    guard bytes.count == 32 else { throw .wrongLength(source, count: bytes.count) }
    symmetric = SymmetricKey(data: bytes)
  }

  /// The key's bytes, for the parts of the program that make other keys of them.
  public var bytes: [UInt8] { unsafe symmetric.withUnsafeBytes { unsafe Array($0) } }
}

/// Where a key is kept. Never in a configuration file, and never in the environment.
public enum KeySource: Hashable, Sendable, CustomStringConvertible {
  /// A file that only its owner can read.
  case file(String)
  /// A systemd credential, by its name.
  case credential(String)

  public var description: String {
    switch self {
    case .file(let path): path
    case .credential(let name): "credential \(name)"
    }
  }
}

/// Why a key cannot be used. No case carries anything of the key.
public enum KeyError: Error, Hashable, Sendable, CustomStringConvertible {
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
  case noKey(domain: String)
  case columnKeyMissing(transform: String)
  case sameKey(version: Int)

  public var description: String {
    switch self {
    case .missing(let source):
      "key \(source): there is no such key: make it with `retentiond keys generate`, or correct stores.json"
    case .noCredentials(let source):
      "key \(source): no credentials were passed to this process: add LoadCredential= to the unit, or run it as the service"
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
    }
  }
}
