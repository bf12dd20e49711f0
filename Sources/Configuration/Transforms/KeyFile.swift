internal import Crypto
internal import Files
internal import Glibc
internal import Words

/// Key files and credentials.
package enum KeyFile {
  /// Reads a key: 32 bytes, or 64 hexadecimal digits and a newline.
  ///
  /// A file must be a plain one of root's or of this process's account, which nobody else can read or write, in folders that nobody else can
  /// write to. What is checked is the file that was opened, so that it cannot be changed in between.
  ///
  /// - Parameters:
  ///   - credentialsDirectory: where systemd put this service's credentials.
  ///   - allowsWeak: also takes a key whose bytes are all one: what was made under it must still be found.
  package static func load(_ source: KeySource, credentialsDirectory: String?, allowsWeak: Bool = false)
    throws(KeyError) -> SecretKey
  {
    let key = try SecretKey(
      decoded(keyContents(source, credentialsDirectory)), source: source)
    guard allowsWeak || !key.isWeak else { throw .weak(source) }
    return key
  }

  private static func keyContents(_ source: KeySource, _ credentialsDirectory: String?) throws(KeyError)
    -> [UInt8]
  {
    let bytes = try contents(source, credentialsDirectory: credentialsDirectory)
    // What is left of a file that was being destroyed when the process ended.
    if bytes.count == 128, bytes.allSatisfy({ $0 == 0 }) { throw .missing(source) }
    return bytes
  }

  /// Reads a password: the first line of a file or credential that is guarded as a key is.
  package static func loadText(_ source: KeySource, credentialsDirectory: String?) throws(KeyError) -> String
  {
    let bytes = try contents(source, credentialsDirectory: credentialsDirectory)
    return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
  }

  private static func contents(_ source: KeySource, credentialsDirectory: String?) throws(KeyError) -> [UInt8]
  {
    switch source {
    case .file(let path): return try read(path, of: source, isCredential: false)
    case .credential(let name):
      guard let credentialsDirectory else { throw .noCredentials(source) }
      guard !name.isEmpty, !name.contains("/"), name != "..", name != "." else { throw .missing(source) }
      return try read(credentialsDirectory + "/" + name, of: source, isCredential: true)
    }
  }

  /// Makes a new key file of 32 random bytes, mode 0600, durable before this returns.
  package static func generate(at path: String) throws(KeyError) {
    let key = SymmetricKey(size: .bits256)
    try checkFolders(above: path)
    do throws(RegularFileError) {
      let file = try WritableFile(creating: path)
      try file.write(unsafe key.withUnsafeBytes { unsafe Array($0) })
      try file.synchronise()
    } catch {
      switch error {
      case .system(EEXIST): throw .exists(path: path)
      case .system(ENOENT): throw .noFolder(path: path, folder: path.folderPath)
      case .system, .notRegular, .tooLarge: throw .cannotWrite(path: path, cause: "\(error)")
      }
    }
  }

  private static func read(_ path: String, of source: KeySource, isCredential: Bool) throws(KeyError)
    -> [UInt8]
  {
    let status: stat
    let bytes: [UInt8]
    // systemd guards a credential's folder.
    if !isCredential { try checkFolders(above: path) }
    do throws(RegularFileError) {
      let file = try RegularFile(path, flags: O_NOFOLLOW)
      status = file.status
      // More than a key and than any password.
      bytes = try file.contents(limit: 4_096)
    } catch {
      switch error {
      case .system(ENOENT): throw .missing(source)
      case .system(ELOOP), .notRegular: throw .notAFile(source)
      case .system, .tooLarge: throw .unreadable(source, cause: "\(error)")
      }
    }
    try checkGuard(of: status, source, isCredential: isCredential)
    return bytes
  }

  /// A folder that is not there has nothing; what opens the file says so.
  private static func checkFolders(above path: String) throws(KeyError) {
    do throws(FileTrustError) {
      try FileTrust.checkFolders(above: path)
    } catch {
      if case .unknown(_, ENOENT) = error { return }
      throw .unsafeFolder(path: path, folder: error.path, cause: error.cause, remedy: error.remedy)
    }
  }

  private static func checkGuard(of status: stat, _ source: KeySource, isCredential: Bool) throws(KeyError) {
    guard status.st_uid == 0 || status.st_uid == geteuid() else { throw .unsafeOwner(source) }
    // systemd makes a credential readable for its service's group by an access list, and guards the folder.
    if !isCredential, status.st_mode & 0o077 != 0 {
      throw .unsafePermissions(source, mode: String(status.st_mode & 0o777, radix: 8))
    }
  }

  private static func decoded(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count == 64 || (bytes.count == 65 && bytes[64] == 0x0A) else { return bytes }
    return Hexadecimal.decode(bytes[..<64]) ?? bytes
  }
}
