internal import Files
internal import Glibc
internal import TransparencyLog
internal import Words

/// The folder beside a journal with the private key of the epoch, in a file that is named by the key's id: the one key that may sign now (decision 52).
///
/// Whoever breaks in finds the key of this epoch alone. Keys are destroyed by overwriting and removing their files; what the file system
/// or the disk keeps of old blocks is out of reach from here.
struct EpochKeys {
  let folder: String
  private let name: String

  /// - Parameter name: the journal's, which is part of a key's id.
  init(journal: String, name: String) {
    folder = journal + ".keys"
    self.name = name
  }

  /// Tells if there is such a folder.
  var isThere: Bool {
    var status = stat()
    return unsafe stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private func path(of keyID: [UInt8]) -> String { folder + "/" + Hexadecimal.encode(keyID) }

  /// The private key of an id; nil if the folder does not have it.
  func key(_ keyID: [UInt8]) -> SigningKey? {
    // A key that cannot be read is one that is not there: the caller says that the key whose turn it is is missing.
    guard
      let seed = try? RegularFile.contents(of: path(of: keyID), flags: O_NOFOLLOW, limit: 32),
      seed.count == 32,
      let key = try? SigningKey(seed: seed), key.verifier(of: name).keyID == keyID
    else { return nil }
    return key
  }

  /// Makes a key, durable before this returns.
  func make() throws(JournalError) -> SigningKey {
    let made = SigningKey.generate()
    let path = path(of: made.key.verifier(of: name).keyID)
    if unsafe mkdir(folder, 0o700) != 0, errno != EEXIST { throw failure(folder) }
    do throws(RegularFileError) {
      let file = try WritableFile(creating: path)
      try file.write(made.seed)
      try file.synchronise()
    } catch {
      throw .unwritable(path: path, cause: "\(error)")
    }
    try Self.synchronise(folder)
    try Self.synchronise(folder + "/..")
    return made.key
  }

  func destroy(_ keyID: [UInt8]) throws(JournalError) { try Self.destroy(path(of: keyID)) }

  /// Destroys every private key of the folder but one. What a crash left goes so, too.
  func destroyAll(but keyID: [UInt8]) throws(JournalError) {
    guard let stream = unsafe opendir(folder) else {
      guard errno == ENOENT else { throw failure(folder) }
      return
    }
    defer { unsafe closedir(stream) }
    let kept = Hexadecimal.encode(keyID)
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != kept, name != ".", name != ".." { try Self.destroy(folder + "/" + name) }
    }
  }

  /// Overwrites a key file and removes it; one that is gone already is as good.
  static func destroy(_ path: String) throws(JournalError) {
    // A pipe without a reader cannot be opened so, and one with a reader is refused below.
    let file = unsafe open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else {
      guard errno == ENOENT else { throw failure(path) }
      return
    }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw failure(path) }
    if let kind = RegularFile.otherKind(status) {
      throw .unwritable(path: path, cause: "\(RegularFileError.notRegular(kind: kind))")
    }
    do throws(RegularFileError) {
      try WritableFile.write([UInt8](repeating: 0, count: 128), to: file)
    } catch {
      throw .unwritable(path: path, cause: "\(error)")
    }
    guard fsync(file) == 0, unsafe unlink(path) == 0 else { throw failure(path) }
    try synchronise(path.folderPath)
  }

  private static func synchronise(_ folder: String) throws(JournalError) {
    do throws(RegularFileError) {
      try WritableFile.synchronise(folder: folder)
    } catch {
      throw .unwritable(path: folder, cause: "\(error)")
    }
  }

  private static func failure(_ path: String) -> JournalError {
    .unwritable(path: path, cause: unsafe String(cString: strerror(errno)))
  }

  private func failure(_ path: String) -> JournalError { Self.failure(path) }
}
