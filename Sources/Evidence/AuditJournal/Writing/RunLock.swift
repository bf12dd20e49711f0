internal import Glibc
internal import Synchronization

/// One purge at a time: a lock beside the journal that ends with the process, in a file that says what its holder works on.
final class RunLock: Sendable {
  private let descriptor: Int32
  private let path: String
  private let file: FileIdentity
  /// The mark that the file has: of the worker, and of whoever asks it to stop.
  private let current = Mutex<WorkMark?>(nil)

  init(beside journal: String) throws(JournalError) {
    let path = Self.path(beside: journal)
    // Whoever may write to the lock's file could say in which record set a process died.
    try FileIdentity.checkTrust(of: path, journal: journal)
    let descriptor = unsafe open(path, O_CREAT | O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .unwritable(path: path, cause: unsafe String(cString: strerror(errno)))
    }
    let file: FileIdentity
    do throws(JournalError) {
      file = try FileIdentity(ofOpen: descriptor, path: path)
      // A lock on a file that was removed meanwhile keeps nobody out.
      guard Self.isTaken(descriptor), file.isAt(path) else {
        throw .locked(path: journal)
      }
    } catch {
      close(descriptor)
      throw error
    }
    // Only now: an object that is whole closes its descriptor itself.
    self.descriptor = descriptor
    self.path = path
    self.file = file
  }

  /// Tries some times: a process that looks for a mark has the lock for some microseconds, which must not cost a run its night.
  private static func isTaken(_ descriptor: Int32) -> Bool {
    for _ in 0..<20 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      usleep(5_000)
    }
    return false
  }

  /// Writes which record set is worked on, or with nil that none is. It is written over what is there, in one step, so that even a full disk
  /// lets a mark go; what stands behind the null is of an earlier one.
  func write(_ mark: WorkMark?) throws(JournalError) {
    let isWritten = current.withLock { current in
      current = mark
      return put(mark)
    }
    guard isWritten else { throw failure }
  }

  /// Adds to the mark, if there is one, that somebody asked to stop. May be called from another thread.
  func noteStopping() {
    current.withLock { current in
      guard var mark = current else { return }
      mark.isStopping = true
      current = mark
      // Without it the process may count as one that died: too much, and not too little.
      _ = put(mark)
    }
  }

  private func put(_ mark: WorkMark?) -> Bool {
    let bytes = Array((mark?.text ?? "").utf8) + [0]
    let written = unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    return written == bytes.count
  }

  /// The mark of a holder that did not come to its end; nil without one.
  func mark() -> WorkMark? { Self.mark(in: descriptor) }

  /// The mark beside a journal whose lock nobody has; nil without one.
  static func abandonedMark(beside journal: String) -> WorkMark? {
    // Without a lock file no run has been, and one that cannot be looked at tells nothing.
    let descriptor = unsafe open(path(beside: journal), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    // The end of this look also ends its lock.
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return nil }
    return mark(in: descriptor)
  }

  private static func mark(in descriptor: Int32) -> WorkMark? {
    // Longer than any record set's name that somebody can type.
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
    return count > 0 ? WorkMark(String(decoding: bytes[..<count].prefix { $0 != 0 }, as: UTF8.self)) : nil
  }

  private var failure: JournalError {
    .unwritable(path: path, cause: unsafe String(cString: strerror(errno)))
  }

  static func path(beside journal: String) -> String { journal + ".lock" }

  /// Tells if the next process would try the same lock.
  var isInPlace: Bool { file.isAt(path) }

  deinit { close(descriptor) }
}
